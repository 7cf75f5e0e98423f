"""One leased mail on its way, from the question whether it may leave to the end of its row."""

import datetime
import logging
import random
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q

from reminders import claim, delivery, marks, policy, retry, return_path, smtp, timing
from reminders.models import Reminder
from reminders.recipients import is_refused, suppress
from reminders.retry import Kind, Outcome

logger = logging.getLogger(__name__)
_EMPTIED = {"subject": "", "text": "", "html": ""}


class Errand:
    """One leased mail on its way. Every change of its row is guarded by the token."""

    def __init__(self, parcel, token, watch):
        self.token, self.watch = token, watch
        self.has_looked_again = False
        self._take(parcel)

    def _take(self, parcel):
        self.parcel, self.mail = parcel, parcel.mail
        self.envelope = None  # once it is written
        self.otherwise = None  # what becomes of it instead: a call that changes the row and tells the state
        self.taken = None  # once the server has it

    @property
    def listed(self):
        return [row.pk for row in self.parcel.listed]

    @property
    def is_asked_for(self):
        return self.mail.kind == "test"

    def is_ready(self):
        """Whether it may leave, and is written. Looked at once; no row is changed."""
        if self.envelope is None and self.otherwise is None:
            self.otherwise = self._what_forbids() or self._write_it()
        return self.otherwise is None

    def _what_forbids(self):
        if self.mail.expires_at <= self.watch():
            return lambda: self.end("skipped")
        if self.mail.kind != "account" and self.parcel.recipient is None:
            return lambda: self.end("suppressed" if is_refused(self.mail.owner_id) else "cancelled")
        return self._asks_the_policy() if self.mail.kind in ("digest", "reminder") else None

    def _asks_the_policy(self):
        wishes, now = self.parcel.recipient.policy, self.watch()
        at = policy.leaves_at(wishes, now, self.mail.kind, self.mail.local_date)
        if at is None:
            return lambda: self.end("skipped")
        return (lambda: self.put_back(at)) if at > now else None

    def _write_it(self):
        try:
            message = delivery.compose(self.parcel, self.watch())
        except Exception:
            logger.exception("Mail %s could not be written.", self.mail.pk)
            return lambda: self.finish(Outcome(Kind.UNWRITTEN, said="template"))
        if message is None:
            return lambda: self.end("skipped")
        self.envelope = smtp.Envelope(message, self.comes_back_to())
        return None

    def comes_back_to(self):
        recipient = self.parcel.recipient
        return return_path.path_for(self.mail, recipient.address if recipient else self.mail.to_address)

    def shares_with(self, other):
        """Whether both tell of one thing: then the end of one decides about the other."""
        return not set(self.listed).isdisjoint(other.listed)

    def to_wire(self, behind=None):
        """Called between RCPT and DATA. What the mail tells of must be true in the update itself.

        `behind`: the errand before it, taken and not yet recorded; its end is the same commit. Should that
        have to wait for somebody's lock, what was read before it is asked again.
        """
        began = self.watch.seconds()
        may_leave = self._mark(behind=behind.taken) if behind else self._mark()
        if behind and may_leave and self.watch.seconds() - began > timing.PATIENCE:
            return self._mark()
        return may_leave

    def _mark(self, **behind):
        return claim.to_the_wire(
            self.mail,
            self.token,
            self.watch(),
            recipient=self.parcel.recipient if self.mail.kind != "account" else None,
            is_asked_for=self.is_asked_for,
            listed=self.listed,
            **behind,
        )

    def is_fresh_try(self):
        """Something changed while the mail was being written: read it again, once, if it is still ours."""
        if self.has_looked_again:
            return False
        self.has_looked_again = True
        mails = claim.read(claim.held(self.mail, self.token).filter(lease_until__gt=self.watch()))
        for parcel in delivery.gather(mails, self.watch()):
            self._take(parcel)
        return bool(mails)

    def put_back(self, opens_at):
        """It may not leave at this hour: nothing is counted, it waits for the hour when it may."""
        state = "retry" if self.mail.attempts else "scheduled"
        return self._write({"state": state, "run_at": opens_at})

    def end(self, state):
        """End without sending. A copy that may have been delivered before stays uncertain."""
        state = "uncertain" if self.mail.ambiguous else state
        return self._write({"state": state, "finished_at": self.watch(), **_EMPTIED})

    def finish(self, outcome):
        """Write what the attempt came to; the new state, or "" when the lease was no longer ours."""
        if outcome.kind is Kind.ACCEPTED:
            self.accept()
            return self.record()
        verdict = retry.assess(outcome, self.mail.attempts, self.mail.ambiguous, random.random())
        now = self.watch()
        values = {
            "state": verdict.state,
            "attempts": verdict.attempts,
            "ambiguous": verdict.ambiguous,
            "last_class": outcome.kind.value,
            "last_code": outcome.code[:16],
            "last_error": outcome.said[:200],
        }
        if verdict.state == "retry":
            values |= {"run_at": now + datetime.timedelta(seconds=verdict.wait)} if verdict.wait else {}
        else:
            values |= {"finished_at": now, **_EMPTIED}
        if outcome.is_dead_address and self.parcel.recipient:
            suppress(self.parcel.recipient.address, outcome.code, now)
        return self._write(values)

    def accept(self):
        """The server took it. Its row does not say so yet (record, or to_wire of the next)."""
        verdict = retry.assess(Outcome(Kind.ACCEPTED), self.mail.attempts, self.mail.ambiguous, 0.5)
        self.taken = marks.Taken(self.mail.pk, self.token, self.watch(), verdict.attempts, self.listed)

    def record(self):
        """Its row says that the server took it: from here on, unless the mark of the next said it already."""
        if self.taken.is_recorded is None:
            insist(lambda: marks.mark_sent(self.taken))
        return self._told("sent" if self.taken.is_recorded else "")

    def _write(self, values):
        values |= {"lease_token": None, "lease_until": None}
        listed = self.listed if values["state"] == "uncertain" else []
        return self._told(insist(lambda: self._commit(values, listed)))

    def _told(self, state):
        if not state:
            logger.warning("Mail %s was no longer ours when it was finished.", self.mail.pk)
        return state

    def _commit(self, values, listed):
        with transaction.atomic():
            if claim.held(self.mail, self.token).update(**values) != 1:
                return ""
            if listed:
                # the same moment as the mail's: what a mail told of is found by it (reminders.settling)
                now = values["finished_at"]
                news = Reminder.objects.filter(_still_news(now), pk__in=listed)
                news.update(notified_at=now, alone_at=None)
        return values["state"]


def _still_news(now):
    """Open, due, not yet announced: put off in between, it is none."""
    return Q(state="open", notified_at=None, shows_at__lte=now)


def insist(write):
    """A mail was taken and the row must say so: a database that restarts gets ten seconds."""
    for pause in (0.5, 1, 2, 3, 4):
        try:
            return write()
        except (OperationalError, InterfaceError):
            logger.warning("The database did not take the end of a mail; trying again.")
            if not connection.in_atomic_block:
                close_old_connections()
                connection.close()
            time.sleep(pause)
    return write()
