"""What the guard remembers: how often it was overruled, and who is a colleague. Never the text."""

from django.conf import settings
from django.db import models

from tracker.models.rotations import Rotation


class GuardOverride(models.Model):
    """How often a person let a kind of finding stand, for one reason."""

    class Reason(models.TextChoices):
        """The reasons of `tracker.phi`."""

        COLLEAGUE = "colleague", "A colleague"
        MINE = "mine", "Their own"
        PUBLIC = "public", "Public already"
        OTHER = "other", "Not what it looks like"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="guard_overrides")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=10, choices=Reason)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "reason"], name="tracker_guardoverride_once"),
        ]

    def __str__(self):
        return f"{self.kind}, {self.reason}: {self.count}"


class Colleague(models.Model):
    """A name that is no patient's on this rotation, because its owner said so."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="colleagues")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rotation", "name"], name="tracker_colleague_once"),
        ]

    def __str__(self):
        return self.name
