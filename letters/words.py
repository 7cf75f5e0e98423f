"""The words a letter is spoken of in, the same on its page, in a reminder and in an email."""

import datetime
from dataclasses import dataclass

from letters import states, texts
from letters.facts import Writer
from letters.models import Letter
from letters.readiness import LADDER, Verdict
from letters.states import State
from letters.texts import Moment, TextFacts
from tracker.models import Example

MOMENTS = 30


@dataclass(frozen=True)
class Said:
    """The first thing said of a letter: a headline, and the sentences under it."""

    headline: str
    text: str

    @property
    def line(self) -> str:
        """All of it in one paragraph, as a reminder gives it."""
        return f"{self.headline}. {self.text}"


# The headline says these already.
SAID_ABOVE = ("last_day_near", "latest_ask_near", "risk_calm")


def said(verdict: Verdict) -> Said:
    """The headline, the reason that decided, and what to do next. What the headline says is not repeated."""
    reasons = verdict.reasons[1:] if verdict.kind == LADDER else verdict.reasons
    lead = next((reason.sentence for reason in reasons if reason.key not in SAID_ABOVE), "")
    return Said(verdict.headline, f"{lead} {verdict.next_step}".strip())


def due_on(writer: Writer) -> datetime.date | None:
    """The day this letter is needed by: what the attending said, the person's own, or the season's."""
    letter, season = writer.letter, writer.facts.season
    own = letter and (letter.promised_by or letter.due_on)
    return own or (season.letters_in_on if season else None)


def moments(owner, attending) -> tuple[Moment, ...]:
    """What that attending saw, latest first. One statement."""
    return as_moments(Example.objects.for_owner(owner).filter(attending=attending)[:MOMENTS])


def as_moments(examples) -> tuple[Moment, ...]:
    return tuple(Moment(example.quality, example.text, example.on) for example in examples)


def text_facts(writer: Writer, owner, today, *, seen: tuple[Moment, ...] = (), packet_url="") -> TextFacts:
    """What the texts are made of."""
    letter, verdict, season = writer.letter, writer.verdict, writer.facts.season
    return TextFacts(
        writer=writer.facts.writer,
        name=owner.name,
        weeks=int(verdict.weeks_supervised),
        moments=seen,
        specialty=_applying_in(writer),
        review_on=season.review_on if season else None,
        due_on=due_on(writer),
        asked_on=letter.asked_on if letter else None,
        has_agreed=bool(letter and letter.step in states.PROMISED),
        is_over=verdict.last_day is not None and verdict.last_day < today,
        letter_id=letter.eras_id if letter else "",
        packet_url=packet_url,
    )


def _applying_in(writer: Writer) -> str:
    if writer.letter and writer.letter.specialty:
        return writer.letter.specialty.name
    targets = writer.facts.targets
    return targets[0] if len(targets) == 1 else ""


def draft_for(letter: Letter, facts: TextFacts, today) -> texts.Text:
    """The mail that fits where the letter stands."""
    if letter.step == State.AGREED:
        return texts.packet(facts, today)
    if letter.step in states.IN_ERAS:
        return texts.thanks(facts, today)
    return texts.nudge(facts, today)
