"""Weeks of a rotation, and the ruler that draws them: one segment a week, filled as they pass (DESIGN.md §1).

A week is seven days counted from the first day, so "12 weeks from Mon 21 Sep" is Mon 14 Dec. The last one may
be shorter. The current week fills by the working days of it that are over: on a Tuesday morning one of five.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from accounts import spoken

MONDAY_TO_FRIDAY = frozenset(range(5))
GAP = Fraction(55, 100)  # percent of the whole ruler left empty after each segment


class Segment(NamedTuple):
    """One week: `x` and `width` in percent of the whole ruler, `fill` in percent of the segment."""

    x: float
    width: float
    fill: float
    fill_width: float  # percent of the whole, for the drawing


@dataclass(frozen=True)
class Ruler:
    """`done` full weeks of `weeks`; `current` is the week running (1-based), or None before and after.

    `words` stand beside the drawing ("Week 6 of 13"), `label` names it for a screen reader.
    """

    weeks: int
    done: int
    current: int | None
    segments: tuple[Segment, ...]
    words: str
    label: str


def ruler(start: date, end: date, today: date, *, weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> Ruler:
    """The ruler of the days from `start` to `end`, both included, as seen on the morning of `today`.

    `weekdays` are the working days (Monday is 0). Raises ValueError when it ends before it starts.
    """
    if end < start:
        raise ValueError(f"ends on {end}, before it starts on {start}")
    weeks = -(-((end - start).days + 1) // 7)
    if today < start:
        words = f"Starts {spoken.plain_day(start, today)}"
        return Ruler(weeks, 0, None, segments(weeks, 0), words, f"{words}. {spoken.plural(weeks, 'week')}.")
    if today > end:
        words = f"{spoken.plural(weeks, 'week')}, ended {spoken.plain_day(end, today)}"
        return Ruler(weeks, weeks, None, segments(weeks, weeks), words, f"{words}.")
    done = (today - start).days // 7
    words = f"Week {done + 1} of {weeks}"
    drawn = segments(weeks, done, _passed(start + timedelta(weeks=done), end, today, weekdays))
    return Ruler(weeks, done, done + 1, drawn, words, f"{words}. {spoken.plural(done, 'week')} done.")


def segments(weeks: int, done: int, part: Fraction = Fraction(0)) -> tuple[Segment, ...]:
    """`weeks` segments, the first `done` of them full and `part` (0 to 1) of the next one.

    More done than drawn ("15 of 12 weeks supervised") fills them all.
    """
    if weeks < 1:
        raise ValueError(f"a ruler needs at least one week, not {weeks}")
    pitch = Fraction(100, weeks)
    width = pitch - min(GAP, pitch / 2)  # beyond 90 weeks the gaps would be wider than the weeks
    return tuple(
        _segment(i * pitch, width, _clamp(done - i + (part if i == done else 0))) for i in range(weeks)
    )


def nearest(days: int) -> int:
    """Days as whole weeks for a sentence, the nearest and at least 1: 23 days are 3 weeks, 60 are 9."""
    return max(1, (days + 3) // 7)


def _segment(x: Fraction, width: Fraction, fill: Fraction) -> Segment:
    return Segment(*(round(float(n), 3) for n in (x, width, fill * 100, width * fill)))


def _clamp(fill: Fraction | int) -> Fraction:
    return Fraction(min(1, max(0, fill)))


def _passed(first: date, end: date, today: date, weekdays: frozenset[int]) -> Fraction:
    """The share of this week's working days that are over; of its calendar days when it has none."""
    last = min(end, first + timedelta(days=6))
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    counting = [d for d in days if d.weekday() in weekdays] or days
    return Fraction(sum(d < today for d in counting), len(counting))
