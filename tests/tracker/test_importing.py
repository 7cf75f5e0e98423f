"""From a file to records and back: columns, dry run, one transaction, undo."""

import datetime
import threading
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.models import Contact
from tests import make
from tracker import import_decisions, import_files, import_services, phi
from tracker.import_services import Refused
from tracker.models import (
    Attending,
    Colleague,
    GuardOverride,
    ImportBatch,
    ImportMemory,
    Institution,
    LogEntry,
    Rotation,
    Supervision,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 10, 27)
HOUR = datetime.timedelta(hours=1)
PLACES = (
    b"type,hospital,city,country,start,end,preceptor,notes\n"
    b"Shadowing,Mercer Valley,Akron,USA,2026-01-05,2026-01-30,Dr. Ida Moss,Kind people\n"
    b"Elective,Mercer Valley,Akron,USA,2026-02-02,2026-02-27,Dr. Ida Moss,\n"
    b"Elective,Dhaka Medical,Dhaka,Bangladesh,2025-02-03,2025-02-28,,Pt in bed 14 MRN 4471920\n"
    b"Elective,Dhaka Medical,Dhaka,Bangladesh,2025-03-03,2025-03-28,,\n"
    b"Elective,,,,2025-03-03,2025-03-28,,\n"
)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rotation(user):
    return make.rotation(user, starts_on=TODAY - 60 * make.DAY, ends_on=TODAY + 30 * make.DAY)


def checked(user, content=make.LOG_FILE, kind="log", **answers):
    batch = make.import_batch(user, content, kind=kind, is_checked=True)
    if answers:
        import_services.save_answers(batch, **answers)
        batch.refresh_from_db()
    return batch


def commit(batch):
    return import_services.commit(batch, today=TODAY, now=NOW)


def test_rotations_places_and_people_come_in_and_go(user):
    batch = commit(checked(user, PLACES, "rotations"))
    assert batch.counts == {"added": 3, "changed": 0, "left": 0, "stopped": 2, "flagged": 1}
    rows = Rotation.objects.for_owner(user).order_by("starts_on")
    assert [(r.kind, r.subtype, str(r.institution), r.is_in_us, r.is_hands_on, r.notes) for r in rows] == [
        ("externship", "elective", "Dhaka Medical", False, True, ""),
        ("observership", "shadowing", "Mercer Valley", True, False, "Kind people"),
        ("externship", "elective", "Mercer Valley", True, True, ""),
    ]
    assert [str(one) for one in Attending.objects.all()] == ["Dr. Ida Moss"]
    assert Supervision.objects.count() == 2
    undone = import_services.undo(batch, NOW + HOUR)
    assert undone.counts["kept"] == []
    assert not Rotation.objects.for_owner(user).exists()
    assert not Institution.objects.visible_to(user).exists()
    assert not Attending.objects.visible_to(user).exists()
    assert Supervision.objects.count() == 0


def test_undo_leaves_and_lists_what_was_edited_or_is_used_since(user, signed_in):
    batch = commit(checked(user, PLACES, "rotations"))
    edited, used, untouched = Rotation.objects.for_owner(user).order_by("-starts_on")
    Rotation.objects.filter(pk=edited.pk).update(department="Heart failure")
    make.log_entry(used, day=used.starts_on)
    import_services.undo(batch, NOW + HOUR)
    assert set(Rotation.objects.for_owner(user)) == {edited, used}
    assert not Rotation.objects.for_owner(user).filter(pk=untouched.pk).exists()
    assert Supervision.objects.count() == 2, "who supervised a rotation that stays"
    assert [one.name for one in Institution.objects.visible_to(user)] == ["Mercer Valley"]
    text = signed_in(user).get(reverse("tracker:import-show", args=[batch.pk])).content.decode()
    assert "Left, because you edited or use them" in text
    assert f'href="{edited.get_absolute_url()}"' in text


