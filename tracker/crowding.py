"""Too much at once: overlaps, weeks over 60 hours, an exam beside a hands-on start (product.md §3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from accounts import spoken
from tracker.axis import Axis
from tracker.spells import falls
from tracker.working import exact, shown

MOST_HOURS = 60
EXAM_DAYS = 14
WEEK = timedelta(days=7)
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Overlap:
    """Two blocks at the same time. Allowed; `shared_days` says on how many days both are worked."""

    ids: tuple[int | str, int | str]
    start: date
    end: date
    shared_days: int
    words: str


@dataclass(frozen=True)
class Overload:
    """Weeks in a row, Monday to Sunday, each over 60 hours; `hours` is the heaviest of them."""

    start: date
    end: date
    hours: Fraction
    ids: tuple[int | str, ...]
    x: float
    width: float
    words: str


@dataclass(frozen=True)
class Clash:
    """An exam within 14 days of the day a hands-on rotation starts, before or after."""

    exam_id: int | str
    stay_id: int | str
    on: date
    words: str


def by_age(id_: int | str) -> tuple[int, str]:
    """Orders ids as they were given out: 9 before 10, "r99" before "r100"."""
    return len(str(id_)), str(id_)


def overlaps(blocks: Sequence[Any]) -> tuple[Overlap, ...]:
    """Every pair of blocks with a day in common, in order of the first such day."""
    found = [_overlap(a, b) for a, b in combinations(blocks, 2) if a.start <= b.end and b.start <= a.end]
    return tuple(sorted(found, key=lambda overlap: (overlap.start, *map(by_age, overlap.ids))))


def overloads(blocks: Sequence[Any], axis: Axis) -> tuple[Overload, ...]:
    """Runs of weeks over 60 hours within the axis, by the working days that fall in each."""
    weeks = {monday: load for monday, load in _loads(blocks).items() if sum(load.values()) > MOST_HOURS}
    runs: list[list[date]] = []
    for monday in sorted(m for m in weeks if axis.shows(m, m + SUNDAY)):
        if runs and runs[-1][-1] + WEEK == monday:
            runs[-1].append(monday)
        else:
            runs.append([monday])
    titles = {block.id: block.title for block in blocks}
    return tuple(_overload(run, weeks, titles, axis) for run in runs)


def clashes(exams: Sequence[Any], stays: Sequence[Any], today: date) -> tuple[Clash, ...]:
    """Exams too close to a hands-on start, in order of the exam."""
    found = [
        Clash(exam.id, stay.id, exam.on, _clash_words(exam, stay, today))
        for exam in exams
        for stay in stays
        if stay.kind == "hands_on" and abs((exam.on - stay.start).days) <= EXAM_DAYS
    ]
    return tuple(sorted(found, key=lambda clash: (clash.on, by_age(clash.exam_id), by_age(clash.stay_id))))


def _overlap(a: Any, b: Any) -> Overlap:
    a, b = sorted((a, b), key=lambda block: (block.start, by_age(block.id)))
    start, end = max(a.start, b.start), min(a.end, b.end)
    shared = sum(falls(weekday, start, end) for weekday in a.weekdays & b.weekdays)
    said = f"both on {spoken.plural(shared, 'day')}" if shared else "on different days of the week"
    return Overlap(
        (a.id, b.id), start, end, shared, f"{a.title} and {b.title}: {spoken.plain_span(start, end)}, {said}."
    )


def _loads(blocks: Sequence[Any]) -> dict[date, dict[int | str, Fraction]]:
    """Hours by week (its Monday) and block, only where hours are given."""
    loads: dict[date, dict[int | str, Fraction]] = defaultdict(dict)
    for block in blocks:
        if not block.hours_per_week or not block.weekdays:
            continue
        a_day = exact(block.hours_per_week) / len(block.weekdays)
        monday = block.start - timedelta(days=block.start.weekday())
        while monday <= block.end:
            first, last = max(monday, block.start), min(monday + SUNDAY, block.end)
            loads[monday][block.id] = a_day * sum(falls(weekday, first, last) for weekday in block.weekdays)
            monday += WEEK
    return loads


def _overload(
    run: Sequence[date],
    weeks: dict[date, dict[int | str, Fraction]],
    titles: dict[int | str, str],
    axis: Axis,
) -> Overload:
    heaviest = max(run, key=lambda monday: sum(weeks[monday].values()))
    load = {id_: hours for id_, hours in weeks[heaviest].items() if hours}
    hours = sum(load.values(), Fraction(0))
    parts = [
        f"{titles[id_]} {shown(h)} h" for id_, h in sorted(load.items(), key=lambda i: (-i[1], by_age(i[0])))
    ]
    start, end = run[0], run[-1] + SUNDAY
    ids = sorted({id_ for monday in run for id_, h in weeks[monday].items() if h}, key=by_age)
    first, last = axis.clip(start, end)
    up_to = "up to " if len(run) > 1 else ""
    words = f"{spoken.plain_span(start, end)}: {up_to}{shown(hours)} h a week. {spoken.listed(parts)}."
    return Overload(start, end, hours, tuple(ids), axis.x(first), axis.width(first, last), words)


def _clash_words(exam: Any, stay: Any, today: date) -> str:
    days = (exam.on - stay.start).days
    when = f"{spoken.plural(abs(days), 'day')} {'before' if days < 0 else 'after'}" if days else "the day"
    start = spoken.plain_day(stay.start, today)
    return f"{exam.title} on {spoken.plain_day(exam.on, today)} is {when} {stay.title} starts ({start})."
