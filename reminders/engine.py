"""tick(): the whole engine. Safe at any rate, from any number of processes, killed at any moment.

Settle the leases of the dead, make the mails whose moment has come, claim, send, finish. No
transaction is open while a mail server is spoken to.
"""

import datetime
import os
from collections import deque
from dataclasses import dataclass

from django.db.models import Exists, Subquery

from accounts.models import Profile
from reminders import budget, circuit, claim, delivery, outbox, restored, smtp, timing
from reminders.clock import Watch
from reminders.errand import Errand
from reminders.models import Instance, Reminder, Transport
from reminders.retry import Kind, Outcome

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
    """The sending part of one tick: batch after batch, over one line. A mail that was taken is recorded at
    once, or, when the next may leave right away, with that one's mark: until then it is `behind`."""

    def __init__(self, watch, tally, ring, should_stop, seconds):
        self.watch, self.tally, self.ring, self.should_stop = watch, tally, ring, should_stop
        self.seconds = seconds
        self.line = smtp.new_line()
        self.behind = None
        self.is_down, self.drops = False, 0
        self.beat_at = timing.BEAT

    def is_over(self):
        return self.is_down or self.watch.seconds() > self.seconds or self.should_stop()

    def send_all(self, fails):
        if fails and not circuit.may_probe(self.watch()):
            return
        self.is_probe, self.fails = bool(fails), fails
        try:
            while not self.is_over() and self.send_batch():
                pass
        finally:
            self.line.close()
        if self.is_over():
            self.tally.is_behind = claim.waiting(self.watch()).exists()

    def send_batch(self):
        """One batch. Whatever goes wrong, what was taken is recorded, and what was not begun goes back. How
        many were claimed."""
        token, mails = claim.claim(self.watch(), limit=1 if self.is_probe else timing.BATCH)
        self.ring_once(len(mails))
        self.beat()
        left = deque(mails)
        try:
            parcels = delivery.gather(mails, self.watch()) if mails else []
            errands = deque(Errand(parcel, token, self.watch) for parcel in parcels)
            while errands and not self.is_over():
                left.popleft()
                self._one(errands.popleft(), errands[0] if errands else None)
        finally:
            try:
                self._record()
            finally:
                self._give_back(left, token)
        return len(mails)

    def _give_back(self, left, token):
        if left:
            claim.release(left, token)
            budget.give_back(sum(mail.kind != "account" for mail in left), self.watch())

    def _one(self, errand, following):
        """One mail: written, sent, recorded."""
        if not errand.is_ready():
            self.count(errand.otherwise())
            return
        outcome = self._over_the_line(errand, following)
        self._record()
        self._note(outcome)
        if outcome.kind is Kind.WITHDRAWN and not self.is_over() and errand.is_fresh_try():
            self._one(errand, following)
        elif outcome.kind is Kind.ACCEPTED and following and self._leaves_at_once(following, errand):
            errand.accept()
            self.behind = errand
        else:
            self.count(errand.finish(outcome))

    def _over_the_line(self, errand, following):
        try:
            self.line.open()
        except smtp.Unreachable as error:
            return Outcome(Kind.UNREACHED, said=str(error))
        return self.line.send(
            errand.envelope, lambda: errand.to_wire(self.behind), lambda: self._written_ahead(following)
        )

    def _written_ahead(self, following):
        """The next is written while the server takes this one."""
        if following and not self.is_over() and following.is_ready():
            return following.envelope
        return None

    def _leaves_at_once(self, following, errand):
        """Whether nothing comes between the end of this mail and the mark of the next."""
        is_clear = self.line.is_clear() and not self.is_over()
        return is_clear and following.is_ready() and not following.shares_with(errand)

    def _record(self):
        """What was taken must not stay unsaid."""
        behind, self.behind = self.behind, None
        if behind:
            self.count(behind.record())

    def _note(self, outcome):
        """What the outcome says about the server."""
        if outcome.kind in (Kind.DROPPED, Kind.UNANSWERED):
            self.drops += 1
        elif outcome.kind not in _DOWN:
            self.drops = 0
        if outcome.kind in _DOWN or self.drops >= DROPS:
            self.is_down = True
            circuit.trip(self.watch(), f"{outcome.said} {outcome.code}".strip(), self.fails)
        elif self.is_probe and self.drops == 0:
            circuit.mend()
            self.is_probe, self.fails = False, 0

    def ring_once(self, count):
        if self.ring and count == timing.BATCH:
            ring, self.ring = self.ring, None
            ring()

    def beat(self):
        """A long run is still a sign of life."""
        if self.watch.seconds() > self.beat_at:
            self.beat_at = self.watch.seconds() + timing.BEAT
            _beat(self.watch())

    def count(self, state):
        if state == "sent":
            self.tally.sent += 1
        elif state in ("retry", "scheduled"):
            self.tally.retried += 1
        elif state:
            self.tally.ended += 1
