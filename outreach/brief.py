"""The one-page brief for a call: everything said so far, and questions worth asking."""

from dataclasses import dataclass

from accounts import zones
from outreach import drafting, news, queries
from outreach.composer import LABELS
from outreach.models import Thread, Touch

QUESTIONS = (
    "What would you want a visitor on your team to know before the first day?",
    "Which month is quiet enough for somebody to be useful rather than in the way?",
    "Who else should hear about this: a coordinator, a fellow, the office?",
    "What paperwork comes first, and how long does it take here?",
    "May I write to you after the call with dates?",
)


@dataclass(frozen=True)
class Brief:
    """`lines` are (label, text) of the first mail, `facts` sentences about the user, `notes` typed words."""

    when: str
    works: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    notes: tuple[Touch, ...]
    history: tuple[Touch, ...]
    questions: tuple[str, ...] = QUESTIONS


def describe(thread: Thread, owner, now) -> Brief:
    today = zones.day_in(owner.profile.time_zone, now)
    touches = tuple(thread.touches.all())
    return Brief(
        when=queries.call_words(thread, today) if thread.call_at else "",
        works=thread.contact.recipient.works,
        lines=_first_mail(thread),
        facts=tuple(one.words for one in news.of_rotations(owner, today)),
        notes=tuple(touch for touch in touches if touch.kind == Touch.Kind.NOTE),
        history=touches,
    )


def _first_mail(thread: Thread) -> tuple[tuple[str, str], ...]:
    sent = drafting.sent_emails(thread)
    return tuple((label, text) for label, text in _labelled(sent[0]) if text) if sent else ()


def _labelled(email):
    draft = email.draft
    yield "Subject", draft.subject
    for key, text in draft.lines():
        yield LABELS[key], text
