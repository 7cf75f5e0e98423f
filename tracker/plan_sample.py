"""The plan of the invented year: study blocks, an exam, papers, a rating, what was seen."""

import datetime

from django.db import transaction

from tracker import sample_cases
from tracker.models import Document, Exam, ExposureMark, ExposureTag, FitRating, Rotation, StudyBlock

WEEK = datetime.timedelta(weeks=1)
SEEN = ("Epic", "Sepsis", "Heart failure", "Nursing rounds", "Pharmacist", "Bedside ultrasound")
TOOK_PART = ("Interpreter", "Teach-back", "One-liner presentation", "Case management")


@transaction.atomic
def build(user, today):
    """Safe to call again: nothing is made twice. Relative to `today`, as the rotations are."""
    start = today - datetime.timedelta(days=today.weekday()) - 5 * WEEK
    _study(user, "USMLE Step 2 CK", start - 7 * WEEK, 6)
    _study(user, "USMLE Step 3", start + 28 * WEEK, 7)
    Exam.objects.get_or_create(
        owner=user, title="USMLE Step 3", deleted_at=None, defaults={"on": start + 35 * WEEK + 2 * WEEK / 7}
    )
    _papers(user, start)
    _research(user)
    _ward(user)


def _study(user, title, monday, count):
    last = monday + count * WEEK - datetime.timedelta(days=3)
    StudyBlock.objects.get_or_create(
        owner=user, title=title, deleted_at=None, defaults={"starts_on": monday, "ends_on": last}
    )


def _papers(user, start):
    kind = Document.Kind
    papers = [
        (kind.TB, start - 24 * WEEK, start + 28 * WEEK - 9 * WEEK / 7),
        (kind.HIPAA, start - 3 * WEEK, None),
        (kind.BLS, start - 40 * WEEK, start + 64 * WEEK),
    ]
    for which, issued, expires in papers:
        Document.objects.get_or_create(
            owner=user,
            kind=which,
            deleted_at=None,
            defaults={"issued_on": issued, "expires_on": expires},
        )


def _research(user):
    rotation = Rotation.objects.for_owner(user).filter(department="Cardiology outcomes").first()
    if rotation:
        FitRating.objects.get_or_create(
            rotation=rotation,
            defaults={
                "owner": user,
                "work": 3,
                "medicine": 5,
                "people": 4,
                "hours": 3,
                "future": 3,
                "sentence": "I liked the questions more than the spreadsheets.",
            },
        )


def _ward(user):
    rotation = Rotation.objects.for_owner(user).filter(kind=Rotation.Kind.EXTERNSHIP).first()
    if rotation:
        for names, level in ((SEEN, "seen"), (TOOK_PART, "part")):
            for tag in ExposureTag.objects.filter(name__in=names):
                ExposureMark.objects.get_or_create(rotation=rotation, tag=tag, defaults={"level": level})
        sample_cases.add(rotation)
