"""Makes mails. A mail is a row with a unique key, made in the transaction of what it tells of; the key
is why it exists once, however many processes try."""

import datetime
from collections import Counter, defaultdict
from email.utils import parseaddr
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from accounts import zones
from accounts.models import Profile
from reminders import policy as policies
from reminders import schedule, wording
from reminders.models import WAITING, Mail, Reminder, new_public_id
from reminders.policy import Policy
from reminders.recipients import WISHES, mailable

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

    Each is moved on to the next moment, also when it has nothing to tell: then no mail is made. One that was
    missed, and may not leave now, is made at its owner's next digest hour.
    """
    rows = Profile.objects.filter(next_digest_at__lte=now).order_by("next_digest_at")
    rows = rows.values_list("user_id", *WISHES)[:SLICE]
    looked_at = {owner_id: Policy(**dict(zip(WISHES, wishes, strict=True))) for owner_id, *wishes in rows}
    if not looked_at:
        return 0
    _nag_again(looked_at, now)
    told = Reminder.objects.due(now).unannounced().filter(owner_id__in=looked_at)
    owners = mailable(set(told.values_list("owner_id", flat=True)), now)
    open_now = {owner_id: one.policy for owner_id, one in owners.items() if one.policy.is_open(now)}
    latest = {how: policies.latest_digest(how, now) for how in set(open_now.values())}
    mails = [
        _digest(owner_id, *latest[how], now) for owner_id, how in sorted(open_now.items()) if latest[how]
    ]
    with transaction.atomic():
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        _move_on(looked_at, now, missed=owners.keys() - open_now.keys())
    return len(looked_at)


def _digest(owner_id, day, due_at, now):
    key = f"digest:{owner_id}:{day}"
    return new_mail(key=key, kind="digest", now=now, due_at=due_at, owner_id=owner_id, local_date=day)


def _nag_again(owner_ids, now):
    """What its owner wants to be told again until it is finished is news again, with this digest."""
    is_time = Q()
    for days in schedule.NAG_DAYS:  # half a day less: the digest before may have left late in its morning
        is_time |= Q(nag_days=days, notified_at__lte=now - days * schedule.DAY + schedule.DAY / 2)
    told = Reminder.objects.due(now).filter(is_time, owner_id__in=owner_ids)
    told.update(notified_at=None, cycle=F("cycle") + 1)


def _move_on(looked_at, now, missed):
    """Guarded: a profile re-timed by its owner in between keeps what it was given. Most of a slice share
    their wishes, and so one moment."""
    moments = defaultdict(list)
    known = {how: policies.next_digest(how, now) for how in set(looked_at.values())}
    for owner_id, how in looked_at.items():
        at = policies.catch_up(how, now) if owner_id in missed else known[how]
        moments[at].append(owner_id)
    cases = [When(pk__in=owner_ids, then=Value(at)) for at, owner_ids in moments.items()]
    Profile.objects.filter(pk__in=looked_at, next_digest_at__lte=now).update(
        next_digest_at=Case(*cases, default=F("next_digest_at"))
    )


def make_singles(now):
    """Mails of their own for one slice of reminders that fell due. How many were looked at.

    Within the hour before a digest they wait for it; beyond the owner's number a day for the next one; in
    quiet hours for their end (reminders.policy.single_at).
    """
    candidates = list(
        Reminder.objects.open()
        .filter(alone_at__lte=now)
        .annotate(is_covered=Exists(_pending_digests()))
        .order_by("alone_at", "pk")
        .only("pk", "key", "cycle", "owner_id", "is_alone", "alone_at", "notified_at", "shows_at")[:SLICE]
    )
    again = {row.pk: now + SOON for row in candidates if row.is_covered}
    mails, later = _singles([r for r in candidates if not r.is_covered and r.notified_at is None], now)
    again |= later
    with transaction.atomic():
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        looked_at = Reminder.objects.filter(alone_at__lte=now)
        looked_at.filter(pk__in=[row.pk for row in candidates if row.pk not in again]).update(alone_at=None)
        for at in set(again.values()):
            looked_at.filter(pk__in=[pk for pk, then in again.items() if then == at]).update(alone_at=at)
    return len(candidates)


def _pending_digests():
    return Mail.objects.filter(owner_id=OuterRef("owner_id"), kind="digest", state__in=[*WAITING, "leased"])


def _singles(rows, now):
    """(mails, {pk: when to look again}) for untold reminders."""
    owners = mailable({row.owner_id for row in rows}, now)
    sent, has_digest = _made_today(owners)
    mails, later = [], {}
    for owner_id, mine in groupby(sorted(rows, key=_by_owner), key=lambda row: row.owner_id):
        one = owners.get(owner_id)
        if one is None:
            continue
        mine = [row for row in mine if row.is_alone or one.policy.mail_mode == policies.EACH]
        at = policies.single_at(one.policy, now)
        if at is not None and at > now:
            later |= {row.pk: at for row in mine}
        elif at and len(mine) > 1 and one.policy.mail_mode == policies.EACH and owner_id not in has_digest:
            mails.append(_digest(owner_id, one.today, now, now))  # several at once come as one
        elif at:
            left = max(0, one.policy.singles_a_day - sent[owner_id])
            mails += [_single(row, one, now) for row in mine[:left]]
    return mails, later


def _by_owner(row):
    return row.owner_id, row.alone_at, row.pk


def _made_today(owners):
    """How many singles each of them has had today, and who has had a digest."""
    today = Q(pk__in=[])
    for day in {one.today for one in owners.values()}:
        today |= Q(local_date=day, owner_id__in=[pk for pk, one in owners.items() if one.today == day])
    made = Mail.objects.filter(today, kind__in=["digest", "reminder"]).values_list(
        "owner_id", "kind", "state"
    )
    singles = [owner_id for owner_id, kind, state in made if kind == "reminder" and state != "cancelled"]
    return Counter(singles), {owner_id for owner_id, kind, _ in made if kind == "digest"}


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
