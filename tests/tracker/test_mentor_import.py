"""Mentors from a spreadsheet: every faulty row and column named, brought in when asked, undone."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from tests import make
from tracker import mentor_import
from tracker.importing import reading
from tracker.mentor_rows import Fault, guess_columns, read_row
from tracker.models import Attending, DirectoryChange, Institution, MentorImport, ProbablePair, ProposedChange
from tracker.services import Refused

HEADERS = ["Physician", "Hospital", "E-mail", "Specialty", "City", "State", "Visa", "Observers", "Opt out"]


@pytest.fixture
def casey(db):
    return make.curator()


def received(rows, casey, headers=HEADERS):
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [headers, *rows])
    return mentor_import.receive(reading.read(text.encode()), "mentors.csv", owner=casey, now=timezone.now())


def row(name, hospital="Harlow Hospital", email="", *rest):
    return [name, hospital, email, *rest, *[""] * (6 - len(rest))]


# ---- reading (no database) ----


def test_columns_are_found_by_their_words():
    assert guess_columns(HEADERS) == {
        "name": 0,
        "institution": 1,
        "email": 2,
        "specialty": 3,
        "city": 4,
        "state": 5,
        "visas": 6,
        "accepts_observers": 7,
        "is_do_not_contact": 8,
    }


def test_a_good_row_holds_only_what_it_says():
    cells = {"name": "Dr. Ruth Feldman", "institution": "St. Brendan", "visas": "J-1, B1/B2", "fee": ""}
    good, faults = read_row(2, cells, {})
    assert (good.values, faults) == (
        {"name": "Ruth Feldman", "institution": "St. Brendan", "visas": ["b1", "j1"]},
        [],
    )


def test_first_and_last_name_become_one():
    good, _ = read_row(2, {"first_name": "Ruth", "last_name": "Feldman", "institution": "St. Brendan"}, {})
    assert good.values["name"] == "Ruth Feldman"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name": ""}, Fault(7, "Name", "", "A mentor needs a name.")),
        ({"institution": ""}, Fault(7, "Hospital", "", "A mentor needs a hospital.")),
        ({"name": "12345"}, Fault(7, "Name", "12345", "This is no name.")),
        ({"name": "x" * 300}, Fault(7, "Name", "x" * 80, "300 letters are too many. Keep it to 120.")),
        ({"email": "joan at brendan"}, Fault(7, "Email", "joan at brendan", "This is no email address.")),
        (
            {"accepts_observers": "maybe"},
            Fault(7, "Takes observers", "maybe", "Write yes or no, or leave it empty."),
        ),
        ({"visas": "Z-9"}, Fault(7, "Visas", "Z-9", "Write B-1, J-1, F-1, H-1B or US, separated by commas.")),
        ({"profile_url": "javascript:x"}, Fault(7, "Profile", "javascript:x", "This is no web address.")),
        (
            {"role": "boss"},
            Fault(7, "Role", "boss", "Write attending, core faculty, program director, chair or fellow."),
        ),
    ],
)
def test_a_faulty_cell_is_named_with_its_column(cells, fault):
    good, faults = read_row(7, {"name": "Ruth Feldman", "institution": "St. Brendan", **cells}, {})
    assert (good, faults) == (None, [fault])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'=Ruth", "=Ruth"),  # as our own export writes it
        ("'+1 216 555 0100", "+1 216 555 0100"),
        ("+1 216 555 0100", "+1 216 555 0100"),
        ("O'Hara", "O'Hara"),
    ],
)
def test_a_cell_our_export_defused_is_itself_again(cell, value):
    good, _ = read_row(2, {"name": "Ruth", "institution": "St. Brendan", "phone": cell}, {})
    assert good.values["phone"] == value


def test_a_formula_stops_its_row():
    good, faults = read_row(2, {"name": "=cmd()", "institution": "St. Brendan"}, {})
    words = "“=cmd()” is a formula. Wardbook reads values only: paste it as a value."
    assert (good, faults) == (None, [Fault(2, "Name", "=cmd()", words)])


# ---- receiving a file ----


def workbook(*rows):
    book, packed = Workbook(), io.BytesIO()
    for cells in rows:
        book.active.append(cells)
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        workbook(["Name", "Hospital", "Phone"], ["Ruth\nFeldman", "St. Brendan", 2165550100], [None] * 3),
        b"\xef\xbb\xbfName;Hospital;Phone\r\n Ruth  Feldman;St. Brendan;2165550100\r\n\r\n",
    ],
)
def test_xlsx_and_csv_are_kept_the_same(casey, content):
    imported = mentor_import.receive(reading.read(content), "m", owner=casey, now=timezone.now())
    imported.refresh_from_db()
    assert imported.headers == ["Name", "Hospital", "Phone"]
    assert imported.rows == [["Ruth Feldman", "St. Brendan", "2165550100"]]
    assert (imported.row_numbers, imported.row_count) == ([2], 1)


def test_faults_and_twins_are_named_by_the_numbers_of_the_file(casey):
    text = (
        "Harlow faculty\n\nName,Hospital,Email\nRuth Feldman,Harlow,\n\nHugh Tanaka,Harlow,nobody\n"
        "R. Feldman,Harlow,\n\nRuth Feldman,Harlow,\n"
    )
    imported = mentor_import.receive(reading.read(text.encode()), "m", owner=casey, now=timezone.now())
    found = mentor_import.look(imported)
    assert [(fault.row, fault.words[:30]) for fault in found.faults] == [
        (6, "This is no email address."),
        (9, "The same person as row 4. Same"),
    ]
    assert [twin[:2] for twin in found.twins] == [(7, 4)]
    mentor_import.bring_in(imported, actor=casey, only_good=True, now=timezone.now())
    pair = ProbablePair.objects.get()
    assert {pair.first.name, pair.second.name} == {"Ruth Feldman", "R. Feldman"}


# ---- looking, bringing in, undoing ----


def test_only_the_good_rows_come_in_and_only_when_asked(casey):
    imported = received([row("Ruth Feldman"), row("", "Harlow"), row("Hugh Tanaka", "", "nobody")], casey)
    found = mentor_import.look(imported)
    assert [(f.row, f.column) for f in found.faults] == [(3, "Physician"), (4, "Hospital"), (4, "E-mail")]
    assert (found.good, found.faulty_rows) == (1, 2)
    with pytest.raises(Refused, match="2 rows cannot be read"):
        mentor_import.bring_in(imported, actor=casey, now=timezone.now())
    assert not Attending.objects.exists()
    mentor_import.bring_in(imported, actor=casey, only_good=True, now=timezone.now())
    made = Attending.objects.get()
    assert (made.name, made.institution.name, made.is_verified) == ("Ruth Feldman", "Harlow Hospital", False)


def test_a_second_call_brings_nothing_in_twice(casey):
    imported = received([row("Ruth Feldman")], casey)
    mentor_import.bring_in(imported, actor=casey, now=timezone.now())
    with pytest.raises(Refused, match="brought in already"):
        mentor_import.bring_in(imported, actor=casey, now=timezone.now())
    assert Attending.objects.count() == 1


def test_checked_rows_are_found_by_everybody(casey, user):
    make.specialty("Internal medicine")
    rows = [
        row(
            "Ruth Feldman",
            "St. Brendan",
            "r@stbrendan.example",
            "internal medicine",
            "Cleveland",
            "Ohio",
            "J-1",
            "yes",
        )
    ]
    mentor_import.bring_in(received(rows, casey), actor=casey, is_verified=True, now=timezone.now())
    made = Attending.objects.visible_to(user).matching("brendan feldman").get()
    assert (made.state_code, made.visas, made.accepts_observers, str(made.specialty)) == (
        "OH",
        ["j1"],
        True,
        "Internal medicine",
    )
    assert made.institution.is_verified


def test_a_row_of_a_checked_record_becomes_a_proposed_change(casey):
    house = make.institution(None, name="St. Brendan Medical Center", verified_at=timezone.now())
    ruth = make.verified_attending(name="Ruth Feldman", institution=house, is_do_not_contact=True)
    rows = [
        row(
            "Feldman, Ruth A., MD",
            "St. Brendan Medical Center",
            "r@stbrendan.example",
            "",
            "",
            "",
            "",
            "",
            "no",
        )
    ]
    imported = received(rows, casey)
    mentor_import.bring_in(imported, actor=casey, is_verified=True, now=timezone.now())
    ruth.refresh_from_db()
    assert (Attending.objects.count(), ruth.email, ruth.is_do_not_contact) == (1, "", True)
    proposal = ProposedChange.objects.get()
    assert (proposal.changes, proposal.proposed_by) == ({"email": ["", "r@stbrendan.example"]}, None)


def test_the_same_person_twice_in_one_file_is_named(casey):
    imported = received([row("Ruth Feldman"), row("Dr. Ruth Feldman, MD")], casey)
    found = mentor_import.look(imported)
    words = (
        "The same person as row 2. Same name and hospital: Ruth Feldman / Ruth Feldman, MD, Harlow Hospital."
    )
    assert [(fault.row, fault.words) for fault in found.faults] == [(3, words)]


def test_a_perhaps_comes_in_and_waits_as_a_pair(casey):
    house = make.institution(None, name="Harlow Hospital", verified_at=timezone.now())
    make.verified_attending(name="Ruth Feldman", institution=house)
    mentor_import.bring_in(received([row("R. Feldman")], casey), actor=casey, now=timezone.now())
    assert Attending.objects.count() == 2
    assert ProbablePair.objects.open().count() == 1


def test_undo_removes_what_nobody_touched_and_lists_the_rest(casey, user):
    imported = received([row("Ruth Feldman"), row("Hugh Tanaka"), row("Karen Oduya", "Northgate")], casey)
    done = mentor_import.bring_in(imported, actor=casey, is_verified=True, now=timezone.now())
    used = Attending.objects.get(name="Hugh Tanaka")
    make.rotation(user, attending=used)
    assert mentor_import.undo(done, actor=casey, now=timezone.now()) == 2
    assert list(Attending.objects.all()) == [used]
    assert [house.name for house in Institution.objects.filter(owner=None)] == ["Harlow Hospital"]
    done.refresh_from_db()
    assert (done.state, done.left) == ("undone", [{"pk": used.pk, "name": "Dr. Hugh Tanaka"}])
    with pytest.raises(Refused, match="undone already"):
        mentor_import.undo(done, actor=casey, now=timezone.now())


def test_the_rest_of_a_file_is_checked_at_once_but_no_probable_twin(casey, user):
    rows = [
        row("Ruth Feldman"),
        row("R. Feldman"),
        row("Karen Oduya", "Northgate"),
        row("Hugh Tanaka", "Eastmoor"),
    ]
    imported = mentor_import.bring_in(received(rows, casey), actor=casey, now=timezone.now())
    declined = Attending.objects.get(name="Hugh Tanaka")
    Attending.objects.filter(pk=declined.pk).update(declined_at=timezone.now())
    mine = make.attending(user, name="Of somebody's own")
    now = timezone.now()
    assert mentor_import.check_waiting(imported, actor=casey, now=now) == 1
    checked = Attending.objects.verified().get()
    assert (checked.name, checked.verified_at, checked.verified_by) == ("Karen Oduya", now, casey)
    assert checked.institution.is_verified
    assert Institution.objects.verified().count() == 1
    mine.refresh_from_db()
    assert (mine.owner, mine.is_verified) == (user, False)
    lines = DirectoryChange.objects.filter(action="verified").order_by("pk")
    assert [(line.kind, line.label, line.actor) for line in lines] == [
        ("attending", "Dr. Karen Oduya", casey),
        ("institution", "Northgate", casey),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_checking_a_file_takes_the_same_number_of_statements(casey, count):
    rows = [row(f"{FIRST[n]} {LAST[n % 25]}", f"House {n}") for n in range(count)]
    imported = mentor_import.bring_in(received(rows, casey), actor=casey, now=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        assert mentor_import.check_waiting(imported, actor=casey, now=timezone.now()) == count
    assert len(asked) == 11, [query["sql"][:80] for query in asked]


# ---- in steps ----


@pytest.fixture
def in_steps_of_two(monkeypatch):
    """Small files take several steps."""
    monkeypatch.setattr(mentor_import, "STEP", 2)


FIVE = [
    row("Ruth Feldman"),
    row("Hugh Tanaka", "", "nobody"),
    row("Karen Oduya", "Northgate"),
    row("R. Feldman"),
    row("Dr. Ruth Feldman, MD"),
]


def stored():
    return MentorImport.objects.get()


def test_steps_see_what_one_look_sees(casey, in_steps_of_two):
    imported = received(FIVE, casey)
    whole = mentor_import.look(imported)
    for looked in (2, 4, 5, 5):
        assert mentor_import.look_step(stored()).looked == looked
    found = mentor_import.summary(stored())
    assert (found.new, found.known, found.pairs) == (len(whole.rows), 0, 0) == (3, 0, 0)
    assert found.faults == whole.faults
    assert [tuple(twin) for twin in found.twins] == whole.twins
    assert [(one, other) for one, other, _, _ in found.twins] == [(5, 2)]
    assert stored().looking["kept"] == []


def test_a_step_run_twice_happens_once_and_a_broken_off_import_goes_on(casey, in_steps_of_two):
    imported = received(FIVE, casey)
    while imported.looked < 5:
        mentor_import.look_step(imported)
    mentor_import.start(imported, only_good=True, now=timezone.now())
    other_tab = stored()
    mentor_import.write_step(imported, actor=casey, now=timezone.now())
    mentor_import.write_step(other_tab, actor=casey, now=timezone.now())
    assert (Attending.objects.count(), other_tab.written, other_tab.state) == (1, 2, "writing")
    while stored().state == "writing":
        mentor_import.write_step(stored(), actor=casey, now=timezone.now())
    assert sorted(Attending.objects.values_list("name", flat=True)) == [
        "Karen Oduya",
        "R. Feldman",
        "Ruth Feldman",
    ]
    assert (stored().state, Institution.objects.count()) == ("done", 2)
    pair = ProbablePair.objects.open().get()
    assert {pair.first.name, pair.second.name} == {"Ruth Feldman", "R. Feldman"}


def test_twins_within_one_step_wait_as_a_pair_too(casey):
    mentor_import.bring_in(received(FIVE, casey), actor=casey, only_good=True, now=timezone.now())
    assert ProbablePair.objects.open().count() == 1


def test_an_import_is_taken_back_half_way(casey, in_steps_of_two):
    imported = received([row("Ruth Feldman"), row("Karen Oduya"), row("Hugh Tanaka")], casey)
    while imported.looked < 3:
        mentor_import.look_step(imported)
    mentor_import.start(imported, now=timezone.now())
    mentor_import.write_step(imported, actor=casey, now=timezone.now())
    mentor_import.undo(imported, actor=casey, now=timezone.now())
    assert (stored().state, Attending.objects.count(), Institution.objects.count()) == ("undone", 0, 0)


def test_other_columns_begin_the_look_anew(casey, in_steps_of_two):
    imported = received(FIVE, casey)
    mentor_import.look_step(imported)
    mentor_import.choose_columns(imported, {"name": 0})
    assert (imported.looked, imported.looking) == (0, {})
    with pytest.raises(Refused, match="still being looked through"):
        mentor_import.start(imported, now=timezone.now())


def test_a_late_step_of_the_old_columns_changes_nothing(casey, in_steps_of_two):
    imported = received(FIVE, casey)
    late = stored()
    mentor_import.choose_columns(imported, {"name": 0})
    mentor_import.look_step(late)
    assert (stored().looked, stored().looking) == (0, {})


def test_progress_is_shown_and_goes_on_by_itself(casey, signed_in, in_steps_of_two):
    client = signed_in(casey)
    lines = "Name,Hospital\n" + "".join(
        f"{name} Tanaka,Harlow\n" for name in ("Ada", "Hugh", "Karen", "Lena")
    )
    sent = client.post("/desk/imports/", {"file": SimpleUploadedFile("list.csv", lines.encode())})
    assert "2 of 4 rows looked at" in client.get(sent.url).content.decode()
    headers = {"HTTP_HX_REQUEST": "true"}
    assert client.post(f"{sent.url}step/", **headers).headers["HX-Redirect"] == sent.url
    client.post(f"{sent.url}bring-in/")
    page = client.get(sent.url).content.decode()
    assert "2 of 4 rows brought in" in page
    assert "Stop, and take back what came in" in page
    assert client.post(f"{sent.url}step/").url == sent.url
    assert Attending.objects.count() == 4
    client.post(f"{sent.url}undo/")
    part = client.post(f"{sent.url}step/", **headers)
    assert part.headers["HX-Redirect"] == sent.url
    assert not Attending.objects.exists()


# ---- on the desk ----


def test_a_spreadsheet_goes_in_and_out_again_in_the_browser(casey, signed_in):
    client = signed_in(casey)
    file = SimpleUploadedFile("list.csv", b"Who,Hospital\nRuth Feldman,Harlow\n=cmd(),\n")
    sent = client.post("/desk/imports/", {"file": file})
    imported = MentorImport.objects.get()
    assert sent.url == imported.get_absolute_url()
    assert "A mentor needs a name." in client.get(sent.url).content.decode()
    client.post(f"{sent.url}columns/", {"column-0": "name", "column-1": "institution"})
    page = client.get(sent.url).content.decode()
    assert "Bring in only the 1 good rows" in page
    faults = client.get(f"{sent.url}faults/").content.decode().splitlines()
    formula = "“=cmd()” is a formula. Wardbook reads values only: paste it as a value."
    assert faults[1:] == [
        f'"3","Who","\'=cmd()","{formula}"',
        '"3","Hospital","","A mentor needs a hospital."',
    ]
    refused = client.post(f"{sent.url}bring-in/", follow=True).content.decode()
    assert "1 rows cannot be read." in refused
    client.post(f"{sent.url}bring-in/", {"only_good": "on"})
    assert Attending.objects.get().name == "Ruth Feldman"
    client.post(f"{sent.url}undo/")
    assert not Attending.objects.exists()


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("x.xlsx", b"PK no workbook")])
def test_a_file_that_is_none_is_answered_beside_the_field(casey, signed_in, file):
    answer = signed_in(casey).post("/desk/imports/", {"file": file} if file else {})
    assert answer.status_code == 422
    said = "This workbook is damaged." if file else "Choose a CSV or XLSX file first."
    assert said in answer.content.decode()


def test_what_was_assumed_in_reading_is_said(casey, signed_in):
    file = SimpleUploadedFile("list.csv", "Name,Hospital\nJosé Núñez,Harlow\n".encode("cp1252"))
    page = signed_in(casey).post(reverse("desk:import-list"), {"file": file}, follow=True).content.decode()
    assert "it was read as Western" in page
    assert MentorImport.objects.get().rows == [["José Núñez", "Harlow"]]


@pytest.mark.django_db
def test_twenty_thousand_rows_with_three_hundred_faults(casey):
    """Every faulty row is named, and only those."""
    rows = [
        row(f"{FIRST[n % 40]} {LAST[n // 40 % 25]}{SYLLABLES[n // 1000]}son", f"House {n % 300}")
        for n in range(20_000)
    ]
    for n in range(0, 20_000, 67):
        rows[n][2] = "no address"
    faulty = list(range(0, 20_000, 67))[:300]
    for n in list(range(0, 20_000, 67))[300:]:
        rows[n][2] = ""
    found = mentor_import.look(received(rows, casey))
    assert [fault.row for fault in found.faults if fault.column] == [n + 2 for n in faulty]


FIRST = re.findall(
    r"\w+",
    "Ada Abel Bela Carl Dora Emil Fay Gus Hana Ivo Jana Karl Lena Milo Nora Otto Pia Quin Rita Saul "
    "Tara Ugo Vera Walt Xena Yara Zeno Alma Bruno Clea Dino Elsa Finn Gila Hugo Inga Jude Kaya Leif Mina",
)
LAST = re.findall(
    r"\w+",
    "Ander Bolt Carl Dahl Eng Fisk Gran Holm Isak Jen Kvist Lund Malm Nor Olof Pet Quist Rask Sten Tor "
    "Ulf Vik West Yng Zet",
)
SYLLABLES = re.findall(r"\w+", "a be ci do fu ga he ki lo mu na pe ri so tu va we xi yo zu")
