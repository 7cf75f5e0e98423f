"""Gaps of a plan: stretches with nothing full-time, from two weeks on with what would fit (product.md §3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts import spoken
from tracker.axis import Axis
from tracker.seasons import SeasonDates, words
from tracker.spells import DAY, spells, weekdays
from tracker.weeks import nearest

DRAWN_DAYS, NAMED_DAYS = 7, 14
FILLING_HOURS = 20  # a Saturday clinic leaves the week free
FILLING_WEEKDAYS = 3  # the same, where nobody said the hours
PAPERS_AHEAD = timedelta(days=30)  # domain.md §4: applications at least 30 days before the start

# Full weeks, Monday to Friday, and what they are enough for (domain.md §4: observerships run 2 to 4 weeks).
FITS = (
    (1, "a week of study"),
    (2, "a 2-week observership"),
    (4, "a 4-week rotation"),
    (8, "two 4-week rotations"),
    (12, "12 weeks with one attending"),
)


@dataclass(frozen=True)
class Gap:
    """Free days `start` to `end`. `fits` holds all that still fits from today on, shortest first.

    `is_named` for two weeks and more: only those are listed, shorter ones are merely drawn. `length` is
    "3 weeks", `label` "3 wk" for the drawing, empty where not named; `reason` stands beside the dates.
    """

    start: date
    end: date
    x: float
    width: float
    length: str
    label: str
    label_x: float
    is_named: bool
    is_past: bool
    fits: tuple[str, ...]
    reason: str


def find(blocks: Sequence[Any], season: SeasonDates, today: date, axis: Axis) -> tuple[Gap, ...]:
    """The gaps of a week and more within the axis, from the first full-time day or today, whichever is first,
    to the day before submission (to the end of the axis once that has come)."""
    filling = [block for block in blocks if fills(block)]
    first = min([today, *(block.start for block in filling)])
    submit = season.submit_on.on
    last = min(axis.end, submit - DAY) if today < submit else axis.end
    free = _between(filling, max(first, axis.start), last)
    return tuple(
        _gap(start, end, filling, season, today, axis)
        for start, end in free
        if (end - start).days + 1 >= DRAWN_DAYS
    )


def fills(block: Any) -> bool:
    """Whether a block takes the week: half of full time, or three days where no hours are given."""
    if block.hours_per_week is None:
        return len(block.weekdays) >= FILLING_WEEKDAYS
    return block.hours_per_week >= FILLING_HOURS


def _between(filling: Iterable[Any], first: date, last: date) -> list[tuple[date, date]]:
    free, start = [], first
    for spell in spells(filling):
        if start < spell.start and start <= last:
            free.append((start, min(spell.start - DAY, last)))
        start = max(start, spell.end + DAY)
    if start <= last:
        free.append((start, last))
    return free


def _gap(start: date, end: date, filling: Sequence[Any], season: SeasonDates, today: date, axis: Axis) -> Gap:
    days = (end - start).days + 1
    is_named, is_past = days >= NAMED_DAYS, end < today
    free_from = max(start, today)
    full = 0 if is_past else weekdays(free_from, end) // 5
    fits = tuple(what for weeks, what in FITS if weeks <= full)
    said = "Over. Nothing full-time is recorded." if is_past else _advice(free_from, end, fits, season, today)
    return Gap(
        start,
        end,
        axis.x(start),
        axis.width(start, end),
        spoken.plural(nearest(days), "week"),
        f"{nearest(days)} wk" if is_named else "",
        axis.middle(start, end),
        is_named,
        is_past,
        fits,
        said if is_past else f"{said} {_next(end, filling, today)}".rstrip(),
    )


def _advice(start: date, end: date, fits: Sequence[str], season: SeasonDates, today: date) -> str:
    opens = season.opens_on
    if len(fits) < 3 and start <= opens.on <= end:
        return f"MyERAS opens on {words(opens, today)}: keep these days for the application."
    if not fits:
        return "Too short for a rotation."
    too_short = FITS[len(fits)][1] if len(fits) < len(FITS) else ""
    said = f"Room for {fits[-1]}" + (f", too short for {too_short}." if too_short else ".")
    if len(fits) > 1 and start < today + PAPERS_AHEAD:
        said += " Many sites want papers 30 days ahead."
    return said


def _next(end: date, filling: Sequence[Any], today: date) -> str:
    following = [block for block in filling if block.start == end + DAY]
    if not following:
        return ""
    title = min(following, key=lambda block: str(block.id)).title
    return f"{title} starts on {spoken.plain_day(end + DAY, today)}."
