"""The exposure matrix as finished cells: things on a ward down, rotations across (product.md §3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SEEN, PART = "seen", "part"
WORDS = {SEEN: "Seen", PART: "Took part", "": "Not yet"}


@dataclass(frozen=True)
class Cell:
    """`level` is "seen", "part" or ""; `words` say it without color."""

    level: str
    words: str


@dataclass(frozen=True)
class Row:
    """One thing: a cell for each rotation, and what all of them together come to."""

    name: str
    cells: tuple[Cell, ...]
    best: Cell


@dataclass(frozen=True)
class Group:
    """A group of things with how many of them were met at all: "3 of 6"."""

    name: str
    rows: tuple[Row, ...]
    met: int

    @property
    def words(self) -> str:
        return f"{self.met} of {len(self.rows)}"


@dataclass(frozen=True)
class Matrix:
    """`columns` are (id, subject, place) of the rotations, in the order of the cells."""

    columns: tuple[tuple[int, str, str], ...]
    groups: tuple[Group, ...]
    marked: int

    @property
    def width(self) -> int:
        """Columns of the table, with the one that names the thing."""
        return len(self.columns) + 1


def build(
    tags: Sequence[tuple[int, str, str]],
    rotations: Iterable[tuple[int, str, str]],
    levels: Mapping[tuple[int, int], str],
) -> Matrix:
    """`tags` are (id, group, name) in order, `levels` (tag id, rotation id) → "seen" or "part"."""
    columns = tuple(rotations)
    rows: dict[str, list[Row]] = {}
    for id_, group, name in tags:
        cells = tuple(_cell(levels.get((id_, rotation[0]), "")) for rotation in columns)
        rows.setdefault(group, []).append(Row(name, cells, _best(cells)))
    groups = tuple(
        Group(name, tuple(found), sum(bool(row.best.level) for row in found)) for name, found in rows.items()
    )
    return Matrix(columns, groups, len(levels))


def _cell(level: str) -> Cell:
    return Cell(level, WORDS[level])


def _best(cells: Iterable[Cell]) -> Cell:
    held = {cell.level for cell in cells}
    return _cell(PART if PART in held else SEEN if SEEN in held else "")
