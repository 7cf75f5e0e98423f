"""How recent experience is: what still counts within the last year, two, three, and when it stops counting.

A day is in the 1-year window until its anniversary: what ended on 12 Feb 2026 leaves it on 12 Feb 2027
(29 Feb counts until 1 Mar). Programs ask for one to three years (domain.md §4); the windows are admin data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts import spoken
from tracker.working import Figure


@dataclass(frozen=True)
class Leaving:
    """When one stay is wholly out of a window: on `leaves_on`, the anniversary of its last day."""

    stay_id: int | str
    last_day: date
    leaves_on: date
    words: str


@dataclass(frozen=True)
class Recency:
    """One window: the months done within it, and what leaves it when, next first and long gone last.

    Booked stays leave it too, as planned: a rotation that runs on leaves a year after it will have ended.
    `leaves_on` is when the newest leaves, None when there is nothing; `words` say that.
    """

    years: int
    months: Figure
    leavings: tuple[Leaving, ...]
    leaves_on: date | None
    words: str


def anniversary(on: date, years: int) -> date:
    """The same day so many years later; 1 Mar for a 29 Feb that does not exist."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def opens(today: date, years: int) -> date:
    """The first day that is in the window on `today`: the earliest whose anniversary is still to come."""
    try:
        return today.replace(year=today.year - years) + timedelta(days=1)
    except ValueError:
        return date(today.year - years, 3, 1)


def measure(stays: Iterable[Any], months: Figure, years: int, today: date) -> Recency:
    """The window of so many years for `stays`, done and booked; `months` is what was done within it."""
    last_days: dict[int | str, date] = {}
    for stay in stays:
        last_days[stay.id] = max(stay.end, last_days.get(stay.id, stay.end))
    found = [_leaving(stay_id, last, years, today) for stay_id, last in last_days.items()]
    found.sort(key=lambda out: (out.leaves_on <= today, out.leaves_on, str(out.stay_id)))
    newest = max(found, key=lambda out: out.last_day, default=None)
    leaves_on = newest.leaves_on if newest else None
    return Recency(years, months, tuple(found), leaves_on, _words(newest, years, today))


def _leaving(stay_id: int | str, last: date, years: int, today: date) -> Leaving:
    leaves_on = anniversary(last, years)
    verb = "leaves" if leaves_on > today else "left"
    return Leaving(
        stay_id, last, leaves_on, f"{verb} {_window(years)} on {spoken.plain_day(leaves_on, today)}"
    )


def _words(newest: Leaving | None, years: int, today: date) -> str:
    if newest is None:
        return f"Nothing counts in {_window(years)} yet."
    said = f"{_window(years)} on {spoken.plain_day(newest.leaves_on, today)}"
    if newest.leaves_on <= today:
        return f"The last of it left {said}."
    return f"{'As booked, the' if newest.last_day >= today else 'The'} newest of it leaves {said}."


def _window(years: int) -> str:
    return f"the {years}-year window"
