"""How the engine is doing, in numbers, for the staff's page and for /metrics. Nobody's data."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min

from accounts.models import Profile
from reminders import queries
from reminders.literals import among
from reminders.models import WAITING, Budget, Instance, Mail, Suppression, Transport


@dataclass(frozen=True)
class Health:
    """Ages are left to the reader: everything is a moment or a count."""

    now: datetime
    waiting: dict[str, int]  # scheduled, retry and leased mails
    due: int  # of the waiting, those whose moment has come
    oldest_due: datetime | None
    trouble: int  # refused or uncertain within a day
    digests_due: int  # profiles whose digest nobody has looked at yet
    next_digest: datetime | None
    suppressed: int
    tried_this_hour: int
    limit: int  # 0: none
    instance: Instance
    transport: Transport

    @property
    def circuit(self):
        """closed: mail leaves. open: paused until transport.paused_until. probing: one process may try."""
        if not self.transport.fails:
            return "closed"
        paused = self.transport.paused_until
        return "open" if paused is not None and paused > self.now else "probing"

    def age(self, moment):
        """Whole seconds since `moment`, or None."""
        return None if moment is None else max(0, round((self.now - moment).total_seconds()))


def read(now) -> Health:
    """Ten queries, each by an index or over a table of few rows, whatever the outbox holds."""
    open_ones = Mail.objects.filter(state__in=among(WAITING)).order_by()
    waiting = dict(open_ones.values_list("state").annotate(Count("pk")))
    waiting["leased"] = Mail.objects.filter(state__in=among(["leased"])).count()
    due = open_ones.filter(run_at__lte=now).aggregate(due=Count("pk"), oldest_due=Min("run_at"))
    hour = now.replace(minute=0, second=0, microsecond=0)
    return Health(
        now=now,
        waiting={"scheduled": 0, "retry": 0, **waiting},
        trouble=queries.trouble(now),
        digests_due=Profile.objects.filter(next_digest_at__lte=now).count(),
        next_digest=Profile.objects.aggregate(at=Min("next_digest_at"))["at"],
        suppressed=Suppression.objects.count(),
        tried_this_hour=Budget.objects.filter(hour=hour).values_list("taken", flat=True).first() or 0,
        limit=settings.REMINDER_MAILS_AN_HOUR,
        instance=Instance.objects.first() or Instance(),
        transport=Transport.objects.first() or Transport(),
        **due,
    )


def kept():
    """(state, words, count) of every mail the outbox still remembers. Reads the whole outbox."""
    found = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, found.get(state.value, 0)) for state in Mail.State]


def latest(count):
    """The last mails made, without what they say."""
    columns = ("pk", "kind", "state", "due_at", "sent_at", "attempts", "last_class", "last_code", "worker")
    return list(Mail.objects.order_by("-pk").only(*columns)[:count])
