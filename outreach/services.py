"""Everything that changes a thread. Each function is one transaction and asks the reminders anew.

Two devices may press two buttons at the same moment. Every change first holds the thread's row (an
UPDATE locks it on both databases), reads it again and only then decides; what no longer fits is
refused with a sentence, what was already done is answered as done.
"""

import datetime

from django.db import transaction

from accounts import zones
from accounts.spoken import day_in
from outreach import sequence
from outreach.holding import change, hold, touch_of
from outreach.models import Answer, Contact, Thread, Touch, gaps_of
from outreach.sequence import Refused
from reminders import services as reminders
from reminders.models import Reminder

State, End, Kind = Thread.State, Thread.End, Touch.Kind

# What a person's answer makes of the thread. An automatic reply is not a person's (product.md, Replies).
STATE_AFTER = {
    Answer.ANSWERED: State.REPLIED,
    Answer.YES: State.REPLIED,
    Answer.CALL: State.REPLIED,
    Answer.LATER: State.REPLIED,
    Answer.FULL: State.CLOSED,
    Answer.NO: State.CLOSED,
}
_FURTHER = (State.CALL, State.PLACED)


def on_their_calendar(
    typed: datetime.date, *, own_zone: str, zone: str, now: datetime.datetime
) -> datetime.date:
    """The recipient's day for a day the user typed: their "today" is whatever day it is there now.

    product.md "Time": follow-up days are counted on the recipient's calendar.
    """
    return zones.day_in(zone, now) if typed == zones.day_in(own_zone, now) else typed


def their_day(contact: Contact, now: datetime.datetime) -> datetime.date:
    """The day it is where `contact` works."""
    return zones.day_in(contact.zone, now)


@transaction.atomic
def start_thread(contact: Contact, *, subject: str = "", sent_on: datetime.date | None = None, now) -> Thread:
    """A thread with `contact` (saved when it is new); waiting when the first mail went out on `sent_on`."""
    if contact.pk is None:
        contact.save()
    gaps = gaps_of(contact.owner)
    thread = Thread.objects.create(owner=contact.owner, contact=contact, subject=subject, gaps=gaps)
    if sent_on:
        record_sent(thread, on=sent_on, now=now)
    return thread


@transaction.atomic
def record_sent(thread: Thread, *, on: datetime.date, now) -> Touch:
    """The first mail went out on `on`. Recorded twice it stays the one it was."""
    held = hold(thread, now)
    if first := held.touches.filter(kind=Kind.SENT).first():
        return first
    if held.state != State.TO_WRITE:
        raise Refused("This thread is closed. Nothing was changed.")
    touch = touch_of(held, Kind.SENT, on, now, number=0)
    change(held, state=State.WAITING)
    reminders.refresh(held.owner, now)
    return touch


@transaction.atomic
def record_follow_up(thread: Thread, *, number: int, on: datetime.date, now) -> Touch:
    """Follow-up `number` went out on `on`, which ends a pause and any move. Twice is once.

    Raises Refused when the thread has ended meanwhile, when another number is next, or when the mail
    before it is later than `on`.
    """
    held = hold(thread, now)
    if sent := held.touches.filter(kind=Kind.FOLLOW_UP, number=number).first():
        return sent
    if held.state != State.WAITING:
        raise Refused(why_ended(held))
    upcoming = _next_number(held)
    if upcoming != number:
        raise Refused(f"Follow-up {number} is not the next one in this thread. Nothing was changed.")
    sequence.record_sent(held.sequence(), on)
    touch = touch_of(held, Kind.FOLLOW_UP, on, now, number=number)
    change(held, not_before=None, not_before_because="", paused_on=None, paused_until=None)
    reminders.refresh(held.owner, now)
    return touch


