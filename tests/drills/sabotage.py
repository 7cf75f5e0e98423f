"""Protections taken away, for the controls: each shows that its drill would notice."""

import os
import signal
import time

from django.conf import settings

from reminders import budget, claim, engine, errand, restored, retry, timing
from reminders.management.commands import remind
from reminders.models import WAITING, Instance, Mail


def sent_before_the_text():
    """Called sent before the text leaves, as engines do that mark first: who dies in between loses it."""
    marked = claim.to_the_wire

    def mark(mail, token, now, **asked):
        is_ours = marked(mail, token, now, **asked)
        if is_ours:
            Mail.objects.filter(pk=mail.pk).update(
                state="sent", sent_at=now, finished_at=now, lease_token=None, lease_until=None
            )
        return is_ours

    claim.to_the_wire = mark


def no_mark():
    """Nothing is written before the text leaves: an end in the gap looks as if nothing had left."""
    claim.to_the_wire = lambda mail, token, now, **asked: claim.held(mail, token).exists()


def careless_claim():
    """Reads what waits, then takes it without lock or condition."""

    def take(now, *, limit=timing.BATCH):
        token = claim.secrets.token_urlsafe(16)
        rows = Mail.objects.filter(state__in=WAITING, run_at__lte=now).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:limit])
        time.sleep(0.05)
        until = now + claim._span(timing.lease())
        Mail.objects.filter(pk__in=ids).update(
            state="leased", lease_token=token, lease_until=until, wire_at=None, sent_at=None, finished_at=None
        )
        return token, list(Mail.objects.filter(pk__in=ids).select_related("reminder"))

    claim.claim = take
    claim.to_the_wire = lambda mail, token, now, **asked: True
    claim.held = lambda mail, token: Mail.objects.filter(pk=mail.pk)


def every_trouble_counts():
    """A server that cannot be reached uses up a mail's tries, and no circuit pauses."""
    judge = retry.assess

    def assess(outcome, attempts, ambiguous, luck):
        if outcome.kind in (retry.Kind.UNREACHED, retry.Kind.HUNG, retry.Kind.DROPPED):
            outcome = retry.Outcome(retry.Kind.TEMPORARY, outcome.code, outcome.said)
        return judge(outcome, attempts, ambiguous, luck)

    retry.assess = assess
    engine.circuit.trip = lambda now, said, known_fails: None


def silence_is_a_no():
    """Silence after the text is taken for "not delivered": it is tried again and again."""
    judge = retry.assess

    def assess(outcome, attempts, ambiguous, luck):
        if outcome.kind is retry.Kind.UNANSWERED:
            return retry.Verdict("retry", attempts + 1, 0, 60)
        return judge(outcome, attempts, ambiguous, luck)

    retry.assess = assess


def patient():
    """Waits for the server as long as it likes."""
    timing.OPERATION = timing.MESSAGE = timing.CONNECT = 3600


def no_clamp():
    """Stale leases are put back to "now", and nothing displaced is looked for."""

    def settle(now):
        stale = Mail.objects.filter(state="leased", lease_until__lt=now)
        return stale.update(state="retry", run_at=now, lease_token=None, lease_until=None)

    claim.settle = settle
    claim.needs_settling = lambda now: claim.Exists(Mail.objects.filter(state="leased", lease_until__lt=now))


def hasty_end():
    """Told to stop, it stops at once: the mail in hand stays as it is."""
    real = signal.signal

    def install(number, handler):
        return real(number, (lambda *_: os._exit(1)) if number == signal.SIGTERM else handler)

    signal.signal = install


def no_fence():
    """Whoever ends a mail ends it, also long after the lease."""
    claim.held = lambda mail, token: Mail.objects.filter(pk=mail.pk)


def careless_writing():
    """A template that fails ends the run of the one who met it."""
    write = engine.delivery.compose

    def compose(parcel, now):
        try:
            return write(parcel, now)
        except Exception as error:
            raise SystemExit(1) from error

    engine.delivery.compose = compose


def nothing_asked():
    """The last question before the text leaves is not asked: owner and reminders may say what they like."""
    mark = claim.to_the_wire
    claim.to_the_wire = lambda mail, token, now, **asked: mark(mail, token, now)


def short_lease():
    """A lease that ends while the server is still answering."""
    settings.REMINDER_LEASE_SECONDS = 2


def trusting_loop():
    """The loop does not expect its database to go away."""
    remind.DatabaseError = remind.InterfaceError = _Nothing
    errand.insist = lambda write: write()


def no_budget():
    """Nobody counts what leaves in an hour."""
    budget.take = lambda count, now: count


def no_witness():
    """A database that comes from a backup is taken for what it says."""
    restored.beat = lambda look, now, worker: bool(
        not Instance.objects.filter(pk=1).update(ticked_at=now, ticked_by=worker)
    )


class _Nothing(Exception):
    pass


def provider_key():
    """Not taken away but added: the header of a provider that drops second copies."""
    settings.EMAIL_IDEMPOTENCY_HEADER = "Resend-Idempotency-Key"
