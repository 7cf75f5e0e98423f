"""Pause, go on, skip, and close by silence: for one thread, or for all of them as one action."""

import datetime

from django.db import transaction
from django.db.models import Q

from accounts import zones
from outreach import queries, sequence
from outreach.holding import change, hold
from outreach.models import FollowUpPlan, Thread
from outreach.sequence import Refused, check_gaps
from outreach.services import their_day, why_ended
from reminders import services as reminders

State, End = Thread.State, Thread.End


@transaction.atomic
def pause(thread: Thread, *, until: datetime.date | None = None, now) -> Thread:
    """No follow-up before `until`, or none until `resume`. Raises Refused when the thread has ended."""
    held = _waiting(thread, now)
    paused = sequence.pause(held.sequence(), their_day(held.contact, now), until=until)
    change(held, paused_on=paused.paused_on, paused_until=paused.paused_until)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def resume(thread: Thread, *, now) -> Thread:
    """The follow-ups go on; a day that passed meanwhile is due at once."""
    held = _waiting(thread, now)
    change(held, paused_on=None, paused_until=None)
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def skip(thread: Thread, *, number: int, now) -> Thread:
    """Leave out follow-up `number`, which must be the next one; its gap is added to the one after it."""
    held = _waiting(thread, now)
    if number in held.skipped:
        return held
    changed = sequence.skip(sequence.resume(held.sequence()))
    if number not in changed.skipped:
        raise Refused(f"Follow-up {number} is not the next one in this thread. Nothing was changed.")
    change(held, skipped=sorted(changed.skipped))
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def unskip(thread: Thread, *, number: int, now) -> Thread:
    """Undo of skip, as long as no later follow-up was sent."""
    held = _waiting(thread, now)
    if number in held.skipped and all(touch.number < number for touch in held.sends()):
        change(held, skipped=[one for one in held.skipped if one != number])
        reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def release(thread: Thread, *, now) -> Thread:
    """Undo of a move: the next follow-up falls on its own day again."""
    held = _waiting(thread, now)
    change(held, not_before=None, not_before_because="")
    reminders.refresh(held.owner, now)
    return held


@transaction.atomic
def pause_all(owner, *, until: datetime.date | None = None, now) -> int:
    """Pause every waiting thread that is not paused yet; how many. One statement, one refresh."""
    today = zones.day_in(owner.profile.time_zone, now)
    if until and until <= today:
        raise Refused("A pause ends after it starts.")
    waiting = Thread.objects.for_owner(owner).filter(state=State.WAITING)
    count = waiting.filter(Q(paused_on=None) | Q(paused_until__lte=today)).update(
        paused_on=today, paused_until=until, updated_at=now
    )
    reminders.refresh(owner, now)
    return count


@transaction.atomic
def resume_all(owner, *, now) -> int:
    """Take every pause off; how many threads go on."""
    paused = Thread.objects.for_owner(owner).filter(state=State.WAITING, paused_on__isnull=False)
    count = paused.update(paused_on=None, paused_until=None, updated_at=now)
    reminders.refresh(owner, now)
    return count


@transaction.atomic
def move_all(owner, *, until: datetime.date, now) -> int:
    """Every next follow-up of a waiting thread not before `until`; how many. Two statements, one refresh."""
    moved = []
    for thread in queries.live(owner).filter(state=State.WAITING):
        if queries.next_steps(thread) and (thread.not_before is None or thread.not_before < until):
            moved.append(thread.pk)
    held = Thread.objects.for_owner(owner).filter(pk__in=moved, state=State.WAITING)
    count = held.update(not_before=until, not_before_because="you moved it", updated_at=now)
    reminders.refresh(owner, now)
    return count


@transaction.atomic
def release_all(owner, *, now) -> int:
    """Undo of every move: the next follow-ups fall on their own days again. How many."""
    held = Thread.objects.for_owner(owner).filter(state=State.WAITING, not_before__isnull=False)
    count = held.update(not_before=None, not_before_because="", updated_at=now)
    reminders.refresh(owner, now)
    return count


@transaction.atomic
def stop_all(owner, *, now) -> int:
    """No more follow-ups in any waiting thread; how many. Each can be opened again on its page."""
    waiting = list(queries.live(owner).filter(state=State.WAITING))
    for thread in waiting:
        _stop_one(hold(thread, now), now)
    reminders.refresh(owner, now)
    return len(waiting)


@transaction.atomic
def space(owner, gaps, *, is_for_all: bool, now) -> int:
    """New threads follow these gaps, and with `is_for_all` those that wait too: how many of them.

    A thread in which more follow-ups were sent than there are gaps now has none left.
    """
    check_gaps(tuple(gaps))
    FollowUpPlan.objects.update_or_create(owner=owner, defaults={"gaps": list(gaps)})
    not_begun = Thread.objects.for_owner(owner).filter(state=State.TO_WRITE)
    not_begun.update(gaps=list(gaps), updated_at=now)
    if not is_for_all:
        return 0
    waiting = Thread.objects.for_owner(owner).filter(state=State.WAITING)
    count = waiting.update(gaps=list(gaps), updated_at=now)
    reminders.refresh(owner, now)
    return count


@transaction.atomic
def change_many(owner, threads, verb: str, *, now) -> int:
    """One of MANY for each of `threads`; how many it fitted. The reminders are asked once, at the end."""
    done = 0
    for thread in threads:
        try:
            MANY[verb](hold(thread, now), now)
        except Refused:
            continue
        done += 1
    reminders.refresh(owner, now)
    return done


def _pause_one(held: Thread, now) -> None:
    if held.state != State.WAITING or held.paused_on:
        raise Refused("Only a waiting thread can be paused.")
    change(held, paused_on=their_day(held.contact, now), paused_until=None)


def _resume_one(held: Thread, now) -> None:
    if held.state != State.WAITING or not held.paused_on:
        raise Refused("This thread is not paused.")
    change(held, paused_on=None, paused_until=None)


def _skip_one(held: Thread, now) -> None:
    steps = queries.next_steps(held)
    if not steps:
        raise Refused("No follow-up is left to skip.")
    change(held, skipped=sorted({*held.skipped, steps[0].number}))


def _stop_one(held: Thread, now) -> None:
    if held.state not in (State.TO_WRITE, State.WAITING):
        raise Refused(why_ended(held))
    change(held, state=State.CLOSED, ended_on=their_day(held.contact, now), ended_by=End.STOPPED)


def _delete_one(held: Thread, now) -> None:
    change(held, deleted_at=now)


MANY = {
    "pause": _pause_one,
    "resume": _resume_one,
    "skip": _skip_one,
    "stop": _stop_one,
    "delete": _delete_one,
}


@transaction.atomic
def close_silent(owner, now) -> None:
    """Write down what has been true since the closing date (settings.NIGHTLY): closed, no reply."""
    for thread in queries.waiting(owner):
        plan = thread.sequence()
        if plan and sequence.is_closed_by_silence(plan, zones.day_in(thread.contact.zone, now)):
            Thread.objects.filter(pk=thread.pk, state=State.WAITING, deleted_at=None).update(
                state=State.CLOSED, ended_on=sequence.closes_on(plan.sent[-1]), ended_by=End.SILENCE
            )


def _waiting(thread: Thread, now) -> Thread:
    held = hold(thread, now)
    if held.state != State.WAITING:
        raise Refused(why_ended(held))
    return held
