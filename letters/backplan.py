"""From the day programs read back to the latest day a rotation can start (product.md §5, Back-planner).

Programs read on D, letters in by D − 8 days (ECFMG's processing, domain.md §2 "IMG route"), six weeks
to write before that is the latest ask, the preset's weeks before that is the latest start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.spoken import plain_day
from letters.presets import Preset
from letters.supervision import Chain, Supervision, chains, next_weekday, third_last_working_day

ON_TIME, LATE, TOO_SHORT, NO_SEASON = "on_time", "late", "too_short", "no_season"
OPEN, LATE_SEASON, CLOSED = "open", "late_season", "closed"


@dataclass(frozen=True)
class SeasonFacts:
    """One ERAS season by its match year ("2028"). `review_on` is the day programs start to read.

    `upload_days` and `writing_days` are admin data with the defaults of domain.md §2.
    `is_expected`: no official page has confirmed the dates, and every screen says so.
    """

    name: str
    review_on: date
    is_expected: bool = True
    opens_on: date | None = None
    upload_days: int = 8
    writing_days: int = 42
    next: "SeasonFacts | None" = None

    @property
    def letters_in_on(self) -> date:
        return self.review_on - timedelta(days=self.upload_days)

    @property
    def latest_ask(self) -> date:
        return self.letters_in_on - timedelta(days=self.writing_days)

    def following(self, day: date) -> "SeasonFacts | None":
        """The first season after this one whose latest ask has not passed on `day`."""
        later = self.next
        while later and later.latest_ask < day:
            later = later.next
        return later

    def say(self, day: date, today: date) -> str:
        """A date that follows from this season: "Tue 3 Aug 2027 (expected)"."""
        return plain_day(day, today) + (" (expected)" if self.is_expected else "")


@dataclass(frozen=True)
class PlanStep:
    """One line of the back-plan: what, on which day, and why that day."""

    key: str
    on: date
    sentence: str


@dataclass(frozen=True)
class Service:
    """Which season a rotation can still serve. `mode` is on_time, late, too_short or no_season.

    `ask_on`: the first day to ask, never before today; None when the preset is not reached.
    `latest_start`: the last start that still gives an on-time letter for that season.
    """

    mode: str
    season: SeasonFacts | None
    ask_on: date | None
    latest_start: date | None
    sentence: str


def latest_start(season: SeasonFacts, preset: Preset) -> date:
    """The last start that still reaches the preset by the latest ask."""
    return season.latest_ask - timedelta(weeks=preset.weeks)


def season_mode(season: SeasonFacts, today: date) -> str:
    """open; late_season once the latest ask has passed; closed once letters can no longer arrive."""
    if today > season.letters_in_on:
        return CLOSED
    return LATE_SEASON if today > season.latest_ask else OPEN


def plan(season: SeasonFacts, preset: Preset, today: date) -> tuple[PlanStep, ...]:
    """The back-plan of a season in the order the days come."""

    start = latest_start(season, preset)

    def step(key: str, on: date, text: str) -> PlanStep:
        return PlanStep(key, on, f"{season.say(on, today)}: {text}")

    return (
        step("latest_start", start, f"latest start for {_weeks(preset.weeks)} together."),
        step("latest_ask", season.latest_ask, f"latest ask; {_span(season.writing_days)} to write."),
        step("letters_in", season.letters_in_on, f"letters in; ECFMG needs {season.upload_days} days."),
        step("review", season.review_on, "programs start to read."),
    )


def ask_from(chain: Chain, preset: Preset, days_logged: int = 0) -> date | None:
    """The first day to ask an attending with this much supervision, or None if it never suffices.

    Start plus the preset's weeks; where the preset opens in the last days, the third-last working
    day when that is earlier; never before its contact days are reached (projected, unless that many
    are already logged). A weekend moves to Monday, if the two still meet then.
    """
    reached = chain.reached_in(preset.weeks * 7)
    if reached is None:
        return None
    day, stretch = reached
    if preset.opens_in_last_days and stretch.end < date.max:
        day = max(stretch.start, min(day, third_last_working_day(stretch.end)))
    if days_logged < preset.contact_days:
        contact = chain.contact_dates(preset.contact_days)
        if len(contact) < preset.contact_days:
            return None
        day = max(day, contact[-1])
    monday = next_weekday(day)
    return monday if monday <= chain.end else day


def serves(
    supervisions: Iterable[Supervision], preset: Preset, seasons: Iterable[SeasonFacts], today: date
) -> Service:
    """The first season a rotation (or several with one attending) can still give a letter for.

    On time when it can be asked by the latest ask; late when only by the letters-in day.
    """
    days = [day for chain in chains(supervisions) if (day := ask_from(chain, preset))]
    seasons = sorted(seasons, key=lambda season: season.review_on)
    ahead = [season for season in seasons if today <= season.letters_in_on]
    if not days:
        start = latest_start(ahead[0], preset) if ahead else None
        text = f"Too short for a letter: {_asks_for(preset)}."
        return Service(TOO_SHORT, None, None, start, text)
    ask_on = max(min(days), today)
    for index, season in enumerate(ahead):
        if ask_on <= season.letters_in_on:
            return _service(season, ahead[index + 1 :], ask_on, preset, today)
    text = f"Ask from {plain_day(ask_on, today)}: after every season Wardbook knows."
    return Service(NO_SEASON, None, ask_on, None, text)


def _service(season, later, ask_on: date, preset: Preset, today: date) -> Service:
    start = latest_start(season, preset)
    asks = f"ask from {plain_day(ask_on, today)}" if ask_on > today else "you can ask now"
    if ask_on <= season.latest_ask:
        text = (
            f"Serves the {season.name} season: {asks}, "
            f"latest start {season.say(start, today)} for {_weeks(preset.weeks)}."
        )
        return Service(ON_TIME, season, ask_on, start, text)
    text = (
        f"Late for the {season.name} season: {asks}, after the latest ask, "
        f"{season.say(season.latest_ask, today)}. Letters can arrive until "
        f"{season.say(season.letters_in_on, today)}."
    )
    on_time = [after.name for after in later if ask_on <= after.latest_ask]
    if on_time:
        text += f" On time for the {on_time[0]} season."
    return Service(LATE, season, ask_on, start, text)


def _asks_for(preset: Preset) -> str:
    days = f" and {preset.contact_days} days together" if preset.contact_days else ""
    return f"the rule asks for {_weeks(preset.weeks)}{days}"


def _weeks(number: int) -> str:
    return f"{number} week" if number == 1 else f"{number} weeks"


def _span(days: int) -> str:
    return f"{days} days" if days % 7 else _weeks(days // 7)
