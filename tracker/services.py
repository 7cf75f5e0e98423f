"""Writes. Each is one transaction, and asks the reminder engine to look again."""

import datetime

from django.db import IntegrityError, transaction

from accounts import spoken
from reminders.services import refresh
from tracker import examples, guard_services
from tracker.models import Attending, Institution, LogEntry, Supervision


class Refused(ValueError):
    """Something the person asked for cannot be; the message is a sentence for them."""


def institution_named(owner, name, *, city="", state=""):
    """The institution of that name a person can see, else a new private one of theirs."""
    known = (
        Institution.objects.visible_to(owner).filter(name__iexact=name).order_by("-verified_at", "pk").first()
    )
    return known or Institution.objects.create(owner=owner, name=name, city=city, state=state)


def attending_named(owner, name, institution):
    """The owner's own attending of that name at that institution, else a new private record."""
    known = Attending.objects.visible_to(owner).filter(name__iexact=name, institution=institution).first()
    return known or Attending.objects.create(
        owner=owner, name=name, institution=institution, city=institution.city, state=institution.state
    )


@transaction.atomic
def save_rotation(rotation, *, attendings, now):
    """Write a rotation and who supervises it; supervisions already there keep their own dates."""
    rotation.save()
    wanted = {attending.pk for attending in attendings}
    rotation.supervisions.exclude(attending__in=wanted).delete()
    present = set(rotation.supervisions.values_list("attending", flat=True))
    Supervision.objects.bulk_create(
        Supervision(rotation=rotation, attending_id=pk, days_per_week=min(7, len(rotation.weekdays)) or 1)
        for pk in wanted - present
    )
    refresh(rotation.owner, now)
    return rotation


@transaction.atomic
def delete(record, *, now):
    """Mark a record deleted; `restore` undoes it exactly."""
    type(record).objects.filter(pk=record.pk, deleted_at=None).update(deleted_at=now)
    refresh(record.owner, now)


@transaction.atomic
def restore(record, *, now):
    """Bring a deleted record back. Refused when something new took its place."""
    try:
        with transaction.atomic():
            type(record).objects.filter(pk=record.pk).update(deleted_at=None)
    except IntegrityError:
        raise Refused("That day has a new entry. Delete it first to bring the old one back.") from None
    refresh(record.owner, now)


@transaction.atomic
def save_day(rotation, day, *, hours=None, is_day_off=False, qualities=None, now, **words):
    """Write the one entry of a day; a second save of the same day edits it.

    `words` are the other columns of the entry (lesson, attending, skills, epas, competencies).
    `qualities` are those the lesson is an example of; None leaves the examples of the day alone.

    Returns (entry, is_new). The unique key decides between two saves at the same moment.
    """
    values = {"hours": None if is_day_off else hours, "is_day_off": is_day_off, **words}
    entry, is_new = _insert_or_find(rotation, day, values)
    if not is_new:
        for name, value in values.items():
            setattr(entry, name, value)
        entry.save(update_fields=[*values, "updated_at"])
    if qualities is not None:
        examples.follow_entry(entry, qualities, now)
    guard_services.remember(rotation.owner, [entry.lesson], rotation=rotation)
    refresh(rotation.owner, now)
    return entry, is_new


@transaction.atomic
def mark_day_off(rotation, day, *, today, now):
    """Write a day off where nothing stands yet. `day` is ISO text. Raises Refused with a sentence."""
    try:
        day = datetime.date.fromisoformat(day)
    except ValueError:
        raise Refused("Pick the day first.") from None
    if not rotation.has_dates() or not rotation.starts_on <= day <= min(rotation.ends_on, today):
        raise Refused(f"{spoken.day(day, today)} is not a day of this rotation so far.")
    entry, is_new = _insert_or_find(rotation, day, {"is_day_off": True})
    if not is_new and not entry.is_day_off:
        raise Refused(f"{spoken.day(day, today)} has an entry already.")
    refresh(rotation.owner, now)
    return entry


def _insert_or_find(rotation, day, values):
    try:
        with transaction.atomic():
            return LogEntry.objects.create(owner=rotation.owner, rotation=rotation, day=day, **values), True
    except IntegrityError:
        return LogEntry.objects.for_owner(rotation.owner).get(rotation=rotation, day=day), False
