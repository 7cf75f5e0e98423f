"""The invented year of Nadia Rahman (design reference), relative to today. All names are made up."""

import datetime
import secrets
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Profile, Specialty, User
from tracker.models import Attending, Example, Institution, LogEntry, Rotation, Supervision

KEPT_FOR = datetime.timedelta(hours=24)
DOMAIN = "sample.wardbook.invalid"

LESSONS = [
    "Sepsis bundle: send the lactate before the debate about fluids. The 4-hour repeat changed the plan.",
    "Family meeting with a phone interpreter. Speak to the family and stop after each sentence.",
    "Checked the late potassium after sign-out and called the night resident. It came up on rounds.",
    "HEART score before the second troponin: the risk decides who goes home.",
    "The case manager explained the refused home-health request. Ask about insurance on day one.",
    "Offered to give the ten-minute talk on hyponatremia. Dr. Feldman kept my table for the next group.",
    "One-liner first, then the assessment. Presentation down from seven minutes to three.",
    "Read the ECG aloud in the same order every time. I stopped missing the axis.",
    "Teach-back with the inhaler: two of three steps were wrong until they showed me.",
    "Sign-out: say what to do if, not only what happened.",
]
# What each lesson is an example of, "" for none.
QUALITIES = [
    "growth",
    "communication",
    "reliability",
    "",
    "teamwork",
    "initiative",
    "growth",
    "",
    "communication",
    "",
]
HOURS = ["9", "10", "9", "9", "9", "9", "10", "8", "9.5", "9"]


def throw_away(now):
    """A new account for one visitor, wiped after 24 hours (reminders never mail it)."""
    user = User.objects.create_user(f"nadia-{secrets.token_hex(6)}@{DOMAIN}", name="Nadia Rahman")
    Profile.objects.filter(pk=user.pk).update(wiped_at=now + KEPT_FOR, wants_mail=False)
    return User.objects.select_related("profile").get(pk=user.pk)


def wipe(now):
    """Remove the throw-away copies whose time has come; how many."""
    old = User.objects.filter(profile__wiped_at__lt=now)
    count = old.count()
    for user in old:
        user.delete()
    return count


def fill(user, today):
    """Every app's part of the year. Safe to call again: nothing is made twice."""
    for path in settings.SAMPLE_SOURCES:
        import_string(path)(user, today)


@transaction.atomic
def build(user, today):
    """Rotations, attendings and the day log."""
    medicine, _ = Specialty.objects.get_or_create(name="Internal medicine")
    Profile.objects.filter(pk=user.pk).update(
        match_year=_match_year(today),
        is_onboarded=True,
        degree="MBBS",
        medical_school="Dhaka",
        graduation_year=2024,
    )
    user.profile.specialties.add(medicine)
    for row in _rotations(today, medicine):
        _rotation(user, today, *row)


def _match_year(today):
    return today.year + (2 if (today.month, today.day) >= (9, 1) else 1)


def _monday(day):
    return day - datetime.timedelta(days=day.weekday())


def _rotations(today, medicine):
    start = _monday(today) - datetime.timedelta(weeks=5)

    def weeks(count):
        return datetime.timedelta(weeks=count)

    kind, subtype = Rotation.Kind, Rotation.Subtype
    return [
        (
            ("St. Brendan Medical Center", "Cleveland", "Ohio"),
            [("Ruth Feldman", "MD"), ("Paul Moreau", "MD")],
            {
                "kind": kind.EXTERNSHIP,
                "is_hands_on": True,
                "specialty": medicine,
                "starts_on": start,
                "ends_on": start + weeks(13) - datetime.timedelta(days=3),
                "hours_per_week": Decimal(45),
                "schedule": "Mon–Fri, from 7:00 am",
                "chart_access": Rotation.ChartAccess.READ,
                "ehr": Rotation.Ehr.EPIC,
                "found_through": Rotation.Source.COLD_EMAIL,
                "coordinator_name": "Joan Petrie",
                "coordinator_email": "joan.petrie@stbrendan.example",
                "setting": Rotation.Setting.INPATIENT,
            },
        ),
        (
            ("Lakeview Free Clinic", "Cleveland", "Ohio"),
            [("Imani Clarke", "MD")],
            {
                "kind": kind.VOLUNTEER,
                "department": "Free clinic",
                "starts_on": start - weeks(12),
                "ends_on": start + weeks(24),
                "hours_per_week": Decimal(5),
                "weekdays": "5",
                "schedule": "Saturdays",
                "setting": Rotation.Setting.OUTPATIENT,
            },
        ),
        (
            ("Harlow University Hospital", "Columbus", "Ohio"),
            [("Helen Marsh", "MD, PhD")],
            {
                "kind": kind.RESEARCH,
                "subtype": subtype.WITH_CLINIC,
                "department": "Cardiology outcomes",
                "starts_on": start - weeks(29),
                "ends_on": start - weeks(12) - datetime.timedelta(days=3),
                "hours_per_week": Decimal(40),
            },
        ),
        (
            ("Mercer Valley Hospital", "Erie", "Pennsylvania"),
            [("Grace Achebe", "MD")],
            {
                "kind": kind.RESEARCH,
                "subtype": subtype.WITH_CLINIC,
                "department": "Heart failure",
                "starts_on": start + weeks(16),
                "ends_on": start + weeks(28) - datetime.timedelta(days=3),
                "hours_per_week": Decimal(40),
            },
        ),
    ]


def _rotation(user, today, place, people, facts):
    name, city, state = place
    institution, _ = Institution.objects.get_or_create(
        owner=user, name=name, defaults={"city": city, "state": state}
    )
    rotation, is_new = Rotation.objects.get_or_create(
        owner=user,
        institution=institution,
        kind=facts["kind"],
        deleted_at=None,
        defaults={"city": city, "state": state, **facts},
    )
    if not is_new:
        return
    for person, credentials in people:
        attending, _ = Attending.objects.get_or_create(
            owner=user,
            name=person,
            defaults={"credentials": credentials, "institution": institution, "city": city, "state": state},
        )
        days = Decimal(1) if person == "Paul Moreau" else Decimal(min(5, len(rotation.weekdays)))
        Supervision.objects.create(rotation=rotation, attending=attending, days_per_week=days)
    if rotation.is_running(today):
        entries = LogEntry.objects.bulk_create(_entries(user, rotation, today))
        Example.objects.bulk_create(_examples(entries, rotation.supervisions.first()))


def _examples(entries, supervision):
    for entry in entries:
        if quality := QUALITIES[LESSONS.index(entry.lesson)]:
            yield Example(
                owner=entry.owner,
                quality=quality,
                text=entry.lesson,
                on=entry.day,
                rotation=entry.rotation,
                entry=entry,
                attending=supervision.attending if supervision else None,
            )


def _entries(user, rotation, today):
    """One entry a workday up to yesterday, one of them forgotten."""
    day, number = rotation.starts_on, 0
    forgotten = today - datetime.timedelta(days=3 if today.weekday() > 2 else 5)
    while day < today:
        if str(day.weekday()) in rotation.weekdays and day != forgotten:
            lesson, hours = LESSONS[number % len(LESSONS)], HOURS[number % len(HOURS)]
            hours = Decimal(hours) if len(rotation.weekdays) > 1 else Decimal(5)
            yield LogEntry(owner=user, rotation=rotation, day=day, hours=hours, lesson=lesson)
            number += 1
        day += datetime.timedelta(days=1)
