"""What belongs to a rotation besides its days: costs, the permission, goals, the checklist, feedback."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts import spoken
from accounts.models import Specialty
from accounts.owned import OwnedModel
from accounts.pdfs import UploadedPdf
from tracker.models.examples import Example
from tracker.models.guarded import GuardedTextField
from tracker.models.people import Attending
from tracker.models.rotations import Rotation

MOST_DOLLARS = Decimal("999999.99")
MOST_STEPS = 999


class CostLine(OwnedModel):
    """One thing a rotation cost, in US dollars."""

    class Kind(models.TextChoices):
        FEE = "fee", "Fee"
        TRAVEL = "travel", "Travel"
        HOUSING = "housing", "Housing"
        INSURANCE = "insurance", "Insurance"
        OTHER = "other", "Other"

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="costs")
    kind = models.CharField("for", max_length=9, choices=Kind, default=Kind.FEE)
    amount = models.DecimalField("US dollars", max_digits=8, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=MOST_DOLLARS), name="tracker_costline_amount_possible"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.amount_words}"

    def get_absolute_url(self):
        return reverse("tracker:cost-list", args=[self.rotation_id])

    @property
    def amount_words(self):
        return dollars(self.amount)


def dollars(amount) -> str:
    """As "$1,200" or "$89.50"."""
    return f"${amount:,.2f}".removesuffix(".00")


class PermissionDocument(UploadedPdf):
    """The written permission of a rotation: offer, agreement, approval."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="permissions")

    class Meta:
        ordering = ["pk"]

    def get_absolute_url(self):
        return reverse("tracker:permission-list", args=[self.rotation_id])


class Goal(OwnedModel):
    """Something to have done by the end of a rotation, counted where it can be. Never a patient."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="goals")
    text = GuardedTextField("goal", max_length=200)
    target = models.PositiveSmallIntegerField(
        "how many", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_STEPS)]
    )
    unit = models.CharField("of what", max_length=30, blank=True)
    progress = models.PositiveSmallIntegerField("so far", default=0, editable=False)
    done_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gte=1, target__lte=MOST_STEPS),
                name="tracker_goal_target_possible",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=MOST_STEPS), name="tracker_goal_progress_possible"
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("tracker:goal-list", args=[self.rotation_id])

    @property
    def state(self):
        """done, begun or waiting: which mark stands before it."""
        if self.done_on:
            return "done"
        return "begun" if self.progress else "waiting"

    @property
    def progress_words(self):
        """ "2 of 5 cases", "2 so far", "Not started". A finished one is told by its date instead."""
        unit = f" {self.unit}" if self.unit else ""
        if not self.progress:
            return "Not started"
        if self.target:
            return f"{self.progress} of {self.target}{unit}"
        return f"{self.progress}{unit} so far"


class ChecklistTemplate(models.Model):
    """What to settle before a rotation starts. Admin data: one list for all, or one of a specialty's own."""

    specialty = models.OneToOneField(
        Specialty,
        models.CASCADE,
        null=True,
        blank=True,
        help_text="Leave empty for the list of every specialty that has none of its own.",
    )

    class Meta:
        ordering = [F("specialty__name").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                Coalesce(F("specialty"), Value(0)),
                name="tracker_checklisttemplate_once",
                violation_error_message="There is a list for this already. Change that one.",
            ),
        ]

    def __str__(self):
        return f"Before you start: {self.specialty or 'every specialty'}"


class ChecklistStep(models.Model):
    """One line of a template, in its order."""

    template = models.ForeignKey(ChecklistTemplate, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class ChecklistItem(OwnedModel):
    """A line of one rotation's checklist: the person's own, or a template's step once they touched it.

    A step nobody touched has no row: what an administrator changes in a template reaches every rotation
    until it is ticked there. A deleted row with a step hides that step.
    """

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="checklist")
    step = models.ForeignKey(ChecklistStep, models.SET_NULL, null=True, blank=True, editable=False)
    text = models.CharField("what to settle", max_length=200)
    done_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "step"], name="tracker_checklistitem_step_once"),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("tracker:checklist-show", args=[self.rotation_id])


class Feedback(OwnedModel):
    """What an attending said when asked, and what the person changed. Never a patient."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="feedback")
    attending = models.ForeignKey(
        Attending, models.SET_NULL, null=True, blank=True, verbose_name="who said it"
    )
    asked_on = models.DateField("when you asked")
    heard = GuardedTextField("what you heard", max_length=2000)
    changed = GuardedTextField("what you changed", max_length=2000, blank=True)
    changed_on = models.DateField("since when", null=True, blank=True)
    # the example of growth it became (tracker.growth)
    example = models.OneToOneField(
        Example, models.SET_NULL, null=True, editable=False, related_name="feedback"
    )

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(changed_on__isnull=True) | Q(changed_on__gte=F("asked_on")),
                name="tracker_feedback_changed_after_asked",
            ),
        ]

    def __str__(self):
        return f"Feedback of {spoken.short_day(self.asked_on)}"

    def get_absolute_url(self):
        return f"{self.rotation.get_absolute_url()}#feedback"
