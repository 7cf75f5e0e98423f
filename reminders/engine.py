"""tick(): the whole engine. Safe at any rate, from any number of processes, killed at any moment.

Settle the leases of the dead, make the mails whose moment has come, claim, send, finish. No
transaction is open while a mail server is spoken to.
"""

import datetime
import logging
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Exists, Q, Subquery

from accounts.models import Profile
from reminders import (
    budget,
    circuit,
    claim,
    delivery,
    marks,
    outbox,
    policy,
    restored,
    retry,
    return_path,
    smtp,
    timing,
)
from reminders.clock import Watch
from reminders.models import Instance, Reminder, Transport
from reminders.recipients import is_refused, suppress
from reminders.retry import Kind, Outcome

logger = logging.getLogger(__name__)
# A broken line this often in a row is the server's trouble, not one mail's.
DROPS = 3
_begun = set()  # processes that have ticked; a forked one begins anew
_DOWN = (Kind.UNREACHED, Kind.HUNG)


@dataclass
class Tally:
    """What one tick did."""

    settled: int = 0
    digests: int = 0
    singles: int = 0
    sent: int = 0
    retried: int = 0
    ended: int = 0  # failed, uncertain, cancelled, suppressed, skipped
    is_behind: bool = False


def tick(now, *, ring=None, should_stop=lambda: False, seconds=timing.BUDGET):
    """Do what is due at `now`, for at most about `seconds`; a Tally.

    `ring()` is called once when there is more than one batch, so that others may join. With nothing
    due it costs one query, and a second one every 15 seconds for the heartbeat.
    """
    watch, tally = Watch(now), Tally()
    look = _look(now)
    if _is_time_for_a_beat(look, now):
        look.is_held |= restored.beat(look, now, claim.worker_name())
    if look.needs_settling:
        tally.settled = claim.settle(now)
    if look.is_held:
        return tally
    if look.has_digests:
        tally.digests = _in_slices(outbox.make_digests, watch, seconds, should_stop)
    if look.has_singles:
        tally.singles = _in_slices(outbox.make_singles, watch, seconds, should_stop)
    if look.has_waiting or tally.digests or tally.singles:
        _Run(watch, tally, ring, should_stop, seconds).send_all(fails=look.fails or 0)
    return tally


def _seconds(count):
    return datetime.timedelta(seconds=count)


def _is_time_for_a_beat(look, now):
    """Each process begins with one: a backup may be a second old, and it is the beat that finds out."""
    if os.getpid() not in _begun:
        _begun.add(os.getpid())
        return True
    return look.ticked_at is None or not datetime.timedelta() <= now - look.ticked_at < _seconds(timing.BEAT)


def _beat(now):
    Instance.objects.filter(pk=1).update(ticked_at=now, ticked_by=claim.worker_name())


def _look(now):
    transport = Transport.objects.filter(pk=1)
    looks = Instance.objects.filter(pk=1).annotate(
        needs_settling=claim.needs_settling(now),
        has_digests=Exists(Profile.objects.filter(next_digest_at__lte=now)),
        has_singles=Exists(Reminder.objects.open().filter(alone_at__lte=now)),
        has_waiting=Exists(claim.waiting(now)),
        fails=Subquery(transport.values("fails")[:1]),
    )
    look = looks.first()
    if look is None:
        Instance.objects.get_or_create(pk=1)
        look = looks.get()
    return look


def _in_slices(make, watch, seconds, should_stop):
    made = 0
    while watch.seconds() < seconds and not should_stop() and (count := make(watch())):
        made += count
        if count < outbox.SLICE:
            break
    return made


class _Run:
    """The sending part of one tick: batch after batch, over one line or, with a backlog, several. `gap` lets
    one mail of a process at a time be where a kill leaves it uncertain; others are written meanwhile."""

    def __init__(self, watch, tally, ring, should_stop, seconds):
        self.watch, self.tally, self.ring, self.should_stop = watch, tally, ring, should_stop
        self.seconds = seconds
        self.gap, self.counting = threading.Lock(), threading.Lock()
        self.is_down = self.is_leaving = False
        self.beat_at = timing.BEAT

    def is_over(self):
        is_late = self.watch.seconds() > self.seconds
        return self.is_down or self.is_leaving or is_late or self.should_stop()

    def send_all(self, fails):
        if fails and not circuit.may_probe(self.watch()):
            return
        self.is_probe, self.fails = bool(fails), fails
        lane = _Lane(self)
        try:
            if lane.send_batch() == timing.BATCH and lane.may_have_company():
                self._with_company(lane)
            else:
                lane.send_rest()
        finally:
            lane.line.close()
        if self.is_over():
            self.tally.is_behind = claim.waiting(self.watch()).exists()

    def _with_company(self, lane):
        with ThreadPoolExecutor(timing.LANES - 1) as pool:
            others = [pool.submit(_Lane(self).join) for _ in range(timing.LANES - 1)]
            try:
                lane.send_rest()
            except BaseException:
                self.is_leaving = True  # nobody goes on behind the back of one who ended
                raise
            for other in others:
                other.result()

    def ring_once(self, count):
        if self.ring and count == timing.BATCH:
            ring, self.ring = self.ring, None
            ring()

    def beat(self):
        """A long run is still a sign of life."""
        if self.watch.seconds() > self.beat_at:
            self.beat_at = self.watch.seconds() + timing.BEAT
            _beat(self.watch())

    def trip(self, outcome):
        self.is_down = True
        circuit.trip(self.watch(), f"{outcome.said} {outcome.code}".strip(), self.fails)

    def mend(self):
        circuit.mend()
        self.is_probe, self.fails = False, 0

    def count(self, state):
        with self.counting:
            if state == "sent":
                self.tally.sent += 1
            elif state in ("retry", "scheduled"):
                self.tally.retried += 1
            elif state:
                self.tally.ended += 1


