"""The user's own numbers: who answered, by what, and how soon. Pure. Nothing is said under five.

No rate of anybody else stands here; a group under five mails shows its count and no rate (product.md §6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from accounts import spoken

FEWEST = 5


@dataclass(frozen=True)
class Approach:
    """One thread whose first mail left. `replied_on` is a person's first answer; `furthest` 0 to 3."""

    sent_on: date
    source: str
    template: str
    specialty: str
    replied_on: date | None = None
    is_call: bool = False
    is_placed: bool = False


@dataclass(frozen=True)
class Row:
    """One bar and its line in the table. `percent` and `days` are None under five."""

    name: str
    sent: int
    replied: int
    percent: int | None
    days: str
    width: float

    @property
    def words(self) -> str:
        """As "3 of 12 answered"."""
        return f"{self.replied} of {self.sent} answered"


@dataclass(frozen=True)
class Stage:
    """One step of the funnel. `width` in percent of the first."""

    name: str
    count: int
    width: float


@dataclass(frozen=True)
class Numbers:
    """`finding` is the one sentence that can honestly be said; empty under five mails."""

    sent: int
    stages: tuple[Stage, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    finding: str
    days: str

    @property
    def is_enough(self) -> bool:
        return self.sent >= FEWEST


def count(approaches: Iterable[Approach]) -> Numbers:
    approaches = tuple(approaches)
    replied = [one for one in approaches if one.replied_on]
    total = len(approaches)
    counts = (
        ("Written to", total),
        ("Answered", len(replied)),
        ("Call", sum(one.is_call for one in approaches)),
        ("Placed", sum(one.is_placed for one in approaches)),
    )
    stages = tuple(Stage(name, number, _share(number, total)) for name, number in counts)
    if total < FEWEST:
        return Numbers(total, stages, (), "", "")
    groups = (
        ("How you found them", _rows(approaches, lambda one: one.source)),
        ("Template", _rows(approaches, lambda one: one.template or "None")),
        ("Specialty", _rows(approaches, lambda one: one.specialty or "Not said")),
        (
            "Day it was sent",
            _rows(approaches, lambda one: spoken.WEEKDAYS[one.sent_on.weekday()], by_week=True),
        ),
    )
    return Numbers(total, stages, groups, _finding(replied, total), _days(replied))


def _weekday(one: Approach) -> str:
    return spoken.WEEKDAYS[one.sent_on.weekday()]


def _rows(approaches, key, *, by_week=False) -> tuple[Row, ...]:
    groups: dict[str, list[Approach]] = {}
    for one in approaches:
        groups.setdefault(key(one), []).append(one)
    rows = [_row(name, group) for name, group in groups.items()]
    if by_week:
        return tuple(sorted(rows, key=lambda row: spoken.WEEKDAYS.index(row.name)))
    return tuple(sorted(rows, key=lambda row: (-row.sent, row.name)))


def _row(name: str, group: list[Approach]) -> Row:
    replied = [one for one in group if one.replied_on]
    is_enough = len(group) >= FEWEST
    percent = round(100 * len(replied) / len(group)) if is_enough else None
    return Row(name, len(group), len(replied), percent, _days(replied), float(percent or 0))


def _days(replied: list[Approach]) -> str:
    """The middle of the days until an answer, as "6 days"; empty under five answers."""
    if len(replied) < FEWEST:
        return ""
    days = median((one.replied_on - one.sent_on).days for one in replied)
    return spoken.plural(int(days), "day") if days == int(days) else f"{days} days"


def _finding(replied: list[Approach], total: int) -> str:
    words = f"{len(replied)} of {total} answered"
    days = _days(replied)
    return f"{words}; half of them within {days}." if days else f"{words}."


def _share(number: int, total: int) -> float:
    return round(100 * number / total, 1) if total else 0.0
