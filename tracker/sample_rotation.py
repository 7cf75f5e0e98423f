"""The invented year's costs, permission, goals, checklist and feedback (design reference). All made up."""

import datetime
from decimal import Decimal

from django.db import transaction

from tracker import rotation_queries, rotation_services
from tracker.models import ChecklistItem, CostLine, Feedback, Goal, Rotation

DAY = datetime.timedelta(days=1)
COSTS = [
    (CostLine.Kind.HOUSING, "2340", "Room near the hospital, 13 weeks"),
    (CostLine.Kind.TRAVEL, "318.40", "Flight and airport bus"),
    (CostLine.Kind.INSURANCE, "450", "Malpractice, three months"),
]


@transaction.atomic
def build(user, today):
    """What stands on the running rotation and the next one. Safe to call again: nothing is made twice."""
    rotations = Rotation.objects.for_owner(user).select_related("specialty", "institution")
    running = rotations.filter(kind=Rotation.Kind.EXTERNSHIP).order_by("pk").first()
    upcoming = rotations.filter(starts_on__gt=today).order_by("starts_on").first()
    if running and not running.goals.exists():
        _fill(user, running, today)
    if upcoming and not upcoming.checklist.exists():
        _settle(user, upcoming, today, count=2)


def _fill(user, rotation, today):
    """The picture of the rotation page: three goals, one early feedback, the checklist settled."""
    for kind, amount, note in COSTS:
        CostLine.objects.create(owner=user, rotation=rotation, kind=kind, amount=Decimal(amount), note=note)
    third_friday = rotation.starts_on + 18 * DAY
    goals = [
        {"text": "Present a new patient in three minutes", "done_on": min(third_friday + 6 * DAY, today)},
        {
            "text": "Run the chest-pain pathway start to finish",
            "target": 5,
            "unit": "cases",
            "progress": 2,
        },
        {"text": "Teach-back with three patients", "target": 3, "unit": "patients"},
    ]
    for goal in goals:
        Goal.objects.create(owner=user, rotation=rotation, **goal)
    supervision = rotation.supervisions.order_by("pk").first()
    heard = Feedback(
        owner=user,
        rotation=rotation,
        attending=supervision and supervision.attending,
        asked_on=third_friday,
        heard="Presentations too long. Lead with the assessment.",
        changed="One-liner first.",
        changed_on=third_friday + 3 * DAY,
    )
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    rotation_services.save_feedback(heard, now=noon)
    _settle(user, rotation, rotation.starts_on - 3 * DAY)


def _settle(user, rotation, on, count=None):
    for step in rotation_queries.steps_for(rotation)[:count]:
        ChecklistItem.objects.create(owner=user, rotation=rotation, step=step, text=step.text, done_on=on)