@transaction.atomic
def record_reply(
    thread: Thread,
    *,
    kind: str = Answer.ANSWERED,
    on: datetime.date,
    now,
    body: str = "",
    back_on: datetime.date | None = None,
) -> Thread:
    """Something came back. A person's answer and a bounce end the follow-ups; an automatic one does not.

    `back_on`: the day an automatic reply names; the next follow-up comes after it. To a thread that has its
    reply a bare "they replied" adds nothing, nor do the same words of the same day. Raises Refused before
    the first mail, and for a day before it.
    """
    held = hold(thread, now)
    _must_follow_the_first_mail(held, on)
    if kind == Answer.ANSWERED and held.ended_by == End.REPLY and not _says_more(held, on, body):
        return held
    touch_of(held, Kind.REPLY, on, now, answer=kind, body=body)
    if kind == Answer.AUTO:
        if back_on and held.state == State.WAITING:
            _hold_back(held, sequence.away_until(held.sequence(), back_on))
    elif kind == Answer.BOUNCED:
        if held.state == State.WAITING:
            change(held, state=State.CLOSED, ended_on=on, ended_by=End.BOUNCE)
    else:
        _end_with_reply(held, STATE_AFTER[Answer(kind)], on)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def stop(thread: Thread, *, now) -> bool:
    """No more follow-ups, closed without a reply. False when the thread had ended before."""
    held = hold(thread, now)
    if held.state not in (State.TO_WRITE, State.WAITING):
        return False
    change(held, state=State.CLOSED, ended_on=their_day(held.contact, now), ended_by=End.STOPPED)
    reminders.refresh(held.owner, now)
    return True


@transaction.atomic
def reopen(thread: Thread, *, now) -> Thread:
    """Undo of Stop and of a reply recorded by mistake: the follow-ups go on where they were."""
    held = hold(thread, now)
    if held.state not in (State.REPLIED, State.CLOSED):
        return held
    if held.ended_by == End.REPLY:
        _forget_replies(held)
    was_sent = held.touches.filter(kind=Kind.SENT).exists()
    change(held, state=State.WAITING if was_sent else State.TO_WRITE, ended_on=None, ended_by="")
    if was_sent:
        _reopen_reminder(held, now)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def postpone(thread: Thread, *, until: datetime.date, now, because: str = "you moved it") -> Thread:
    """The next follow-up not before `until`. Raises Refused when none is left or the thread has ended."""
    held = hold(thread, now)
    if held.state != State.WAITING:
        raise Refused(why_ended(held))
    _hold_back(held, sequence.move(held.sequence(), until, because=because))
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def plan_call(thread: Thread, *, at: datetime.datetime, now) -> Thread:
    """A call at the aware moment `at`, or another time for the one planned. Needs a reply first."""
    held = hold(thread, now)
    if held.state not in (State.REPLIED, State.CALL):
        raise Refused("A call needs a reply first. Nothing was changed.")
    if held.call_at != at:
        touch_of(held, Kind.CALL, zones.day_in(held.contact.zone, at), now)
        change(held, state=State.CALL, call_at=at)
        reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def record_placed(thread: Thread, *, on: datetime.date, now) -> Thread:
    """It led to a place, from `on`. Placed twice stays as it was."""
    held = hold(thread, now)
    if held.state == State.PLACED:
        return held
    if held.state not in (State.REPLIED, State.CALL):
        raise Refused("A place needs a reply first. Nothing was changed.")
    touch_of(held, Kind.PLACED, on, now)
    change(held, state=State.PLACED)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def record_note(thread: Thread, *, body: str, on: datetime.date, now) -> Thread:
    """The user's own words; they move nothing but stand in the history."""
    held = hold(thread, now)
    touch_of(held, Kind.NOTE, on, now, body=body)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def delete_thread(thread: Thread, *, now) -> None:
    """Put away for Undo; its reminders go with it."""
    Thread.objects.filter(pk=thread.pk, deleted_at=None).update(deleted_at=now)
    reminders.refresh(thread.owner, now)