class _Lane:
    """One line to the mail server with batches of its own: what another process would be, but for the gap."""

    def __init__(self, run):
        self.run, self.watch = run, run.watch
        self.line = smtp.new_line()
        self.drops = 0
        self.is_in_gap = False

    def may_have_company(self):
        """Where there is something to wait for, and a database that several may write to at once."""
        is_free = connection.vendor == "postgresql" and not connection.in_atomic_block
        return is_free and isinstance(self.line, smtp.SmtpLine) and not self.run.is_over()

    def join(self):
        """The whole work of a thread."""
        try:
            self.send_rest()
        finally:
            self.line.close()
            connection.close()

    def send_rest(self):
        while not self.run.is_over() and self.send_batch():
            pass

    def send_batch(self):
        """One batch. Whatever goes wrong, what was not begun goes back. How many were claimed."""
        if self.run.is_over():
            return 0
        limit = 1 if self.run.is_probe else timing.BATCH
        token, mails = claim.claim(self.watch(), limit=limit)
        self.run.ring_once(len(mails))
        self.run.beat()
        left = list(mails)
        try:
            for parcel in delivery.gather(mails, self.watch()) if mails else []:
                if self.run.is_over():
                    break
                left.remove(parcel.mail)
                self._one(_Errand(parcel, token, self.watch))
        finally:
            if left:
                claim.release(left, token)
                budget.give_back(sum(mail.kind != "account" for mail in left), self.watch())
        return len(mails)

    def _one(self, errand):
        """One mail: written, sent, finished."""
        if ended := errand.ends_unsent():
            self.run.count(errand.end(ended))
            return
        if errand.opens_at:
            self.run.count(errand.put_back())
            return
        try:
            message = delivery.compose(errand.parcel, self.watch())
        except Exception:
            logger.exception("Mail %s could not be written.", errand.mail.pk)
            self.run.count(errand.finish(Outcome(Kind.UNWRITTEN, said="template")))
            return
        if message is None:
            self.run.count(errand.end("skipped"))
            return
        try:
            outcome = self._over_the_line(errand, smtp.Envelope(message, errand.comes_back_to()))
            self._note(outcome)
            is_again = outcome.kind is Kind.WITHDRAWN and not self.run.is_over() and errand.is_fresh_try()
            if not is_again:
                self.run.count(errand.finish(outcome))
        finally:
            self._leave_gap()
        if is_again:
            self._one(errand)

    def _over_the_line(self, errand, envelope):
        try:
            self.line.open()
        except smtp.Unreachable as error:
            return Outcome(Kind.UNREACHED, said=str(error))
        return self.line.send(envelope, lambda: self._enter_gap(errand))

    def _enter_gap(self, errand):
        """From the mark to the end of a mail nobody could tell after a kill: one at a time (_Run.gap)."""
        self.run.gap.acquire()
        self.is_in_gap = True
        return not self.run.is_down and errand.to_wire()

    def _leave_gap(self):
        if self.is_in_gap:
            self.is_in_gap = False
            self.run.gap.release()

    def _note(self, outcome):
        """What the outcome says about the server."""
        if outcome.kind in (Kind.DROPPED, Kind.UNANSWERED):
            self.drops += 1
        elif outcome.kind not in _DOWN:
            self.drops = 0
        if outcome.kind in _DOWN or self.drops >= DROPS:
            self.run.trip(outcome)
        elif self.run.is_probe and self.drops == 0:
            self.run.mend()


class _Errand:
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
            values |= {"run_at": now + _seconds(verdict.wait)} if verdict.wait else {}
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
        state = _insist(write)
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


_EMPTIED = {"subject": "", "text": "", "html": ""}


def _still_news(now):
    """Open, due, not yet announced: put off in between, it is none."""
    return Q(state="open", notified_at=None, shows_at__lte=now)


def _insist(write):
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
