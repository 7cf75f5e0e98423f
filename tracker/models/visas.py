"""Visa information lines: what a rule says, who says so, and when it was read. Never advice."""

from django.db import models
from django.db.models import Q


class VisaLine(models.Model):
    """One line of information. `applies_to` empty: to everybody."""

    class AppliesTo(models.TextChoices):
        STUDENT = "student", "Students"
        GRADUATE = "graduate", "Graduates"

    class Trust(models.TextChoices):
        OFFICIAL = "official", "An official page"
        USUAL = "usual", "Usually; not official"

    visa = models.CharField(max_length=60, help_text="As the field says it: B-1, J-1 Research Scholar.")
    applies_to = models.CharField(max_length=8, choices=AppliesTo, blank=True)
    is_about_hands_on = models.BooleanField(
        "about hands-on work", default=False, help_text="Shown beside hands-on rotations on the timeline."
    )
    words = models.TextField(max_length=500)
    source = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    read_on = models.DateField("as of")
    trust = models.CharField(max_length=8, choices=Trust, default=Trust.USUAL)
    place = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="tracker_visaline_has_source")]

    def __str__(self):
        return f"{self.visa}: {self.words[:60]}"
