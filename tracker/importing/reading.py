"""A file of unknown origin → a table of short texts, or one sentence why not.

What a file is, its bytes say; the name and the type a browser sent with it are not looked at.
"""

import csv
import io
import re

from tracker.importing import sheets
from tracker.importing.limits import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Refused,
    megabytes,
)
from tracker.importing.table import Table, TableMaker

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 25
# What a file turns out to be by its first bytes, when it is neither a workbook nor text.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a locked Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
)
_HTML = re.compile(rb"\s*<(?:!doctype html|html|table|\?xml)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

LONGEST_FIELD = 131_072


def read(content: bytes) -> Table:
    """The table in a CSV or XLSX file, with remarks on what had to be assumed. Raises Refused.

    Nothing in the file is run: of a formula in a workbook the value it last had is read.
    """
    if len(content) > MOST_BYTES:
        raise Refused(too_big(len(content)))
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("This file is empty.")
    if content.startswith(b"PK"):
        return sheets.read(content)
    for start, words in _OTHERS:
        if content.startswith(start):
            raise Refused(f"This is {words}. Save it as CSV or XLSX and choose that file.")
    if _HTML.match(content):
        raise Refused("This is a web page or XML, not a table. Save it as CSV or XLSX.")
    return _read_csv(content)


def too_big(size: int) -> str:
    """The sentence for a file over the limit; also for a size that was only announced."""
    return f"This file has {megabytes(size)}; {megabytes(MOST_BYTES)} is the most. Bring it in parts."


def _read_csv(content):
    text, remarks = decode(content)
    text, delimiter = _delimiter(text)
    maker = TableMaker(remarks)
    csv.field_size_limit(LONGEST_FIELD)  # of the whole process: somebody else may have raised it
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            maker.add(number, [cell.strip() for cell in row])
    except csv.Error:
        raise Refused(
            "The quotes in this file do not match up, or one cell is endless. Save it as CSV again."
        ) from None
    return maker.finish()


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text of a file without a label: UTF-8, UTF-16, else Windows-1252, which is said."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _text(content, name), []
    if guess := _utf16_without_mark(content):
        return _text(content, guess), []
    try:
        return _text(content, "utf-8"), []
    except Refused:
        pass
    if b"\x00" in content:
        raise Refused("This is no table of text. Save it as CSV or XLSX.")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text, ["The file does not say its encoding; it was read as Western. Look at the accented names."]


def _text(content, encoding):
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("Part of this file is damaged. Save it as CSV again, in UTF-8.") from None
    if "\x00" in text:
        raise Refused("This is no table of text. Save it as CSV or XLSX.")
    return text


def _utf16_without_mark(content):
    """ "utf-16-le" or "-be" when every other byte of the beginning is empty, as in Latin text."""
    head = content[:2000]
    half = len(head) // 2
    if half < 2:
        return None
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _delimiter(text):
    """(text without Excel's "sep=" line, the sign that cuts the first lines into most columns alike)."""
    if said := _SEPARATOR_LINE.match(text):
        return text[said.end() :], said[1]
    best, most = ",", 0
    for sign in DELIMITERS:
        widths = _widths(text, sign)
        usual = max(set(widths), key=widths.count) if widths else 1
        score = (usual - 1) * widths.count(usual)
        if score > most:
            best, most = sign, score
    return text, best


def _widths(text, sign):
    lines = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=sign)
    widths = []
    try:
        for row in lines:
            if any(row):
                widths.append(len(row))
            if len(widths) == _SAMPLE_LINES:
                break
    except csv.Error:
        pass
    return widths


__all__ = ["MOST_CELLS", "MOST_COLUMNS", "MOST_ROWS", "Refused", "Table", "read", "too_big"]
