"""Spans of days cut so that within each one the same stays run: the ground on which months are counted.

Anything with `start` and `end` (dates, both included) can be cut. Counting in spells instead of days keeps
sixty rotations cheap enough for the Today page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """The days `start` to `end`, both included, on which exactly `stays` run."""

    start: date
    end: date
    stays: tuple[Any, ...]

    @property
    def weekdays(self) -> int:
        return weekdays(self.start, self.end)


def spells(stays: Iterable[Any], cuts: Iterable[date] = ()) -> tuple[Spell, ...]:
    """The spells of `stays` in order, days without a stay left out. A cut is the first day of a new spell."""
    starting = defaultdict(list)
    edges = set(cuts)
    for stay in stays:
        starting[stay.start].append(stay)
        edges |= {stay.start, stay.end + DAY}
    found, running = [], []
    for first, following in pairwise(sorted(edges)):
        running = [s for s in running if s.end >= first] + starting[first]
        if running:
            found.append(Spell(first, following - DAY, tuple(running)))
    return tuple(found)


def weekdays(first: date, last: date) -> int:
    """How many days from `first` to `last`, both included, are Monday to Friday; 0 when there are none."""
    return sum(falls(weekday, first, last) for weekday in range(5))


def falls(weekday: int, first: date, last: date) -> int:
    """How often a weekday (Monday is 0) falls from `first` to `last`, both included."""
    return max(0, ((last - first).days - (weekday - first.weekday()) % 7) // 7 + 1)
