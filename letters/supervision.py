"""How long an attending supervised someone: stretches, weeks and contact days (product.md, Readiness).

Rules in one place:
- weeks run from the first supervised day; a gap of a week or more is not counted;
- rotations with the same attending add up when at most 12 months lie between them;
- the last week of a stretch counts whole once it holds three days, or all the days a week has on a
  part-time schedule: twenty-six days from Monday to Friday are four weeks, also when Thanksgiving
  takes the last two, and twelve Saturdays are twelve weeks, as everyone in a hospital would say.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

GAP_DAYS = 7
WHOLE_WEEK_FROM = 3
OPEN_END = date.max
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """Days without this attending inside one rotation, both ends included."""

    start: date
    end: date


@dataclass(frozen=True)
class Supervision:
    """One attending on one rotation. `end` None: no last day is known. Days are inclusive.

    `rotation_kind` is observership, externship, research or volunteer. Raises ValueError for an
    end before the start and for days a week outside 0 < n <= 7.
    """

    start: date
    end: date | None
    days_per_week: float = 5
    gaps: tuple[Gap, ...] = ()
    rotation_kind: str = "externship"
    is_hands_on: bool = True
    specialty: str = ""
    is_surgical: bool = False
    is_direct: bool = True
    has_clinic: bool = True

    def __post_init__(self):
        if self.end is not None and self.end < self.start:
            raise ValueError("a supervision ends before it starts")
        if not 0 < self.days_per_week <= 7:
            raise ValueError("days a week must be more than 0 and at most 7")

    @property
    def last(self) -> date:
        return OPEN_END if self.end is None else self.end


def whole_days(start: date, end: date, days_per_week: float) -> int:
    """Days from start to end that count once it is over, the last week rounded as the module says."""
    days = (end - start).days + 1
    rest = days % 7
    return days + 7 - rest if rest >= min(WHOLE_WEEK_FROM, ceil(days_per_week)) else days


@dataclass(frozen=True)
class Stretch:
    """Supervised days without a gap of a week, both ends included; `days` count once it is over."""

    start: date
    end: date
    days: int

    def days_until(self, today: date) -> int:
        """Days that count by the morning of `today`; today itself is not over."""
        return self.days if today > self.end else max(0, (today - self.start).days)


@dataclass(frozen=True)
class Piece:
    """One stretch of one supervision: what contact days are projected from."""

    start: date
    end: date
    days_per_week: float

    def contact_dates(self) -> Iterator[date]:
        """The projected days together: in every week the first days of it."""
        per_week = Fraction(self.days_per_week).limit_denominator(100)
        for number in itertools.count(1):
            weeks = ceil(number / per_week) - 1
            offset = ceil(number - weeks * per_week) - 1
            if (self.end - self.start).days < weeks * 7 + offset:
                return
            yield self.start + timedelta(days=weeks * 7 + offset)


@dataclass(frozen=True)
class Chain:
    """Supervision that adds up: no 12 months lie between one stretch and the next."""

    stretches: tuple[Stretch, ...]
    pieces: tuple[Piece, ...]
    supervisions: tuple[Supervision, ...]

    @property
    def start(self) -> date:
        return self.stretches[0].start

    @property
    def end(self) -> date:
        return self.stretches[-1].end

    @property
    def days(self) -> int:
        return sum(stretch.days for stretch in self.stretches)

    def days_until(self, today: date) -> int:
        return sum(stretch.days_until(today) for stretch in self.stretches)

    def days_apart(self) -> int:
        """Days between the stretches that were left out."""
        if len(self.stretches) == 1:
            return 0
        *before, last = self.stretches
        return (last.start - self.start).days - sum(stretch.days for stretch in before)

    def reached_in(self, days: int) -> tuple[date, Stretch] | None:
        """The day on which `days` counted days are reached and the stretch it lies in, or None.

        Never later than the stretch's last day: when its last week counts whole, the last day
        together completes it, and that is the day to ask, not the Monday after.
        """
        before = 0
        for stretch in self.stretches:
            if before + stretch.days >= days:
                day = stretch.start + timedelta(days=days - before)
                return min(day, stretch.end), stretch
            before += stretch.days
        return None

    def contact_dates(self, most: int) -> list[date]:
        """The first `most` projected days together. Rotations at the same time add their days."""
        dates = (itertools.islice(piece.contact_dates(), most) for piece in self.pieces)
        return sorted(itertools.chain.from_iterable(dates))[:most]

    def going_on(self) -> "Chain":
        """The same chain, had the last rotation no last day."""
        last = max(self.pieces, key=lambda piece: piece.end)
        pieces = tuple(replace(piece, end=OPEN_END) if piece is last else piece for piece in self.pieces)
        start = self.stretches[-1].start
        stretch = Stretch(start, OPEN_END, (OPEN_END - start).days)
        return replace(self, stretches=(*self.stretches[:-1], stretch), pieces=pieces)

    def contact_days_before(self, today: date) -> int:
        """Projected days together before `today`."""
        return sum(
            sum(1 for _ in itertools.takewhile(lambda day: day < today, piece.contact_dates()))
            for piece in self.pieces
        )


def year_after(day: date) -> date:
    """The same day a year on; 29 Feb becomes 28 Feb."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def year_before(day: date) -> date:
    """The same day a year ago; 29 Feb becomes 28 Feb."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def next_weekday(day: date) -> date:
    """`day`, or the Monday after it when it falls on a weekend."""
    return day + DAY * (7 - day.weekday()) if day.weekday() > 4 else day


def third_last_working_day(last: date) -> date:
    """The third Monday-to-Friday day counted back from `last`, which counts when it is one."""
    day, left = last, 3
    while True:
        left -= day.weekday() < 5
        if not left:
            return day
        day -= DAY


def chains(supervisions: Iterable[Supervision]) -> tuple[Chain, ...]:
    """Everything one attending supervised, in order, joined where at most 12 months lie between."""
    supervisions = tuple(sorted(supervisions, key=lambda one: (one.start, one.last, one.days_per_week)))
    pieces = sorted(
        (piece for one in supervisions for piece in _pieces(one)),
        key=lambda piece: (piece.start, piece.end, piece.days_per_week),
    )
    groups: list[list[Stretch]] = []
    for stretch in _merged(pieces):
        if groups and (groups[-1][-1].end == OPEN_END or stretch.start <= year_after(groups[-1][-1].end)):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return tuple(_chain(group, pieces, supervisions) for group in groups)


def _chain(group: list[Stretch], pieces: list[Piece], supervisions: tuple[Supervision, ...]) -> Chain:
    start, end = group[0].start, group[-1].end
    return Chain(
        tuple(group),
        tuple(piece for piece in pieces if start <= piece.start <= end),
        tuple(one for one in supervisions if one.start <= end and one.last >= start),
    )


def _pieces(one: Supervision) -> Iterator[Piece]:
    start = one.start
    for gap in sorted((_away(gap, one) for gap in one.gaps), key=lambda gap: gap.start):
        if (gap.end - gap.start).days + 1 < GAP_DAYS or gap.end < start or gap.start > one.last:
            continue
        if gap.start > start:
            yield Piece(start, gap.start - DAY, one.days_per_week)
        start = gap.end + DAY
    if start <= one.last:
        yield Piece(start, one.last, one.days_per_week)


def _away(gap: Gap, one: Supervision) -> Gap:
    """A Monday-to-Friday week off is nine days away; weekend rotations keep what was typed."""
    if one.start.weekday() > 4:
        return gap
    start = gap.start - DAY * 2 if gap.start.weekday() == 0 else gap.start
    end = gap.end + DAY * 2 if gap.end.weekday() == 4 else gap.end
    return Gap(start, end)


def _merged(pieces: list[Piece]) -> Iterator[Stretch]:
    """Pieces as stretches: what overlaps or lies less than a week apart is one.

    Each piece rounds its own last week; the one that reaches furthest counts.
    """
    current = None
    for piece in pieces:
        if current and (piece.start - current.end).days <= GAP_DAYS:
            days = whole_days(current.start, piece.end, piece.days_per_week)
            current = replace(current, end=max(current.end, piece.end), days=max(current.days, days))
        else:
            if current:
                yield current
            days = whole_days(piece.start, piece.end, piece.days_per_week)
            current = Stretch(piece.start, piece.end, days)
    if current:
        yield current
