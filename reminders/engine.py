"""tick(): the whole engine. Safe at any rate, from any number of processes, killed at any moment.

Settle the leases of the dead, make the mails whose moment has come, claim, send, finish. No
transaction is open while a mail server is spoken to.
"""

import datetime
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, Subquery

from accounts.models import Profile
from reminders import (
    budget,
    circuit,
    claim,
    delivery,
    outbox,
    restored,
    smtp,
    timing,
)
from reminders.clock import Watch
from reminders.errand import Errand
from reminders.models import Instance, Reminder, Transport
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
                self._one(Errand(parcel, token, self.watch))
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
