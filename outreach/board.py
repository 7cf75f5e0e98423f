"""The outreach board: six lanes of cards, and how many threads are closed."""

from dataclasses import dataclass, replace

from django.db.models import Count, Q

from accounts import spoken, zones
from outreach import sequence
from outreach.models import Answer, Thread, Touch
from outreach.queries import call_words, last_of, live, narrowed, reply_words
from outreach.sequence import Sequence, Step

State, End = Thread.State, Thread.End
ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


@dataclass(frozen=True)
class Card:
    """One thread on the board. `tone` is "", "due" or "go"; `action` the label of its button, or "".

    `moves` are the lanes it can go to, each with the label of its button; `pk` is the thread's.
    """

    name: str
    place: str
    when: str
    path: str
    tone: str = ""
    action: str = ""
    moves: tuple[tuple[str, str], ...] = ()
    pk: int = 0


@dataclass(frozen=True)
class Lane:
    """One column. `order` is its place on a phone, most urgent first. `more` stand in the table only."""

    slug: str
    title: str
    order: int
    cards: tuple[Card, ...]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.cards) + self.more

    @property
    def state(self) -> str:
        """The stage of the table that holds these cards."""
        return str(next(state for slug, _, _, state in LANES if slug == self.slug) or State.WAITING)

    @property
    def css(self) -> str:
        return f"o{self.order}"


@dataclass(frozen=True)
class Board:
    lanes: tuple[Lane, ...]
    closed: int
    closed_words: str

    @property
    def is_empty(self) -> bool:
        return not self.closed and not any(lane.count for lane in self.lanes)

    @property
    def by_urgency(self) -> tuple[Lane, ...]:
        return tuple(sorted(self.lanes, key=lambda lane: lane.order))


LANES = (
    ("write", "To write", 5, State.TO_WRITE),
    ("sent", "Waiting", 6, State.WAITING),
    ("due", "Follow up", 1, None),
    ("reply", "Replied", 2, State.REPLIED),
    ("call", "Call", 3, State.CALL),
    ("placed", "Placed", 7, State.PLACED),
)


# Lane -> the lanes a card can be moved to from there. What needs a date or a word asks for it next.
MOVES = {
    "write": (("sent", "I sent it"), ("closed", "Stop")),
    "sent": (("reply", "They replied"), ("closed", "Stop")),
    "due": (("sent", "I sent it"), ("reply", "They replied"), ("closed", "Stop")),
    "reply": (("call", "We have a call"), ("placed", "They have a place"), ("sent", "No reply after all")),
    "call": (("placed", "They have a place"),),
    "placed": (),
}
MOST_CARDS = 25


def board(owner, now, **picked) -> Board:
    """Three queries: the threads not closed, their touches, the closed ones counted by their end.

    `picked` narrows the cards: source, specialty.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    cards: dict[str, list[Card]] = {slug: [] for slug, *_ in LANES}
    silent = 0
    for thread in narrowed(live(owner), **picked).exclude(state=State.CLOSED):
        slug, card = _placed_on_board(thread, owner, now, today)
        if slug:
            cards[slug].append(replace(card, moves=MOVES[slug], pk=thread.pk))
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
    lanes = tuple(
        Lane(slug, title, order, tuple(cards[slug][:MOST_CARDS]), max(0, len(cards[slug]) - MOST_CARDS))
        for slug, title, order, _ in LANES
    )
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
        on = last_of(thread, Touch.Kind.PLACED).on
        return f"{'Since' if on <= today else 'From'} {spoken.day(on, today)}", "", ""
    reply = last_of(thread, Touch.Kind.REPLY)
    tone = "go" if reply and reply.answer in (Answer.YES, Answer.CALL) else ""
    return reply_words(thread), tone, ""


def _card(thread: Thread, when: str, tone: str = "", action: str = "") -> Card:
    contact = thread.contact
    return Card(contact.called, contact.place, when, thread.get_absolute_url(), tone, action)


def _closed_words(silent: int, said_no: int) -> str:
    parts = []
    if silent:
        parts.append(f"{silent} never replied")
    if said_no:
        parts.append(f"{said_no} said no")
    return f"{', '.join(parts)}. " if parts else ""
