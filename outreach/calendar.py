"""The days on which a follow-up may go out, and where in the country it is read.

A good day is a Tuesday, Wednesday or Thursday that is neither a US federal holiday nor inside a
blackout: 1–7 July, Match Week, 24 Dec–2 Jan, and whatever the caller adds (product.md §6, domain.md §5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from accounts.spoken import day_in
from outreach.places import CITIES, CODES, EASTERN, STATES, WORDS, plain

GOOD_WEEKDAYS = frozenset({1, 2, 3})
SEARCH_DAYS = 400


class NoGoodDay(ValueError):
    """The blackouts leave no good day within 400 days."""


@dataclass(frozen=True)
class Blackout:
    """Days on which no follow-up is planned, both ends included. `name` stands in a reason: "Match Week"."""

    first: date
    last: date
    name: str

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError("A blackout cannot end before it starts.")

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def match_week(year: int) -> Blackout:
    """Monday to Friday of the week that holds March's third Friday."""
    first = date(year, 3, 1)
    third_friday = first + timedelta(days=(4 - first.weekday()) % 7 + 14)
    return Blackout(third_friday - timedelta(days=4), third_friday, "Match Week")


@lru_cache(maxsize=64)
def blackouts_of(year: int) -> tuple[Blackout, ...]:
    """The built-in blackouts that begin in `year`, by date."""
    return (
        match_week(year),
        Blackout(date(year, 7, 1), date(year, 7, 7), "the first week of July, when new residents start"),
        Blackout(date(year, 12, 24), date(year + 1, 1, 2), "the winter break"),
    )


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> dict[date, str]:
    """Holidays with the day they are observed on, by date. Read only: the answer is shared."""
    return dict(holidays.country_holidays("US", years=year, language="en_US").items())


def holiday(day: date) -> str | None:
    return federal_holidays(day.year).get(day)


def why_not(day: date, blackouts: Iterable[Blackout] = ()) -> str | None:
    """What speaks against `day`, as a noun phrase for "Thu 26 Nov: Thanksgiving Day"; None for a good day."""
    for blackout in (*blackouts_of(day.year - 1), *blackouts_of(day.year), *blackouts):
        if blackout.holds(day):
            return blackout.name
    if name := holiday(day):
        return name
    if day.weekday() not in GOOD_WEEKDAYS:
        return "not a Tuesday, Wednesday or Thursday"
    return None


def is_good_day(day: date, blackouts: Iterable[Blackout] = ()) -> bool:
    return why_not(day, blackouts) is None


def next_good_day(day: date, blackouts: Iterable[Blackout] = ()) -> date:
    """`day` itself or the first good day after it. Raises NoGoodDay past 400 days."""
    blackouts = tuple(blackouts)
    for ahead in range(SEARCH_DAYS):
        if is_good_day(day + timedelta(days=ahead), blackouts):
            return day + timedelta(days=ahead)
    raise NoGoodDay(f"No good day within {SEARCH_DAYS} days of {day_in(day, year=0)}.")


def at_wall_time(day: date, clock: time, zone: str) -> datetime:
    """That time of day in `zone`. Inside a DST gap: after it by the same amount; in an overlap: the first.

    (product.md "Time".) Going through UTC turns 02:30 in a gap into 03:30; fold 0 is the first of two.
    """
    local = ZoneInfo(zone)
    wall = datetime.combine(day, clock.replace(fold=0), tzinfo=local)
    return wall.astimezone(ZoneInfo("UTC")).astimezone(local)


def recipient_zone(city: str = "", state: str = "") -> tuple[str, str]:
    """The IANA zone of a US place and its short words: ("America/Chicago", "CT").

    `state` is a two-letter code or a name, in any case. A state with two zones takes the zone of the
    city if we know the city, else the later one; an unknown place takes Eastern (product.md "Time").
    """
    code = CODES.get(plain(state))
    if code is None:
        return EASTERN, WORDS[EASTERN]
    zone = CITIES.get(code, {}).get(plain(city), STATES[code])
    return zone, WORDS[zone]
