"""Documents: what runs out, when it is said, and the reminder before."""

import datetime
import os

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import pdfs
from reminders.models import Reminder
from reminders.services import refresh
from tests import make
from tracker import wallet, wallet_due, wallet_facts
from tracker.models import Document, DocumentFile, Rotation, VisaLine
from tracker.wallet import Lapse, Need, Paper

NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 10, 27)
HEART = Need(7, "Heart failure, Mercer Valley", datetime.date(2027, 1, 11), datetime.date(2027, 4, 2))
DOCUMENTS = "/documents/"


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def tb(**fields):
    return Paper(**{"id": 1, "kind": "tb", "name": "TB test", **fields})


def on(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2027-03-27", "TB test expires 6 days before Heart failure, Mercer Valley ends."),
        ("2027-04-01", "TB test expires 1 day before Heart failure, Mercer Valley ends."),
        ("2027-01-11", "TB test expires 81 days before Heart failure, Mercer Valley ends."),
        ("2027-01-09", "TB test expires 2 days before Heart failure, Mercer Valley starts."),
    ],
)
def test_a_paper_that_runs_out_first_is_said(until, words):
    assert wallet.assess([tb(expires_on=on(until))], [HEART], TODAY) == (Lapse(1, 7, words),)


def test_a_paper_good_on_the_last_day_is_enough():
    assert wallet.assess([tb(expires_on=on("2027-04-02"))], [HEART], TODAY) == ()
    assert wallet.assess([tb()], [HEART], TODAY) == ()


def test_what_is_over_needs_nothing():
    past = Need(1, "Old", on("2026-01-05"), on("2026-01-30"))
    assert wallet.assess([tb(expires_on=on("2026-01-10"))], [past], TODAY) == ()


def test_a_tb_test_without_an_end_lasts_a_year():
    assert tb(issued_on=on("2026-03-01")).until == on("2027-03-01")
    assert Paper(1, "bls", "BLS", on("2026-03-01")).until is None


def test_a_renewed_paper_makes_the_old_one_history():
    old, new = tb(expires_on=on("2026-11-30")), tb(id=2, expires_on=on("2027-06-30"))
    assert wallet.latest([new, old]) == wallet.latest([old, new]) == (new,)
    assert wallet.assess([old, new], [HEART], TODAY) == ()
    other = tb(id=3, name="Quantiferon", expires_on=on("2026-11-30"))
    assert set(wallet.latest([old, new, other])) == {new, other}


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "has no end date"),
        ("2026-10-26", "ran out on Mon 26 Oct"),
        ("2026-10-27", "runs out on Tue 27 Oct"),
        ("2026-12-26", "runs out on Sat 26 Dec"),
        ("2026-12-27", "good until Sun 27 Dec"),
    ],
)
def test_the_status_is_a_few_words(until, said):
    assert wallet.status(tb(expires_on=until and on(until)), TODAY) == said


# ---- pages and reminders ----


