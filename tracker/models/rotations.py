"""Rotations and who supervised them."""

import datetime

from django.db import models
from django.db.models import F, Q

from accounts import addresses, spoken
from accounts.models import Specialty
from accounts.owned import OwnedModel, OwnedQuerySet
from tracker.models.guarded import GuardedTextField
from tracker.models.people import Attending, Institution

MOST_HOURS_A_WEEK = 100
MOST_DAYS = 3 * 366


class RotationQuerySet(OwnedQuerySet):
    def brief(self, *columns):
        """With what a headline and a path are made of, and these columns: of long lists nothing else is read.

        Whatever else is asked of such a rotation is one more statement.
        """
        names = ("kind", "department", "specialty__name", "specialty__is_surgical", "institution__name")
        return self.select_related("specialty", "institution").only(*names, *columns)


class Rotation(OwnedModel):
    """Any US clinical experience with a start and an end. Dates decide "in progress" and "completed"."""

    class Kind(models.TextChoices):
        OBSERVERSHIP = "observership", "Observership"
        EXTERNSHIP = "externship", "Externship"
        RESEARCH = "research", "Research"
        VOLUNTEER = "volunteer", "Volunteer"

    class Subtype(models.TextChoices):
        ELECTIVE = "elective", "Elective"
        SUB_INTERNSHIP = "sub_i", "Sub-internship"
        EXTERNSHIP = "externship", "Externship"
        STRUCTURED = "structured", "Structured observership"
        SHADOWING = "shadowing", "Shadowing"
        WITH_CLINIC = "with_clinic", "Research with clinic"
        BENCH = "bench", "Research without clinic"
        REMOTE = "remote", "Tele-rotation"

    class Stage(models.TextChoices):
        """What the person decided; what the calendar decides is `status`."""

        EXPLORING = "exploring", "Exploring"
        APPLIED = "applied", "Applied"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Setting(models.TextChoices):
        INPATIENT = "inpatient", "Inpatient"
        OUTPATIENT = "outpatient", "Outpatient"
        MIXED = "mixed", "Both"
        LAB = "lab", "Lab"
        REMOTE = "remote", "Remote"

    class ChartAccess(models.TextChoices):
        NONE = "none", "No chart access"
        READ = "read", "Read only"
        WRITE = "write", "Notes, cosigned"
        ORDERS = "orders", "Notes and orders, cosigned"

    class Ehr(models.TextChoices):
        EPIC = "epic", "Epic"
        CERNER = "cerner", "Oracle Cerner"
        ATHENA = "athena", "Athena"
        OTHER = "other", "Other"

    class Source(models.TextChoices):
        COLD_EMAIL = "cold_email", "Cold email"
        NETWORKING = "networking", "Networking"
        ALUMNI = "alumni", "Alumni"
        CONFERENCE = "conference", "Conference"
        LISTING = "listing", "Program listing"
        AGENCY = "agency", "Agency"

    kind = models.CharField("type", max_length=12, choices=Kind)
    subtype = models.CharField(max_length=12, choices=Subtype, blank=True)
    stage = models.CharField("status", max_length=10, choices=Stage, default=Stage.CONFIRMED)
    specialty = models.ForeignKey(Specialty, models.PROTECT, null=True, blank=True)
    institution = models.ForeignKey(Institution, models.RESTRICT)
    department = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    is_in_us = models.BooleanField("in the United States", default=True)
    setting = models.CharField(max_length=10, choices=Setting, blank=True)
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    hours_per_week = models.DecimalField("hours a week", max_digits=4, decimal_places=1, default=40)
    schedule = models.CharField(max_length=120, blank=True)
    weekdays = models.CharField(max_length=7, default="01234", editable=False)
    is_hands_on = models.BooleanField("hands-on", default=False)
    chart_access = models.CharField(max_length=6, choices=ChartAccess, blank=True)
    ehr = models.CharField("record system", max_length=6, choices=Ehr, blank=True)
    found_through = models.CharField("found through", max_length=10, choices=Source, blank=True)
    coordinator_name = models.CharField("coordinator", max_length=120, blank=True)
    coordinator_email = models.EmailField(blank=True)
    notes = GuardedTextField(max_length=5000, blank=True)
    attendings = models.ManyToManyField(Attending, through="Supervision")

    objects = RotationQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="tracker_rotation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=MOST_HOURS_A_WEEK),
                name="tracker_rotation_hours_possible",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["exploring", "applied", "withdrawn"])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="tracker_rotation_confirmed_has_dates",
            ),
        ]
        indexes = [models.Index(fields=["owner", "starts_on"], name="tracker_rotation_by_start")]

    def __str__(self):
        return f"{self.subject}, {self.institution}"

    def get_absolute_url(self):
        return addresses.record("tracker:rotation-show", self.pk)

    @property
    def subject(self):
        """What it is in, as a headline begins: the specialty, else the department, else the type."""
        return str(self.specialty or self.department or self.get_kind_display())

    @property
    def place(self):
        return ", ".join(part for part in (self.city, self.state) if part)

    @property
    def look(self):
        """Which of the experience patterns draws it (DESIGN.md §2)."""
        if self.is_hands_on and self.kind in (self.Kind.EXTERNSHIP, self.Kind.OBSERVERSHIP):
            return "hands"
        looks = {"externship": "hands", "observership": "obs", "research": "research", "volunteer": "vol"}
        return looks[self.kind]

    @property
    def kind_words(self):
        """ "Hands-on externship", "Research with clinic"."""
        if self.kind == self.Kind.RESEARCH:
            return self.get_subtype_display() or "Research"
        words = self.get_subtype_display() or self.get_kind_display()
        return f"Hands-on {words.lower()}" if self.is_hands_on else words

    @property
    def weekday_words(self):
        """ "Mon–Fri", or the days one by one."""
        if self.weekdays == "01234":
            return "Mon–Fri"
        return ", ".join(spoken.WEEKDAYS[int(n)] for n in self.weekdays)

    def works_on(self, day):
        return str(day.weekday()) in self.weekdays

    def has_dates(self):
        return self.starts_on is not None and self.ends_on is not None

    def status(self, today: datetime.date) -> str:
        """exploring, applied, confirmed, in progress, completed or withdrawn, by stage and dates."""
        if self.stage != self.Stage.CONFIRMED or not self.has_dates() or today < self.starts_on:
            return self.get_stage_display()
        return "In progress" if today <= self.ends_on else "Completed"

    def is_running(self, today):
        return (
            self.stage == self.Stage.CONFIRMED
            and self.has_dates()
            and self.starts_on <= today <= self.ends_on
        )


