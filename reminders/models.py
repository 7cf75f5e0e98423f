"""What is due (Reminder) and what leaves by email (Mail, the outbox). The rows are the queue.

The rules that keep a mail from being lost or sent twice are constraints here; reminders.engine
only ever changes a state by a guarded update whose row count it looks at (reliability.md §8).
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from reminders.literals import Literal


def new_public_id():
    """128 random bits in 22 letters: a name for a row that may leave the house."""
    return secrets.token_urlsafe(16)


class ReminderQuerySet(models.QuerySet):
    def for_owner(self, user):
        return self.filter(owner=user)

    def open(self):
        return self.filter(state=Literal("open"))

    def due(self, now):
        """Open, its moment has come, and not put off."""
        return self.open().filter(shows_at__lte=now)

    def unannounced(self):
        """No mail has listed it yet, or it was put off since."""
        return self.filter(notified_at=None)


class Reminder(models.Model):
    """One thing its owner should do, due at a moment. Kept by services.refresh from the sources."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        CLOSED = "closed", "No longer needed"

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    key = models.CharField(max_length=190)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True, blank=True)
    # The day it was put off to, as chosen: the moment is worked out anew when its owner moves.
    back_on = models.DateField(null=True, editable=False)
    # Told again this often until it is finished, where its owner asked for that.
    nag_days = models.PositiveSmallIntegerField(null=True, editable=False)
    # The later of the two: when it shows. The database keeps it, so it cannot drift.
    shows_at = models.GeneratedField(
        expression=Case(When(snoozed_until__gt=F("due_at"), then=F("snoozed_until")), default=F("due_at")),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    path = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=list, blank=True)
    draft = models.TextField(blank=True)
    history = models.JSONField(default=list, blank=True)
    names = models.JSONField(default=list, blank=True)
    icon = models.CharField(max_length=30, default="mail")
    is_alone = models.BooleanField(default=False)
    # When the engine should look whether it leaves as a mail of its own; empty once it has looked.
    alone_at = models.DateTimeField(null=True, editable=False)
    # How often it was put off or moved to a later day: each time it may be mailed once more.
    cycle = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    notified_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["shows_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="reminders_reminder_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "stopped", "closed"]),
                name="reminders_reminder_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_at=None)
                | (~Q(state="open") & Q(finished_at__isnull=False)),
                name="reminders_reminder_finished_at",
            ),
            models.CheckConstraint(
                condition=Q(nag_days=None) | Q(nag_days__gte=1), name="reminders_reminder_nag_days"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "shows_at"], condition=Q(state="open"), name="reminders_reminder_open"
            ),
            models.Index(
                fields=["alone_at"],
                condition=Q(alone_at__isnull=False, state="open"),
                name="reminders_reminder_alone",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.state == self.State.OPEN


class StoppedKind(models.Model):
    """An owner wants no more reminders of this kind."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    kind = models.CharField(max_length=60)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="reminders_stoppedkind_once"),
        ]

    def __str__(self):
        return self.kind


WAITING = ("scheduled", "retry")
FINAL = ("sent", "failed", "uncertain", "cancelled", "suppressed", "skipped")


class Mail(models.Model):
    """The outbox: one row per email. Written in the transaction of what it tells of; sent by the engine."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "Digest"
        REMINDER = "reminder", "Reminder"
        ACCOUNT = "account", "Account"
        TEST = "test", "Test"

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        LEASED = "leased", "Being sent"
        RETRY = "retry", "Waiting to try again"
        SENT = "sent", "Sent"
        FAILED = "failed", "Refused"
        UNCERTAIN = "uncertain", "Perhaps sent"
        CANCELLED = "cancelled", "Cancelled"
        SUPPRESSED = "suppressed", "Address does not take mail"
        SKIPPED = "skipped", "Nothing left to say"

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails")
    to_address = models.CharField(max_length=254, blank=True)
    key = models.CharField(max_length=240, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    reminder = models.ForeignKey(Reminder, models.SET_NULL, null=True, related_name="mails")
    local_date = models.DateField(null=True, help_text="The owner's calendar day this mail belongs to.")
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)

    due_at = models.DateTimeField(help_text="First due. Never rewritten.")
    run_at = models.DateTimeField(help_text="Next attempt not before this.")
    expires_at = models.DateTimeField(help_text="From here on it says nothing useful.")
    attempts = models.PositiveSmallIntegerField(default=0)
    ambiguous = models.PositiveSmallIntegerField(
        default=0, help_text="1 once a server fell silent after it had been given the text."
    )
    lease_token = models.CharField(max_length=22, null=True)
    lease_until = models.DateTimeField(null=True)
    wire_at = models.DateTimeField(
        null=True, help_text="Set and committed before the first byte of text leaves."
    )
    worker = models.CharField(max_length=60, blank=True)
    # Made with the row (reminders.outbox), so that a second attempt is the same message.
    message_id = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField(null=True)
    last_class = models.CharField(max_length=12, blank=True)
    last_code = models.CharField(max_length=16, blank=True)
    last_error = models.CharField(max_length=200, blank=True, help_text="No addresses, no texts.")
    finished_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Account mail only, and only until it is final: everything else is written when it leaves.
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["leased", *WAITING, *FINAL]), name="reminders_mail_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="leased", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="leased") & Q(lease_token=None, lease_until=None)),
                name="reminders_mail_leased_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="reminders_mail_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, finished_at__isnull=False)
                | (~Q(state__in=FINAL) & Q(finished_at=None)),
                name="reminders_mail_final_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(to_address=""), name="reminders_mail_addressed"
            ),
            models.CheckConstraint(
                condition=Q(kind="account") | Q(subject="", text="", html="", owner__isnull=False),
                name="reminders_mail_text_of_account_only",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FINAL) | Q(subject="", text="", html=""),
                name="reminders_mail_final_is_emptied",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["digest", "reminder"]) | Q(local_date__isnull=False),
                name="reminders_mail_has_local_date",
            ),
            models.CheckConstraint(condition=Q(ambiguous__lte=1), name="reminders_mail_ambiguous_once"),
            models.CheckConstraint(
                condition=~Q(state="failed") | Q(ambiguous=0), name="reminders_mail_failed_was_never_taken"
            ),
            models.UniqueConstraint(
                fields=["owner", "local_date"],
                condition=Q(kind="digest"),
                name="reminders_mail_one_digest_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_at", "id"], condition=Q(state__in=WAITING), name="reminders_mail_waiting"
            ),
            models.Index(
                fields=["run_at", "id"],
                condition=Q(state__in=WAITING, kind="account"),
                name="reminders_mail_waiting_account",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="leased"), name="reminders_mail_leased"),
            models.Index(
                fields=["finished_at"],
                condition=Q(state__in=["failed", "uncertain"]),
                name="reminders_mail_trouble",
            ),
            models.Index(fields=["owner", "local_date"], name="reminders_mail_owner_day"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"  # the key is one long word, too wide for a phone


class Suppression(models.Model):
    """An address that takes no mail, kept as a keyed hash only."""

    email_hmac = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField()

    def __str__(self):
        return self.email_hmac[:12]


class Budget(models.Model):
    """How many mails were let out in an hour, where REMINDER_MAILS_AN_HOUR sets a limit."""

    hour = models.DateTimeField(primary_key=True)
    taken = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.taken} from {self.hour}"


