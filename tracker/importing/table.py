"""The table every file becomes: a header and rows of text, each with its number in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.importing.limits import MOST_CELLS, MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Refused

# What stands above the header: a title over merged cells, a date, an empty line.
_MOST_ABOVE = 20
# A letter more than allowed is kept, so that the row can still be told why it is stopped.
_KEPT_LETTERS = MOST_LETTERS + 1


@dataclass(frozen=True)
class Table:
    """`headers` as written (made unique), `rows` of (number in the file from 1, cells as wide as headers).

    `remarks` are sentences about what was assumed in reading. `choices` is what was vouched for in cells that
    the PHI guard had stopped: row number → header → what the buttons posted.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    remarks: tuple[str, ...] = ()
    choices: Mapping[int, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def decided(self, number: int, texts: Mapping[str, tuple[str, Sequence[str]]]) -> "Table":
        """The same with other texts in one row: header → (text, choices)."""

        def new(cells):
            pairs = zip(self.headers, cells, strict=True)
            return tuple(texts[header][0] if header in texts else cell for header, cell in pairs)

        rows = tuple((row, new(cells) if row == number else cells) for row, cells in self.rows)
        given = dict(self.choices.get(number, {}))
        given |= {header: sorted(choices) for header, (_, choices) in texts.items()}
        return replace(self, rows=rows, choices={**self.choices, number: given})


class TableMaker:
    """Takes the lines of a file one by one and refuses as soon as a limit is passed."""

    def __init__(self, remarks=()):
        self.remarks = list(remarks)
        self.headers = None
        self.above = []
        self.rows = []
        self.cells = 0

    def add(self, number: int, cells: list[str]):
        """A line; empty ones are passed over. The first with two words or more is the header."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise Refused(f"Row {number} has more than {MOST_COLUMNS} columns. Keep the columns you need.")
        if self.headers is None:
            self._look_for_header(number, cells)
            return
        if len(self.rows) == MOST_ROWS:
            raise Refused(f"More than {MOST_ROWS:,} rows. Split the file and bring it in parts.")
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            raise Refused(f"More than {MOST_CELLS:,} cells. Keep the columns you need, or split the file.")
        self.rows.append((number, [cell[:_KEPT_LETTERS] for cell in cells]))

    def _look_for_header(self, number, cells):
        if sum(1 for cell in cells if cell) < 2 and len(self.above) < _MOST_ABOVE:
            self.above.append((number, cells))
            return
        self.headers = cells

    def finish(self) -> Table:
        """The table. A file of one column has its first line as header. Raises Refused when there is none."""
        if self.headers is None and self.above:
            first, *rest = self.above
            self.headers, self.above = first[1], []
            self.rows = [(number, cells[:]) for number, cells in rest]
        if self.headers is None:
            raise Refused("There is no row with column names in this file.")
        if not self.rows:
            raise Refused("There are column names in this file, but no rows under them.")
        width = max(len(self.headers), *(len(cells) for _, cells in self.rows))
        headers = _unique([*self.headers, *[""] * (width - len(self.headers))])
        rows = tuple((number, tuple(cells + [""] * (width - len(cells)))) for number, cells in self.rows)
        return Table(headers, rows, tuple(self.remarks))


def _unique(headers):
    """Every column has a name of its own: "Notes", "Notes (2)", "Column 5"."""
    seen, named = {}, []
    for place, header in enumerate(headers, 1):
        name = " ".join(header.split())[:80] or f"Column {place}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name[:74]} ({seen[name]})")
    return tuple(named)
