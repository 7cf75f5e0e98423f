"""Spreadsheets in: CSV and XLSX to rows of text, within limits (product.md, Imports)."""

import csv
import datetime
import io
import warnings
import zipfile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_UNPACKED = 10 * MEGABYTE, 100 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 50_000, 100, 5_000


class Unreadable(ValueError):
    """The file cannot be read; the message is a sentence for the person who sent it."""


def read(content: bytes, name: str) -> tuple[list[str], list[list[str]]]:
    """(headers, rows) of the first sheet, empty rows left out, every cell as text.

    Raises Unreadable over 10 MB, 50,000 rows, 100 columns, 5,000 letters a cell or 100 MB unpacked, and
    when it is neither CSV nor XLSX, whatever its name says.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("The file is over 10 MB. Split it and bring in the parts.")
    is_zip = content[:4] == b"PK\x03\x04"
    if not is_zip and name.lower().endswith((".xls", ".xlsx", ".ods")):
        raise Unreadable("This is no XLSX file. Save it as XLSX or CSV and send that.")
    lines = _xlsx(content) if is_zip else _csv(content)
    rows = []
    for cells in lines:
        row = [_text(cell) for cell in cells]
        if any(row):
            rows.append(row)
        _check(row, len(rows))
    if not rows:
        raise Unreadable("The file is empty. The first row holds the names of the columns.")
    headers, width = rows[0], len(rows[0])
    return headers, [(row + [""] * width)[: max(width, len(row))] for row in rows[1:]]


def _check(row, number):
    if number > MOST_ROWS + 1:
        raise Unreadable("The file has over 50,000 rows. Split it and bring in the parts.")
    if len(row) > MOST_COLUMNS:
        raise Unreadable(f"Row {number} has over 100 columns. Leave out what is not about mentors.")
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Unreadable(f"A cell of row {number} has over 5,000 letters. Shorten it.")


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime):
        cell = cell.date() if cell.time() == datetime.time() else cell
    text = "".join(c if c.isprintable() else " " for c in str(cell))
    return " ".join(text.split())


def _csv(content):
    if b"\x00" in content[:4096]:
        raise Unreadable("This is neither CSV nor XLSX. Save the sheet as one of them and send that.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(MOST_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Unreadable("The file breaks off inside a quoted cell. Save it again as CSV.") from None


def _xlsx(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unreadable("The file unpacks to over 100 MB. Leave out pictures and empty rows.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells about styles it does not know
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            yield from book.worksheets[0].iter_rows(values_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, OSError):
        raise Unreadable("The XLSX file is damaged. Open it, save it again and send that.") from None


def defused(value) -> str:
    """A cell that no spreadsheet runs as a formula (reliability.md §4, CSV)."""
    text = str(value)
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@\t\r\n＝＋－＠") and text.strip() else text
