"""The written permission of a rotation: upload, download, remove, and what is left on disk."""

import datetime
import os
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import pdfs
from accounts.pdf_check import CheckedPdf
from tests import make
from tracker.models import PermissionDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def rotation(user):
    return make.rotation(user)


def upload(client, rotation, content=None, name="Offer letter.pdf", once="key-1", **options):
    file = SimpleUploadedFile(name, make.pdf(2) if content is None else content, "application/pdf")
    path = reverse("tracker:permission-list", args=[rotation.pk])
    return client.post(path, {"file": file, "once": once}, **options)


def files():
    return sorted(path.name for path in pdfs.folder().glob("*")) if pdfs.folder().exists() else []


def test_a_pdf_is_kept_under_a_random_name_for_this_process_only(client, user, rotation):
    content = make.pdf(2)
    for _ in range(2):
        upload(client, rotation, content)
    document = PermissionDocument.objects.get()
    assert (document.owner, document.rotation, document.name) == (user, rotation, "Offer letter.pdf")
    assert (document.pages, document.size) == (2, len(content))
    assert files() == [document.stored_as]
    path = pdfs.folder() / document.stored_as
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "offer" not in document.stored_as.lower()
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert "1 file" in page


def test_the_owner_downloads_it_and_no_browser_runs_it(client, rotation):
    content = make.pdf(2)
    upload(client, rotation, content, name="Zusage für Nadia.pdf")
    answer = client.get(reverse("tracker:permission-show", args=[PermissionDocument.objects.get().pk]))
    assert answer.content == content
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Zusage%20f%C3%BCr%20Nadia.pdf",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer.headers.get(name) for name in wanted} == wanted


def test_a_stranger_gets_the_same_404_as_for_no_file(signed_in, stranger, rotation):
    document = make.permission(rotation)
    client = signed_in(stranger)
    assert client.get(reverse("tracker:permission-show", args=[document.pk])).status_code == 404
    assert client.get(reverse("tracker:permission-show", args=[999999])).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"PK\x03\x04 a document", "offer.docx", "“offer.docx” is not a PDF."),
        (b"PK\x03\x04 a document", "offer.pdf", "This is not a PDF inside, whatever its name says."),
        (b"", "offer.pdf", "This file is empty. Choose the PDF again."),
        (b"%PDF-" + bytes(5 * 1024 * 1024), "offer.pdf", "This file has 5.0 MB. Keep it to 5 MB."),
    ],
)
def test_a_refusal_is_a_sentence_at_the_field(client, rotation, content, name, sentence):
    answer = upload(client, rotation, content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (files(), PermissionDocument.objects.count()) == ([], 0)


def test_no_file_gets_its_sentence(client, rotation):
    answer = client.post(reverse("tracker:permission-list", args=[rotation.pk]), {})
    assert answer.status_code == 422
    assert "Choose the PDF first." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("a\u202eb.pdf", "a b.pdf"),
        ("..\\..\\etc\\passwd.pdf", "passwd.pdf"),
        ("<script>.pdf", "<script>.pdf"),
    ],
)
def test_any_name_is_one_plain_line(name, kept):
    field = pdfs.PdfField()
    assert field.clean(SimpleUploadedFile(name, make.pdf())).name == kept


def test_a_sixth_file_is_refused(client, rotation):
    for _ in range(5):
        make.permission(rotation)
    answer = upload(client, rotation)
    assert "There are 5 already. Remove one first." in answer.content.decode()
    assert (PermissionDocument.objects.count(), len(files())) == (5, 5)


def test_remove_and_undo(client, rotation):
    document = make.permission(rotation)
    page = client.post(reverse("tracker:permission-delete", args=[document.pk]), follow=True).content.decode()
    assert "offer.pdf removed." in page
    show = reverse("tracker:permission-show", args=[document.pk])
    assert client.get(show).status_code == 404
    client.post(reverse("tracker:permission-restore", args=[document.pk]))
    assert client.get(show).content == make.pdf()


def test_a_file_lost_on_disk_is_a_404(client, rotation):
    document = make.permission(rotation)
    (pdfs.folder() / document.stored_as).unlink()
    assert client.get(reverse("tracker:permission-show", args=[document.pk])).status_code == 404


def test_a_refused_row_leaves_no_file(user, rotation):
    class Refusing(PermissionDocument):
        class Meta:
            proxy = True
            app_label = "tracker"

        def save(self, *args, **kwargs):
            raise IntegrityError("refused")

    with pytest.raises(IntegrityError):
        pdfs.keep(Refusing(owner=user, rotation=rotation), CheckedPdf("a.pdf", make.pdf(), 1))
    assert files() == []


def test_the_nightly_pass_removes_old_files_no_row_names(user, rotation):
    kept = make.permission(rotation)
    with transaction.atomic():
        rolled_back = make.permission(rotation).stored_as
        transaction.set_rollback(True)
    removed = make.deleted(make.permission(rotation))
    now = timezone.now()
    assert pdfs.sweep(now) == 0
    for name in files():
        os.utime(pdfs.folder() / name, (now.timestamp() - 7200,) * 2)
    fresh = make.permission(rotation)
    assert pdfs.sweep(now + datetime.timedelta(minutes=1)) == 1
    assert files() == sorted([kept.stored_as, removed.stored_as, fresh.stored_as])
    assert rolled_back not in files()
    user.delete()
    assert pdfs.sweep(now + datetime.timedelta(hours=2)) == 3
    assert files() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_five_questions(client, rotation, count, django_assert_num_queries):
    for _ in range(count):
        make.permission(rotation)
    path = reverse("tracker:permission-list", args=[rotation.pk])
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
