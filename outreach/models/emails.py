"""The words of a mail: the six lines of one email, templates of them, and single lines kept for later."""

from django.db import models
from django.db.models import Q

from accounts.owned import OwnedModel
from outreach.composer import LABELS, LINES, Draft
from outreach.models.threads import Thread
from outreach.sequence import MOST_FOLLOW_UPS
from tracker.models import Cv
from tracker.models.guarded import GuardedTextField

LONGEST_SUBJECT, LONGEST_GREETING, LONGEST_LINE, LONGEST_SIGNATURE = 200, 120, 1000, 500
WORDS = ("subject", "greeting", *LINES, "signature")


class SixLines(models.Model):
    """Subject, greeting, six lines, signature: what composer.Draft holds, as columns."""

    subject = GuardedTextField(max_length=LONGEST_SUBJECT, blank=True)
    greeting = GuardedTextField(max_length=LONGEST_GREETING, blank=True)
    intro = GuardedTextField(LABELS["intro"], max_length=LONGEST_LINE, blank=True)
    why_them = GuardedTextField(LABELS["why_them"], max_length=LONGEST_LINE, blank=True)
    signal = GuardedTextField(LABELS["signal"], max_length=LONGEST_LINE, blank=True)
    offer = GuardedTextField(LABELS["offer"], max_length=LONGEST_LINE, blank=True)
    ask = GuardedTextField(LABELS["ask"], max_length=LONGEST_LINE, blank=True)
    attachments = GuardedTextField(LABELS["attachments"], max_length=LONGEST_LINE, blank=True)
    signature = models.TextField(max_length=LONGEST_SIGNATURE, blank=True)

    class Meta:
        abstract = True

    def words(self) -> dict[str, str]:
        """Every text by the name composer.Draft gives it."""
        return {name: getattr(self, name) for name in WORDS}

    def take(self, draft: Draft) -> None:
        """Hold the texts of `draft` from now on; not saved yet."""
        for name in WORDS:
            setattr(self, name, getattr(draft, name))


class Template(OwnedModel, SixLines):
    """Six lines to begin from. {fields} are filled from the profile and the contact."""

    name = models.CharField(max_length=80, help_text="Only you see it.")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def draft(self) -> Draft:
        return Draft(**self.words())


class SavedLine(OwnedModel):
    """One line worth using again."""

    line = models.CharField(max_length=12, choices=[(key, LABELS[key]) for key in LINES])
    text = GuardedTextField(max_length=LONGEST_LINE)

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self):
        return f"{self.get_line_display()} {self.pk}"


class Email(SixLines):
    """The words of mail `number` of a thread: 0 the first, 1 to 3 the follow-ups. Owned through the thread.

    It is a draft until the touch of the same number says that it was sent; from then on it does not change.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="emails")
    number = models.PositiveSmallIntegerField(default=0)
    template = models.ForeignKey(Template, models.SET_NULL, null=True, blank=True, related_name="emails")
    cv = models.ForeignKey(Cv, models.SET_NULL, null=True, blank=True, related_name="+")
    send_on = models.DateField("if you send it on", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="outreach_email_once_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=0, number__lte=MOST_FOLLOW_UPS), name="outreach_email_number_possible"
            ),
        ]

    def __str__(self):
        return f"Email {self.number} of thread {self.thread_id}"

    @property
    def draft(self) -> Draft:
        return Draft(**self.words(), number=self.number, cv=self.cv.label if self.cv_id else "")
