"""Reads around a rotation, each one statement."""

import datetime

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum

from tracker import checklist, queries
from tracker.models import (
    Case,
    ChecklistItem,
    ChecklistStep,
    CostLine,
    Feedback,
    LogEntry,
    Rotation,
    Supervision,
)


def with_people(owner):
    """A person's rotations with their supervisions and attendings; two statements."""
    people = Supervision.objects.select_related("attending")
    return queries.rotations(owner).prefetch_related(Prefetch("supervisions", queryset=people))


def listed(owner):
    """A person's rotations with what a row of the list says; the latest first, without dates last."""
    return Rotation.objects.for_owner(owner).brief("subtype", "stage", "starts_on", "ends_on", "is_hands_on")


def logged(pks):
    """{rotation id: (days, hours)} of these rotations where anything is logged; one statement."""
    worked = LogEntry.objects.filter(rotation__in=pks, deleted_at=None, is_day_off=False)
    totals = worked.order_by().values("rotation").annotate(days=Count("pk"), sum=Sum("hours"))
    return {pk: (days, hours) for pk, days, hours in totals.values_list("rotation", "days", "sum")}


def with_total(rotations):
    """The same with `cost_total`, what the lines add up to, in US dollars; None without a line."""
    lines = CostLine.objects.filter(rotation=OuterRef("pk"), deleted_at=None).order_by()
    total = lines.values("rotation").annotate(total=Sum("amount")).values("total")
    return rotations.annotate(cost_total=Subquery(total))


def steps_for(rotation):
    """The steps of the template that fits: the specialty's own list, else the one of every specialty."""
    found = ChecklistStep.objects.filter(
        Q(template__specialty=rotation.specialty_id) | Q(template__specialty=None)
    ).select_related("template")
    own = [step for step in found if step.template.specialty_id is not None]
    return own or [step for step in found if step.template.specialty_id is None]


def checklist_of(rotation):
    """The checklist of a rotation; two statements."""
    steps = [checklist.Step(step.pk, step.text, step.hint) for step in steps_for(rotation)]
    rows = ChecklistItem.objects.filter(rotation=rotation)
    items = [checklist.Item(i.pk, i.text, i.step_id, i.done_on, i.deleted_at is not None) for i in rows]
    return checklist.combine(steps, items)


def feedback_of(rotation):
    """What was heard, the latest first."""
    found = Feedback.objects.for_owner(rotation.owner_id).filter(rotation=rotation)
    return list(found.select_related("attending"))


def case_roles(rotation):
    """The role in each case of a rotation: observed, assisted, performed."""
    found = Case.objects.filter(entry__rotation=rotation, entry__deleted_at=None)
    return list(found.order_by().values_list("role", flat=True))


def watched(owner, since: datetime.date):
    """Confirmed rotations with dates that end on `since` or later, the first to start first.

    Supervisions and feedback come with them: three statements for any number.
    """
    return list(
        Rotation.objects.for_owner(owner)
        .select_related("institution")
        .filter(stage=Rotation.Stage.CONFIRMED, starts_on__isnull=False, ends_on__gte=since)
        .prefetch_related(
            Prefetch("supervisions", queryset=Supervision.objects.select_related("attending")),
            Prefetch("feedback", queryset=Feedback.objects.filter(deleted_at=None)),
        )
        .order_by("starts_on", "pk")
    )


def days_of(owner, rotations):
    """{rotation id: {day: whether it was a day off}} of what is logged; one statement."""
    rows = LogEntry.objects.for_owner(owner).filter(rotation__in=[rotation.pk for rotation in rotations])
    days = {rotation.pk: {} for rotation in rotations}
    for pk, day, is_off in rows.values_list("rotation", "day", "is_day_off"):
        days[pk][day] = is_off
    return days