@pytest.mark.django_db
def test_the_wallet_warns_of_what_will_not_last(user, signed_in):
    make.rotation(
        user,
        department="Heart failure",
        starts_on=HEART.start,
        ends_on=HEART.end,
        kind=Rotation.Kind.RESEARCH,
    )
    client = signed_in(user)
    data = {"kind": "tb", "issued_on": "2026-03-27", "expires_on": "2027-03-27"}
    assert client.post(reverse("tracker:document-add"), data).headers["Location"] == DOCUMENTS
    text = client.get(DOCUMENTS).content.decode()
    assert "TB test expires 6 days before Heart failure, Lakeside General ends." in text
    assert "Issued" in text
    assert "good until Sat 27 Mar 2027" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expires_on": "2026-01-01"}, "It runs out before it was issued"),
        ({"kind": "other"}, "Say what it is."),
        ({"kind": "x"}, "Choose one from the list."),
        ({"issued_on": "10/12/2026"}, "is not a day. Pick it"),
    ],
)
def test_a_wrong_document_is_a_sentence(user, signed_in, changes, said):
    data = {"kind": "tb", "issued_on": "2026-03-27", "expires_on": "2027-03-27"} | changes
    answer = signed_in(user).post(reverse("tracker:document-add"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_document_is_changed_deleted_and_brought_back(user, signed_in):
    document, client = make.document(user), signed_in(user)
    client.post(reverse("tracker:document-edit", args=[document.pk]), {"kind": "bls", "title": "AHA card"})
    document.refresh_from_db()
    assert (document.kind, document.title, str(document)) == ("bls", "AHA card", "AHA card")
    client.post(reverse("tracker:document-delete", args=[document.pk]))
    assert not Document.objects.for_owner(user).exists()
    client.post(reverse("tracker:document-restore", args=[document.pk]))
    assert Document.objects.for_owner(user).get() == document


@pytest.mark.django_db
def test_the_reminder_comes_45_days_before_and_names_the_rotation(user):
    make.rotation(user, department="Heart failure", starts_on=HEART.start, ends_on=HEART.end)
    document = make.document(user, issued_on=on("2026-03-27"), expires_on=on("2027-03-27"))
    refresh(user, NOW)
    row = Reminder.objects.get(owner=user, kind=wallet_due.KIND)
    assert (row.key, row.title, row.reason, row.action, row.path) == (
        f"tracker.document:{document.pk}:2027-03-27",
        "TB test runs out",
        "Good until Sat 27 Mar 2027. TB test expires 6 days before Heart failure, Lakeside General ends.",
        "Renew it",
        DOCUMENTS,
    )
    assert row.due_at == datetime.datetime(2027, 2, 10, 12, 30, tzinfo=datetime.UTC)  # 7:30 am Eastern


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (
            Paper(1, "flu", "Flu vaccination", None, on("2027-03-27")),
            "Your flu vaccination ends 6 days before this rotation does.",
        ),
        (tb(expires_on=on("2027-01-10")), "Your TB test ends 1 day before this rotation starts."),
        (
            Paper(1, "titers", "Titers and vaccinations", None, on("2027-04-01")),
            "Your titers and vaccinations end 1 day before this rotation does.",
        ),
        (
            tb(expires_on=on("2026-10-12")),
            "Your TB test ended on Mon\xa012\xa0Oct, before this rotation starts.",
        ),
    ],
)
def test_the_page_of_a_rotation_says_your_paper_ends_before_it_does(paper, words):
    assert wallet.own_words([paper], HEART, TODAY) == (words,)
    assert wallet.own_words([paper], HEART, HEART.end + datetime.timedelta(1)) == ()


@pytest.mark.django_db
def test_a_rotation_shows_what_runs_out_before_it_ends(user, signed_in, django_assert_num_queries):
    rotation = make.rotation(user, starts_on=HEART.start, ends_on=HEART.end)
    make.document(user, kind="flu", issued_on=on("2026-09-27"), expires_on=on("2027-03-27"))
    words = "Your flu shot ends 6 days before this rotation does."
    with django_assert_num_queries(1):
        assert wallet_facts.words_for(user, rotation, TODAY) == (words,)
    assert words in signed_in(user).get(rotation.get_absolute_url()).content.decode()
    for fields in (
        {"stage": Rotation.Stage.EXPLORING, "starts_on": None, "ends_on": None},
        {"stage": Rotation.Stage.WITHDRAWN, "starts_on": HEART.start, "ends_on": HEART.end},
    ):
        assert wallet_facts.words_for(user, make.rotation(user, **fields), TODAY) == ()


@pytest.mark.django_db
def test_a_renewal_closes_the_reminder_of_the_old_paper(user):
    make.document(user, expires_on=on("2026-11-30"))
    refresh(user, NOW)
    assert Reminder.objects.get(owner=user, kind="tracker.document").is_open
    make.document(user, expires_on=on("2027-11-30"))
    refresh(user, NOW)
    assert [
        r.key.rsplit(":", 1)[1]
        for r in Reminder.objects.filter(owner=user, kind="tracker.document", state="open")
    ] == ["2027-11-30"]


