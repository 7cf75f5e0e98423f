"""The exposure matrix as finished cells: things on a ward down, rotations across (product.md §3).

A cell is what was marked by hand and what the log shows, whichever is more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts import spoken

SEEN, PART = "seen", "part"
WORDS = {SEEN: "Seen", PART: "Took part", "": "Not yet"}


@dataclass(frozen=True)
class Cell:
    """`level` is "seen", "part" or ""; `count` the log entries behind it; `words` say it without color."""

    level: str
    rotation_id: int = 0
    count: int = 0
    is_marked: bool = False

    @property
    def words(self) -> str:
        """Says "Took part, marked by hand and in 4 entries"."""
        sources = ["marked by hand"] if self.is_marked else []
        sources += [f"in {spoken.plural(self.count, 'entry', 'entries')}"] if self.count else []
        return ", ".join([WORDS[self.level], *([" and ".join(sources)] if sources else [])])


@dataclass(frozen=True)
class Row:
    """One thing: a cell for each rotation, and what all of them together come to."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    best: str


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

    @property
    def width(self) -> int:
        """Columns of the table, with the one that names the thing."""
        return len(self.columns) + 1


def build(
    things: Sequence,
    rotations: Iterable[tuple[int, str, str]],
    marks: Mapping[tuple[str, int], str],
    traces: Iterable = (),
) -> Matrix:
    """`things` are exposure_log.Named in order, `marks` (row id, rotation id) → level."""
    columns = tuple(rotations)
    cells = cells_of(marks, traces)
    rows: dict[str, list[Row]] = {}
    for thing in things:
        line = tuple(cells.get((thing.id, rotation[0]), Cell("")) for rotation in columns)
        rows.setdefault(thing.group, []).append(Row(thing.id, thing.name, line, _most(c.level for c in line)))
    groups = (Group(name, tuple(found), sum(bool(row.best) for row in found)) for name, found in rows.items())
    return Matrix(columns, tuple(groups))


def cells_of(marks: Mapping[tuple[str, int], str], traces: Iterable) -> dict[tuple[str, int], Cell]:
    """(row id, rotation id) → its cell, for every one that is not empty. An entry counts once in a cell."""
    levels: dict[tuple[str, int], set[str]] = {key: {level} for key, level in marks.items()}
    entries: Counter = Counter()
    for key, entry in {((t.row, t.rotation_id), t.entry_id) for t in traces}:
        entries[key] += entry is not None
    for trace in traces:
        levels.setdefault((trace.row, trace.rotation_id), set()).add(trace.level)
    return {key: Cell(_most(held), key[1], entries[key], key in marks) for key, held in levels.items()}


def _most(levels: Iterable[str]) -> str:
    held = set(levels)
    return PART if PART in held else SEEN if SEEN in held else ""