def test_undo_is_over_after_24_hours(user, rotation):
    batch = commit(checked(user))
    with pytest.raises(Refused, match="24 hours to undo this are over"):
        import_services.undo(batch, NOW + 24 * HOUR)
    assert LogEntry.objects.for_owner(user).count() == 2
    import_services.sweep(NOW + 25 * HOUR)
    batch.refresh_from_db()
    assert (batch.undoing, batch.state) == ({}, "committed")


def test_phi_rows_are_shown_in_the_dry_run_and_stored_nowhere(user, signed_in, settings):
    batch = checked(user, PLACES, "rotations")
    page = signed_in(user).get(reverse("tracker:import-show", args=[batch.pk])).content.decode()
    assert "Looks like a real patient: a bed; a record number, never allowed." in page
    assert "4471920" not in page
    batch.refresh_from_db()
    told = f"{batch.flagged} {batch.options} {batch.mapping} {batch.counts}"
    assert "4471920" not in told
    assert "[4, 'notes', 'a bed; a record number, never allowed']" in told
    commit(batch)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("4471920" in str(row) for row in cursor.fetchall()), table


def test_the_file_goes_with_the_commit_or_after_a_day(user, rotation, django_capture_on_commit_callbacks):
    batch, other = checked(user), make.import_batch(user)
    assert len(list(import_files.folder().iterdir())) == 2
    assert {path.stat().st_mode & 0o777 for path in import_files.folder().iterdir()} == {0o600}
    with django_capture_on_commit_callbacks(execute=True):
        commit(batch)
    assert [path.name for path in import_files.folder().iterdir()] == [other.stored_as]
    import_services.sweep(NOW + 23 * HOUR)
    assert ImportBatch.objects.filter(pk=other.pk).exists()
    import_services.sweep(NOW + 25 * HOUR)
    assert list(import_files.folder().iterdir()) == []
    assert not ImportBatch.objects.filter(pk=other.pk).exists()


def test_a_second_commit_adds_nothing(user, rotation):
    batch = checked(user)
    stale = ImportBatch.objects.get(pk=batch.pk)
    commit(batch)
    assert commit(stale).state == "committed"
    assert LogEntry.objects.for_owner(user).count() == 2


def test_a_commit_is_all_or_nothing(user):
    batch = checked(user, PLACES, "rotations")
    ImportBatch.objects.filter(pk=batch.pk).update(flagged=[])  # as if the check had missed the row
    with pytest.raises(ValidationError, match="a number that is never allowed"):
        commit(batch)
    assert ImportBatch.objects.get(pk=batch.pk).state == "ready"
    assert (Rotation.objects.count(), Institution.objects.count(), Attending.objects.count()) == (0, 0, 0)


def test_a_change_between_look_and_write_is_a_sentence(user, rotation):
    make.log_entry(rotation, day=datetime.date(2026, 10, 5))
    batch = checked(user)
    with pytest.raises(Refused, match="Say first what a second entry for a day becomes"):
        commit(batch)
    batch.refresh_from_db()
    assert (batch.state, LogEntry.objects.count()) == ("ready", 1)


@pytest.mark.parametrize(
    ("clash", "hours", "lesson", "counts"),
    [
        ("keep", "6", "Before.", {"added": 1, "changed": 0, "left": 1}),
        ("replace", "8", "Read the old ECG first.", {"added": 1, "changed": 1, "left": 0}),
        ("join", "14", "Before.\nRead the old ECG first.", {"added": 1, "changed": 1, "left": 0}),
    ],
)
def test_a_second_entry_for_a_day_is_kept_replaced_or_joined(user, rotation, clash, hours, lesson, counts):
    entry = make.log_entry(rotation, day=datetime.date(2026, 10, 5), hours=6, lesson="Before.")
    batch = commit(checked(user, clash=clash))
    assert batch.counts == {**counts, "stopped": 0, "flagged": 0}
    entry.refresh_from_db()
    assert (entry.hours, entry.lesson) == (Decimal(hours), lesson)
    import_services.undo(batch, NOW + HOUR)
    assert [(e.hours, e.lesson) for e in LogEntry.objects.for_owner(user)] == [(Decimal(6), "Before.")]


