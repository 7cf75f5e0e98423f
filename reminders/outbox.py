"""Makes mails. A mail is a row with a unique key, made in the transaction of what it tells of; the key
is why it exists once, however many processes try."""

import datetime
from collections import Counter, defaultdict
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Value, When

from accounts import zones
from accounts.models import Profile
from reminders import schedule, wording
from reminders.models import WAITING, Mail, Reminder, new_public_id
from reminders.recipients import mailable

SLICE = 200
# Looked at again when a digest of the same owner is about to leave and will probably list it.
SOON = datetime.timedelta(seconds=30)


def mail_domain():
    """Right side of our Message-IDs: the sender's domain, or the host of this instance."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return domain if "." in domain else urlsplit(settings.BASE_URL).hostname


def new_mail(*, key, kind, now, due_at=None, **fields):
    """An unsaved row. Its Message-ID is made here and never again."""
    public_id = new_public_id()
    due_at = due_at or now
    return Mail(
        public_id=public_id,
        message_id=f"<r.{public_id}@{mail_domain()}>",
        key=key,
        kind=kind,
        due_at=due_at,
        run_at=due_at,
        expires_at=max(due_at, now) + schedule.WORTH_SENDING,
        **fields,
    )


def add_account_mail(address, subject, text, html, *, now, owner=None):
    """Confirmation, reset and notices: written with the change they tell of, sent by the next tick."""
    key = f"account:{new_public_id()}"
    mail = new_mail(key=key, kind="account", now=now, owner=owner, to_address=address)
    mail.subject, mail.text, mail.html = wording.one_line(subject)[:200], text, html
    mail.save(force_insert=True)
    return mail


def add_test_mail(owner, now):
    """ "Send me a test": one a minute at most. The row, or None when this minute has one."""
    key = f"test:{owner.pk}:{now:%Y%m%d%H%M}"
    made = Mail.objects.bulk_create(
        [new_mail(key=key, kind="test", now=now, owner=owner)], ignore_conflicts=True
    )
    return Mail.objects.filter(key=key, message_id=made[0].message_id).first()


def make_digests(now):
    """Mails for one slice of digests whose moment has come. How many profiles were looked at.

    Each is moved on to the next moment, also when it has nothing to tell: then no mail is made.
    """
    rows = Profile.objects.filter(next_digest_at__lte=now).order_by("next_digest_at")
    rows = rows.values_list("user_id", "digest_at", "time_zone")[:SLICE]
    looked_at = {owner_id: (wall, zone) for owner_id, wall, zone in rows}
    if not looked_at:
        return 0
    told = set(
        Reminder.objects.due(now)
        .unannounced()
        .filter(owner_id__in=looked_at)
        .values_list("owner_id", flat=True)
    )
    mails = []
    for owner_id in sorted(mailable(told, now)):
        day, due_at = schedule.latest_digest(now, *looked_at[owner_id])
        key = f"digest:{owner_id}:{day}"
        mails.append(
            new_mail(key=key, kind="digest", now=now, due_at=due_at, owner_id=owner_id, local_date=day)
        )
    with transaction.atomic():
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        _move_on(looked_at, now)
    return len(looked_at)


def _move_on(looked_at, now):
    """Guarded: a profile re-timed by its owner in between keeps what it was given. Most of a slice share
    hour and zone, and so one moment."""
    moments = defaultdict(list)
    known = {how: schedule.next_digest(now, *how) for how in set(looked_at.values())}
    for owner_id, how in looked_at.items():
        moments[known[how]].append(owner_id)
    cases = [When(pk__in=owner_ids, then=Value(at)) for at, owner_ids in moments.items()]
    Profile.objects.filter(pk__in=looked_at, next_digest_at__lte=now).update(
        next_digest_at=Case(*cases, default=F("next_digest_at"))
    )


def make_singles(now):
    """Mails of their own for one slice of reminders that fell due. How many were looked at.

    Within the hour before a digest they wait for it; a fourth one on a day waits for the next one.
    """
    candidates = list(
        Reminder.objects.open()
        .filter(alone_at__lte=now)
        .annotate(is_covered=Exists(_pending_digests()))
        .order_by("alone_at", "pk")
        .only("pk", "key", "cycle", "owner_id", "is_alone", "notified_at", "shows_at")[:SLICE]
    )
    soon = [row.pk for row in candidates if row.is_covered]
    settled = [row for row in candidates if not row.is_covered]
    mails = _singles([row for row in settled if row.is_alone and row.notified_at is None], now)
    with transaction.atomic():
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        looked_at = Reminder.objects.filter(alone_at__lte=now)
        looked_at.filter(pk__in=[row.pk for row in settled]).update(alone_at=None)
        looked_at.filter(pk__in=soon).update(alone_at=now + SOON)
    return len(candidates)


def _pending_digests():
    return Mail.objects.filter(owner_id=OuterRef("owner_id"), kind="digest", state__in=[*WAITING, "leased"])


def _singles(rows, now):
    owners = mailable({row.owner_id for row in rows}, now)
    days = {one.today for one in owners.values()}
    sent = Counter(
        Mail.objects.filter(owner_id__in=owners, local_date__in=days, kind="reminder")
        .exclude(state="cancelled")
        .values_list("owner_id", "local_date")
    )
    mails = []
    for row in rows:
        one = owners.get(row.owner_id)
        if one is None or schedule.is_near_digest(now, one.digest_at, one.zone):
            continue
        if sent[one.owner_id, one.today] >= schedule.SINGLES_A_DAY:
            continue
        sent[one.owner_id, one.today] += 1
        mails.append(_single(row, one, now))
    return mails


def _single(row, one, now):
    """Its key is the reminder's; one that was put off is a new occasion."""
    key = f"reminder:{row.owner_id}:{row.key}" + (f":{row.cycle}" if row.cycle else "")
    return new_mail(
        key=key,
        kind="reminder",
        now=now,
        due_at=min(row.shows_at, now),
        owner_id=row.owner_id,
        reminder_id=row.pk,
        local_date=zones.day_in(one.zone, now),
    )
