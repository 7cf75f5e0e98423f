"""The programs letters are assigned to. ERAS takes at most four letters each (domain.md §2)."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse

from accounts.models import Specialty
from accounts.owned import OwnedModel
from letters.models.letters import Letter
from letters.states import MOST_PER_PROGRAM


class TargetProgram(OwnedModel):
    """A residency program the person applies to in one season."""

    name = models.CharField("program", max_length=150)
    specialty = models.ForeignKey(Specialty, models.SET_NULL, null=True, blank=True)
    match_year = models.PositiveSmallIntegerField("season", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("owner"),
                Lower("name"),
                Coalesce(F("specialty"), Value(0)),
                Coalesce(F("match_year"), Value(0)),
                condition=Q(deleted_at=None),
                name="letters_targetprogram_once",
                violation_error_message="This program is on your list already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="letters_targetprogram_named"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("letters:portfolio-show")


class Assignment(models.Model):
    """A letter assigned to a program. `slot` is one of the program's four places; empty when the letter
    is out or deleted, so that its place is free."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="assignments")
    program = models.ForeignKey(TargetProgram, models.CASCADE, related_name="assignments")
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "program"], name="letters_assignment_once"),
            # two constraints together: a fifth letter finds no slot
            models.UniqueConstraint(fields=["program", "slot"], name="letters_assignment_one_per_slot"),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | Q(slot__gte=1, slot__lte=MOST_PER_PROGRAM),
                name="letters_assignment_at_most_four",
            ),
        ]

    def __str__(self):
        return f"{self.letter_id} to {self.program_id}"
