"""The first sheet of an XLSX file. The zip directory is judged before anything is unpacked.

Macros, links and formulas are never run: of a formula the value it had when the file was saved is read.
"""

import datetime
import io
import re
import zipfile

import openpyxl

from tracker.importing.limits import (
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_PARTS,
    MOST_UNPACKED,
    Refused,
    megabytes,
)
from tracker.importing.table import Table, TableMaker

_LAST_ROW = 1_048_576  # of any sheet; what claims to lie beyond is not looked for
_WIDEST = 2 * MOST_COLUMNS + 56
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20
BROKEN = "This workbook is damaged. Open it, save it again as XLSX and choose the new file."


def read(content: bytes) -> Table:
    """The table of the first visible sheet. Raises Refused."""
    _look_at_directory(content)
    try:
        return _read_sheet(content)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a hostile workbook may make the reader raise anything
        raise Refused(BROKEN) from None


def _look_at_directory(content):
    """Refuse by the claims of the zip directory alone.

    A directory that claims too little gains nothing: unpacking stops at the claimed size, and the
    checksum then fails.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            parts = box.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError):
        raise Refused(BROKEN) from None
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED:
        raise Refused(
            f"Unpacked this file would have {megabytes(size)}; {megabytes(MOST_UNPACKED)} is the most."
        )
    if len(parts) > MOST_PARTS:
        raise Refused("This file is made of too many parts to be a workbook.")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("This is a packed file, but no XLSX workbook. Save it as CSV or XLSX.")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("This workbook has a password. Save it without one.")
    _refuse_entities(content, parts)


def _refuse_entities(content, parts):
    """No workbook needs a document type; one that has it wants to grow while it is read."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                try:
                    with box.open(part) as stream:
                        head = stream.read(4096)
                except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
                    raise Refused(BROKEN) from None
                if b"<!DOCTYPE" in head.upper() or b"<!ENTITY" in head.upper():
                    raise Refused(BROKEN)


def _read_sheet(content):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        if not shown:
            raise Refused("There is no sheet in this workbook.")
        sheet = shown[0]
        maker = TableMaker()
        if len(shown) > 1:
            maker.remarks.append(f"Only the first sheet, “{sheet.title[:31]}”, was read.")
        fill = _Fill(_merges(content, sheet))
        sheet.reset_dimensions()  # what the sheet says of its own size may be a lie
        rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=_WIDEST, values_only=True)
        for number, values in enumerate(rows, 1):
            if values.count(None) == len(values):
                continue  # a sheet may hold a million empty rows before its last cell
            maker.add(number, fill.down(number, [_text(value) for value in _trimmed(values)]))
        if fill.has_filled:
            maker.remarks.append("Merged cells were filled down into each of their rows.")
        return maker.finish()
    finally:
        book.close()


def _trimmed(values):
    """Without most of the empty cells a row is filled up with; by halves, which is quick for 256 of them."""
    width = len(values)
    while width > 8 and values[width // 2 : width].count(None) == width - width // 2:
        width //= 2
    return values[:width]


def _merges(content, sheet):
    """(column from 0, first row, last row) of every merge over several rows; one pass over the raw part."""
    found, rest = [], b""
    # openpyxl reads no merges in its lean mode, and knows the part only by this name
    with zipfile.ZipFile(io.BytesIO(content)) as box, box.open(sheet._worksheet_path.lstrip("/")) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            end = 0
            for hit in _MERGE.finditer(text):
                end = hit.end()
                first, last = int(hit[2]), int(hit[4])
                if last > first:
                    found.append((_column(hit[1]), first, last))
                if len(found) > MOST_MERGES:
                    raise Refused("This sheet has too many merged cells. Take the merging out and try again.")
            rest = text[max(end, len(text) - 300) :]
    return found


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


class _Fill:
    """Carries the one value of cells merged over several rows into each of those rows."""

    def __init__(self, merges):
        self.starting = {}
        for column, first, last in merges:
            if column < MOST_COLUMNS:
                self.starting.setdefault(first, []).append((column, last))
        self.open = {}
        self.has_filled = False

    def down(self, number, cells):
        # an open merge fills only rows that hold something of their own
        if self.open and any(cells):
            for column, (last, value) in list(self.open.items()):
                if number > last:
                    del self.open[column]
                elif value and column < len(cells) and not cells[column]:
                    cells[column], self.has_filled = value, True
        for column, last in self.starting.get(number, ()):
            self.open[column] = (last, cells[column] if column < len(cells) else "")
        return cells


def _text(value):
    """A cell as text: days as 2026-12-14, clock times and durations as 8:30, whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02d}"
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
