"""What outreach reads, in a flat number of queries, and the words its pages and reminders share."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from accounts import spoken
from outreach import sequence
from outreach.models import Answer, Contact, Email, Thread, Touch
from outreach.numbers import Approach
from outreach.sequence import REST_MONTHS
from tracker.models import Attending

HISTORY = 3
# Written to, and neither closed nor placed.
OPEN = (Thread.State.WAITING, Thread.State.REPLIED, Thread.State.CALL)
# Answers of a person; a machine's and a bounce are none.
PERSONAL = frozenset(Answer.values) - {Answer.AUTO, Answer.BOUNCED}


@dataclass(frozen=True)
class Row:
    """One line of the table of threads. `last` is the latest touch, or None."""

    name: str
    place: str
    path: str
    stage: str
    last: Touch | None
    pk: int = 0


class Happened(NamedTuple):
    """The columns of a touch that the numbers are counted from."""

    kind: str
    on: datetime.date
    number: int | None
    answer: str


def live(owner):
    """Threads of `owner` that are not deleted, with contact and touches: two queries."""
    return Thread.objects.for_owner(owner).select_related("contact").prefetch_related("touches")


def with_words(threads):
    """The same threads with the words of their emails and the attending of each contact: one query more."""
    return threads.select_related(
        "contact__attending", "contact__specialty", "rotation__institution", "rotation__specialty"
    ).prefetch_related("emails__cv")


def maybe_in_the_way(owner, today):
    """Threads the collision guard looks at, with contact, touches and attending: open, or not long ended.

    One that ended longer ago than anybody has to rest (sequence.may_write_again_on) bars nothing.
    """
    since = today - datetime.timedelta(days=31 * REST_MONTHS)
    near = Q(ended_on=None) | Q(ended_on__gte=since) | Q(state__in=OPEN)
    return live(owner).filter(near).select_related("contact__attending")


def waiting(owner):
    return with_words(live(owner)).filter(state=Thread.State.WAITING)


def narrowed(threads, *, source: str = "", specialty: str = ""):
    """Only contacts found that way, in that specialty (its id); what is neither narrows nothing."""
    if source in Contact.Source.values:
        threads = threads.filter(contact__source=source)
    if specialty.isascii() and specialty.isdigit():
        threads = threads.filter(contact__specialty=int(specialty))
    return threads


def specialties(owner):
    """[(id, name)] of the specialties the owner's contacts are in: what the filter offers."""
    known = Contact.objects.for_owner(owner).filter(specialty__isnull=False).order_by("specialty__name")
    return [(str(pk), name) for pk, name in known.values_list("specialty_id", "specialty__name").distinct()]


def found(owner, *, text: str = "", state: str = "", **picked):
    """Threads by name, institution, city, specialty or subject, latest change first; whatever the state."""
    threads = narrowed(live(owner), **picked).order_by("-updated_at", "-pk")
    if state in Thread.State.values:
        threads = threads.filter(state=state)
    for word in text.split()[:5]:
        threads = threads.filter(
            Q(contact__name__icontains=word)
            | Q(contact__institution__icontains=word)
            | Q(contact__city__icontains=word)
            | Q(contact__specialty__name__icontains=word)
            | Q(subject__icontains=word)
        )
    return threads


def row(thread: Thread) -> Row:
    contact, touches = thread.contact, list(thread.touches.all())
    is_closed = thread.state == Thread.State.CLOSED
    stage = f"Closed. {closed_why(thread)}" if is_closed else thread.get_state_display()
    if thread.state == Thread.State.WAITING and thread.paused_on:
        stage = "Waiting, paused"
    last = touches[-1] if touches else None
    return Row(contact.called, contact.place, thread.get_absolute_url(), stage, last, thread.pk)


def contacts(owner):
    """Everyone the owner keeps, by name, each with the number of threads that are not deleted."""
    return (
        Contact.objects.for_owner(owner)
        .annotate(thread_count=Count("threads", filter=Q(threads__deleted_at=None)))
        .order_by("name", "pk")
    )


