"""Cells, columns and rows: what is understood, what is asked, what is said."""

import datetime
from decimal import Decimal

import pytest

from tests import make
from tracker import import_log, import_rotations
from tracker.importing import reading, type_words, values
from tracker.importing.columns import guess
from tracker.importing.formulas import defused, is_formula, restored
from tracker.importing.rows import Answers, Problem, Questions, Reader
from tracker.importing.values import Wrong, order_of, read_day

DEC = datetime.date(2026, 12, 4)


def read(content, target=import_log.TARGET, answers=None):
    table = reading.read(content.encode())
    return Reader(table, target.columns, guess(table.headers, target.columns, {}), answers or Answers())


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-12-04", ""),
        ("2026/12/4", ""),
        ("04/12/2026", "dmy"),
        ("12/04/2026", "mdy"),
        ("4.12.26", "dmy"),
        ("4 Dec 2026", ""),
        ("4th December, 2026", ""),
        ("Dec 4, 2026", ""),
        ("Fri 4 Dec 2026", ""),
        ("04-Dec-26", ""),
        ("2026-12-04 00:00:00", ""),
    ],
)
def test_a_day_in_its_formats(text, order):
    assert read_day(text, order) == DEC


@pytest.mark.parametrize("text", ["31/02/2026", "soon", "4 Foo 2026", "46000", "0001-01-01", "13/13/2026"])
def test_what_is_no_day_is_a_sentence(text):
    with pytest.raises(Wrong, match=r"“.*” is (not a day|in the year 1)"):
        read_day(text, "dmy")


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-12-04"], ""),
        (["05/05/2026"], ""),
        (["04/12/2026"], "?"),
        (["04/12/2026", "25/12/2026"], "dmy"),
        (["04/12/2026", "12/25/2026"], "mdy"),
        (["04/12/2026", "12/25/2026", "25/12/2026"], "?"),
        (["25/12/2026"], ""),
    ],
)
def test_the_order_of_dates_is_proved_or_asked(cells, order):
    assert order_of(cells) == order


def test_an_ambiguous_file_asks_once_and_follows_the_answer():
    content = "date,hours\n04/12/2026,8\n05/12/2026,8h\n"
    assert read(content).questions() == Questions(True, ("04/12/2026", "05/12/2026"))
    reader = read(content, answers=Answers("dmy"))
    assert reader.questions() == Questions()
    assert [row.values["day"] for row in reader.rows(guards=False)] == [DEC, DEC + make.DAY]


def test_hours_in_every_spelling():
    rows = read("date,hrs\n2026-12-04,8h\n2026-12-04,8:30\n2026-12-04,full day\n2026-12-04,25\n").rows(
        guards=False
    )
    assert [(row.values.get("hours"), row.problems) for row in rows] == [
        (Decimal(8), ()),
        (Decimal("8.5"), ()),
        (Decimal(8), ()),
        (None, (Problem("hrs", "25 hours cannot be. Write more than 0 and at most 24."),)),
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("=SUM(A1)", True),
        ("@SUM(A1)", True),
        ('=HYPERLINK("http://x")', True),
        ("+cmd|' /C calc'!A0", True),
        ("- first line of a list", False),
        ("+1 216 555 0100", False),
        ("= equal", True),
        ("8", False),
    ],
)
def test_formulas_are_told_from_text(text, is_one):
    assert is_formula(text) is is_one


@pytest.mark.parametrize(
    ("cell", "out"),
    [("=1+1", "'=1+1"), (" @x", "' @x"), ("＝1", "'＝1"), ("Ruth", "Ruth"), ("", "")],
)
def test_formulas_are_defused_and_restored(cell, out):
    assert (defused(cell), restored(out)) == (out, cell)


def test_a_formula_stops_its_row_and_a_defused_text_is_itself():
    rows = list(read('date,hours,notes\n2026-12-04,8,"=1+1"\n2026-12-04,8,\'-5 kg\n').rows(guards=False))
    assert rows[0].problems == (
        Problem("notes", "“=1+1” is a formula. Wardbook reads values only: paste it as a value."),
    )
    assert rows[1].values["lesson"] == "-5 kg"