def test_two_rows_of_one_day_are_joined_as_well(user, rotation):
    content = b"date,hours,lesson\n2026-10-05,4,Ward.\n2026-10-05,4,Clinic.\n"
    commit(checked(user, content, clash="join"))
    assert [(e.hours, e.lesson) for e in LogEntry.objects.all()] == [(Decimal(8), "Ward.\nClinic.")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-10-28,8,", "Wed 28 Oct has not happened yet."),
        ("2020-10-05,8,", "No rotation of yours is on Mon 5 Oct 2020. Add the rotation first."),
        ("2026-10-05,,", "The hours are missing."),
        (",8,", "The day is missing."),
        ("2026-10-05,0,", "0 hours cannot be. Write more than 0 and at most 24."),
    ],
)
def test_a_wrong_day_is_named_with_its_reason(user, rotation, row, said):
    batch = checked(user, f"date,hours,lesson\n{row}x\n".encode())
    _, rows, _ = import_services.survey(batch, import_files.load(batch.stored_as), TODAY)
    assert [problem.words.replace("\u00a0", " ") for problem in rows[0].problems] == [said]


def test_contacts_come_in_without_doubles(user):
    make.contact(user, name="Anand Chaudhry", institution="Marlow Medical Center")
    content = (
        b"name,e-mail,hospital,state\n"
        b'"Prof. Sofia Brandt, MD",s.brandt@example.org,Lakeside,Ohio\n'
        b"Dr Anand Chaudhry,,Marlow Medical Center,OH\n"
        b"Li Wei,not an address,Lakeside,OH\n"
        b"Ana Ruiz,,Toronto General,Ontario\n"
    )
    batch = commit(checked(user, content, "contacts"))
    assert batch.counts == {"added": 2, "changed": 0, "left": 0, "stopped": 2, "flagged": 0}
    new = Contact.objects.for_owner(user).exclude(name="Anand Chaudhry")
    assert [(c.title, c.name, c.credentials, c.email, c.state) for c in new] == [
        ("Dr.", "Ana Ruiz", "", "", ""),
        ("Prof.", "Sofia Brandt", "MD", "s.brandt@example.org", "OH"),
    ]
    import_services.undo(batch, NOW + HOUR)
    assert [c.name for c in Contact.objects.for_owner(user)] == ["Anand Chaudhry"]


def test_columns_and_words_are_remembered_per_person_and_kind(user, stranger):
    content = b"Tag,Mood,Std\n2026-10-05,good,8\n"
    batch = make.import_batch(user, content)
    assert batch.mapping == {"Tag": "", "Mood": "", "Std": ""}
    import_services.save_columns(batch, {"Tag": "day", "Mood": "lesson", "Std": "hours"})
    assert make.import_batch(user, content).mapping == {"Tag": "day", "Mood": "lesson", "Std": "hours"}
    assert make.import_batch(stranger, content).mapping == {"Tag": "", "Mood": "", "Std": ""}
    assert make.import_batch(user, content, kind="contacts").mapping == batch.mapping
    assert ImportMemory.objects.count() == 1


def test_the_check_goes_in_steps_and_a_step_asked_twice_is_done_once(user, rotation):
    rows = "".join(f"2026-10-05,8,line {n} MRN 4471920\n" for n in range(1500))
    batch = make.import_batch(user, f"date,hours,lesson\n{rows}".encode())
    import_services.save_columns(batch, batch.mapping)
    batch.refresh_from_db()
    twin = ImportBatch.objects.get(pk=batch.pk)
    import_services.check_step(batch)
    import_services.check_step(twin)
    assert (twin.checked, twin.state, len(twin.flagged)) == (1000, "checking", 1000)
    import_services.check_step(twin)
    assert (twin.checked, twin.state, len(twin.flagged)) == (1500, "ready", 1500)


def test_statements_grow_with_batches_not_with_rows(user):
    def statements(count):
        owner = make.user()
        rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(count))
        batch = checked(owner, f"name,email\n{rows}".encode(), "contacts")
        with CaptureQueriesContext(connection) as asked:
            commit(batch)
        assert Contact.objects.for_owner(owner).count() == count
        return len(asked)

    few = statements(10)
    assert statements(20) == few
    # SQLite takes some 60 rows of 16 columns in one statement, PostgreSQL 500
    assert statements(10_000) - few <= 10_000 / 50


