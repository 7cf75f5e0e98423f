"""What the page of one letter shows: finished words and numbers, the verdict first."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from accounts import spoken
from accounts.mail_routes import Message, Route, Unsendable, routes
from letters import alarms, backplan, states, texts, words
from letters.backplan import PlanStep
from letters.facts import Writer
from letters.readiness import ASK_THIS_WEEK, LADDER, READY, TOO_EARLY, TOO_LATE, TOO_SHORT
from letters.states import State
from letters.texts import Text, TextFacts
from letters.words import Said
from tracker import weeks
from tracker.examples import AIM
from tracker.models import Example

S = State
LADDER_STEPS = (
    (S.ASKED, "Ask"),
    (S.AGREED, "They agree"),
    (S.PACKET_SENT, "Send the packet"),
    (S.REQUESTED, "Request in ERAS"),
    (S.CONFIRMED, "Confirm the entry"),
    (S.UPLOADED, "Uploaded"),
    (S.ASSIGNED, "Assign to programs"),
    (S.THANKED, "Thank"),
)
# The step most letters take next; the others that are allowed stand below it.
NEXT = {
    S.CONSIDERING: S.ASKED,
    S.SIGNALLED: S.ASKED,
    S.ASKED: S.AGREED,
    S.AGREED: S.PACKET_SENT,
    S.PACKET_SENT: S.REQUESTED,
    S.REQUESTED: S.CONFIRMED,
    S.CONFIRMED: S.UPLOADED,
    S.UPLOADED: S.ASSIGNED,
    S.ASSIGNED: S.THANKED,
    S.IMPORTED: S.ASSIGNED,
    S.VOID: S.REQUESTED,
    S.DECLINED: S.CONSIDERING,
    S.WITHDRAWN: S.CONSIDERING,
}
HINTS = {
    "reliability": "What were you trusted with, and how did it end?",
    "initiative": "Try: offer a ten-minute talk, or bring the paper behind a question.",
    "communication": "Try: ask to lead one family meeting or one handover.",
    "teamwork": "Try: offer to call the pharmacist about one discharge each week.",
    "growth": "Write what you were told, what you changed, and what happened.",
}


@dataclass(frozen=True)
class Ruler:
    """Weeks as segments, and the words at its two ends."""

    segments: tuple
    label: str
    start: str
    end: str


@dataclass(frozen=True)
class Quality:
    """How many examples of one quality this attending saw: `bars` are drawn, at most AIM of them."""

    name: str
    count: int
    bars: tuple
    latest: Example | None
    hint: str

    @property
    def is_thin(self) -> bool:
        return self.count < AIM


@dataclass(frozen=True)
class LadderLine:
    """One line of the steps; `mark` is done, now or later."""

    title: str
    note: str
    mark: str


@dataclass(frozen=True)
class Say:
    """One text to say or send. `routes` open it in the person's own mailbox; none without an address."""

    key: str
    tab: str
    text: Text
    routes: tuple[Route, ...] = ()
    is_mail: bool = False


@dataclass(frozen=True)
class LetterPage:
    said: Said
    is_go: bool
    ruler: Ruler | None
    qualities: tuple[Quality, ...]
    examples: int
    steps: tuple[LadderLine, ...]
    dates: tuple[tuple[datetime.date, str, str], ...]
    plan: tuple[PlanStep, ...]
    say: tuple[Say, ...]
    say_title: str
    is_locked: bool
    next_state: State | None
    shows_next: bool
    more_states: tuple[State, ...]
    risk: str


def describe(writer: Writer, owner, today, *, seen, tally, packet_url="") -> LetterPage:
    """`seen` are the attending's moments, `tally` the latest example of each quality."""
    verdict, state = writer.verdict, _state(writer)
    facts = words.text_facts(writer, owner, today, seen=seen, packet_url=packet_url)
    season = writer.facts.season
    following = NEXT.get(state)
    return LetterPage(
        said=words.said(verdict),
        is_go=verdict.kind in (READY, ASK_THIS_WEEK),
        ruler=ruler(writer, today),
        qualities=_qualities(writer, tally),
        examples=writer.examples,
        steps=tuple(_steps(writer, today)),
        dates=tuple(_dates(writer, today)),
        plan=backplan.plan(season, verdict.preset, today) if season else (),
        say=tuple(_say(writer, facts, today)),
        say_title=_say_title(state),
        is_locked=state in states.LOCKED,
        next_state=following,
        # before its day the step waits further down, not beside "too early"
        shows_next=verdict.kind not in (TOO_EARLY, TOO_SHORT, TOO_LATE),
        more_states=tuple(one for one in State if one in states.STEPS[state] and one != following),
        risk=alarms.risk(season, today).sentence if season and verdict.kind == LADDER else "",
    )


def _state(writer: Writer) -> State:
    return writer.letter.step if writer.letter else State.CONSIDERING


def ruler(writer: Writer, today) -> Ruler | None:
    """One segment for each week the rule asks for, filled as they were supervised."""
    verdict = writer.verdict
    if verdict.supervised_from is None:
        return None
    done, needed = int(verdict.weeks_supervised), verdict.weeks_needed
    part = Fraction(verdict.weeks_supervised - done).limit_denominator(1000)
    label = f"{done} of {needed} weeks supervised"
    start = spoken.day(verdict.supervised_from, today).split(spoken.NBSP, 1)[1]
    return Ruler(weeks.segments(needed, done, part), label, start, _ruler_end(writer, today))


