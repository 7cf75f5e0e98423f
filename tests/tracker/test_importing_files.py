"""Hostile and odd files: a table or a sentence, never a crash."""

import datetime
import io
import struct
import zipfile

import openpyxl
import pytest

from tracker.importing import limits, reading, sheets
from tracker.importing.limits import Refused
from tracker.importing.table import Table

PLAIN = b"date,hours\n2026-10-05,8\n"
TABLE = Table(("date", "hours"), ((2, ("2026-10-05", "8")),))


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def refusal(content):
    with pytest.raises(Refused) as refused:
        reading.read(content)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"),
        PLAIN.decode().encode("utf-16-be"),
        PLAIN.replace(b",", b";"),
        PLAIN.replace(b",", b"\t"),
        PLAIN.replace(b",", b"|"),
        PLAIN.replace(b"\n", b"\r\n"),
    ],
)
def test_one_table_in_many_encodings(content):
    assert reading.read(content) == TABLE


def test_excels_own_line_for_the_separator_is_followed():
    assert reading.read(b"sep=;\n" + PLAIN.replace(b",", b";")) == TABLE


def test_western_letters_are_read_and_said():
    table = reading.read("name,city\nRené Müller,Köln “Süd”\n".encode("cp1252"))
    assert table.rows == ((2, ("René Müller", "Köln “Süd”")),)
    assert table.remarks == (
        "The file does not say its encoding; it was read as Western. Look at the accented names.",
    )
    assert reading.read("name,city\nJosé\x81,Y\n".encode("latin-1")).rows == ((2, ("José\x81", "Y")),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"\x00\x00", "This file is empty."),
        (b"%PDF-1.7 x", "This is a PDF. Save it as CSV or XLSX and choose that file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x",
            "This is an old or a locked Excel file. Save it as CSV or XLSX and choose that file.",
        ),
        (b"<html><table>", "This is a web page or XML, not a table. Save it as CSV or XLSX."),
        (b"a,b\n\x00\x01\xff,2", "This is no table of text. Save it as CSV or XLSX."),
        (b"PK\x03\x04 broken", sheets.BROKEN),
        (b"date,hours\n", "There are column names in this file, but no rows under them."),
        (b"\xff\xfed", "Part of this file is damaged. Save it as CSV again, in UTF-8."),
        (b"a," * 200 + b"\n", "Row 1 has more than 100 columns. Keep the columns you need."),
        (b"a,b\n" + b"x" * 200_000, "The quotes in this file do not match up, or one cell is endless. "
         "Save it as CSV again."),
        (b"x" * (10 * 1024 * 1024 + 1), "This file has 11 MB; 10 MB is the most. Bring it in parts."),
    ],
)  # fmt: skip
def test_what_is_no_table_gets_a_sentence(content, said):
    if content.startswith(b"a,a,"):
        content = ",".join(f"c{n}" for n in range(200)).encode() + b"\n"
    assert refusal(content) == said


def test_the_fifty_thousand_and_first_row_is_refused():
    head = b"a,b\n"
    assert len(reading.read(head + b"1,2\n" * limits.MOST_ROWS).rows) == 50_000
    assert refusal(head + b"1,2\n" * 50_001) == (
        "More than 50,000 rows. Split the file and bring it in parts."
    )


def test_a_two_gigabyte_claim_is_refused_before_it_is_read():
    assert reading.too_big(2 * 1024**3) == "This file has 2,048 MB; 10 MB is the most. Bring it in parts."
    content = bytearray(workbook(["a", "b"], [1, 2]))
    place = content.index(b"PK\x01\x02")  # the first line of the directory: its size unpacked
    content[place + 24 : place + 28] = struct.pack("<I", 2**31)
    assert refusal(bytes(content)).startswith("Unpacked this file would have 2,049 MB; 100 MB is the most.")


def test_a_zip_bomb_is_refused_by_its_directory():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<x/>")
        box.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    assert len(made.getvalue()) < limits.MOST_BYTES
    assert refusal(made.getvalue()) == "Unpacked this file would have 102 MB; 100 MB is the most."


def test_a_directory_that_claims_too_little_gains_nothing():
    content = bytearray(workbook(["a", "b"], *([n, n] for n in range(3000))))
    name = content.rindex(b"xl/worksheets/sheet1.xml")
    content[name - 46 + 24 : name - 46 + 28] = struct.pack("<I", 100)
    assert refusal(bytes(content)) == (
        "This workbook is damaged. Open it, save it again as XLSX and choose the new file."
    )


def test_a_packed_file_that_is_no_workbook_and_one_with_entities():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        box.writestr("photo.txt", "x")
    assert refusal(made.getvalue()) == (
        "This is a packed file, but no XLSX workbook. Save it as CSV or XLSX."
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        box.writestr("[Content_Types].xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>')
        box.writestr("xl/workbook.xml", "<x/>")
    assert refusal(made.getvalue()).startswith("This workbook is damaged.")


def test_a_workbook_is_read_as_text():
    day = datetime.datetime(2026, 10, 5)
    table = reading.read(
        workbook(
            ["day", "hours", "part", "off"], [day, 8.0, datetime.time(8, 30), True], [day, 7.5, None, False]
        )
    )
    assert table == Table(
        ("day", "hours", "part", "off"),
        ((2, ("2026-10-05", "8", "8:30", "yes")), (3, ("2026-10-05", "7.5", "", "no"))),
    )


def test_merged_cells_titles_and_a_second_sheet():
    def merge(book):
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A3:A4")
        book.create_sheet("Other").append(["x", "y"])

    table = reading.read(
        workbook(
            ["My rotations", None, None],
            ["hospital", "date", "hours"],
            ["Mercer", "2026-10-05", 8],
            [None, "2026-10-06", 9],
            [None, "2026-10-07", 9],
            change=merge,
        )
    )
    assert [cells[0] for _, cells in table.rows] == ["Mercer", "Mercer", ""]
    assert table.remarks == (
        "Only the first sheet, “Sheet”, was read.",
        "Merged cells were filled down into each of their rows.",
    )


def test_a_formula_of_a_workbook_is_not_computed():
    table = reading.read(workbook(["a", "b", "c"], [1, "=1+1", "x"]))
    assert table.rows == ((2, ("1", "", "x")),)


def test_a_sheet_that_claims_a_cell_far_away_ends_in_time():
    table = reading.read(
        workbook(["a", "b"], [1, 2], change=lambda book: book.active.cell(1_048_576, 1, "end"))
    )
    assert table.rows == ((2, ("1", "2")), (1_048_576, ("end", "")))


def test_headers_without_a_name_and_twice_the_same():
    assert reading.read(b"Notes,,Notes\n1,2,3,4\n").headers == ("Notes", "Column 2", "Notes (2)", "Column 4")
