"""Examples: concrete things an attending saw the person do, the stuff letters are made of."""

from django.db import models
from django.urls import reverse

from accounts.owned import OwnedModel
from tracker.models.guarded import GuardedTextField
from tracker.models.log import LogEntry
from tracker.models.people import Attending
from tracker.models.rotations import Rotation

LONGEST_EXAMPLE = 400


class Example(OwnedModel):
    """One example under one of five qualities. Made from a day of the log or written directly."""

    class Quality(models.TextChoices):
        RELIABILITY = "reliability", "Reliability"
        INITIATIVE = "initiative", "Initiative"
        COMMUNICATION = "communication", "Communication"
        TEAMWORK = "teamwork", "Teamwork"
        GROWTH = "growth", "Growth"

    quality = models.CharField(max_length=13, choices=Quality)
    text = GuardedTextField("what happened", max_length=LONGEST_EXAMPLE)
    on = models.DateField("day")
    rotation = models.ForeignKey(Rotation, models.CASCADE, null=True, blank=True, related_name="examples")
    entry = models.ForeignKey(LogEntry, models.CASCADE, null=True, blank=True, related_name="examples")
    attending = models.ForeignKey(
        Attending, models.SET_NULL, null=True, blank=True, related_name="examples", verbose_name="seen by"
    )

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "quality"],
                condition=models.Q(deleted_at=None),
                name="tracker_example_once_per_entry",
            ),
        ]

    def __str__(self):
        return f"{self.get_quality_display()} on {self.on}"

    def get_absolute_url(self):
        return reverse("tracker:example-list")
