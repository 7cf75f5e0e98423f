"""What outreach has due: the next follow-up of every waiting thread (settings.REMINDER_SOURCES)."""

from collections.abc import Iterable

from django.urls import reverse

from accounts import spoken, zones
from outreach import drafting, news, queries, sequence
from outreach.composer import body
from outreach.models import FOLLOW_UP, Thread
from outreach.sequence import Step
from reminders.due import Due

ANSWERS = ("outreach.sent", "outreach.replied", "outreach.stop")


def follow_ups(owner, now) -> Iterable[Due]:
    """One Due for each waiting thread with a step to come, in four queries for any number of threads.

    The reason speaks from the step's own day, not from `now`: it stays the same sentence however
    late it is read, and a nightly refresh changes no row.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    threads = list(queries.waiting(owner))
    known = news.of_rotations(owner, today) if threads else []
    for thread in threads:
        steps = sequence.upcoming(thread.sequence())
        if steps and not drafting.person_of(thread.contact).is_do_not_contact:
            yield _due(thread, steps[0], owner, today, known)


def _due(thread: Thread, step: Step, owner, today, known) -> Due:
    return Due(
        key=thread.follow_up_key(step.number),
        kind=FOLLOW_UP,
        title=f"Follow up with {thread.contact.called}",
        reason=f"{_reason(thread, step, today)} {_new_thing(thread, known)}",
        due_at=sequence.remind_at(step, owner.profile.time_zone, owner.profile.digest_at),
        path=reverse("outreach:thread-compose", args=[thread.pk]),
        action="Review and send",
        answers=ANSWERS,
        draft=draft(thread, step.number, owner),
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


def _new_thing(thread: Thread, known) -> str:
    """What the follow-up could add; facts only, nothing from the ward (DESIGN.md §10)."""
    drafts = [email.draft for email in drafting.sent_emails(thread)]
    found = news.for_thread(thread, known, drafts)
    if not found:
        return "It needs one new thing."
    return f"It needs one new thing, such as “{found[0].words}”"


def draft(thread: Thread, number: int, owner) -> str:
    """The mail as it would leave: the one kept by the composer, else one drafted from the mail before it."""
    for email in thread.emails.all():
        if email.number == number:
            return body(email.draft).strip()
    return body(drafting.follow_up_draft(thread, number, owner)).strip()
