"""Writes what is due. Called in the transaction of the change that made it so."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.utils.module_loading import import_string

from accounts import zones
from accounts.models import Profile, new_nonce
from reminders import due, schedule
from reminders import policy as policies
from reminders.models import WAITING, Mail, Reminder, StoppedKind
from reminders.recipients import policy_of

_COLUMNS = [
    "kind",
    "title",
    "reason",
    "due_at",
    "path",
    "action",
    "answers",
    "draft",
    "history",
    "names",
    "icon",
    "is_alone",
]
_SHOWS_AT = Case(When(snoozed_until__gt=F("due_at"), then=F("snoozed_until")), default=F("due_at"))


def refresh(owner, now, *, is_same_days=False):
    """Ask every source what is due for `owner` and make the rows say the same.

    `is_same_days`: not what is due has changed but the owner's clock, so nothing told is told again.

    Inserts, moves and closes in at most 8 queries besides those of the sources (SQLite takes about 50
    changed rows in one statement). What the user
    finished stays finished, what is put off stays put off. Safe at any time and from several
    processes; a call that was missed is made up for by the nightly pass.
    """
    listed = _listed(owner, now)
    with transaction.atomic(savepoint=False):
        _apply(owner, listed, now, is_same_days)
        if owner.profile.next_digest_at is None:
            retime(owner.profile, now)


def _listed(owner, now):
    """{key: values} of everything the sources list, less what one source says in place of another."""
    found = [one for path in settings.REMINDER_SOURCES for one in import_string(path)(owner, now)]
    spoken_for = {key for one in found if isinstance(one, due.Instead) for key in one.keys}
    dues = (one for one in found if not isinstance(one, due.Instead))
    return {one.key: due.columns(one) for one in dues if one.key not in spoken_for}


def _apply(owner, listed, now, is_same_days):
    stopped = set(StoppedKind.objects.filter(owner=owner).values_list("kind", flat=True))
    listed = {key: values for key, values in listed.items() if values["kind"] not in stopped}
    known = Reminder.objects.for_owner(owner).filter(Q(state="open") | Q(key__in=list(listed)))
    rows = {row.key: row for row in known}
    _upsert(owner, listed, rows)
    _settle([row.pk for key, row in rows.items() if row.is_open and key not in listed], "closed", now)
    both = [(row, listed[key]) for key, row in rows.items() if key in listed]
    returned = [row.pk for row, _ in both if row.state == "closed"]
    if returned:
        Reminder.objects.filter(pk__in=returned, state="closed").update(state="open", finished_at=None)
    moved = [row.pk for row, new in both if row.due_at != new["due_at"] and new["due_at"] > now]
    if moved and not is_same_days:  # to a day still to come: then it may be mailed once more
        again = Reminder.objects.filter(pk__in=moved, state="open").exclude(notified_at=None)
        again.update(notified_at=None, cycle=F("cycle") + 1)
    touched = [row.pk for row, new in both if row.due_at != new["due_at"] or row.is_alone != new["is_alone"]]
    _watch_alone(owner, touched + returned)


def _leave_each(owner):
    """Whether all reminders of this owner leave as mails of their own."""
    return owner.profile.mail_mode == policies.EACH


def _upsert(owner, listed, rows):
    """One statement for what is new or reads differently. States and marks are not among its columns:
    the engine or the user may be changing those at this moment."""
    each = _leave_each(owner)
    changed = [
        Reminder(owner=owner, key=key, alone_at=values["due_at"] if each or values["is_alone"] else None)
        for key, values in sorted(listed.items())
        if key not in rows or _reads_differently(rows[key], values)
    ]
    for row in changed:
        for name in _COLUMNS:
            setattr(row, name, listed[row.key][name])
    if changed:
        Reminder.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["owner", "key"], update_fields=_COLUMNS
        )


def _reads_differently(row, values):
    is_kept = row.state in ("open", "closed")
    return is_kept and any(getattr(row, name) != values[name] for name in _COLUMNS)


def _watch_alone(owner, pks):
    """The engine looks again whether these leave as mails of their own."""
    if pks:
        waiting = Reminder.objects.filter(pk__in=pks, state="open", notified_at=None)
        waiting = waiting if _leave_each(owner) else waiting.filter(is_alone=True)
        waiting.update(alone_at=_SHOWS_AT)


def _settle(pks, state, now):
    """Open reminders become `state`, and mails of their own that still wait are cancelled. How many did."""
    if not pks:
        return 0
    settled = Reminder.objects.filter(pk__in=pks, state="open").update(
        state=state, finished_at=now, alone_at=None
    )
    cancel_mails(Q(reminder_id__in=pks), now)
    return settled


def cancel_mails(which, now):
    """Cancel waiting mails; one that may already have been delivered ends as uncertain. How many."""
    waiting = Mail.objects.filter(which, state__in=WAITING)
    perhaps = waiting.filter(ambiguous=1).update(state="uncertain", finished_at=now)
    return perhaps + waiting.filter(ambiguous=0).update(
        state="cancelled", finished_at=now, subject="", text="", html=""
    )


@transaction.atomic
def finish(reminder, now):
    """Done. True if it was open until now; a second call changes nothing."""
    return _settle([reminder.pk], "done", now) == 1


@transaction.atomic
def stop(reminder, now):
    """No more about this occasion. True if it was open until now."""
    return _settle([reminder.pk], "stopped", now) == 1


@transaction.atomic
def stop_kind(owner, kind, now):
    """No more reminders of this kind, now or later. How many open ones that ended; 0 if it was stopped."""
    _, is_new = StoppedKind.objects.get_or_create(owner=owner, kind=kind, defaults={"stopped_at": now})
    if not is_new:
        return 0
    open_ones = Reminder.objects.for_owner(owner).open().filter(kind=kind)
    return _settle(list(open_ones.values_list("pk", flat=True)), "stopped", now)


@transaction.atomic
def resume_kind(owner, kind, now):
    """Reminders of this kind may come again; what ended with the kind and is still due comes back."""
    stopped = StoppedKind.objects.select_for_update().filter(owner=owner, kind=kind).first()
    if stopped is None:
        return
    ended = Reminder.objects.for_owner(owner).filter(
        kind=kind, state="stopped", finished_at=stopped.stopped_at
    )
    ended.update(state="open", finished_at=None)
    stopped.delete()
    refresh(owner, now)


@transaction.atomic
def postpone(reminder, now, *, days=None, until=None):
    """Put off by `days` or until a local date, to the digest hour of that day; the moment it comes back.

    It may be mailed once more then. None if the reminder was no longer open.
    """
    profile = reminder.owner.profile
    back_on = until or zones.day_in(profile.time_zone, now) + datetime.timedelta(days=days)
    back_at = schedule.on_day(back_on, profile.digest_at, profile.time_zone)
    changed = Reminder.objects.filter(pk=reminder.pk, state="open").update(
        snoozed_until=back_at, back_on=back_on, notified_at=None, alone_at=None, cycle=F("cycle") + 1
    )
    cancel_mails(Q(reminder=reminder), now)
    return back_at if changed else None


@transaction.atomic
def reopen(reminder, now):
    """Undo of done, stop and later. True if something changed."""
    changed = Reminder.objects.filter(pk=reminder.pk, state__in=["done", "stopped"]).update(
        state="open", finished_at=None
    ) or Reminder.objects.filter(pk=reminder.pk, state="open", snoozed_until__gt=now).update(
        snoozed_until=None, back_on=None
    )
    return changed == 1


def nag(reminder, days):
    """Tell of it again with a digest every `days` until it is finished; None: once is enough."""
    Reminder.objects.filter(pk=reminder.pk, state="open").update(nag_days=days)


def retime(profile, now):
    """Set when the next digest is made. Call it after the wishes of a profile changed."""
    profile.next_digest_at = policies.next_digest(policy_of(profile), now)
    Profile.objects.filter(pk=profile.pk).update(next_digest_at=profile.next_digest_at)


@transaction.atomic
def follow_profile(profile, now):
    """Let what is not told yet follow a new hour, zone or mode; what was told is not told again.

    What was put off keeps its day and moves to the new hour of that day.
    """
    retime(profile, now)
    mine = Reminder.objects.filter(owner_id=profile.pk, state="open")
    put_off = mine.filter(snoozed_until__gt=now).exclude(back_on=None)
    for day in set(put_off.values_list("back_on", flat=True)):
        back_at = schedule.on_day(day, profile.digest_at, profile.time_zone)
        put_off.filter(back_on=day).update(snoozed_until=back_at)
    untold = mine.filter(notified_at=None, is_alone=False)
    if profile.mail_mode == policies.EACH:
        untold.filter(alone_at=None, shows_at__gt=now).update(alone_at=_SHOWS_AT)
    else:
        untold.exclude(alone_at=None).update(alone_at=None)
    owner = profile.user
    owner.profile = profile
    refresh(owner, now, is_same_days=True)
    if not profile.wants_mail or policy_of(profile).is_away(zones.day_in(profile.time_zone, now)):
        _cancel_reminder_mail(profile, now)


def _cancel_reminder_mail(profile, now):
    cancel_mails(Q(owner_id=profile.pk, kind__in=["digest", "reminder"]), now)


def stop_mail(profile, now):
    """No reminder emails any more; what waits is cancelled. Account mail still comes."""
    Profile.objects.filter(pk=profile.pk).update(wants_mail=False)
    _cancel_reminder_mail(profile, now)


def pause_mail(profile, now, *, days):
    """No reminder emails for `days` local days; the date they come back."""
    back_on = zones.day_in(profile.time_zone, now) + datetime.timedelta(days=days)
    Profile.objects.filter(pk=profile.pk).update(paused_until=back_on)
    _cancel_reminder_mail(profile, now)
    return back_on


def revoke_links(profile):
    """Every link in every mail sent so far stops working."""
    Profile.objects.filter(pk=profile.pk).update(link_nonce=new_nonce())
