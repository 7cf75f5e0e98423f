"""Writes of the plan. Each is one transaction, and asks the reminder engine to look again."""

from django.db import IntegrityError, transaction

from accounts import pdfs
from reminders.services import refresh
from tracker.models import DocumentFile, ExposureMark, FitRating, SeasonOverride
from tracker.services import Refused


@transaction.atomic
def save(record, *, now):
    """Write a study block or an exam of its owner."""
    record.save()
    refresh(record.owner, now)
    return record


@transaction.atomic
def save_document(document, *, checked=None, now):
    """Write a document; a checked PDF becomes its file, and the file before it can be brought back."""
    document.save()
    if checked:
        _put_away(document, now)
        try:
            with transaction.atomic():
                pdfs.keep(DocumentFile(owner=document.owner, document=document), checked)
        except IntegrityError:
            raise Refused("Another file was added at the same moment. Open the document again.") from None
    refresh(document.owner, now)
    return document


@transaction.atomic
def restore_file(file, *, now):
    """Bring a removed or replaced file back; the one in its place is put away in turn."""
    _put_away(file.document, now)
    DocumentFile.objects.filter(pk=file.pk).update(deleted_at=None)


def _put_away(document, now):
    DocumentFile.objects.filter(document=document, deleted_at=None).update(deleted_at=now)


@transaction.atomic
def set_season_dates(owner, match_year, dates, *, now):
    """Make `dates` (name → day) the person's own; a name left out goes back to everybody's date."""
    SeasonOverride.objects.filter(owner=owner, match_year=match_year).exclude(name__in=list(dates)).delete()
    SeasonOverride.objects.bulk_create(
        [
            SeasonOverride(owner=owner, match_year=match_year, name=name, on=on)
            for name, on in sorted(dates.items())
        ],
        update_conflicts=True,
        unique_fields=["owner", "match_year", "name"],
        update_fields=["on"],
    )
    refresh(owner, now)


@transaction.atomic
def rate(rotation, *, values):
    """Write the one fit rating of a rotation; rating it again edits it. `values`: column → value."""
    FitRating.objects.bulk_create(
        [FitRating(owner=rotation.owner, rotation=rotation, **values)],
        update_conflicts=True,
        unique_fields=["rotation"],
        update_fields=[*values],
    )


@transaction.atomic
def mark_exposure(rotation, levels):
    """Make `levels` (tag id → seen or part) what this rotation showed; everything else is unmarked."""
    rotation.exposure_marks.exclude(tag__in=list(levels)).delete()
    ExposureMark.objects.bulk_create(
        [ExposureMark(rotation=rotation, tag_id=tag, level=level) for tag, level in sorted(levels.items())],
        update_conflicts=True,
        unique_fields=["rotation", "tag"],
        update_fields=["level"],
    )
