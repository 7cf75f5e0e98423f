"""Reads what is due and how the engine is doing."""

import datetime

from django.db.models import Min, Subquery

from reminders.literals import among
from reminders.models import WAITING, Instance, Mail, Reminder, Suppression, Transport
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


def count_due(owner, now):
    """How many are due; one query."""
    return due_for(owner, now).count()


def last_checked():
    """When the engine last looked at what is due, or None if it never did."""
    return Instance.objects.values_list("ticked_at", flat=True).first()


def instance_for(user):
    """The Instance as a page shows it to `user`, with `refused`: the code why their address takes no mail,
    or None. One query."""
    refused = Suppression.objects.filter(email_hmac=address_hash(user.email)).values("code")[:1]
    found = Instance.objects.annotate(refused=Subquery(refused)).first()
    if found is None:  # no tick yet, so nothing has left and nothing came back
        found = Instance()
        found.refused = None
    return found


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


def _facts(now):
    since = now - datetime.timedelta(days=1)
    waiting = Mail.objects.filter(state__in=among(WAITING), run_at__lte=now)
    outbox = waiting.aggregate(oldest_due=Min("run_at"))
    trouble = Mail.objects.filter(state__in=among(["failed", "uncertain"]), finished_at__gt=since).count()
    instance = Instance.objects.first() or Instance()
    transport = Transport.objects.first() or Transport()
    return outbox | {
        "trouble": trouble,
        "is_held": instance.is_held,
        "ticked_at": instance.ticked_at,
        "failing_since": transport.failing_since,
        "paused_until": transport.paused_until,
    }
