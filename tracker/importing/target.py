"""What an app registers in settings.IMPORT_TARGETS so that its records can be brought from a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tracker.importing.columns import Column
from tracker.importing.rows import Row

KEEP, REPLACE, JOIN = "keep", "replace", "join"


@dataclass
class Written:
    """What a commit did, so that it can be undone.

    `made` are lists of new rows by model, in the order they were made. `changed` are (row, {column: value
    before}) of rows that were there. `left` counts rows of the file that were not needed. `rotations` is
    row number → the rotation it is about, where there is one.
    """

    made: list[Sequence[object]] = field(default_factory=list)
    changed: list[tuple[object, dict]] = field(default_factory=list)
    left: int = 0
    rotations: dict[int, object] = field(default_factory=dict)


class Desk(Protocol):
    """One pass over one file for one owner. Made anew for every pass; reads what it needs when made."""

    clashes: int

    def judge(self, row: Row) -> Row:
        """The row, with the problems only this kind of record knows. Takes in those without."""

    def rotation_of(self, row: Row) -> object | None:
        """The rotation, there already, that a row is about: its colleagues are let through the PHI guard."""

    def write(self, now) -> Written:
        """Write every row taken in, within the transaction of the caller."""


@dataclass(frozen=True)
class Target:
    """One kind of record. `needs` are groups of column keys of which each must be in the file.

    `open_desk(owner, options, today)` makes a Desk; `options` are the answers for the whole file
    ("clash", "default"). `defaults(owner)` are (value, words) for rows that do not say, `name_of` a record in
    words for the list of what an undo left.
    """

    key: str
    title: str
    one: str
    many: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[tuple[str, ...], str], ...]
    open_desk: Callable[..., Desk]
    name_of: Callable[[object], str]
    asks_clash: bool = False
    default_label: str = ""
    defaults: Callable[[object], Iterable[tuple[str, str]]] | None = None

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Sentences for what no column of the file gives."""
        present = set(keys)
        return [words for group, words in self.needs if not present & set(group)]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