@pytest.mark.django_db
def test_what_ran_out_long_ago_or_never_does_is_not_due(user):
    make.document(user, expires_on=on("2026-09-01"), issued_on=on("2025-09-01"))
    make.document(user, kind="hipaa")
    assert list(wallet_due.expiring(user, NOW)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_wallet_asks_the_same_number_of_questions(user, signed_in, count, django_assert_num_queries):
    for n in range(count):
        make.document_file(make.document(user, title=f"Paper {n}"))
        make.rotation(user)
    client = signed_in(user)
    client.get(DOCUMENTS)
    with django_assert_num_queries(6):
        client.get(DOCUMENTS)


@pytest.mark.django_db
def test_the_database_refuses_an_end_before_the_issue(user):
    document = make.document(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(expires_on=on("2020-01-01"))


# ---- the paper itself ----


def with_file(name="tb.pdf", content=None, **data):
    file = SimpleUploadedFile(name, make.pdf() if content is None else content, "application/pdf")
    return {"kind": "tb", "issued_on": "2026-03-27", "file": file, **data}


def kept():
    return sorted(path.name for path in pdfs.folder().glob("*")) if pdfs.folder().exists() else []


@pytest.mark.django_db
def test_a_document_is_added_with_its_file_once(user, signed_in):
    client = signed_in(user)
    for _ in range(2):
        client.post(reverse("tracker:document-add"), with_file(once="key-1"))
    file = DocumentFile.objects.get()
    assert (file.owner, file.document.kind, file.name, file.pages) == (user, "tb", "tb.pdf", 1)
    assert kept() == [file.stored_as]
    path = reverse("tracker:document-file-show", args=[file.pk])
    assert path in client.get(DOCUMENTS).content.decode()
    answer = client.get(path)
    assert (answer.content, answer.headers["Content-Disposition"]) == (
        make.pdf(),
        'attachment; filename="tb.pdf"',
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 a document", "This is not a PDF inside, whatever its name says."),
        (b"%PDF-" + bytes(5 * 1024 * 1024), "This file has 5.0 MB. Keep it to 5 MB."),
    ],
)
def test_a_file_that_is_refused_leaves_no_document(user, signed_in, content, said):
    answer = signed_in(user).post(reverse("tracker:document-add"), with_file(content=content))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (Document.objects.count(), kept()) == (0, [])


@pytest.mark.django_db
def test_a_new_file_takes_the_place_of_the_old_and_undo_swaps_them(user, signed_in):
    client, document = signed_in(user), make.document(user)
    old = make.document_file(document, "old.pdf")
    edit = reverse("tracker:document-edit", args=[document.pk])
    client.post(edit, with_file("new.pdf"))
    assert [file.name for file in DocumentFile.objects.for_owner(user)] == ["new.pdf"]
    assert "new.pdf" in client.get(edit).content.decode()
    client.post(reverse("tracker:document-file-restore", args=[old.pk]))
    assert [file.name for file in DocumentFile.objects.for_owner(user)] == ["old.pdf"]
    client.post(edit, {"kind": "tb", "issued_on": "2026-03-27"})  # saved without a file: it stays
    assert [file.name for file in DocumentFile.objects.for_owner(user)] == ["old.pdf"]


@pytest.mark.django_db
def test_a_file_is_removed_and_brought_back_and_goes_with_its_document(user, signed_in):
    client, document = signed_in(user), make.document(user)
    file = make.document_file(document)
    show = reverse("tracker:document-file-show", args=[file.pk])
    page = client.post(reverse("tracker:document-file-delete", args=[file.pk]), follow=True)
    assert "tb.pdf removed." in page.content.decode()
    assert client.get(show).status_code == 404
    client.post(reverse("tracker:document-file-restore", args=[file.pk]))
    assert client.get(show).status_code == 200
    make.deleted(document)
    assert client.get(show).status_code == 404


@pytest.mark.django_db
def test_a_stranger_gets_no_file_and_orphans_are_swept(user, stranger, signed_in):
    file = make.document_file(make.document(user))
    client = signed_in(stranger)
    for pk in (file.pk, 999999):
        assert client.get(reverse("tracker:document-file-show", args=[pk])).status_code == 404
    os.utime(pdfs.folder() / file.stored_as, (NOW.timestamp() - 7200,) * 2)
    assert (pdfs.sweep(NOW), kept()) == (0, [file.stored_as])
    user.delete()
    assert (pdfs.sweep(NOW), kept()) == (1, [])


@pytest.mark.django_db
def test_the_database_holds_one_living_file_per_document(user):
    document = make.document(user)
    make.document_file(document)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.document_file(document)
    assert len(kept()) == 1


# ---- visa lines ----


@pytest.mark.django_db
def test_every_visa_line_has_its_source_and_its_day(user, signed_in):
    text = signed_in(user).get("/visas/").content.decode()
    assert "Information, not advice" in text
    lines = list(VisaLine.objects.all())
    assert len(lines) == 5
    assert text.count("Read <time") == 5
    for line in lines:
        assert line.source in text


@pytest.mark.django_db
def test_a_visa_line_without_a_source_cannot_be():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.visa_line(source="")