def test_a_cell_of_5001_letters_stops_its_row():
    row = next(iter(read(f"date,hours,notes\n2026-12-04,8,{'x' * 5001}\n").rows(guards=False)))
    assert row.problems == (Problem("notes", "More than 5,000 letters in one cell. Shorten it."),)


def test_columns_are_guessed_and_remembered():
    columns = import_rotations.COLUMNS
    headers = ("Hospital Name", "Start Date", "END DATE", "Type", "Preceptor", "Mood", "Weekly hours")
    assert guess(headers, columns, {}) == {
        "Hospital Name": "institution",
        "Start Date": "starts_on",
        "END DATE": "ends_on",
        "Type": "kind",
        "Preceptor": "attending",
        "Mood": "",
        "Weekly hours": "hours_per_week",
    }
    assert guess(("Mood", "Type"), columns, {"mood": "notes", "type": ""}) == {"Mood": "notes", "Type": ""}
    assert guess(("Mood",), columns, {"mood": "no longer a column"}) == {"Mood": ""}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Shadowing", "observership:shadowing"),
        ("Sub-I", "externship:sub_i"),
        ("ELECTIVE", "externship:elective"),
        ("Observership", "observership"),
        ("clerkship", "externship"),
        ("Clinical research", "research:with_clinic"),
        ("free clinic", "volunteer"),
        ("bootcamp", None),
    ],
)
def test_words_of_the_field_are_translated(word, value):
    assert import_rotations.TARGET.column("kind").meaning(word) == value


def test_every_translation_is_a_kind_that_exists():
    kinds = {choice.partition(":")[0] for choice in type_words.KINDS.values()}
    assert kinds == set(import_rotations.Rotation.Kind.values)
    subtypes = {choice.partition(":")[2] for choice in type_words.KINDS.values()} - {""}
    assert subtypes <= set(import_rotations.Rotation.Subtype.values)


def test_unknown_words_are_asked_once_and_the_answer_is_used():
    content = "type,hospital,start,end\nBootcamp,A,2026-01-05,2026-01-30\nbootcamp,B,2026-02-02,2026-02-27\n"
    reader = read(content, import_rotations.TARGET)
    assert reader.questions().words == (("kind", "Bootcamp", 2),)
    answered = read(content, import_rotations.TARGET, Answers(words={"kind": {"bootcamp": "observership"}}))
    assert not answered.questions()
    assert [row.values["kind"] for row in answered.rows(guards=False)] == ["observership"] * 2


def test_the_guard_names_the_kind_and_never_the_words():
    reader = read("date,hours,notes\n2026-12-04,8,Pt in bed 14 MRN 4471920\n2026-12-04,8,Lactate early\n")
    assert [row.flags for row in reader.rows(guards=True)] == [
        (("notes", "a bed; a record number, never allowed"),),
        (),
    ]
    assert [row.flags for row in reader.rows(guards=False)] == [(), ()]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"city": "Akron", "state": "OH"}, ("Akron", "OH", True)),
        ({"city": "Cleveland, OH"}, ("Cleveland", "OH", True)),
        ({"city": "Akron"}, ("Akron", "", True)),
        ({"city": "Dhaka, Bangladesh"}, ("Dhaka, Bangladesh", "", False)),
        ({"city": "Toronto", "state": "ON"}, ("Toronto", "ON", False)),
        ({"city": "Lahore", "country": "Pakistan"}, ("Lahore", "", False)),
        ({"city": "Akron", "country": "USA"}, ("Akron", "", True)),
    ],
)
def test_a_place_outside_the_us_is_home_country_work(place, where):
    assert import_rotations.where(place) == where


def test_values_never_hold_control_characters():
    column = import_log.TARGET.column("lesson")
    assert values.read_cell("a\x07b\nc", column, order="", words={}) == "ab\nc"
