"""CV versions: the PDFs a person attaches, each with a name only they see."""

from django.db import models

from accounts.pdfs import UploadedPdf


class Cv(UploadedPdf):
    """One version of the CV. `label` tells versions apart; `name` is the file the recipient sees."""

    label = models.CharField("what you call it", max_length=80)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "CV"
        verbose_name_plural = "CVs"

    def __str__(self):
        return self.label
