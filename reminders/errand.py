"""One leased mail on its way, from the question whether it may leave to the end of its row."""

import datetime
import logging
import random
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q

from reminders import claim, delivery, marks, policy, retry, return_path
from reminders.models import Reminder
from reminders.recipients import is_refused, suppress

logger = logging.getLogger(__name__)
_EMPTIED = {"subject": "", "text": "", "html": ""}


class Errand:
    """One leased mail on its way. Every change of its row is guarded by the token."""

    def __init__(self, parcel, token, watch):
        self.parcel, self.token, self.watch = parcel, token, watch
        self.mail = parcel.mail
        self.opens_at = None  # when its owner's wishes let it leave, if not now
        self.has_looked_again = False

    @property
    def is_asked_for(self):
        return self.mail.kind == "test"

    def ends_unsent(self):
        """The final state of a mail that must not leave, or None."""
        if self.mail.expires_at <= self.watch():
            return "skipped"
        if self.mail.kind != "account" and self.parcel.recipient is None:
            return "suppressed" if is_refused(self.mail.owner_id) else "cancelled"
        return self._asks_the_policy() if self.mail.kind in ("digest", "reminder") else None

    def _asks_the_policy(self):
        wishes, now = self.parcel.recipient.policy, self.watch()
        at = policy.leaves_at(wishes, now, self.mail.kind, self.mail.local_date)
        self.opens_at = at if at and at > now else None
        return "skipped" if at is None else None

    def comes_back_to(self):
        recipient = self.parcel.recipient
        return return_path.path_for(self.mail, recipient.address if recipient else self.mail.to_address)

    def to_wire(self):
        """Called between RCPT and DATA. What the mail tells of must be true in the update itself."""
        return claim.to_the_wire(
            self.mail,
            self.token,
            self.watch(),
            recipient=self.parcel.recipient if self.mail.kind != "account" else None,
            is_asked_for=self.is_asked_for,
            listed=[row.pk for row in self.parcel.listed],
        )

    def is_fresh_try(self):
        """Something changed while the mail was being written: read it again, once, if it is still ours."""
        if self.has_looked_again:
            return False
        self.has_looked_again = True
        rows = claim.held(self.mail, self.token).filter(lease_until__gt=self.watch())
        mail = rows.select_related("reminder").first()
        if mail is None:
            return False
        self.mail = mail
        self.parcel = delivery.gather([mail], self.watch())[0]
        return True

    def put_back(self):
        """It may not leave at this hour: nothing is counted, it waits for the hour when it may."""
        state = "retry" if self.mail.attempts else "scheduled"
        return self._write({"state": state, "run_at": self.opens_at})

    def end(self, state):
        """End without sending. A copy that may have been delivered before stays uncertain."""
        state = "uncertain" if self.mail.ambiguous else state
        return self._write({"state": state, "finished_at": self.watch(), **_EMPTIED})

    def finish(self, outcome):
        """Write what the attempt came to; the new state, or "" when the lease was no longer ours."""
        verdict = retry.assess(outcome, self.mail.attempts, self.mail.ambiguous, random.random())
        now = self.watch()
        if verdict.state == "sent":
            listed = [row.pk for row in self.parcel.listed]
            return self._close(lambda: self._sent(now, verdict.attempts, listed))
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

    def _write(self, values):
        values |= {"lease_token": None, "lease_until": None}
        listed = [row.pk for row in self.parcel.listed] if values["state"] == "uncertain" else []
        return self._close(lambda: self._commit(values, listed))

    def _sent(self, now, attempts, listed):
        return "sent" if marks.mark_sent(self.mail, self.token, now, attempts, listed) else ""

    def _close(self, write):
        state = insist(write)
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
