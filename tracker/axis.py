"""A horizontal axis of days: where a date stands in percent, its months, and the season strip of Today.

Positions are percent of the whole with three decimals, a day's left edge being its position, so that a
drawing needs no arithmetic and resizes by itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from accounts.spoken import MONTHS

DAY = timedelta(days=1)
CROWDED_MONTHS = 24  # from so many on, only every third month has room for its name


@dataclass(frozen=True)
class Axis:
    """The days `start` to `end`, both included. Raises ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"ends on {self.end}, before it starts on {self.start}")

    def x(self, on: date) -> float:
        """Where the day begins; outside of 0 to 100 for a day outside."""
        return self.percent((on - self.start).days)

    def width(self, first: date, last: date) -> float:
        """The width of the days `first` to `last`, both included."""
        return self.percent((last - first).days + 1)

    def middle(self, first: date, last: date) -> float:
        """The middle of the days `first` to `last`, both included, for a label."""
        return self.percent(Fraction((first - self.start).days + (last - self.start).days + 1, 2))

    def percent(self, days: int | Fraction) -> float:
        return round(float(Fraction(days) * 100 / ((self.end - self.start).days + 1)), 3)

    def shows(self, first: date, last: date) -> bool:
        return first <= self.end and last >= self.start

    def clip(self, first: date, last: date) -> tuple[date, date]:
        return max(first, self.start), min(last, self.end)


@dataclass(frozen=True)
class Month:
    """A month of the axis: its line at `x`, its name at `label_x`; `year` only where a year is to be written.

    `label` is empty where there is no room. Every second named month may be dropped on a small laptop
    (`is_optional`), the overview on a phone keeps every third (`in_overview`).
    """

    x: float
    label_x: float
    label: str
    year: str
    is_new_year: bool
    is_optional: bool
    in_overview: bool


@dataclass(frozen=True)
class Tick:
    """A month's tick on the season strip; a long one begins a quarter."""

    x: float
    is_quarter: bool


@dataclass(frozen=True)
class Strip:
    """From the first day to the goal: month ticks, and how far today is in percent (0 to 100)."""

    start: date
    end: date
    ticks: tuple[Tick, ...]
    today_x: float


def months(axis: Axis) -> tuple[Month, ...]:
    """The months of an axis in order; one that begins before it starts at 0."""
    firsts = _firsts(axis)
    return tuple(_month(axis, first, number, len(firsts)) for number, first in enumerate(firsts))


def strip(start: date, end: date, today: date) -> Strip:
    """The season strip from the month of `start` to the day `end` (submission), which stands at 100.

    Raises ValueError when `end` is not after the first of that month.
    """
    first = start.replace(day=1)
    axis = Axis(first, end - DAY)
    ticks = tuple(Tick(axis.x(on), on.month % 3 == 1) for on in _firsts(axis))
    return Strip(first, end, ticks, min(100.0, max(0.0, axis.x(today))))


def add_months(on: date, count: int) -> date:
    """The same day `count` months later (earlier when negative), or the last day of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(on.day, (following - DAY).day))


def _firsts(axis: Axis) -> list[date]:
    first, found = axis.start.replace(day=1), []
    while first <= axis.end:
        found.append(first)
        first = add_months(first, 1)
    return found


def _month(axis: Axis, first: date, number: int, count: int) -> Month:
    begin, last = axis.clip(first, add_months(first, 1) - DAY)
    named = count <= CROWDED_MONTHS or number % 3 == 0
    return Month(
        x=axis.x(begin),
        label_x=axis.middle(begin, last),
        label=MONTHS[first.month - 1] if named else "",
        year=str(first.year) if number == 0 or first.month == 1 else "",
        is_new_year=number > 0 and first.month == 1,
        is_optional=number % 2 == 1,
        in_overview=number % 3 == 0,
    )
