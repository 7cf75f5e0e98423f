"""Rows of a table as values with their problems, and what must be asked once for the whole file."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tracker import phi
from tracker.folding import fold
from tracker.importing.columns import Column
from tracker.importing.table import Table
from tracker.importing.values import Wrong, order_of, read_cell

# More unknown words than this are no vocabulary; the column was mapped wrongly.
MOST_WORDS = 30


@dataclass(frozen=True)
class Problem:
    """Why a row is stopped: the header as in the file ("" when it is the whole row), and a sentence."""

    header: str
    words: str


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, values by key of the column, and what stops it.

    `flags` are (header, kinds of findings in words) of clinical texts that may identify a patient.
    """

    number: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()

    def stopped(self, header: str, words: str) -> "Row":
        """The same row with one more problem."""
        return replace(self, problems=(*self.problems, Problem(header, words)))


@dataclass(frozen=True)
class Answers:
    """What was asked once for the file: the order of dates, and the meaning of unknown words.

    `words` is {key of the column: {folded word: value, "-" to leave the cell empty}}.
    """

    order: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Questions:
    """What still must be asked: whether dates are day first, and unknown words with their count."""

    asks_order: bool = False
    examples: tuple[str, ...] = ()
    words: tuple[tuple[str, str, int], ...] = ()  # (key of the column, the word as written, how often)

    def __bool__(self):
        return self.asks_order or bool(self.words)


class Reader:
    """Reads rows of one table. `mapping` is {header: key}, as `columns.guess` gives it."""

    def __init__(self, table: Table, columns: Sequence[Column], mapping: Mapping[str, str], answers: Answers):
        by_key = {column.key: column for column in columns}
        self.table = table
        self.answers = answers
        self.taken = [
            (place, header, by_key[mapping[header]])
            for place, header in enumerate(table.headers)
            if mapping.get(header) in by_key
        ]
        self.order = order_of(self._cells("day"))

    def _cells(self, kind):
        for place, _, column in self.taken:
            if column.kind == kind:
                yield from (cells[place] for _, cells in self.table.rows if cells[place])

    def questions(self) -> Questions:
        """What the answers so far leave open."""
        asks = self.order == "?" and not self.answers.order
        examples = tuple(sorted(set(self._cells("day")))[:3]) if asks else ()
        return Questions(asks, examples, tuple(self._unknown_words()))

    def _unknown_words(self) -> Iterable[tuple[str, str, int]]:
        for place, _, column in self.taken:
            if column.kind != "choice":
                continue
            known = self.answers.words.get(column.key, {})
            counts = Counter(cells[place] for _, cells in self.table.rows if cells[place])
            seen = {}
            for word, count in counts.most_common():
                plain = fold(word)
                if column.meaning(word) is None and plain not in known and len(word) <= 60:
                    first, before = seen.get(plain, (word, 0))
                    seen[plain] = (first, before + count)
            yield from ((column.key, word, count) for word, count in list(seen.values())[:MOST_WORDS])

    def rows(self, first: int = 0, last: int | None = None, *, guards: bool) -> Iterable[Row]:
        """The rows from place `first` up to `last`. With `guards` clinical texts go through the PHI guard,
        as they would be stored; that is the slow part. `flagged` makes a problem of what it found."""
        order = self._order
        for number, cells in self.table.rows[first:last]:
            yield self._row(number, cells, order, guards)

    def row(self, number: int, *, guards: bool = False, colleagues: Collection[str] = frozenset()) -> Row:
        """One row by its number in the file; `colleagues` are names the guard lets through in it."""
        return self._row(number, self._by_number[number], self._order, guards, colleagues)

    @cached_property
    def _by_number(self):
        return dict(self.table.rows)

    @property
    def _order(self):
        return self.order if self.order in ("dmy", "mdy") else self.answers.order

    def _row(self, number, cells, order, guards, colleagues=frozenset()):
        values, problems, flags = {}, [], []
        for place, header, column in self.taken:
            if not cells[place]:
                continue
            words = self.answers.words.get(column.key, {})
            try:
                values[column.key] = read_cell(cells[place], column, order=order, words=words)
            except Wrong as wrong:
                problems.append(Problem(header, str(wrong)))
                continue
            if guards and column.guarded:
                choices = self.table.choices.get(number, {}).get(header, ())
                allowed = {phi.read_choice(choice)[0] for choice in choices}
                if findings := phi.decide(values[column.key], allowed=allowed, colleagues=colleagues):
                    flags.append((header, "; ".join(dict.fromkeys(finding.why for finding in findings))))
        return Row(number, values, tuple(problems), tuple(flags))

    def header_of(self, key: str) -> str:
        """The header that stands for a column, "" when none does."""
        return next((header for _, header, column in self.taken if column.key == key), "")


def flagged(row: Row, flags: Iterable[tuple[str, str]]) -> Row:
    """The row, stopped for each of `flags`; the sentence names the kind and never the words."""
    row = replace(row, flags=tuple(flags))
    for header, kinds in flags:
        row = row.stopped(header, f"Looks like a real patient: {kinds}.")
    return row