def _ruler_end(writer: Writer, today) -> str:
    verdict = writer.verdict
    if verdict.ask_from is None:
        return ""
    day = spoken.day(verdict.ask_from, today).split(spoken.NBSP, 1)[1]
    if verdict.kind == TOO_EARLY:
        return f"Ask from {day}"
    return (
        f"{verdict.weeks_needed} weeks on {day}" if verdict.weeks_supervised >= verdict.weeks_needed else ""
    )


def _qualities(writer: Writer, tally) -> tuple[Quality, ...]:
    found = []
    for value, label in Example.Quality.choices:
        count = writer.facts.examples.get(value, 0)
        hint = HINTS[value] if count < AIM else ""
        found.append(Quality(label, count, weeks.segments(AIM, count), tally.get(value), hint))
    return tuple(sorted(found, key=lambda one: -one.count))


def _steps(writer: Writer, today):
    verdict, letter, state = writer.verdict, writer.letter, _state(writer)
    if verdict.supervised_from:
        yield _together(verdict, today)
    reached = {step.state: step.on for step in letter.held} if letter else {}
    current = NEXT.get(state)
    for one, title in LADDER_STEPS:
        if str(one) in reached:
            yield LadderLine(title, spoken.day(reached[str(one)], today), "done")
        elif one == current and (verdict.kind != TOO_EARLY or one != S.ASKED):
            yield LadderLine(title, _when(writer, one, today), "now")
        else:
            yield LadderLine(title, _when(writer, one, today), "later")
    if state in states.OUT or state == S.IMPORTED:
        yield LadderLine(letter.get_state_display(), spoken.day(letter.since, today), "now")


def _together(verdict, today) -> LadderLine:
    since = spoken.day(verdict.supervised_from, today).split(spoken.NBSP, 1)[1]
    done = int(verdict.weeks_supervised)
    if verdict.supervised_from > today:
        return LadderLine("Work together", f"From {since}", "later")
    if verdict.kind == TOO_EARLY:
        return LadderLine("Work together", f"Since {since}, week {done + 1} of {verdict.weeks_needed}", "now")
    return LadderLine("Work together", f"{spoken.plural(done, 'week')} since {since}", "done")


def _when(writer: Writer, state: State, today) -> str:
    """The rule for the date of a step to come."""
    verdict, season = writer.verdict, writer.facts.season
    needed = words.due_on(writer)
    if state == S.ASKED and verdict.ask_from:
        return _window(verdict, today)
    fixed = {
        S.PACKET_SENT: "Two days after the yes",
        S.REQUESTED: "Then give the writer the Letter ID",
        S.CONFIRMED: "Locks the entry",
        S.THANKED: "When it is in ERAS",
    }
    if state == S.REQUESTED and season and season.opens_on and season.opens_on > today:
        return f"From {season.say(season.opens_on, today)}, when MyERAS opens"
    if state == S.UPLOADED and needed:
        return f"By {spoken.day(needed, today)}"
    return fixed.get(state, "")


def _window(verdict, today) -> str:
    first = max(verdict.ask_from, today)
    if verdict.last_day and verdict.last_day > first:
        return f"{spoken.day(first, today)} – {spoken.day(verdict.last_day, today)}"
    return f"From {spoken.day(first, today)}"


def _dates(writer: Writer, today):
    """(day, words, note), the soonest first; what has passed is left out."""
    verdict, season, letter = writer.verdict, writer.facts.season, writer.letter
    rows = []
    if verdict.last_day:
        rows.append((verdict.last_day, "Last day together", ""))
    if letter and letter.due_on:
        rows.append((letter.due_on, "Your own deadline", ""))
    if letter and letter.promised_by:
        rows.append((letter.promised_by, f"{writer.facts.writer} needs until then", ""))
    if season:
        note = "expected" if season.is_expected else ""
        rows += [
            (season.latest_ask, "Latest day to ask", note),
            (season.letters_in_on, "Letters in", note),
            (season.review_on, "Programs start to read", note),
        ]
    return sorted(row for row in rows if row[0] >= today)


def _say_title(state: State) -> str:
    if state in states.BEFORE_ASKING:
        return "What to say"
    return {S.AGREED: "The mail with the packet"}.get(
        state, "Thank-you" if state in states.IN_ERAS else "A nudge"
    )


def _say(writer: Writer, facts: TextFacts, today):
    state = _state(writer)
    if state in states.OUT:
        return
    if state in states.BEFORE_ASKING:
        yield Say("person", "In person", texts.ask_in_person(facts, today))
        yield _mail(writer, "email", "By email", texts.ask_by_email(facts, today))
    else:
        yield _mail(writer, "email", "By email", words.draft_for(writer.letter, facts, today))


def _mail(writer: Writer, key: str, tab: str, text: Text) -> Say:
    found: tuple[Route, ...] = ()
    if writer.attending.email and not writer.attending.is_do_not_contact:
        try:
            found = routes(Message(text.subject, text.body), writer.attending.email)
        except Unsendable:
            found = ()
    return Say(key, tab, text, found, True)
