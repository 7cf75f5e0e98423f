"""Files brought in: where each stands, and what is remembered for the next one."""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.owned import OwnedModel

# How long an import can be undone, and a file waits to be finished (product.md, Imports).
UNDO_FOR = datetime.timedelta(hours=24)


class ImportBatch(OwnedModel):
    """One file. Its rows lie beside the database under a random name until it is finished or given up.

    No words of the file stand in these columns but its headers and what the owner answered: `flagged`
    holds row numbers only. `undoing` is what Undo needs; it is emptied when its 24 hours are over.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", "Choose the columns"
        CHECKING = "checking", "Being checked"
        READY = "ready", "Checked, nothing added yet"
        COMMITTED = "committed", "Added"
        UNDONE = "undone", "Undone"

    kind = models.CharField(max_length=20, editable=False)
    name = models.CharField("file name", max_length=150, editable=False)
    stored_as = models.CharField(max_length=40, blank=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.MAPPING, editable=False)
    row_count = models.PositiveIntegerField(editable=False)
    checked = models.PositiveIntegerField(default=0, editable=False)
    mapping = models.JSONField(default=dict, editable=False)
    options = models.JSONField(default=dict, editable=False)
    flagged = models.JSONField(default=list, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    undoing = models.JSONField(default=dict, editable=False)
    committed_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["mapping", "checking", "ready"], committed_at=None)
                | models.Q(state__in=["committed", "undone"], committed_at__isnull=False),
                name="tracker_importbatch_committed_once",
            ),
        ]
        indexes = [models.Index(fields=["owner", "created_at"], name="tracker_importbatch_recent")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        if self.state == self.State.MAPPING:
            return reverse("tracker:import-columns", args=[self.pk])
        return reverse("tracker:import-show", args=[self.pk])

    @property
    def is_open(self):
        return self.committed_at is None

    def can_undo(self, now):
        return self.state == self.State.COMMITTED and now < self.committed_at + UNDO_FOR

    @property
    def undo_until(self):
        return self.committed_at + UNDO_FOR if self.committed_at else None


class ImportMemory(models.Model):
    """How a person's columns and words were understood last time, per kind of record.

    `columns` is {folded header: key}, `words` {key: {folded word: value}}.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_memories")
    kind = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="tracker_importmemory_once"),
        ]

    def __str__(self):
        return self.kind