class MailEvent(models.Model):
    """What came back after a mail had left: one row per report, however often it is told. Never changed."""

    class Kind(models.TextChoices):
        DEAD = "dead", "The address does not take mail"
        SOFT = "soft", "It came back this once"
        COMPLAINT = "complaint", "Called spam"

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="events")
    source = models.CharField(max_length=20, help_text="report, or the provider that told of it.")
    event_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=9, choices=Kind)
    code = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_key"], name="reminders_mailevent_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["dead", "soft", "complaint"]), name="reminders_mailevent_known_kind"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.code}".strip()


class Transport(models.Model):
    """How the mail server is doing. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fails = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "transport"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="reminders_transport_one_row")]

    def __str__(self):
        return "Mail server"


class Instance(models.Model):
    """This copy of Wardbook: when the engine last looked, and whether it may send. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=22, default=new_public_id, editable=False)
    is_held = models.BooleanField("hold all mail", default=False)
    held_at = models.DateTimeField(null=True, editable=False)
    ticked_at = models.DateTimeField(null=True, editable=False)
    ticked_by = models.CharField(max_length=60, blank=True, editable=False)
    # Where this row lives and how often it was written: a row from a backup tells on itself
    # (docs/decisions/0005-hold-after-restore.md).
    home = models.CharField(max_length=80, blank=True, editable=False)
    beats = models.PositiveBigIntegerField(default=0, editable=False)
    # Set when it was found to come from a backup: the last moment the backup knew of, and when we saw it.
    restored_to = models.DateTimeField(null=True, editable=False)
    restored_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "instance"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="reminders_instance_one_row")]

    def __str__(self):
        return "This instance"
