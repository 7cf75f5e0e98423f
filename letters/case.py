"""One letter measured: weeks, dates and what is missing, before any verdict (product.md, Readiness)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.spoken import plain_day
from letters.backplan import SeasonFacts, ask_from
from letters.presets import DEFAULT_PRESETS, Preset, default_preset
from letters.states import LetterRecord
from letters.supervision import OPEN_END, Chain, Supervision, chains

QUALITIES = ("reliability", "initiative", "communication", "teamwork", "growth")
FEEDBACK = "feedback"
CLOSING_DAYS = 7


@dataclass(frozen=True)
class LetterFacts:
    """One attending as readiness sees them. `writer` is how the screens name them: "Dr. Feldman".

    `preset_key` None: the default for the rotations. `examples` counts by quality. `days_logged`:
    log entries with this attending. `specialty` is the writer's, `targets` the user's. `left_on`: the
    writer's last day at the institution, past or announced. `record` None: nobody was asked yet.
    """

    writer: str
    supervisions: tuple[Supervision, ...] = ()
    season: SeasonFacts | None = None
    presets: Mapping[str, Preset] = field(default_factory=lambda: DEFAULT_PRESETS)
    preset_key: str | None = None
    preset_why: str = ""
    examples: Mapping[str, int] = field(default_factory=dict)
    days_logged: int = 0
    feedback_asked_on: date | None = None
    feedback_acted_on: date | None = None
    role: str = "attending"
    specialty: str = ""
    targets: tuple[str, ...] = ()
    left_on: date | None = None
    record: LetterRecord | None = None


@dataclass(frozen=True)
class Case:
    """The facts with what follows from them before any verdict: the measured letter.

    `ask_from` is None when the plan never reaches the preset; `earliest` is then the day it would be
    reached if the last rotation went on. Both are None without any supervision.
    """

    facts: LetterFacts
    today: date
    preset: Preset
    preset_for: str
    chains: tuple[Chain, ...]
    chain: Chain | None
    ask_from: date | None
    earliest: date | None
    last_day: date | None
    missing: tuple[str, ...]

    @property
    def season(self) -> SeasonFacts | None:
        return self.facts.season

    def say(self, day: date) -> str:
        return plain_day(day, self.today)

    def season_day(self, day: date) -> str:
        return self.season.say(day, self.today)

    @property
    def later_season(self) -> SeasonFacts | None:
        """The first later season this letter can still be asked for in time."""
        return self.season.following(max(self.today, self.earliest or self.today)) if self.season else None

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and self.last_day < self.today

    @property
    def is_time_met(self) -> bool:
        return self.ask_from is not None and self.ask_from <= self.today

    def closes_within(self, day: date | None) -> bool:
        """Whether `day` is today or within the next 7 days."""
        return day is not None and timedelta(0) <= day - self.today <= timedelta(days=CLOSING_DAYS)


def measure(facts: LetterFacts, today: date) -> Case:
    """Weeks, dates and what is missing. KeyError when `preset_key` is not among the presets."""
    supervisions = tuple(_until_left(one, facts.left_on) for one in facts.supervisions)
    preset, preset_for = default_preset(supervisions, facts.presets)
    if facts.preset_key is not None:
        preset = facts.presets[facts.preset_key]
    linked = chains(supervisions)
    days = {chain: ask_from(chain, preset, facts.days_logged) for chain in linked}
    reached = [chain for chain in linked if days[chain]]
    chain = min(reached, key=lambda one: days[one]) if reached else (linked[-1] if linked else None)
    earliest = days.get(chain)
    if linked and earliest is None:
        earliest = ask_from(linked[-1].going_on(), preset, facts.days_logged)
    last = linked[-1].end if linked else None
    missing = tuple(quality for quality in QUALITIES if not facts.examples.get(quality))
    if facts.feedback_asked_on is None or facts.feedback_asked_on > today:
        missing += (FEEDBACK,)
    last_day = None if last == OPEN_END else last
    return Case(facts, today, preset, preset_for, linked, chain, days.get(chain), earliest, last_day, missing)


def _until_left(one: Supervision, left_on: date | None) -> Supervision:
    """Nobody supervises at an institution after leaving it; a rotation begun later is elsewhere."""
    if left_on is None or not one.start <= left_on < one.last:
        return one
    return replace(one, end=left_on)


def missing_words(missing: tuple[str, ...]) -> list[str]:
    """ "mid-rotation feedback", "one initiative example": the words of the headline."""
    words = ["mid-rotation feedback"] if FEEDBACK in missing else []
    return words + example_words(missing)


def example_words(missing: tuple[str, ...]) -> list[str]:
    """One by one up to two; more are counted, the reasons below name them."""
    qualities = [quality for quality in missing if quality != FEEDBACK]
    if len(qualities) > 2:
        return [f"examples in {len(qualities)} qualities"]
    return [f"one {quality} example" for quality in qualities]
