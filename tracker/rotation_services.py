"""Writes around a rotation: who supervised it, costs, goals, the checklist, feedback, the permission."""

from django.db import IntegrityError, transaction

from accounts import pdfs
from reminders.services import refresh
from tracker import growth, guard_services, services
from tracker.models import ChecklistItem, Example, Goal, PermissionDocument
from tracker.models.rotation_parts import MOST_STEPS
from tracker.services import Refused

MOST_PERMISSIONS = 5


@transaction.atomic
def save_supervision(supervision, *, now):
    """Write who supervised, from when to when. Refused when that person is on the rotation already."""
    try:
        with transaction.atomic():
            supervision.save()
    except IntegrityError:
        raise Refused(
            f"{supervision.attending} is on this rotation already. Change that line instead."
        ) from None
    refresh(supervision.rotation.owner, now)
    return supervision


@transaction.atomic
def remove_supervision(supervision, *, now):
    supervision.delete()
    refresh(supervision.rotation.owner, now)


@transaction.atomic
def save_part(record, *, texts=(), now):
    """Write a cost line, goal or line of the checklist. `texts` are its cleaned guarded texts."""
    record.save()
    guard_services.remember(record.owner, texts, rotation=record.rotation)
    refresh(record.owner, now)
    return record


@transaction.atomic
def save_feedback(record, *, texts=(), now):
    """Write what was heard; what was changed becomes an example of growth, or follows into it."""
    growth.follow_feedback(record, now)
    return save_part(record, texts=texts, now=now)


@transaction.atomic
def delete_feedback(record, *, now):
    """Mark it deleted, and the example it became with it."""
    Example.objects.filter(pk=record.example_id, deleted_at=None).update(deleted_at=now)
    services.delete(record, now=now)


@transaction.atomic
def restore_feedback(record, *, now):
    """Bring it back, and the example if it went at the same moment."""
    Example.objects.filter(pk=record.example_id, deleted_at=record.deleted_at).update(deleted_at=None)
    services.restore(record, now=now)


@transaction.atomic
def keep_permission(rotation, checked, *, now):
    """Keep a checked PDF as a permission of this rotation. Refused beyond five."""
    kept = PermissionDocument.objects.for_owner(rotation.owner).filter(rotation=rotation).count()
    if kept >= MOST_PERMISSIONS:
        raise Refused(f"There are {MOST_PERMISSIONS} already. Remove one first.")
    record = pdfs.keep(PermissionDocument(owner=rotation.owner, rotation=rotation), checked)
    refresh(rotation.owner, now)
    return record


def step_goal(goal, *, seen, today):
    """One more, if `seen` is still the count: a double click counts once. True if it counted.

    Reaching the target finishes the goal.
    """
    if goal.done_on or seen >= MOST_STEPS:
        return False
    values = {"progress": seen + 1}
    if goal.target and seen + 1 >= goal.target:
        values["done_on"] = today
    open_ones = Goal.objects.filter(pk=goal.pk, progress=seen, done_on=None)
    return open_ones.update(**values) == 1


def finish_goal(goal, *, is_done, today):
    """Done, or not done after all. The count stays."""
    if is_done:
        Goal.objects.filter(pk=goal.pk, done_on=None).update(done_on=today)
    else:
        Goal.objects.filter(pk=goal.pk).update(done_on=None)


def tick(rotation, *, item=None, step=None, is_done, today):
    """Settle a line of the checklist, or open it again: an own `item`, or a `step` of the template.

    A step becomes a row of the rotation with the first tick; the same tick twice changes nothing.
    """
    if item is None:
        item, _ = ChecklistItem.objects.get_or_create(
            rotation=rotation, step=step, defaults={"owner": rotation.owner, "text": step.text}
        )
    rows = ChecklistItem.objects.filter(pk=item.pk)
    if is_done:
        words = {"text": step.text} if step else {}
        rows.filter(done_on=None).update(done_on=today, deleted_at=None, **words)
    else:
        rows.update(done_on=None)
    return item


def hide_step(rotation, step, *, now):
    """Take a template's step off this rotation's list; the record that can be brought back."""
    item, _ = ChecklistItem.objects.update_or_create(
        rotation=rotation,
        step=step,
        defaults={"deleted_at": now},
        create_defaults={"owner": rotation.owner, "text": step.text, "deleted_at": now},
    )
    return item
