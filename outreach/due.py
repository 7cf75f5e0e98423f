"""What outreach has due: the next follow-up of every waiting thread (settings.REMINDER_SOURCES)."""

from collections.abc import Iterable

from accounts import spoken, zones
from outreach import queries, sequence
from outreach.models import FOLLOW_UP, Thread
from outreach.sequence import Step
from reminders.due import Due

ANSWERS = ("outreach.sent", "outreach.replied", "outreach.stop")


def follow_ups(owner, now) -> Iterable[Due]:
    """One Due for each waiting thread with a step to come, in two queries for any number of threads.

    The reason speaks from the step's own day, not from `now`: it stays the same sentence however
    late it is read, and a nightly refresh changes no row.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    for thread in queries.waiting(owner):
        steps = sequence.upcoming(thread.sequence())
        if steps:
            yield _due(thread, steps[0], owner, today)


def _due(thread: Thread, step: Step, owner, today) -> Due:
    return Due(
        key=thread.follow_up_key(step.number),
        kind=FOLLOW_UP,
        title=f"Follow up with {thread.contact.called}",
        reason=_reason(thread, step, today),
        due_at=sequence.remind_at(step, owner.profile.time_zone, owner.profile.digest_at),
        path=thread.get_absolute_url(),
        action="Review and send",
        answers=ANSWERS,
        draft=draft(thread, owner),
        history=queries.last_touches(thread, today),
        icon="mail",
        is_alone=True,
        names=(thread.contact.called,),
    )


def _reason(thread: Thread, step: Step, today) -> str:
    """As "You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2."."""
    last = thread.sends()[-1]
    verb = "wrote" if last.number == 0 else "last wrote"
    days = spoken.plural((step.on - last.on).days, "day")
    return (
        f"You {verb} on {spoken.day(last.on, today)}. No reply in {days}. "
        f"Follow-up {step.number} of {len(thread.gaps)}."
    )


def draft(thread: Thread, owner) -> str:
    """A plain follow-up for the same thread: what it was about, when, the call, thanks."""
    first = thread.sends()[0]
    about = f" about “{thread.subject}”" if thread.subject else ""
    return (
        f"Dear {greeted(thread.contact)},\n\n"
        f"I wrote to you on {letter_day(first.on)}{about}. I know how full your days are, "
        "so here it is in one line: could we speak for 15 minutes, whenever it suits you?\n\n"
        f"Thank you for reading,\n{owner.name}"
    )


def letter_day(on) -> str:
    """As "Thursday, November 12": the way the person who reads the letter writes a day."""
    return f"{on:%A, %B} {on.day}"


def greeted(contact) -> str:
    """As "Dr. Chaudhry". A name of more or fewer than two words stays whole: its surname is a guess."""
    words = contact.name.split()
    name = words[-1] if contact.title and len(words) == 2 else contact.name
    return f"{contact.title} {name}".strip()
