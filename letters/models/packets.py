"""The packet: one page for the attending behind a private link, and what they answer on it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.pdfs import UploadedPdf
from letters.models.letters import Letter
from tracker.models import Cv, Example
from tracker.models.guarded import GuardedTextField

LONGEST_NOTE = 1000


class Statement(UploadedPdf):
    """A version of the personal statement. The latest is offered first; CVs are kept by the tracker."""

    class Meta:
        ordering = ["-created_at", "-pk"]

    def get_absolute_url(self):
        return reverse("letters:statement-list")


class Packet(models.Model):
    """What the attending reads. Owned through its letter."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="packet")
    note = GuardedTextField("a few words to them", max_length=LONGEST_NOTE, blank=True)
    examples = models.ManyToManyField(Example, blank=True, related_name="packets")
    cv = models.ForeignKey(Cv, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="CV")
    statement = models.ForeignKey(
        Statement, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="personal statement"
    )
    shows_email = models.BooleanField("show my email address", default=False)

    def __str__(self):
        return f"Packet {self.pk}"

    def get_absolute_url(self):
        return reverse("letters:packet-show", args=[self.letter_id])


class PacketLink(models.Model):
    """One private link. Only the hash of its token is kept; whoever has the link reads the packet."""

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["packet"], condition=Q(revoked_at=None), name="letters_packetlink_one_live"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="letters_packetlink_expires_later"
            ),
        ]

    def __str__(self):
        return f"Packet link {self.pk}"

    def is_live(self, now):
        return self.revoked_at is None and now < self.expires_at


class PacketAnswer(models.Model):
    """What the attending said on the packet page, in order; the same answer twice in a row is one."""

    class Kind(models.TextChoices):
        HAPPY = "happy", "Happy to write"
        UNTIL = "until", "I need until a later day"
        RATHER_NOT = "rather_not", "I’d rather not"
        UPLOADED = "uploaded", "It is uploaded"

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="until", until__isnull=False) | (~Q(kind="until") & Q(until=None)),
                name="letters_packetanswer_until_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.kind} on {self.on}"
