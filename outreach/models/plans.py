"""How one person wants their follow-ups spaced."""

from django.conf import settings
from django.db import models

from outreach.models.threads import are_gaps, default_gaps
from outreach.sequence import DEFAULT_GAPS


class FollowUpPlan(models.Model):
    """The gaps of every new thread of its owner; without a row they are the default."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follow_up_plan", primary_key=True
    )
    gaps = models.JSONField(default=default_gaps, validators=[are_gaps])

    def __str__(self):
        return f"{len(self.gaps)} follow-ups"


def gaps_of(owner) -> list[int]:
    """Days before each follow-up of a new thread, in order; one statement."""
    found = FollowUpPlan.objects.filter(owner=owner).values_list("gaps", flat=True).first()
    return list(DEFAULT_GAPS) if found is None else found
