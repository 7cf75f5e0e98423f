"""Who sends what: leases on mails, and what becomes of a lease nobody ended (reliability.md §8).

A mail is only ever sent by the process that holds its lease, named by a token. Every change after
that is guarded by the token: a process that slept past its lease finds its row gone and lets go.
"""

import datetime
import os
import secrets
import socket
import threading
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Exists, F, Q

from reminders import budget, marks, retry, timing
from reminders.literals import Literal, among
from reminders.models import WAITING, Instance, Mail


@dataclass
class Leased:
    """A mail as its holder needs it: plain values, which are made in a third of the time of a Mail."""

    pk: int
    public_id: str
    message_id: str
    kind: str
    owner_id: int | None
    to_address: str
    reminder_id: int | None
    local_date: datetime.date | None
    expires_at: datetime.datetime
    attempts: int
    ambiguous: int
    lease_until: datetime.datetime
    subject: str
    text: str
    html: str


_COLUMNS = [field.name for field in fields(Leased)]


def worker_name():
    """Who holds a lease, for people to read."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_ident() % 10**6}"


def _span(seconds):
    return datetime.timedelta(seconds=seconds)


def waiting(now):
    """Mails whose moment has come and that nobody holds."""
    held = Instance.objects.filter(is_held=True)
    return Mail.objects.filter(~Exists(held), state__in=among(WAITING), run_at__lte=now)


def claim(now, *, limit=timing.BATCH):
    """Up to `limit` mails that are ours until the lease ends: (token, mails).

    Account mail goes first: nobody waits for a sign-in link behind ten thousand digests, nor for the hour in
    which the instance may send again (reminders.budget). On PostgreSQL
    locked rows are skipped; SQLite takes its one write lock at BEGIN. Either way the update repeats
    the condition, so that a row somebody else took in between stays theirs.
    """
    token = secrets.token_urlsafe(16)
    with transaction.atomic():
        ids = _next_ids(waiting(now).filter(kind=Literal("account")), limit)
        if len(ids) < limit:
            room = budget.take(limit - len(ids), now)
            others = _next_ids(waiting(now).exclude(kind="account"), room) if room else []
            budget.give_back(room - len(others), now)
            ids += others
        waiting(now).filter(pk__in=ids).update(
            state="leased",
            lease_token=token,
            lease_until=now + _span(timing.lease()),
            wire_at=None,
            worker=worker_name(),
        )
    ours = Mail.objects.filter(state=Literal("leased"), lease_token=token) if ids else Mail.objects.none()
    return token, read(ours.order_by("run_at", "pk"))


def read(rows):
    """Leased mails of these rows."""
    return [Leased(*row) for row in rows.values_list(*_COLUMNS)]


def _next_ids(rows, limit):
    rows = rows.select_for_update(skip_locked=True, of=("self",)).order_by("run_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def held(mail, token):
    """The row, if the lease that `token` names still holds it."""
    return Mail.objects.filter(pk=mail.pk, state="leased", lease_token=token)


def to_the_wire(mail, token, now, **asked):
    """Mark that the text is about to leave; `asked` as in marks.mark_leaving. False: do not send.

    The lease is renewed when two messages would not fit into what is left of it: one that ends when it did
    spares the database an entry in each index of the table.
    """
    is_long = mail.lease_until >= now + _span(2 * timing.MESSAGE)
    until = mail.lease_until if is_long else now + _span(timing.lease())
    return marks.mark_leaving(mail, token, now, until, **asked)


def release(mails, token):
    """Give back what was not begun: nothing is counted, every mail keeps its place."""
    Mail.objects.filter(pk__in=[m.pk for m in mails], state="leased", lease_token=token, wire_at=None).update(
        state="retry", lease_token=None, lease_until=None
    )


def _stale(now):
    # Also a lease from the future: the clock was set back.
    is_over = Q(lease_until__lt=now) | Q(lease_until__gt=now + _span(2 * timing.lease()))
    return Mail.objects.filter(is_over, state=Literal("leased"))


def _displaced(now):
    return Mail.objects.filter(state__in=among(WAITING), run_at__gt=now + _span(retry.LONGEST))


def needs_settling(now):
    """Conditions that say whether `settle` has anything to do."""
    return Exists(_stale(now)) | Exists(_displaced(now))


def free_all(now):
    """End every lease: in a database from a backup their holders are long gone. How many."""
    return settle(now, Mail.objects.filter(state="leased"))


def settle(now, stale=None):
    """End the leases of processes that are gone. How many.

    No mark: the text never left, nothing is counted. A mark: it may have been taken, so one more copy
    under the same Message-ID; marked a second time, nobody can say, and it is called uncertain.
    `run_at` is kept: writing "now" there would hide rows from a clock that is set back.
    """
    free = {"lease_token": None, "lease_until": None}
    stale = _stale(now) if stale is None else stale
    unsent = stale.filter(wire_at=None).update(state="retry", **free)
    lost = stale.filter(ambiguous=1).update(
        state="uncertain", finished_at=now, subject="", text="", html="", last_class="lost", **free
    )
    again = stale.update(state="retry", ambiguous=F("ambiguous") + 1, last_class="lost", **free)
    _displaced(now).update(run_at=now)
    return unsent + lost + again
