"""A draft supplied at the writer's request, in versions; and, only where nothing is waived, the letter."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from accounts.pdfs import UploadedPdf
from letters.models.letters import Letter
from tracker.models.guarded import GuardedTextField

LONGEST_DRAFT = 8000


class DraftVersion(models.Model):
    """One version of the draft. Saving again makes the next one; none is overwritten."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    text = GuardedTextField("draft", max_length=LONGEST_DRAFT)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="letters_draftversion_once"),
        ]

    def __str__(self):
        return f"Version {self.number}"

    def get_absolute_url(self):
        return reverse("letters:draft-show", args=[self.letter_id])


class FinalLetter(UploadedPdf):
    """The letter itself, which only exists here when the right to view it is not waived (domain.md §2)."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="final")

    def save(self, *args, **kwargs):
        """The last guard, for whoever comes past the service."""
        if Letter.objects.filter(pk=self.letter_id, is_waived=False).count() != 1:
            raise ValidationError("A waived letter is never kept here.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.letter.get_absolute_url()
