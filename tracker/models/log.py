"""The day log: one entry a day and rotation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.owned import OwnedModel
from tracker.models.people import Attending
from tracker.models.rotations import Rotation

LONGEST_LESSON = 2000


class LogEntry(OwnedModel):
    """One day on a rotation: hours and what was learned, or a day off. Never a patient."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="entries")
    day = models.DateField()
    is_day_off = models.BooleanField("day off", default=False)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    lesson = models.TextField("one thing you learned", max_length=LONGEST_LESSON, blank=True)
    attending = models.ForeignKey(
        Attending, models.SET_NULL, null=True, blank=True, verbose_name="supervised by"
    )

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name_plural = "log entries"
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "day"], condition=Q(deleted_at=None), name="tracker_logentry_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(is_day_off=True, hours__isnull=True)
                | Q(is_day_off=False, hours__gt=0, hours__lte=24),
                name="tracker_logentry_hours_or_off",
            ),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="tracker_logentry_by_day")]

    def __str__(self):
        return f"{self.day} on {self.rotation_id}"

    def get_absolute_url(self):
        return reverse("tracker:rotation-show", args=[self.rotation_id]) + "#log"
