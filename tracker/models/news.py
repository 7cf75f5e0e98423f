"""Milestone news: one sentence of a person, and a draft of it for each attending they choose."""

from django.db import models
from django.urls import reverse

from accounts.owned import OwnedModel
from tracker.models.guarded import GuardedTextField
from tracker.models.mentors import Catchup
from tracker.models.people import Attending

LONGEST_SUBJECT, LONGEST_BODY, LONGEST_SENTENCE = 200, 3000, 300


class News(OwnedModel):
    """One thing that happened, in one sentence of its owner."""

    class Kind(models.TextChoices):
        MATCHED = "matched", "I matched"
        EXAM = "exam", "I passed an exam"
        INTERVIEW = "interview", "I have an interview"
        PAPER = "paper", "A paper or talk"
        CERTIFIED = "certified", "A certificate"
        OTHER = "other", "Something else"

    kind = models.CharField("what kind", max_length=9, choices=Kind)
    sentence = GuardedTextField("your news in one sentence", max_length=LONGEST_SENTENCE)
    on = models.DateField("day")

    class Meta:
        verbose_name_plural = "news"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("tracker:news-show", args=[self.pk])


class NewsDraft(OwnedModel):
    """The mail for one attending. It was sent when the contact it led to stands in the history."""

    news = models.ForeignKey(News, models.CASCADE, related_name="drafts")
    attending = models.ForeignKey(Attending, models.CASCADE, related_name="news_drafts")
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = GuardedTextField("text", max_length=LONGEST_BODY)
    catchup = models.ForeignKey(
        Catchup, models.SET_NULL, null=True, editable=False, related_name="news_drafts"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["news", "attending"], name="tracker_newsdraft_once"),
        ]

    def __str__(self):
        return f"Draft {self.pk}"

    def get_absolute_url(self):
        return reverse("tracker:newsdraft-show", args=[self.pk])

    @property
    def sent_on(self):
        """The day the person says they sent it; None while it waits, and after an undo."""
        written = self.catchup
        return written.on if written and written.deleted_at is None else None