@transaction.atomic
def restore_thread(thread: Thread, *, now) -> None:
    """Back as it was, with its contact when that was deleted too."""
    Thread.objects.filter(pk=thread.pk).update(deleted_at=None)
    Contact.objects.filter(pk=thread.contact_id).update(deleted_at=None)
    reminders.refresh(thread.owner, now)


@transaction.atomic
def delete_contact(contact: Contact, *, now) -> None:
    """Put away with every open thread; the shared moment tells Undo which ones belong together."""
    if Contact.objects.filter(pk=contact.pk, deleted_at=None).update(deleted_at=now):
        Thread.objects.filter(contact=contact, deleted_at=None).update(deleted_at=now)
        reminders.refresh(contact.owner, now)


@transaction.atomic
def restore_contact(contact: Contact, *, now) -> None:
    """Back, with the threads that went in the same moment; threads deleted before stay deleted."""
    Thread.objects.filter(contact=contact, deleted_at=contact.deleted_at).update(deleted_at=None)
    Contact.objects.filter(pk=contact.pk).update(deleted_at=None)
    reminders.refresh(contact.owner, now)


@transaction.atomic
def save_changes(record: Contact | Thread, *, fields: list[str], now) -> None:
    """Typed facts of a contact or a thread: only `fields` are written, dates and drafts follow them."""
    record.save(update_fields=[*fields, "updated_at"])
    reminders.refresh(record.owner, now)


def _hold_back(held: Thread, moved: sequence.Sequence) -> None:
    change(held, not_before=moved.not_before, not_before_because=moved.not_before_because)


def _next_number(held: Thread) -> int | None:
    """The follow-up that is next, also while the thread is paused."""
    steps = sequence.upcoming(sequence.resume(held.sequence()))
    return steps[0].number if steps else None


def _must_follow_the_first_mail(held: Thread, on: datetime.date) -> None:
    first = held.touches.filter(kind=Kind.SENT).first()
    if first is None:
        raise Refused("Nothing was sent in this thread yet, so there is nothing to reply to.")
    if on < first.on:
        raise Refused(f"Your first mail left on {day_in(first.on, year=on.year)}.")


def _forget_replies(held: Thread) -> None:
    """A pressed button leaves nothing behind; words the user typed stay, as a note."""
    replies = held.touches.filter(kind=Kind.REPLY, answer__in=list(STATE_AFTER))
    replies.filter(body="").delete()
    replies.update(kind=Kind.NOTE, answer="")


def _reopen_reminder(held: Thread, now) -> None:
    """A button of the reminder mail counted it as done; the follow-up is to come after all."""
    key = held.follow_up_key(_next_number(held) or 0)
    for reminder in Reminder.objects.for_owner(held.owner).filter(key=key):
        reminders.reopen(reminder, now)


def _says_more(held: Thread, on: datetime.date, body: str) -> bool:
    return bool(body) and not held.touches.filter(kind=Kind.REPLY, on=on, body=body).exists()


def _end_with_reply(held: Thread, state: str, on: datetime.date) -> None:
    """The first reply is the end; a later one may only move the thread on."""
    if held.ended_by == End.REPLY:
        if state == State.CLOSED or held.state not in _FURTHER:
            change(held, state=state)
        return
    change(held, state=state, ended_on=on, ended_by=End.REPLY)


def why_ended(held: Thread) -> str:
    if held.state == State.TO_WRITE:
        return "The first mail of this thread is not recorded yet."
    day = day_in(held.ended_on, year=held.updated_at.year)
    words = {
        End.REPLY: f"They replied on {day}, so the follow-ups had stopped.",
        End.STOPPED: f"You stopped this thread on {day}.",
        End.BOUNCE: f"The address stopped working on {day}.",
        End.SILENCE: f"This thread closed without a reply on {day}.",
    }
    return f"{words[End(held.ended_by)]} Nothing was changed."
