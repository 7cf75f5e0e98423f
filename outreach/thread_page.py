"""What the page of one thread says: first the next thing, then the plan as dates, then what was."""

import datetime
from dataclasses import dataclass

from accounts import spoken, zones
from outreach import sequence
from outreach.board import is_due
from outreach.models import Contact, Thread, Touch
from outreach.queries import call_words, closed_why, moment_words, reply_words
from outreach.sequence import MORNING, Sequence

State, End = Thread.State, Thread.End


@dataclass(frozen=True)
class Line:
    """One line of the plan. `mark` is "done", "now" or "later"; `because` has a sentence for each move."""

    on: datetime.date
    what: str
    at: str
    mark: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class ThreadPage:
    """`can`: what the person may do next, of send, reply, call, place, move, skip,
    pause, resume, release, stop, reopen.

    `touches` are latest first.
    """

    title: str
    text: str
    is_go: bool
    next_number: int | None
    can: frozenset[str]
    lines: tuple[Line, ...]
    touches: tuple[Touch, ...]


def planned_lines(sent_on: datetime.date, contact: Contact, *, is_sent: bool, gaps) -> tuple[Line, ...]:
    """The plan of a mail that was or would be sent on `sent_on`, for showing before anything is saved."""
    first = Line(sent_on, "First email", "", "done" if is_sent else "now")
    plan = Sequence(sent=(sent_on,), zone=contact.zone, gaps=tuple(gaps))
    return (first, *_lines_to_come(plan, contact, today=None, is_next=is_sent))


def describe(thread: Thread, owner, now) -> ThreadPage:
    today = zones.day_in(owner.profile.time_zone, now)
    touches = tuple(reversed(list(thread.touches.all())))
    plan = thread.sequence()
    steps, lines = (), tuple(_sent_line(touch) for touch in thread.sends())
    if plan and not plan.is_ended:
        steps = sequence.upcoming(plan)
        lines += _lines_to_come(plan, thread.contact, zones.day_in(thread.contact.zone, now))
    title, text, is_go = _first_said(thread, plan, steps, owner, now, today)
    number = steps[0].number if steps else None
    return ThreadPage(title, text, is_go, number, _can(thread.state, number, plan), lines, touches)


def _can(state: str, number: int | None, plan: Sequence | None) -> frozenset[str]:
    verbs = {
        State.TO_WRITE: {"send"},
        State.WAITING: {"reply", "stop"},
        State.REPLIED: {"reply", "call", "place", "reopen"},
        State.CALL: {"reply", "call", "place"},
        State.PLACED: set(),
        State.CLOSED: {"reply", "reopen"},
    }[State(state)]
    if number:
        verbs |= {"send", "move", "skip"}
    if state == State.WAITING and plan and plan.paused_on:
        verbs |= {"resume"}
    elif number:
        verbs |= {"pause"}
    if plan and plan.not_before and number:
        verbs |= {"release"}
    return frozenset(verbs)


def _sent_line(touch: Touch) -> Line:
    what = "First email" if touch.number == 0 else f"Follow-up {touch.number}"
    return Line(touch.on, what, "", "done")


def _lines_to_come(plan: Sequence, contact: Contact, today, *, is_next=True) -> tuple[Line, ...]:
    """Every step to come and the close. With `today` a step whose day passed is at its next good day.

    The first of them is the thing to do now, unless the mail before it has not left (`is_next`).
    """
    steps = sequence.upcoming(plan, today)
    at = f"{spoken.clock(MORNING)} {contact.zone_words}"
    lines = [
        Line(
            step.on,
            f"Follow-up {step.number}",
            at,
            "now" if nth == 0 and is_next else "later",
            step.moved_because,
        )
        for nth, step in enumerate(steps)
    ]
    if steps or not plan.paused_on:
        last = steps[-1].on if steps else plan.sent[-1]
        lines.append(Line(sequence.closes_on(last), "Closes without a reply", "", "later"))
    return tuple(lines)


def _first_said(thread, plan, steps, owner, now, today) -> tuple[str, str, bool]:
    """The first thing the thread page says: a title, a sentence, and whether it is good to act now."""
    if thread.state == State.WAITING:
        return _waiting_said(thread, plan, steps, owner, now, today)
    if thread.state == State.TO_WRITE:
        return (
            "Not written yet",
            "When you have sent it, say on which day. The follow-ups count from there.",
            False,
        )
    if thread.state == State.CALL:
        return f"Call {call_words(thread, today)}", "Notes and a thank-you come after it.", True
    on = spoken.day(thread.ended_on, today)
    if thread.state == State.REPLIED:
        return reply_words(thread), f"On {on}. No more follow-ups: you are in a conversation now.", True
    if thread.state == State.PLACED:
        return "Placed", f"They replied on {on}.", True
    return "Closed", f"{closed_why(thread)} on {on}.", False


def _waiting_said(thread, plan, steps, owner, now, today) -> tuple[str, str, bool]:
    their_today = zones.day_in(thread.contact.zone, now)
    if not steps:
        if plan.paused_on:
            return "Paused", "No follow-up until you go on.", False
        if sequence.is_closed_by_silence(plan, their_today):
            free = spoken.day(sequence.free_again_on(plan), today)
            return "Closed, no reply", f"Every follow-up was sent. Not again before {free}.", False
        day = spoken.day(sequence.closing(plan), today)
        return "Every follow-up is sent", f"Without a reply this closes on {day}.", False
    words = moment_words(steps[0].at, thread.contact, today)
    verb = "wrote" if len(plan.sent) == 1 else "last wrote"
    last = f"You {verb} on {spoken.day(plan.sent[-1], today)}."
    number = f"Follow-up {steps[0].number} of {len(plan.gaps)}"
    if not is_due(steps[0], owner, now):
        return f"{number}: {words}", f"{last} A reply stops the follow-ups.", False
    if steps[0].on >= their_today:
        return f"{number} is due", f"{last} Best at {words}.", True
    soon = sequence.upcoming(plan, their_today)[0]
    return (
        f"{number} is due since {spoken.day(steps[0].on, today)}",
        f"{last} The next good morning is {moment_words(soon.at, thread.contact, today)}.",
        True,
    )
