"""Depth: the longest run with one attending, the ground of a strong letter (product.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.spells import DAY, Spell, spells, weekdays
from tracker.working import Figure, Line, figure

WEEK_DAYS = 5
RULE = "Weekdays on rotations with this attending, each counted once. A break of a week or more ends the run."


@dataclass(frozen=True)
class Run:
    """Days with one attending, first to last; breaks of less than a week are bridged, not counted."""

    attending_id: int | str
    start: date
    end: date
    weeks: Figure


def longest(stays: Sequence[Any], today: date) -> Run | None:
    """The run with the most weekdays before `today`, the earlier one of equals; None without an attending."""
    attendings = {who for stay in stays for who in stay.attending_ids}
    runs = [run for who in attendings for run in _runs(who, stays, today)]
    return min(runs, key=lambda run: (-run.weeks.value, run.start, str(run.attending_id)), default=None)


def _runs(who: int | str, stays: Sequence[Any], today: date) -> list[Run]:
    together = [stay for stay in stays if who in stay.attending_ids]
    runs: list[list[Spell]] = []
    for spell in spells(together, (today,)):
        if spell.start >= today:
            break
        if runs and weekdays(runs[-1][-1].end + DAY, spell.start - DAY) < WEEK_DAYS:
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return [_run(who, run) for run in runs]


def _run(who: int | str, run: list[Spell]) -> Run:
    lines = (
        Line(min(spell.stays, key=_first).id, spell.start, spell.end, spell.weekdays, per=WEEK_DAYS)
        for spell in run
    )
    return Run(who, run[0].start, run[-1].end, figure("weeks", RULE, lines))


def _first(stay: Any) -> tuple[date, str]:
    return stay.start, str(stay.id)
