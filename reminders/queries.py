"""Reads what is due and how the engine is doing."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from reminders.literals import among
from reminders.models import WAITING, Instance, Mail, Reminder, StoppedKind, Suppression, Transport
from reminders.recipients import address_hash

# /healthz fails past these (reliability.md §8, Liveness).
LATE = datetime.timedelta(minutes=10)
SILENT = datetime.timedelta(seconds=90)
PAUSED = datetime.timedelta(minutes=15)
TROUBLE_A_DAY = 25


def open_for(owner):
    """All open reminders of `owner`, soonest first."""
    return Reminder.objects.for_owner(owner).open().order_by("shows_at", "pk")


def due_for(owner, now):
    """Open and due at `now`, longest due first."""
    return Reminder.objects.for_owner(owner).due(now).order_by("shows_at", "pk")


def later_for(owner, now, days=None):
    """Open and due after `now`; within `days` if given."""
    later = open_for(owner).filter(shows_at__gt=now)
    return later if days is None else later.filter(shows_at__lte=now + datetime.timedelta(days=days))


def finished_for(owner):
    """What the owner finished or stopped, latest first."""
    return (
        Reminder.objects.for_owner(owner)
        .filter(state__in=["done", "stopped"])
        .order_by("-finished_at", "-pk")
    )


def mails_for(owner):
    """The reminder and test mails of the owner, latest first."""
    return Mail.objects.filter(owner=owner).exclude(kind="account").order_by("-pk")


def kinds_for(owner):
    """(kind, words, when it was stopped or None) of every kind there is, and of what the owner stopped."""
    stopped = dict(StoppedKind.objects.filter(owner=owner).values_list("kind", "stopped_at"))
    kinds = [*settings.REMINDER_KINDS, *sorted(stopped.keys() - settings.REMINDER_KINDS.keys())]
    return [(kind, kind_words(kind), stopped.get(kind)) for kind in kinds]


def kind_words(kind):
    """ "Follow-ups to send"; a kind that no app names any more is named by its key."""
    return settings.REMINDER_KINDS.get(kind) or kind.rpartition(".")[2].replace("-", " ").capitalize()


@dataclass(frozen=True)
class Standing:
    """What every page may say: how many are due, when the engine last looked, whether mail is held, and the
    code for which this person's address takes no mail (None when it does)."""

    due: int = 0
    checked_at: datetime.datetime | None = None
    is_held: bool = False
    refused: str | None = None


def standing(user, now):
    """The Standing of `user`, in one query."""
    due = due_for(OuterRef("pk"), now).order_by().values("owner").annotate(count=Count("pk"))
    refused = Suppression.objects.filter(email_hmac=address_hash(user.email))
    columns = User.objects.filter(pk=user.pk).values_list(
        Coalesce(Subquery(due.values("count")), 0),
        Subquery(Instance.objects.values("ticked_at")[:1]),
        Coalesce(Subquery(Instance.objects.values("is_held")[:1]), False),
        Subquery(refused.values("code")[:1]),
    )
    return Standing(*columns.first())


def last_checked():
    """When the engine last looked at what is due, or None if it never did."""
    return Instance.objects.values_list("ticked_at", flat=True).first()


def health(now):
    """How the engine is doing, as plain values: `problems` are sentences, none means well. Four queries."""
    facts = _facts(now)
    problems = []
    if facts["is_held"]:
        return facts | {"problems": problems}
    if facts["ticked_at"] is None or now - facts["ticked_at"] > SILENT:
        problems.append("No process has looked at what is due for 90 seconds.")
    if facts["oldest_due"] is not None and now - facts["oldest_due"] > LATE:
        problems.append("A mail is more than 10 minutes late.")
    if facts["failing_since"] is not None and now - facts["failing_since"] > PAUSED:
        problems.append("The mail server has not answered for 15 minutes.")
    if facts["trouble"] > TROUBLE_A_DAY:
        problems.append(f"{facts['trouble']} mails were refused or are uncertain in the last day.")
    return facts | {"problems": problems}


def trouble(now):
    """How many mails were refused or became uncertain within a day."""
    since = now - datetime.timedelta(days=1)
    return Mail.objects.filter(state__in=among(["failed", "uncertain"]), finished_at__gt=since).count()


def _facts(now):
    waiting = Mail.objects.filter(state__in=among(WAITING), run_at__lte=now)
    outbox = waiting.aggregate(oldest_due=Min("run_at"))
    instance = Instance.objects.first() or Instance()
    transport = Transport.objects.first() or Transport()
    return outbox | {
        "trouble": trouble(now),
        "is_held": instance.is_held,
        "ticked_at": instance.ticked_at,
        "failing_since": transport.failing_since,
        "paused_until": transport.paused_until,
    }
