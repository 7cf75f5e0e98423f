"""What else is on the plan: study blocks and exams."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.owned import OwnedModel
from tracker.models.rotations import MOST_HOURS_A_WEEK


class StudyBlock(OwnedModel):
    """Weeks kept free to study for something."""

    title = models.CharField("what for", max_length=80)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    hours_per_week = models.DecimalField("hours a week", max_digits=4, decimal_places=1, default=40)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="tracker_studyblock_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=MOST_HOURS_A_WEEK),
                name="tracker_studyblock_hours_possible",
            ),
        ]
        indexes = [models.Index(fields=["owner", "starts_on"], name="tracker_studyblock_by_start")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tracker:timeline")


class Exam(OwnedModel):
    """One sitting: USMLE, OET, a language test."""

    title = models.CharField("exam", max_length=80)
    on = models.DateField("day")
    is_booked = models.BooleanField("the date is booked", default=False)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["owner", "on"], name="tracker_exam_by_day")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tracker:timeline")
