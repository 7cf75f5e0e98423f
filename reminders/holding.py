"""Hold all mail, look at what would leave, release it. What `manage.py hold` does."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import Profile
from reminders import services
from reminders.models import WAITING, Instance, Mail, Reminder


@dataclass(frozen=True)
class Review:
    """What leaves when mail is released: rows that wait, owners whose digest is due, reminders that leave
    alone. `is_held`, and since when by whom: `restored_to` is the last moment a backup knew of, or None."""

    is_held: bool
    held_at: object
    restored_to: object
    mails: list
    digests: int
    singles: int


def review(now, *, most=50):
    """The Review at `now`, with at most `most` rows, longest due first."""
    instance = Instance.objects.first() or Instance()
    mails = _mails(now).order_by("due_at", "pk")
    return Review(
        is_held=instance.is_held,
        held_at=instance.held_at,
        restored_to=instance.restored_to if instance.is_held else None,
        mails=list(mails[:most]),
        digests=_digests(now).count(),
        singles=_singles(now).count(),
    )


def count_waiting(now):
    """How many rows would leave."""
    return _mails(now).count()


def hold(now):
    """No mail leaves from now on."""
    Instance.objects.get_or_create(pk=1)
    Instance.objects.filter(pk=1, is_held=False).update(is_held=True, held_at=now, restored_to=None)


@transaction.atomic
def release(now, *, leave_out=False):
    """Mail leaves again. `leave_out`: not what is due by now, which was sent before the backup was made or
    after it; it stays on everybody's list, and the next digest tells of what nobody was told.

    How many mails were left out.
    """
    left = 0
    if leave_out:
        left = services.cancel_mails(Q(pk__in=_mails(now).values("pk")), now)
        for profile in _digests(now).iterator(chunk_size=500):
            services.retime(profile, now)
        _singles(now).update(alone_at=None)
    Instance.objects.filter(pk=1).update(is_held=False, held_at=None, restored_to=None)
    return left


def _mails(now):
    return Mail.objects.filter(state__in=WAITING, run_at__lte=now)


def _digests(now):
    return Profile.objects.filter(next_digest_at__lte=now)


def _singles(now):
    return Reminder.objects.open().filter(alone_at__lte=now)
