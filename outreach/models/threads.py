"""Threads: one cold approach to a contact, and the touches in it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts import addresses
from accounts.owned import OwnedModel
from outreach.models.contacts import LONGEST_NOTE, Contact
from outreach.sequence import DEFAULT_GAPS, MOST_FOLLOW_UPS, EndedBy, Sequence, check_gaps
from tracker.models import Rotation

FOLLOW_UP = "outreach.follow-up"


def default_gaps():
    return list(DEFAULT_GAPS)


def are_gaps(value):
    """Validator: one to three follow-ups, each a day or more after the mail before it."""
    try:
        check_gaps(tuple(value))
    except (TypeError, ValueError):
        raise ValidationError(
            "At most three follow-ups, each at least one day after the last mail."
        ) from None


class Thread(OwnedModel):
    """One conversation with a contact, from the plan to write until it is placed or closed.

    How the follow-ups stand is `sequence()`, computed from the touches; the columns here hold only
    what the user decided about it: a pause, a move, a skip, the end.
    """

    class State(models.TextChoices):
        TO_WRITE = "to_write", "To write"
        WAITING = "waiting", "Waiting"
        REPLIED = "replied", "Replied"
        CALL = "call", "Call"
        PLACED = "placed", "Placed"
        CLOSED = "closed", "Closed"

    class End(models.TextChoices):
        REPLY = EndedBy.REPLY.value, "They replied"
        STOPPED = EndedBy.STOPPED.value, "You stopped it"
        BOUNCE = EndedBy.BOUNCE.value, "The address did not work"
        SILENCE = EndedBy.SILENCE.value, "No reply"

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="threads")
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.TO_WRITE, editable=False)
    gaps = models.JSONField(default=default_gaps, validators=[are_gaps], editable=False)
    skipped = models.JSONField(default=list, blank=True, editable=False)
    not_before = models.DateField(null=True, blank=True, editable=False)
    not_before_because = models.CharField(max_length=100, blank=True, editable=False)
    paused_on = models.DateField(null=True, blank=True, editable=False)
    paused_until = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    ended_by = models.CharField(max_length=10, choices=End, blank=True, editable=False)
    call_at = models.DateTimeField(null=True, blank=True, editable=False)
    # "Write again in January": the day the user wants to hear of this person again.
    again_on = models.DateField(null=True, blank=True, editable=False)
    # What came of it. Made once by "They said yes"; the rotation has a life of its own.
    rotation = models.ForeignKey(
        Rotation, models.SET_NULL, null=True, blank=True, editable=False, related_name="outreach_threads"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["to_write", "waiting"], ended_on=None, ended_by="")
                | Q(state__in=["replied", "call", "placed"], ended_on__isnull=False, ended_by="reply")
                | Q(
                    state="closed",
                    ended_on__isnull=False,
                    ended_by__in=["reply", "stopped", "bounce", "silence"],
                ),
                name="outreach_thread_state_fits_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="call") | Q(call_at__isnull=False), name="outreach_thread_call_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_on__isnull=False, paused_until__gt=F("paused_on")),
                name="outreach_thread_pause_in_order",
            ),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="outreach_thread_by_state")]

    def __str__(self):
        return f"Thread {self.pk}"

    def get_absolute_url(self):
        return addresses.record("outreach:thread-show", self.pk)

    def follow_up_key(self, number: int) -> str:
        """The key of the reminder for that follow-up, unique for its owner."""
        return f"{FOLLOW_UP}:{self.pk}:{number}"

    def sends(self):
        """The first mail and every follow-up really sent, oldest first."""
        sends = [touch for touch in self.touches.all() if touch.kind in Touch.SENDS]
        return sorted(sends, key=lambda touch: touch.number)

    def sequence(self) -> Sequence | None:
        """The pure sequence of these rows; None before the first mail is sent."""
        sends = self.sends()
        if not sends:
            return None
        return Sequence(
            sent=tuple(touch.on for touch in sends),
            zone=self.contact.zone,
            gaps=tuple(self.gaps),
            skipped=frozenset(self.skipped),
            not_before=self.not_before,
            not_before_because=self.not_before_because,
            paused_on=self.paused_on,
            paused_until=self.paused_until,
            ended_on=self.ended_on,
            ended_by=EndedBy(self.ended_by) if self.ended_by else None,
        )


class Answer(models.TextChoices):
    """What came back (product.md "Replies"). The first six come from a person and end the sequence."""

    ANSWERED = "answered", "They replied"
    YES = "yes", "Yes"
    CALL = "call", "Yes to a call"
    LATER = "later", "Maybe later"
    FULL = "full", "No place now"
    NO = "no", "No"
    AUTO = "auto", "An automatic reply"
    BOUNCED = "bounced", "The address did not work"


ANSWERED = {
    Answer.ANSWERED: "They replied",
    Answer.YES: "They said yes",
    Answer.CALL: "They said yes to a call",
    Answer.LATER: "They said maybe later",
    Answer.FULL: "They have no place now",
    Answer.NO: "They said no",
    Answer.AUTO: "An automatic reply came",
    Answer.BOUNCED: "The address did not work",
}


class Touch(models.Model):
    """One thing that happened in a thread, on a day of the recipient's calendar. Owned through the thread."""

    class Kind(models.TextChoices):
        SENT = "sent", "You wrote"
        FOLLOW_UP = "follow_up", "You followed up"
        REPLY = "reply", "They replied"
        CALL = "call", "Call"
        PLACED = "placed", "Placed"
        THANKS = "thanks", "You said thank you"
        NOTE = "note", "Note"

    SENDS = (Kind.SENT, Kind.FOLLOW_UP)

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="touches")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    # 0 for the first mail, 1 to 3 for the follow-ups, nothing for the rest.
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    body = models.TextField(max_length=LONGEST_NOTE, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "created_at", "pk"]
        verbose_name_plural = "touches"
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "kind", "number"],
                condition=Q(kind__in=["sent", "follow_up"]),
                name="outreach_touch_sent_once",
            ),
            models.CheckConstraint(
                # said twice, because a CHECK lets what is unknown (null) pass
                condition=Q(kind="sent", number=0, number__isnull=False)
                | Q(
                    kind="follow_up",
                    number__isnull=False,
                    number__gte=1,
                    number__lte=MOST_FOLLOW_UPS,
                )
                | (~Q(kind__in=["sent", "follow_up"]) & Q(number=None)),
                name="outreach_touch_number_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="reply", answer__in=Answer.values) | (~Q(kind="reply") & Q(answer="")),
                name="outreach_touch_answer_fits_kind",
            ),
        ]

    def __str__(self):
        return f"{self.kind} on {self.on}"

    @property
    def words(self):
        """What happened, without the day: "You sent follow-up 1", "They said maybe later"."""
        if self.kind == self.Kind.FOLLOW_UP:
            return f"You sent follow-up {self.number}"
        if self.kind == self.Kind.REPLY:
            return ANSWERED[Answer(self.answer)]
        return self.get_kind_display()