# ---- pages ----


def upload(client, content=make.LOG_FILE, kind="log", **data):
    file = SimpleUploadedFile("days.csv", content)
    return client.post("/import/", {"kind": kind, "file": file, "once": "k1", **data})


def test_the_whole_way_without_javascript(user, rotation, signed_in):
    client = signed_in(user)
    assert upload(client).headers["Location"] == upload(client).headers["Location"]
    batch = ImportBatch.objects.get(owner=user)
    columns = reverse("tracker:import-columns", args=[batch.pk])
    assert "As in “2026-10-05”, “2026-10-06”" in client.get(columns).content.decode()
    answer = client.post(columns, {"column-0": "day", "column-1": "hours", "column-2": "lesson"})
    show = reverse("tracker:import-show", args=[batch.pk])
    assert answer.headers["Location"] == show
    assert "Add 2 days" in client.get(show).content.decode()
    client.post(reverse("tracker:import-commit", args=[batch.pk]))
    assert "2 days added" in client.get(show).content.decode()
    client.post(reverse("tracker:import-undo", args=[batch.pk]))
    assert "Nothing of it is left." in client.get(show).content.decode()
    assert not LogEntry.objects.for_owner(user).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"column-0": "day", "column-1": "hours", "column-2": "day"}, "is Day already. Leave one out."),
        ({"column-0": "day", "column-1": "", "column-2": ""}, "Say which column has the hours."),
        ({"column-0": "nothing"}, "Choose one from the list."),
    ],
)
def test_wrong_columns_are_a_sentence(user, signed_in, data, said):
    batch = make.import_batch(user)
    answer = signed_in(user).post(reverse("tracker:import-columns", args=[batch.pk]), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_hostile_upload_is_a_sentence_beside_the_field(user, signed_in):
    answer = upload(signed_in(user), b"PK\x03\x04 nothing")
    assert answer.status_code == 422
    assert "This workbook is damaged." in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_questions_are_asked_on_the_page_and_their_answers_remembered(user, signed_in):
    content = b"type,hospital,start,end\nBootcamp,A,03/04/2026,04/05/2026\n"
    batch, client = checked(user, content, "rotations"), signed_in(user)
    show = reverse("tracker:import-show", args=[batch.pk])
    text = client.get(show).content.decode()
    assert "How are days like 03/04/2026 written?" in text
    assert "“Bootcamp” as type" in text
    assert "Add 1" not in text
    url = reverse("tracker:import-answers", args=[batch.pk])
    assert client.post(url, {}).status_code == 422
    client.post(url, {"order": "dmy", "word-0": "observership"})
    assert "Add 1 rotation" in client.get(show).content.decode()
    client.post(reverse("tracker:import-commit", args=[batch.pk]))
    assert Rotation.objects.get().starts_on == datetime.date(2026, 4, 3)
    again = checked(user, content.replace(b",A,", b",B,"), "rotations")
    assert again.options == {"words": {"kind": {"bootcamp": "observership"}}}


def test_a_stranger_finds_nothing(user, stranger, signed_in):
    batch, client = checked(user), signed_in(stranger)
    for name in ("show", "columns"):
        assert client.get(reverse(f"tracker:import-{name}", args=[batch.pk])).status_code == 404
    for name in ("check", "answers", "commit", "undo", "drop", "columns"):
        assert client.post(reverse(f"tracker:import-{name}", args=[batch.pk])).status_code == 404
    batch.refresh_from_db()
    assert batch.state == "ready"


def test_progress_is_shown_and_goes_on_by_itself(user, rotation, signed_in):
    rows = "".join(f"2026-10-05,8,line {n}\n" for n in range(2500))
    batch = make.import_batch(user, f"date,hours,lesson\n{rows}".encode())
    import_services.save_columns(batch, batch.mapping)
    client, url = signed_in(user), reverse("tracker:import-check", args=[batch.pk])
    seen = [client.post(url, headers={"HX-Request": "true"}) for _ in range(3)]
    assert "1000 of 2500 rows checked" in seen[0].content.decode()
    assert 'hx-trigger="load' in seen[1].content.decode()
    assert seen[2].headers["HX-Redirect"] == reverse("tracker:import-show", args=[batch.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(user, signed_in, count, django_assert_num_queries):
    for _ in range(count):
        make.import_batch(user)
    client = signed_in(user)
    client.get("/import/")
    with django_assert_num_queries(4):
        client.get("/import/")


# ---- rows the guard stopped, decided one by one ----

FLAGGED = (
    b"date,hours,lesson\n"
    b"2026-10-05,8,Read the old ECG first.\n"
    b"2026-10-06,9,Rounded with Mr. Kowalski on the board\n"
    b"2026-10-07,9,Pt in bed 14 MRN 4471920\n"
)


def decide_page(batch, row=""):
    return reverse("tracker:import-decide", args=[batch.pk]) + (f"?row={row}" if row else "")


def lessons(user):
    return list(LogEntry.objects.for_owner(user).order_by("day").values_list("lesson", flat=True))


def test_a_stopped_row_is_saved_rewritten_vouched_for_or_edited(user, rotation, signed_in):
    batch, client = checked(user, FLAGGED), signed_in(user)
    shown = client.get(decide_page(batch))
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "1 of 2 to decide" in text
    assert "<mark>Mr. Kowalski</mark>" in text
    assert "no-store" in shown.headers["Cache-Control"]
    choice = phi.find("Mr. Kowalski")[0].choices[0].value
    answer = client.post(
        decide_page(batch),
        {"row": 3, "text-0": "Rounded with Mr. Kowalski on the board", "text-0-allow": choice},
    )
    assert answer.headers["Location"] == decide_page(batch, 4)
    last = {"row": 4, "text-0": "Pt in bed 14 MRN 4471920"}
    assert client.post(decide_page(batch), last).status_code == 422
    answer = client.post(decide_page(batch), {**last, "text-0-rewrite": "1"})
    assert answer.headers["Location"] == reverse("tracker:import-show", args=[batch.pk])
    batch.refresh_from_db()
    assert batch.flagged == []
    commit(batch)
    assert lessons(user) == [
        "Read the old ECG first.",
        "Rounded with Mr. Kowalski on the board",
        phi.rewrite(last["text-0"], phi.find(last["text-0"])),
    ]
    assert list(GuardOverride.objects.values_list("kind", "reason", "count")) == [("name", "colleague", 1)]
    assert [(one.rotation, one.name) for one in Colleague.objects.all()] == [(rotation, "Kowalski")]


def test_a_record_number_cannot_be_vouched_for_also_not_by_hand(user, rotation, signed_in):
    batch, client = checked(user, FLAGGED), signed_in(user)
    text = "MRN 4471920, SSN 123-45-6789"
    keys = [finding.key for finding in phi.find(text)]
    allow = [*keys, *(f"mine {key}" for key in keys)]
    data = {"row": 4, "text-0": text, "text-0-allow": allow}
    assert client.post(decide_page(batch), data).status_code == 422
    batch.refresh_from_db()
    assert [number for number, _, _ in batch.flagged] == [3, 4]
    commit(batch)
    assert lessons(user) == ["Read the old ECG first."]


def test_until_it_is_decided_nothing_of_it_stands_in_the_database_or_the_log(
    user, rotation, signed_in, caplog
):
    batch, client = checked(user, FLAGGED), signed_in(user)
    caplog.set_level(0)
    client.get(decide_page(batch))
    client.post(decide_page(batch), {"row": 4, "text-0": "Pt in bed 14 MRN 4471920"})
    assert "4471920" not in caplog.text.replace("SELECT", "")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any(
                word in str(row) for row in cursor.fetchall() for word in ("4471920", "Kowalski")
            ), table


def test_other_columns_ask_the_guard_again_but_not_about_what_was_decided(user, rotation):
    batch = checked(user, FLAGGED)
    text = "Rounded with Mr. Kowalski on the board"
    choice = phi.find(text)[0].choices[0].value
    import_decisions.decide(batch, 3, {"lesson": (text, [choice])}, today=TODAY, now=NOW)
    import_decisions.decide(batch, 4, {"lesson": ("Look at the trend.", [])}, today=TODAY, now=NOW)
    batch.refresh_from_db()
    import_services.save_columns(batch, batch.mapping)
    batch.refresh_from_db()
    import_services.check_step(batch)
    assert batch.flagged == []
    assert len(list(import_files.folder().iterdir())) >= 1


def test_a_decision_after_the_commit_is_a_sentence(user, rotation, signed_in):
    batch = checked(user, FLAGGED)
    stale = ImportBatch.objects.get(pk=batch.pk)
    commit(batch)
    with pytest.raises(Refused, match="added already"):
        import_decisions.decide(stale, 3, {"lesson": ("x", [])}, today=TODAY, now=NOW)
    assert signed_in(user).get(decide_page(batch)).headers["Location"] == batch.get_absolute_url()


@pytest.mark.parametrize("row", ["x", "99", "-1", "3" * 40])
def test_a_row_that_is_not_stopped_leads_to_the_first_that_is(user, rotation, signed_in, row):
    batch = checked(user, FLAGGED)
    assert "1 of 2 to decide" in signed_in(user).get(decide_page(batch, row)).content.decode()


# ---- colleagues of a rotation ----

PETRIE = (
    b"date,hours,lesson\n"
    b"2026-10-05,8,Ms. Petrie showed me the order set\n"
    b"2026-10-06,9,Rounded with Ms. Petrie and Mr. Kowalski\n"
    b"2026-10-07,9,Ms. Petrie again\n"
    b"2026-10-08,90,Ms. Petrie and the long day\n"
    b"2026-10-09,9,Patient Petrie went home\n"
    b"2026-08-10,9,Ms. Petrie on another ward\n"
)


@pytest.fixture
def before(user):
    """The rotation that ended when the running one began."""
    return make.rotation(user, starts_on=TODAY - 90 * make.DAY, ends_on=TODAY - 61 * make.DAY)


def still_stopped(batch):
    return import_services.open_guard(batch, import_files.load(batch.stored_as), TODAY).stopped


def test_a_colleague_remembered_for_the_rotation_of_a_row_is_not_asked_about(user, before, rotation):
    Colleague.objects.create(rotation=rotation, name="Petrie")
    Colleague.objects.create(rotation=make.rotation(make.user(email="b@example.org")), name="Kowalski")
    batch = checked(user, PETRIE)
    name = (("lesson", "a name"),)
    assert still_stopped(batch) == {3: name, 6: name, 7: name}
    row = import_decisions.stopped(batch, 3, today=TODAY)
    assert (row.colleagues, row.count, row.following) == (frozenset({"Petrie"}), 3, 6)
    commit(batch)
    assert lessons(user) == ["Ms. Petrie showed me the order set", "Ms. Petrie again"]
    assert batch.counts == {"added": 2, "changed": 0, "left": 0, "stopped": 4, "flagged": 3}
    assert not GuardOverride.objects.exists()


def test_a_colleague_decided_in_one_row_counts_in_the_others(user, before, rotation, signed_in):
    batch, client = checked(user, PETRIE), signed_in(user)
    text = "Ms. Petrie showed me the order set"
    choice = phi.find(text)[0].choices[0].value
    answer = client.post(decide_page(batch), {"row": 2, "text-0": text, "text-0-allow": choice}, follow=True)
    assert answer.redirect_chain == [(decide_page(batch, 3), 302)]
    page = answer.content.decode()
    assert "Row 2 is decided, and with it 2 more rows." in page
    assert ("<mark>Mr. Kowalski</mark>" in page, "<mark>Ms. Petrie</mark>" in page) == (True, False)
    batch.refresh_from_db()
    assert sorted(still_stopped(batch)) == [3, 6, 7]
    commit(batch)
    assert lessons(user) == [text, "Ms. Petrie again"]
    assert [(one.rotation, one.name) for one in Colleague.objects.all()] == [(rotation, "Petrie")]
    assert list(GuardOverride.objects.values_list("kind", "reason", "count")) == [("name", "colleague", 1)]


def test_a_colleague_decided_on_import_is_let_through_by_later_forms(user, rotation, signed_in):
    batch = checked(user, PETRIE)
    text = "Ms. Petrie again"
    decide(batch, 4, text)
    commit(batch)
    day = LogEntry.objects.for_owner(user).get(lesson=text)
    data = {"rotation": rotation.pk, "day": "other", "other_day": day.day.isoformat(), "hours": "9"}
    data |= {"lesson": "Ms. Petrie once more", "replaces": day.pk}
    page = f"{reverse('tracker:log-add')}?rotation={rotation.pk}&day={day.day.isoformat()}"
    answer = signed_in(user).post(page, data)
    assert answer.status_code == 302, answer.content.decode()
    assert LogEntry.objects.get(pk=day.pk).lesson == "Ms. Petrie once more"


def test_a_colleague_named_in_a_row_that_something_else_stops_is_kept_too(user, rotation):
    batch = checked(user, PETRIE)
    decide(batch, 5, "Ms. Petrie and the long day")
    commit(batch)
    assert lessons(user) == ["Ms. Petrie showed me the order set", "Ms. Petrie again"]
    assert [(one.rotation, one.name) for one in Colleague.objects.all()] == [(rotation, "Petrie")]
    assert not GuardOverride.objects.exists()  # that row itself did not come in


def test_the_answer_which_rotation_a_row_is_about_decides_whose_colleagues_count(user, rotation):
    other = make.rotation(user, starts_on=rotation.starts_on, ends_on=rotation.ends_on)
    Colleague.objects.create(rotation=other, name="Petrie")
    batch = checked(user, PETRIE)
    assert sorted(still_stopped(batch)) == [2, 3, 4, 5, 6, 7]
    for chosen, open_rows in ((rotation, [2, 3, 4, 5, 6, 7]), (other, [3, 6, 7])):
        import_services.save_answers(batch, default=str(chosen.pk))
        batch.refresh_from_db()
        assert sorted(still_stopped(batch)) == open_rows


def decide(batch, number, text):
    choices = [finding.choices[0].value for finding in phi.find(text)]
    import_decisions.decide(batch, number, {"lesson": (text, choices)}, today=TODAY, now=NOW)
    batch.refresh_from_db()


@pytest.mark.parametrize("count", [1, 40])
def test_colleagues_of_a_file_take_one_statement(user, rotation, count, django_assert_num_queries):
    rows = "".join(
        f"{(TODAY - n * make.DAY).isoformat()},8,Ms. Petrie and Mr. Kowalski\n" for n in range(count)
    )
    batch = checked(user, f"date,hours,lesson\n{rows}".encode())
    table = import_files.load(batch.stored_as)
    with django_assert_num_queries(4):  # owner, rotations, the entries that are there, colleagues
        import_services.open_guard(batch, table, TODAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("others", [1, 5])
def test_commits_at_the_same_moment_add_each_row_once(user, rotation, others):
    batch = checked(user)
    together, done = threading.Barrier(others + 1), []

    def press():
        try:
            own = ImportBatch.objects.get(pk=batch.pk)
            together.wait(20)
            done.append(commit(own).state)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(others + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == ["committed"] * (others + 1)
    assert lessons(user) == ["Read the old ECG first.", "Lactate early."]
    batch.refresh_from_db()
    assert (batch.counts["added"], batch.state) == (2, "committed")


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_the_same_moment_both_stand(user, rotation):
    batch = checked(user, FLAGGED)
    together = threading.Barrier(2)

    def decide(number, text):
        try:
            own = ImportBatch.objects.get(pk=batch.pk)
            together.wait(20)
            import_decisions.decide(own, number, {"lesson": (text, [])}, today=TODAY, now=NOW)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=args) for args in ((3, "One."), (4, "Two."))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    batch.refresh_from_db()
    assert batch.flagged == []
    commit(batch)
    assert lessons(user) == ["Read the old ECG first.", "One.", "Two."]