def next_steps(thread: Thread):
    """The follow-ups to come, also of a paused thread."""
    plan = thread.sequence() if thread.state == Thread.State.WAITING else None
    return sequence.upcoming(sequence.resume(plan)) if plan else ()


def likely_attendings(contact: Contact, limit: int = 5):
    """Attendings the owner can see with this address or this name; the address says more."""
    visible = Attending.objects.visible_to(contact.owner).select_related("institution")
    by_name = Q(name__iexact=contact.name)
    by_email = Q(email__iexact=contact.email) if contact.email else Q(pk=None)
    return visible.filter(by_name | by_email).exclude(pk=contact.attending_id)[:limit]


def approaches(owner):
    """Every thread whose first mail left, as the numbers count it: three queries, of bare columns."""
    threads = Thread.objects.for_owner(owner).exclude(state=Thread.State.TO_WRITE)
    touches = defaultdict(list)
    for pk, *columns in Touch.objects.filter(thread__in=threads).values_list("thread", *Happened._fields):
        touches[pk].append(Happened(*columns))
    first = Email.objects.filter(thread__in=threads, number=0, template__isnull=False)
    templates = dict(first.values_list("thread", "template__name"))
    about = threads.values_list("pk", "state", "contact__source", "contact__specialty__name")
    return [
        _approach(state, source, specialty or "", templates.get(pk, ""), touches[pk])
        for pk, state, source, specialty in about
        if any(one.kind in Touch.SENDS for one in touches[pk])
    ]


def _approach(state, source, specialty, template, touches) -> Approach:
    sends = [one for one in touches if one.kind in Touch.SENDS]
    replies = [one.on for one in touches if one.kind == Touch.Kind.REPLY and one.answer in PERSONAL]
    return Approach(
        sent_on=min(sends, key=lambda one: one.number).on,
        source=Contact.Source(source).label,
        template=template,
        specialty=specialty,
        replied_on=replies[0] if replies else None,
        is_call=any(one.kind == Touch.Kind.CALL for one in touches),
        is_placed=state == Thread.State.PLACED,
    )


def call_words(thread: Thread, today) -> str:
    """As "Thu 29 Oct, 4:00 pm in Columbus (ET)"."""
    return moment_words(thread.call_at, thread.contact, today)


def moment_words(at: datetime.datetime, contact: Contact, today) -> str:
    """A moment on the recipient's clock: "Tue 3 Nov, 9:00 am in Akron (ET)"."""
    local = at.astimezone(ZoneInfo(contact.zone))
    return f"{spoken.day(local.date(), today)}, {spoken.clock(local.time())} {contact.zone_words}"


def reply_words(thread: Thread) -> str:
    reply = last_of(thread, Touch.Kind.REPLY)
    said = {Answer.YES: "Said yes", Answer.CALL: "Said yes to a call", Answer.LATER: "Said maybe later"}
    return said.get(reply.answer, "Replied") if reply else "Replied"


def last_of(thread: Thread, kind) -> Touch | None:
    """The latest touch of that kind; an automatic reply is nobody's reply."""
    found = [touch for touch in thread.touches.all() if touch.kind == kind and touch.answer != Answer.AUTO]
    return found[-1] if found else None


def last_touches(thread: Thread, today) -> tuple[str, ...]:
    """The last three touches, oldest first: "Tue 20 Oct: You wrote"."""
    touches = list(thread.touches.all())[-HISTORY:]
    return tuple(f"{spoken.day(touch.on, today)}: {touch.words}" for touch in touches)


def closed_why(thread: Thread) -> str:
    """How a closed thread ended, as the start of a sentence that goes on with "on Tue 3 Nov"."""
    if thread.ended_by == Thread.End.REPLY:
        reply = last_of(thread, Touch.Kind.REPLY)
        return "They said no" if reply and reply.answer == Answer.NO else "They had no place"
    return {
        Thread.End.STOPPED: "You stopped it",
        Thread.End.BOUNCE: "The address did not work",
        Thread.End.SILENCE: "No reply, closed",
    }[Thread.End(thread.ended_by)]
