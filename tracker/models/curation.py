"""What curators decide about: proposed changes, merges, imports; and the history of every change."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tracker.models.people import Attending

UNDO_MERGE = datetime.timedelta(days=30)
LONGEST_REASON = 300


class ProposedChange(models.Model):
    """What somebody would change on a verified record. `changes` is {field: [before, after]}."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for a curator"
        APPROVED = "approved", "Taken over"
        REJECTED = "rejected", "Not taken over"
        WITHDRAWN = "withdrawn", "Withdrawn"

    attending = models.ForeignKey(Attending, models.CASCADE, related_name="proposals")
    # Null when an import of a curator made it.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="proposed_changes"
    )
    changes = models.JSONField(default=dict)
    note = models.CharField("how you know", max_length=LONGEST_REASON, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="tracker_proposedchange_decided_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"], condition=Q(state="open"), name="tracker_proposedchange_open"
            )
        ]

    def __str__(self):
        return f"Change {self.pk}"


class DirectoryChange(models.Model):
    """One change of a shared record: who, what, when, before and after. Written once, never changed."""

    class Action(models.TextChoices):
        CREATED = "created", "Made"
        CHANGED = "changed", "Changed"
        VERIFIED = "verified", "Checked"
        DECLINED = "declined", "Left private"
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Merge undone"
        PROPOSAL = "proposal", "Proposal taken over"
        IMPORTED = "imported", "Imported"
        REMOVED = "removed", "Removed"

    kind = models.CharField(max_length=30)
    record = models.BigIntegerField()
    label = models.CharField(max_length=200)
    action = models.CharField(max_length=9, choices=Action)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "record"], name="tracker_directorychange_of")]

    def __str__(self):
        return f"{self.get_action_display()}: {self.label}"


class DirectoryNotice(models.Model):
    """What a curator decided about somebody's record or proposal, told to them in the app until read."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_notices")
    words = models.CharField(max_length=600)
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["owner"], condition=Q(seen_at=None), name="tracker_directorynotice_unseen")
        ]

    def __str__(self):
        return f"Notice {self.pk}"


class MergeRecord(models.Model):
    """One merge: everything needed to undo it exactly for 30 days.

    Ids stand here as numbers, not as keys: a record of what happened moves with nothing.
    """

    kind = models.CharField(max_length=30)
    survivor = models.BigIntegerField(db_index=True)
    losers = models.JSONField()
    labels = models.JSONField(default=dict)  # {id: name at that time}
    snapshots = models.JSONField()  # {loser id: every column before}
    steps = models.JSONField()  # what was moved and folded, in order (tracker.merge_graph)
    before = models.JSONField()  # the survivor's columns the merge wrote
    after = models.JSONField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # What an undo left alone because somebody had changed it since, in sentences.
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"Merge {self.pk}"

    def get_absolute_url(self):
        return reverse("desk:merge-show", args=[self.pk])

    @property
    def undo_until(self):
        return self.created_at + UNDO_MERGE

    @property
    def survivor_label(self):
        return self.labels.get(str(self.survivor), "")

    @property
    def loser_labels(self):
        return [self.labels.get(str(pk), str(pk)) for pk in self.losers]


class MentorImport(models.Model):
    """A spreadsheet of mentors: read, looked through, brought in, undone."""

    class State(models.TextChoices):
        READ = "read", "Not brought in yet"
        WRITING = "writing", "Being brought in"
        DONE = "done", "Brought in"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    headers = models.JSONField()
    rows = models.JSONField()
    row_numbers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)  # {our field: number of the column}
    state = models.CharField(max_length=7, choices=State, default=State.READ)
    is_verified = models.BooleanField(default=False)
    # How far each of the three has come, in rows of the file (the last in records it made).
    row_count = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    looking = models.JSONField(default=dict)  # what the rows looked at would do (tracker.mentor_import)
    made = models.JSONField(default=dict)  # {"attending": [ids], "institution": [ids], "proposal": [ids]}
    left = models.JSONField(default=list)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("desk:import-show", args=[self.pk])

    @property
    def numbers(self):
        """The number of each row in its file; counted from 2 where a file was kept without."""
        return self.row_numbers or range(2, len(self.rows) + 2)