class SupervisionQuerySet(models.QuerySet):
    def for_owner(self, user):
        """Of the rotations `user` owns and has not deleted."""
        return self.filter(rotation__owner=user, rotation__deleted_at=None)


class Supervision(models.Model):
    """Which attending supervised which rotation, from when to when, how often, how directly."""

    class Directness(models.TextChoices):
        DIRECT = "direct", "Saw me work"
        TEAM = "team", "Through the team"

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="supervisions")
    attending = models.ForeignKey(Attending, models.RESTRICT, related_name="supervisions")
    starts_on = models.DateField("from", null=True, blank=True, help_text="Leave out when it is all of it.")
    ends_on = models.DateField("to", null=True, blank=True)
    days_per_week = models.DecimalField("days a week", max_digits=2, decimal_places=1, default=5)
    directness = models.CharField(max_length=6, choices=Directness, default=Directness.DIRECT)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "attending"], name="tracker_supervision_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="tracker_supervision_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(days_per_week__gt=0, days_per_week__lte=7),
                name="tracker_supervision_days_possible",
            ),
        ]

    def __str__(self):
        return f"{self.attending} on {self.rotation_id}"

    def get_absolute_url(self):
        return f"{self.rotation.get_absolute_url()}#people"

    def span(self):
        """(first, last) day of it: its own dates, else the rotation's; None where neither says."""
        return self.starts_on or self.rotation.starts_on, self.ends_on or self.rotation.ends_on

    @property
    def days_words(self):
        return f"{spoken.number(self.days_per_week)} day{'' if self.days_per_week == 1 else 's'} a week"
