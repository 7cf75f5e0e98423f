"""What a person keeps about an attending for themselves: notes, rating, closeness, when they last spoke."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.owned import OwnedModel
from tracker.models.people import Attending


class PersonNote(models.Model):
    """One person's private view of one attending. Nobody else reads it, and a merge carries it along."""

    class Closeness(models.TextChoices):
        NONE = "", "Do not remind me"
        CONTACT = "contact", "A contact: every 120 days"
        MENTOR = "mentor", "A mentor: every 60 days"
        ADVOCATE = "advocate", "An advocate: every 30 days"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="person_notes")
    attending = models.ForeignKey(Attending, models.CASCADE, related_name="person_notes")
    notes = models.TextField("private notes", max_length=5000, blank=True)
    rating = models.PositiveSmallIntegerField(
        "how well we work together",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    is_advocate = models.BooleanField("speaks up for me", default=False)
    closeness = models.CharField("keep in touch", max_length=8, choices=Closeness, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "attending"], name="tracker_personnote_once"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5),
                name="tracker_personnote_rating_one_to_five",
            ),
        ]

    def __str__(self):
        return f"Note {self.pk}"


class Catchup(OwnedModel):
    """One time the owner and an attending were in contact, outside a log entry or a thread."""

    class Way(models.TextChoices):
        EMAIL = "email", "Email"
        CALL = "call", "Call"
        MET = "met", "In person"
        MESSAGE = "message", "Message"

    attending = models.ForeignKey(Attending, models.CASCADE, related_name="catchups")
    on = models.DateField("day")
    way = models.CharField("how", max_length=7, choices=Way, default=Way.EMAIL)
    about = models.CharField("what about", max_length=200, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["owner", "on"], name="tracker_catchup_by_day")]

    def __str__(self):
        return f"{self.get_way_display()} on {self.on}"

    def get_absolute_url(self):
        return self.attending.get_absolute_url()
