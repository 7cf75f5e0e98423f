"""What the outreach pages and reminders read. Finished values; a flat number of queries."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts import spoken, zones
from outreach import sequence
from outreach.calendar import recipient_zone
from outreach.models import Answer, Contact, Thread, Touch
from outreach.sequence import MORNING, Sequence, Step

State, End = Thread.State, Thread.End
ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}
HISTORY = 3


@dataclass(frozen=True)
class Card:
    """One thread on the board. `tone` is "", "due" or "go"; `action` the label of its button, or ""."""

    name: str
    place: str
    when: str
    path: str
    tone: str = ""
    action: str = ""


@dataclass(frozen=True)
class Lane:
    """One column. `order` is its place on a phone, most urgent first."""

    slug: str
    title: str
    order: int
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    lanes: tuple[Lane, ...]
    closed: int
    closed_words: str

    @property
    def is_empty(self) -> bool:
        return not self.closed and not any(lane.cards for lane in self.lanes)

    @property
    def by_urgency(self) -> tuple[Lane, ...]:
        return tuple(sorted(self.lanes, key=lambda lane: lane.order))


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
    """What the thread page says first, the plan as dates, and what happened, latest first."""

    title: str
    text: str
    is_go: bool
    next_number: int | None
    lines: tuple[Line, ...]
    touches: tuple[Touch, ...]


LANES = (
    ("write", "To write", 4, State.TO_WRITE),
    ("sent", "Waiting", 5, State.WAITING),
    ("due", "Follow up", 1, None),
    ("reply", "Replied", 2, State.REPLIED),
    ("call", "Call", 3, State.CALL),
    ("placed", "Placed", 6, State.PLACED),
)


def live(owner):
    """Threads of `owner` that are not deleted, with contact and touches: two queries."""
    return Thread.objects.for_owner(owner).select_related("contact").prefetch_related("touches")


def waiting(owner):
    return live(owner).filter(state=State.WAITING)


def board(owner, now) -> Board:
    """Three queries: the threads not closed, their touches, the closed ones counted by their end."""
    today = zones.day_in(owner.profile.time_zone, now)
    cards: dict[str, list[Card]] = {slug: [] for slug, *_ in LANES}
    silent = 0
    for thread in live(owner).exclude(state=State.CLOSED):
        slug, card = _placed_on_board(thread, owner, now, today)
        if slug:
            cards[slug].append(card)
        else:
            silent += 1
    counts = (
        Thread.objects.for_owner(owner)
        .filter(state=State.CLOSED)
        .aggregate(
            all=Count("pk"),
            silent=Count("pk", filter=Q(ended_by=End.SILENCE)),
            said_no=Count("pk", filter=Q(ended_by=End.REPLY)),
        )
    )
    lanes = tuple(Lane(slug, title, order, tuple(cards[slug])) for slug, title, order, _ in LANES)
    closed_words = _closed_words(counts["silent"] + silent, counts["said_no"])
    return Board(lanes, counts["all"] + silent, closed_words)


def _placed_on_board(thread: Thread, owner, now, today) -> tuple[str, Card | None]:
    """The lane's slug and the card; no lane when the thread has closed by silence meanwhile."""
    if thread.state == State.WAITING:
        return _waiting_card(thread, owner, now, today)
    when, tone, action = _settled_words(thread, today)
    slug = next(slug for slug, _, _, state in LANES if state == thread.state)
    return slug, _card(thread, when, tone, action)


def _waiting_card(thread: Thread, owner, now, today) -> tuple[str, Card | None]:
    plan = thread.sequence()
    their_today = zones.day_in(thread.contact.zone, now)
    if sequence.is_closed_by_silence(plan, their_today):
        return "", None
    steps = sequence.upcoming(plan)
    if not steps:
        return "sent", _card(thread, _resting_words(plan, today))
    step = steps[0]
    if is_due(step, owner, now):
        number = f"{ORDINALS[step.number]} of {len(plan.gaps)}"
        late = "due today" if step.on >= their_today else f"due since {spoken.day(step.on, today)}"
        return "due", _card(thread, f"{number}, {late}", "due", "Review")
    first = "Follow up" if step.number == 1 else f"{ORDINALS[step.number]} follow-up"
    return "sent", _card(thread, f"{first} {spoken.day(step.on, today)}")


def is_due(step: Step, owner, now) -> bool:
    """Whether the reminder of this step has come due: the board and the reminder say the same."""
    return sequence.remind_at(step, owner.profile.time_zone, owner.profile.digest_at) <= now


def _resting_words(plan: Sequence, today) -> str:
    if plan.paused_on:
        return "Paused"
    return f"Closes {spoken.day(sequence.closing(plan), today)}"


def _settled_words(thread: Thread, today) -> tuple[str, str, str]:
    """What stands on the card of a thread that is not waiting: words, tone, button."""
    if thread.state == State.TO_WRITE:
        return (thread.subject or "No subject yet"), "", ""
    if thread.state == State.CALL:
        return call_words(thread, today), "go", "Notes"
    if thread.state == State.PLACED:
        return f"Since {spoken.day(_last(thread, Touch.Kind.PLACED).on, today)}", "", ""
    return reply_words(thread), "go", ""


