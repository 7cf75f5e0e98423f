"""What a rotation showed: the exposure matrix, seen or took part."""

from django.db import models

from tracker.models.rotations import Rotation


class ExposureTag(models.Model):
    """One thing to come across on a ward. The list is admin data."""

    group = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    words = models.CharField(
        "also called",
        max_length=200,
        blank=True,
        help_text="What a log calls it, separated by commas. The name itself need not be repeated.",
    )
    place = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="tracker_exposuretag_once")]

    def __str__(self):
        return self.name


class ExposureMark(models.Model):
    """That one rotation showed one thing. Belongs to whoever owns the rotation."""

    class Level(models.TextChoices):
        SEEN = "seen", "Seen"
        PART = "part", "Took part"

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="exposure_marks")
    tag = models.ForeignKey(ExposureTag, models.CASCADE, related_name="marks")
    level = models.CharField(max_length=4, choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rotation", "tag"], name="tracker_exposuremark_once"),
        ]

    def __str__(self):
        return f"{self.tag_id} on {self.rotation_id}"
