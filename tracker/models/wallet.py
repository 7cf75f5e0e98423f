"""The document wallet: what a hospital asks for before the first day, and when it runs out."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.owned import OwnedModel
from accounts.pdfs import UploadedPdf


class Document(OwnedModel):
    """One paper with its dates. The list of kinds is what hospitals and agencies ask for (domain.md §4)."""

    class Kind(models.TextChoices):
        TB = "tb", "TB test"
        TITERS = "titers", "Titers and vaccinations"
        FLU = "flu", "Flu shot"
        BLS = "bls", "BLS"
        ACLS = "acls", "ACLS"
        HIPAA = "hipaa", "HIPAA training"
        OSHA = "osha", "OSHA training"
        INSURANCE = "insurance", "Health insurance"
        MALPRACTICE = "malpractice", "Malpractice insurance"
        VISA = "visa", "Visa"
        PASSPORT = "passport", "Passport"
        ECFMG = "ecfmg", "ECFMG certificate"
        BACKGROUND = "background", "Background check"
        PHOTO = "photo", "Photo"
        OTHER = "other", "Something else"

    kind = models.CharField("what it is", max_length=12, choices=Kind)
    title = models.CharField("name on it", max_length=80, blank=True)
    issued_on = models.DateField("issued", null=True, blank=True)
    expires_on = models.DateField("runs out", null=True, blank=True)

    class Meta:
        ordering = [F("expires_on").asc(nulls_last=True), "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="tracker_document_expires_after_issue",
            ),
        ]
        indexes = [models.Index(fields=["owner", "expires_on"], name="tracker_document_by_expiry")]

    def __str__(self):
        return self.title or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("tracker:document-list")


class DocumentFile(UploadedPdf):
    """The paper itself. A document has one at most; one that was replaced can be brought back for 30 days."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(deleted_at=None), name="tracker_documentfile_one_living"
            ),
        ]

    def get_absolute_url(self):
        return reverse("tracker:document-edit", args=[self.document_id])