def call_words(thread: Thread, today) -> str:
    """As "Thu 29 Oct, 4:00 pm in Columbus (ET)"."""
    return f"{moment_words(thread.call_at, thread.contact, today)}"


def moment_words(at: datetime.datetime, contact: Contact, today) -> str:
    """A moment on the recipient's clock: "Tue 3 Nov, 9:00 am in Akron (ET)"."""
    local = at.astimezone(sequence.ZoneInfo(contact.zone))
    return f"{spoken.day(local.date(), today)}, {spoken.clock(local.time())} {contact.zone_words}"


def reply_words(thread: Thread) -> str:
    reply = _last(thread, Touch.Kind.REPLY)
    said = {Answer.YES: "Said yes", Answer.CALL: "Said yes to a call", Answer.LATER: "Said maybe later"}
    return said.get(reply.answer, "Replied") if reply else "Replied"


def _last(thread: Thread, kind) -> Touch | None:
    found = [touch for touch in thread.touches.all() if touch.kind == kind and touch.answer != Answer.AUTO]
    return found[-1] if found else None


def _card(thread: Thread, when: str, tone: str = "", action: str = "") -> Card:
    contact = thread.contact
    return Card(str(contact), contact.place, when, thread.get_absolute_url(), tone, action)


def _closed_words(silent: int, said_no: int) -> str:
    parts = []
    if silent:
        parts.append(f"{silent} never replied")
    if said_no:
        parts.append(f"{said_no} said no")
    return f"{', '.join(parts)}. " if parts else ""


def last_touches(thread: Thread, today) -> tuple[str, ...]:
    """The last three touches, oldest first: "Tue 20 Oct: You wrote"."""
    touches = list(thread.touches.all())[-HISTORY:]
    return tuple(f"{spoken.day(touch.on, today)}: {touch.words}" for touch in touches)


def planned_lines(sent_on: datetime.date, contact: Contact, *, is_sent: bool) -> tuple[Line, ...]:
    """The plan of a mail that was or would be sent on `sent_on`, for showing before anything is saved."""
    first = Line(sent_on, "First email", "", "done" if is_sent else "now")
    plan = Sequence(sent=(sent_on,), zone=contact.zone)
    return (first, *_lines_to_come(plan, contact, today=None))


def thread_page(thread: Thread, owner, now) -> ThreadPage:
    today = zones.day_in(owner.profile.time_zone, now)
    touches = tuple(reversed(thread.touches.all()))
    plan = thread.sequence()
    steps, lines = (), tuple(_sent_line(touch) for touch in thread.sends())
    if plan and not plan.is_ended:
        steps = sequence.upcoming(plan)
        lines += _lines_to_come(plan, thread.contact, zones.day_in(thread.contact.zone, now))
    title, text, is_go = _first_said(thread, plan, steps, owner, now, today)
    number = steps[0].number if steps else None
    return ThreadPage(title, text, is_go, number, lines, touches)


def _sent_line(touch: Touch) -> Line:
    what = "First email" if touch.number == 0 else f"Follow-up {touch.number}"
    return Line(touch.on, what, "", "done")


def _lines_to_come(plan: Sequence, contact: Contact, today) -> tuple[Line, ...]:
    """Every step to come and the close. With `today` a step whose day has passed stands at its next good day."""
    steps = sequence.upcoming(plan, today)
    at = f"{spoken.clock(MORNING)} {contact.zone_words}"
    lines = [
        Line(step.on, f"Follow-up {step.number}", at, "now" if nth == 0 else "later", step.moved_because)
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
    last = f"You last wrote on {spoken.day(plan.sent[-1], today)}."
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


def closed_why(thread: Thread) -> str:
    """How a closed thread ended, as the start of a sentence that goes on with "on Tue 3 Nov"."""
    if thread.ended_by == End.REPLY:
        reply = _last(thread, Touch.Kind.REPLY)
        return "They said no" if reply and reply.answer == Answer.NO else "They had no place"
    return {
        End.STOPPED: "You stopped it",
        End.BOUNCE: "The address did not work",
        End.SILENCE: "No reply, closed",
    }[End(thread.ended_by)]


def found(owner, *, text: str = "", state: str = ""):
    """Threads by name, institution, city or subject, latest change first; for a page at a time."""
    threads = live(owner).order_by("-updated_at", "-pk")
    if state in State.values:
        threads = threads.filter(state=state)
    for word in text.split()[:5]:
        threads = threads.filter(
            Q(contact__name__icontains=word)
            | Q(contact__institution__icontains=word)
            | Q(contact__city__icontains=word)
            | Q(subject__icontains=word)
        )
    return threads


def contacts(owner):
    """Everyone the owner keeps, by name, each with the number of threads that are not deleted."""
    return (
        Contact.objects.for_owner(owner)
        .annotate(thread_count=Count("threads", filter=Q(threads__deleted_at=None)))
        .order_by("name", "pk")
    )
