"""The log as a calendar of weeks: one square a day, darker for a longer day, outlined where one is missing.

Pixels of the design; a drawing of 35 weeks for a laptop, of 16 for a phone, and the same data by week.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts import spoken

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LEFT, TOP, GAP = 34, 22, 4
LIMITS = (4, 8, 10)  # hours up to which a day is level 1, 2, 3; longer is 4
LAPTOP_WEEKS, PHONE_WEEKS = 35, 16
LAPTOP_SIZE, PHONE_SIZE = 17, 16


@dataclass(frozen=True)
class Square:
    """One day. `level` 0 to 4; `mark` "missed", "today" or ""."""

    x: int
    y: int
    level: int
    mark: str


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Grid:
    """A finished drawing. `inner` is the size of an outline, one pixel inside of a square."""

    width: int
    height: int
    size: int
    inner: int
    squares: tuple[Square, ...]
    months: tuple[Label, ...]
    weekdays: tuple[Label, ...]


@dataclass(frozen=True)
class Week:
    """One week of the table: "26 Oct – 1 Nov 2026", days written, days missed, hours."""

    monday: date
    dates: str
    written: int
    missed: int
    hours: Decimal


@dataclass(frozen=True)
class Heat:
    """What was written down in the last 35 weeks. `missed` are workdays up to yesterday without an entry."""

    laptop: Grid
    phone: Grid
    weeks: tuple[Week, ...]
    written: int
    missed: int
    oldest_missed: date | None

    @property
    def expected(self) -> int:
        return self.written + self.missed


def first_day(today: date) -> date:
    """The Monday the drawing begins with."""
    return _monday(today) - (LAPTOP_WEEKS - 1) * WEEK


def draw(entries: Mapping[date, Decimal | None], planned: Collection[date], today: date) -> Heat:
    """`entries`: hours by day, None for a day off; `planned`: the workdays of the rotations."""
    start = first_day(today)
    missed = sorted(on for on in planned if start <= on < today and on not in entries)
    written = [on for on, hours in entries.items() if start <= on <= today and hours is not None]
    skipped = frozenset(missed)
    return Heat(
        laptop=_grid(LAPTOP_WEEKS, LAPTOP_SIZE, entries, skipped, today),
        phone=_grid(PHONE_WEEKS, PHONE_SIZE, entries, skipped, today),
        weeks=tuple(_week(start + n * WEEK, entries, skipped) for n in reversed(range(LAPTOP_WEEKS))),
        written=len(written),
        missed=len(missed),
        oldest_missed=missed[0] if missed else None,
    )


def level(hours: Decimal | None) -> int:
    """0 for nothing, 1 for up to 4 hours, then 8, 10, and more."""
    if not hours:
        return 0
    return 1 + sum(hours > limit for limit in LIMITS)


def _grid(count: int, size: int, entries: Mapping, missed: frozenset[date], today: date) -> Grid:
    start, pitch = _monday(today) - (count - 1) * WEEK, size + GAP
    days = [start + n * DAY for n in range((today - start).days + 1)]
    squares = tuple(
        Square(
            LEFT + (n // 7) * pitch,
            TOP + (n % 7) * pitch,
            level(entries.get(on)),
            "missed" if on in missed else "today" if on == today else "",
        )
        for n, on in enumerate(days)
    )
    return Grid(
        width=LEFT + count * pitch,
        height=TOP + 7 * pitch,
        size=size,
        inner=size - 2,
        squares=squares,
        months=_months(start, count, pitch),
        weekdays=tuple(Label(0, TOP + n * pitch + size - 4, spoken.WEEKDAYS[n]) for n in (0, 2, 4, 6)),
    )


def _months(start: date, count: int, pitch: int) -> tuple[Label, ...]:
    """Each month's name over the first week that begins in it; none that would touch the next one."""
    labels: list[Label] = []
    for n in range(count):
        monday = start + n * WEEK
        is_first = n == 0 or (monday - WEEK).month != monday.month
        if is_first and (not labels or LEFT + n * pitch - labels[-1].x >= 2 * pitch):
            labels.append(Label(LEFT + n * pitch, 12, spoken.MONTHS[monday.month - 1]))
    return tuple(labels)


def _week(monday: date, entries: Mapping, missed: frozenset[date]) -> Week:
    days = [monday + n * DAY for n in range(7)]
    hours = [entries[on] for on in days if entries.get(on) is not None]
    return Week(
        monday,
        spoken.plain_span(monday, days[-1]),
        len(hours),
        sum(on in missed for on in days),
        sum(hours, Decimal(0)),
    )


def _monday(on: date) -> date:
    return on - on.weekday() * DAY
