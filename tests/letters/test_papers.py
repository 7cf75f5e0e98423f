"""The waiver guard, drafts in versions, uploads."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from accounts.pdf_check import CheckedPdf
from letters import papers
from letters.models import FinalLetter, Statement
from letters.services import Refused
from tests import make
from tests.letters.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def upload():
    return SimpleUploadedFile("letter.pdf", make.pdf(), "application/pdf")


def checked():
    return CheckedPdf("letter.pdf", make.pdf(), 1)


def every_path(letter):
    """Every address of letters that takes the letter's own number."""
    found = []
    for name, *_ in get_resolver().namespace_dict["letters"][1].reverse_dict.items():
        if isinstance(name, str):
            try:
                found.append(reverse(f"letters:{name}", args=[letter.pk]))
            except Exception:  # noqa: BLE001 - takes other arguments
                continue
    return found


def test_a_waived_letter_has_no_address_that_stores_it(nadia, letter, signed_in):
    client = signed_in(nadia)
    paths = every_path(letter)
    assert reverse("letters:final-show", args=[letter.pk]) in paths
    for path in paths:
        client.post(path, {"file": upload(), "state": "uploaded", "kind": "cv"})
    assert FinalLetter.objects.count() == 0
    for name in ("final-show", "final-file", "final-delete"):
        assert (
            client.post(reverse(f"letters:{name}", args=[letter.pk]), {"file": upload()}).status_code == 404
        )


def test_no_page_of_a_waived_letter_offers_a_file_field(nadia, letter, signed_in):
    client = signed_in(nadia)
    for name in ("letter-show", "letter-edit", "packet-show", "draft-show"):
        page = client.get(reverse(f"letters:{name}", args=[letter.pk])).content.decode()
        assert 'type="file"' not in page
        assert "/final/" not in page


def test_the_service_and_the_row_refuse_it_too(nadia, letter):
    with pytest.raises(Refused, match="You waived your right to view this letter") as refused:
        papers.keep_final(letter, checked(), now=NOW)
    assert refused.value.rule == "AAMC, letters of recommendation; season 2027"
    with pytest.raises(ValidationError, match="never kept here"):
        FinalLetter(owner=nadia, letter=letter, name="x.pdf", stored_as="x.pdf", size=1, pages=1).save()
    assert FinalLetter.objects.count() == 0


def test_not_waived_it_may_be_kept_with_the_warning(nadia, feldman, signed_in):
    letter = make.recommendation(nadia, feldman, now=NOW, is_waived=False)
    client, path = signed_in(nadia), reverse("letters:final-show", args=[letter.pk])
    assert "Programs see who uploaded a letter" in client.get(path).content.decode()
    assert client.post(path, {"file": upload()}).status_code == 302
    assert FinalLetter.objects.get().letter == letter
    assert client.get(reverse("letters:final-file", args=[letter.pk]))["Content-Type"] == "application/pdf"


def test_a_kept_letter_cannot_become_waived(nadia, feldman, signed_in):
    letter = make.recommendation(nadia, feldman, now=NOW, is_waived=False)
    make.final(letter)
    path = reverse("letters:letter-edit", args=[letter.pk])
    response = signed_in(nadia).post(path, {"match_year": "2028", "is_waived": "on"})
    assert response.status_code == 422
    assert "Delete the letter you uploaded first" in response.content.decode()
    letter.refresh_from_db()
    assert not letter.is_waived


def test_drafts_are_versions_under_their_stamp(nadia, feldman, together, letter, signed_in):
    make.seen(nadia, feldman, text="Cut presentations to three minutes.")
    client, path = signed_in(nadia), reverse("letters:draft-show", args=[letter.pk])
    first = client.get(path).content.decode()
    assert "Growth: Cut presentations to three minutes." in first
    assert "Draft supplied at the writer’s request" in first
    for text in ("First words.", "Second words."):
        client.post(path, {"text": text})
    assert list(letter.drafts.values_list("number", "text")) == [(2, "Second words."), (1, "First words.")]


def test_a_draft_with_a_patient_in_it_is_not_kept(nadia, letter, signed_in):
    path = reverse("letters:draft-show", args=[letter.pk])
    response = signed_in(nadia).post(path, {"text": "Sat with Mrs. Alvarez, MRN 4471182."})
    assert response.status_code == 422
    assert letter.drafts.count() == 0


def test_a_statement_is_kept_once_and_only_for_its_owner(nadia, stranger, signed_in):
    client = signed_in(nadia)
    sent = {"once": "key1"}
    for _ in range(2):
        client.post(reverse("letters:statement-list"), {**sent, "file": upload()})
    kept = Statement.objects.get()
    assert (kept.name, kept.pages, kept.created_at.date()) == ("letter.pdf", 1, TODAY)
    path = reverse("letters:statement-show", args=[kept.pk])
    assert client.get(path)["Content-Disposition"].startswith("attachment")
    assert signed_in(stranger).get(path).status_code == 404


def test_what_is_no_pdf_is_a_sentence(nadia, signed_in):
    file = SimpleUploadedFile("cv.pdf", b"PK\x03\x04 a zip", "application/pdf")
    response = signed_in(nadia).post(reverse("letters:statement-list"), {"file": file})
    assert response.status_code == 422
    assert Statement.objects.count() == 0
