"""Log by mail: where the user's copies go, which Message-IDs belong to a thread, what waits to be filed."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.owned import OwnedModel
from outreach.models.contacts import LONGEST_NOTE
from outreach.models.threads import Thread

LONGEST_ID = 250


def new_token():
    """The part before the @: nobody can guess it, and nothing in it says whose it is."""
    return secrets.token_hex(10)


class MailAddress(models.Model):
    """The private address of one user. A new token makes the old address unknown."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_address"
    )
    token = models.CharField(max_length=32, unique=True, default=new_token)

    def __str__(self):
        return f"Address of {self.owner_id}"

    @property
    def address(self):
        return f"{self.token}@{settings.INBOUND_DOMAIN}"


class MessageId(models.Model):
    """A Message-ID of a mail the user sent in this thread: answers name it."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="message_ids")
    value = models.CharField(max_length=LONGEST_ID, db_index=True)
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "value"], name="outreach_messageid_once_a_thread"),
        ]

    def __str__(self):
        return f"Message-ID of thread {self.thread_id}"


class Inbound(OwnedModel):
    """One mail that came to the private address, filed or waiting for the user's word."""

    class Kind(models.TextChoices):
        SENT = "sent", "You wrote"
        REPLY = "reply", "A reply"
        AUTO = "auto", "An automatic reply"
        DELAY = "delay", "A delay notice"
        BOUNCE = "bounce", "The address did not work"
        INVITATION = "invitation", "A calendar invitation"

    class State(models.TextChoices):
        ASKING = "asking", "Waits for you"
        FILED = "filed", "Filed"
        DISMISSED = "dismissed", "Not outreach"

    # Of the sender, or a fingerprint where the mail has none: the same mail twice is one.
    message_id = models.CharField(max_length=LONGEST_ID)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ASKING)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField()
    back_on = models.DateField(null=True, blank=True)
    call_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, blank=True, related_name="inbound")
    candidates = models.JSONField(default=list)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "mail received"
        verbose_name_plural = "mails received"
        constraints = [
            models.UniqueConstraint(fields=["owner", "message_id"], name="outreach_inbound_once"),
            models.CheckConstraint(condition=~Q(message_id=""), name="outreach_inbound_has_an_id"),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="outreach_inbound_by_state")]

    def __str__(self):
        return f"Mail {self.pk}"
