"""Reads of the plan. Each function is one statement, so that pages can count them."""

import datetime
from decimal import Decimal

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    DecimalField,
    F,
    IntegerField,
    Value,
)

from tracker.models import (
    Document,
    DocumentFile,
    Exam,
    Example,
    LogEntry,
    Rotation,
    SeasonDay,
    SeasonOverride,
    StudyBlock,
)

# What the chart, the sums and the outlooks ask of a rotation.
PLANNED = (
    "subtype",
    "stage",
    "setting",
    "starts_on",
    "ends_on",
    "hours_per_week",
    "weekdays",
    "is_in_us",
    "is_hands_on",
)


def season_rows(owner, match_year):
    """[(is own, name, day, is confirmed, source)] of one season: the shared dates and the person's own."""
    shared = SeasonDay.objects.filter(season__match_year=match_year).values_list(
        Value(False, BooleanField()), "name", "on", "is_confirmed", "source"
    )
    own = SeasonOverride.objects.filter(owner=owner, match_year=match_year).values_list(
        Value(True, BooleanField()), "name", "on", Value(False, BooleanField()), Value("", CharField())
    )
    return list(shared.order_by().union(own.order_by(), all=True))


def rows_of_seasons(owner, match_years):
    """[(match year, is own, name, day, is confirmed, source)] of several seasons, in one statement."""
    shared = SeasonDay.objects.filter(season__match_year__in=match_years).values_list(
        "season__match_year", Value(False, BooleanField()), "name", "on", "is_confirmed", "source"
    )
    own = SeasonOverride.objects.filter(owner=owner, match_year__in=match_years).values_list(
        "match_year",
        Value(True, BooleanField()),
        "name",
        "on",
        Value(False, BooleanField()),
        Value("", CharField()),
    )
    return list(shared.order_by().union(own.order_by(), all=True))


def study_and_exams(owner):
    """[(is exam, pk, title, first day, last day, hours a week)] in one statement."""
    blocks = StudyBlock.objects.for_owner(owner).values_list(
        Value(False, BooleanField()), "pk", "title", "starts_on", "ends_on", "hours_per_week"
    )
    none = Value(Decimal(0), DecimalField(max_digits=4, decimal_places=1))
    exams = Exam.objects.for_owner(owner).values_list(
        Value(True, BooleanField()), "pk", "title", "on", F("on"), none
    )
    return list(blocks.order_by().union(exams.order_by(), all=True))


def planned_rotations(owner):
    """Everything with dates that was not withdrawn, the first day first."""
    return list(
        Rotation.objects.for_owner(owner)
        .brief(*PLANNED)
        .filter(starts_on__isnull=False, ends_on__isnull=False)
        .exclude(stage=Rotation.Stage.WITHDRAWN)
        .order_by("starts_on", "pk")
    )


def supervised_rows(owner):
    """One row for each confirmed rotation and supervision, as dicts; a rotation nobody supervises has one."""
    return list(
        Rotation.objects.for_owner(owner)
        .filter(stage=Rotation.Stage.CONFIRMED, starts_on__isnull=False, ends_on__isnull=False)
        .order_by("starts_on", "pk", "supervisions__pk")
        .values(
            "pk",
            "kind",
            "subtype",
            "setting",
            "department",
            "starts_on",
            "ends_on",
            "hours_per_week",
            "is_in_us",
            "is_hands_on",
            "weekdays",
            specialty_name=F("specialty__name"),
            institution_name=F("institution__name"),
            attending_id=F("supervisions__attending"),
            attending_name=F("supervisions__attending__name"),
            from_on=F("supervisions__starts_on"),
            to_on=F("supervisions__ends_on"),
        )
    )


def log_and_examples(owner, since: datetime.date):
    """[(day, hours, quality, count)] in one statement: the entries from `since` on (hours None on a day off),
    then one row for each quality with its number of examples, then one for the days worked of all time
    (day None and quality "")."""
    empty = Value("", CharField())
    nothing = Value(0, IntegerField())
    no_day = Value(None, DateField())
    no_hours = Value(None, DecimalField(max_digits=4, decimal_places=2))
    entries = LogEntry.objects.for_owner(owner).filter(rotation__deleted_at=None)
    recent = entries.filter(day__gte=since).values_list("day", "hours", empty, nothing)
    examples = (
        Example.objects.for_owner(owner)
        .order_by()
        .values("quality")
        .annotate(n=Count("pk"))
        .values_list(no_day, no_hours, "quality", "n")
    )
    worked = (
        entries.filter(is_day_off=False)
        .order_by()
        .values("owner")
        .annotate(n=Count("day", distinct=True))
        .values_list(no_day, no_hours, empty, "n")
    )
    return list(recent.order_by().union(examples, worked, all=True))


def document_files(owner):
    """The living file of each document: document id → file."""
    files = DocumentFile.objects.for_owner(owner).filter(document__deleted_at=None)
    return {file.document_id: file for file in files}


def documents(owner):
    """The wallet, what runs out first on top."""
    return list(Document.objects.for_owner(owner))
