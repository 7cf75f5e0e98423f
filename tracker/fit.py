"""Specialty fit: several rotations' ratings beside each other. Means only, never a winner (product.md §3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tracker.working import shown


@dataclass(frozen=True)
class Rated:
    """One rated rotation: five ratings from 1 to 5, in the order asked."""

    specialty: str
    where: str
    rotation_id: int
    ratings: tuple[int, ...]
    sentence: str = ""


@dataclass(frozen=True)
class Mark:
    """One question's mean over a specialty's rotations: "3.5", and which of five boxes are filled."""

    words: str
    filled: tuple[bool, ...]


@dataclass(frozen=True)
class Specialty:
    """A column of the comparison; `rotations` in the order they came."""

    name: str
    marks: tuple[Mark, ...]
    rotations: tuple[Rated, ...]


def compare(rated: Iterable[Rated]) -> tuple[Specialty, ...]:
    """One entry for each specialty, by name. Ratings of one specialty are averaged question by question."""
    groups: dict[str, list[Rated]] = {}
    for one in rated:
        groups.setdefault(one.specialty, []).append(one)
    return tuple(_specialty(name, groups[name]) for name in sorted(groups))


def _specialty(name: str, rotations: list[Rated]) -> Specialty:
    columns = zip(*(one.ratings for one in rotations), strict=True)
    return Specialty(name, tuple(_mark(column) for column in columns), tuple(rotations))


def _mark(ratings: tuple[int, ...]) -> Mark:
    mean = Fraction(sum(ratings), len(ratings))
    whole = int(mean + Fraction(1, 2))
    return Mark(shown(mean), tuple(n < whole for n in range(5)))
