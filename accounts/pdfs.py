"""PDFs that people upload: one field, one kind of record, one way to keep and to hand out the file.

An app above makes its own model of `UploadedPdf` (a permission, a CV), asks for the file with `PdfField`,
keeps it with `keep` and answers a download with `response`. The files lie under MEDIA_ROOT/pdf, which no web
server shows, under random names, readable by this process only.
"""

import datetime
import os
import secrets
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from accounts import pdf_check
from accounts.fields import plain_line
from accounts.owned import OwnedModel

LONGEST_NAME = 150
# A file that no row names is removed when it is this old: its row may just be on the way.
ORPHAN_AFTER = datetime.timedelta(hours=1)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class UploadedPdf(OwnedModel):
    """One uploaded PDF. `name` is what the person called it, `stored_as` the random name of the file."""

    name = models.CharField("file name", max_length=LONGEST_NAME, editable=False)
    stored_as = models.CharField(max_length=40, unique=True, editable=False)
    size = models.PositiveIntegerField(help_text="Bytes.", editable=False)
    pages = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def size_words(self):
        """ "120 KB", "1.4 MB"."""
        kilobytes = max(1, round(self.size / 1024))
        return f"{kilobytes} KB" if kilobytes < 1000 else f"{self.size / 1024 / 1024:.1f} MB"


class PdfField(forms.FileField):
    """A file that is a PDF we keep; cleans to a CheckedPdf. Each refusal is a sentence at the field."""

    widget = forms.FileInput(attrs={"accept": ".pdf,application/pdf"})

    def __init__(self, **options):
        super().__init__(allow_empty_file=True, **options)
        self.help_text = self.help_text or "A PDF of at most 5 MB and 20 pages, without a password."

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > pdf_check.MOST_BYTES:  # before it is read into memory
            raise ValidationError(pdf_check.too_big(upload.size))
        try:
            return pdf_check.check(short_name(upload.name), upload.read())
        except pdf_check.Refused as refused:
            raise ValidationError(str(refused)) from None


def short_name(name):
    """The file's name as one plain line that fits its column: no folders, the ending kept."""
    stem, dot, ending = plain_line(name.replace("\\", "/").rpartition("/")[2]).rpartition(".")
    ending = f"{dot}{ending}"[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending)] + ending


def folder():
    return Path(settings.MEDIA_ROOT) / "pdf"


def keep(record, checked):
    """Write the file of `checked` under a new random name and save `record` (an UploadedPdf) with it.

    Where the row is refused, the file goes again; what a later rollback leaves, `sweep` removes.
    """
    record.name, record.size, record.pages = checked.name, len(checked.content), checked.pages
    record.stored_as = f"{secrets.token_urlsafe(24)}.pdf"
    path = _write(record.stored_as, checked.content)
    try:
        record.save()
    finally:
        if record.pk is None:  # refused
            path.unlink()
    return record


def _write(name, content):
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / name
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def response(record):
    """The file as a download that no browser runs or caches. 404 where the file is gone."""
    try:
        content = (folder() / record.stored_as).read_bytes()
    except FileNotFoundError:
        raise Http404("Not found") from None
    headers = HEADERS | {"Content-Disposition": content_disposition_header(True, record.name)}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def sweep(now):
    """Remove the files no row names: of rolled back uploads, purged records, deleted people. How many."""
    known = set()
    for model in apps.get_models():
        if issubclass(model, UploadedPdf):
            known |= set(model._base_manager.values_list("stored_as", flat=True))
    count = 0
    for path in folder().glob("*.pdf"):
        is_old = path.stat().st_mtime < (now - ORPHAN_AFTER).timestamp()
        if is_old and path.name not in known:
            path.unlink(missing_ok=True)
            count += 1
    return count
