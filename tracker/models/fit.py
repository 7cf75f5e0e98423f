"""After a rotation: how the specialty fits, in five ratings and a sentence."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.owned import OwnedModel
from tracker.models.guarded import GuardedTextField
from tracker.models.rotations import Rotation

RATINGS = ("work", "medicine", "people", "hours", "future")
LONGEST_SENTENCE = 300


def _rating(words):
    return models.PositiveSmallIntegerField(words, validators=[MinValueValidator(1), MaxValueValidator(5)])


class FitRating(OwnedModel):
    """What one rotation said about its specialty. One for each rotation."""

    rotation = models.OneToOneField(Rotation, models.CASCADE, related_name="fit")
    work = _rating("the daily work")
    medicine = _rating("the medicine itself")
    people = _rating("the people in it")
    hours = _rating("the hours and the life around them")
    future = _rating("myself in it in ten years")
    sentence = GuardedTextField("in one sentence", max_length=LONGEST_SENTENCE, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}), name=f"tracker_fitrating_{name}_1_to_5"
            )
            for name in RATINGS
        ]

    def __str__(self):
        return f"Fit of {self.rotation_id}"

    def get_absolute_url(self):
        return reverse("tracker:fit-list")
