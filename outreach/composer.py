"""The six lines of a cold email, the follow-ups after it, and the text they make.

The order is the formula of domain.md §5: who I am, why you, my signal, what I offer, a 15-minute call,
CV attached. Wardbook drafts; the user sends (routes.py). Nothing here reads a clock or a database.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from accounts.spoken import day_in
from outreach.names import Recipient, greeting_for
from outreach.trigrams import similarity

LINES = ("intro", "why_them", "signal", "offer", "ask", "attachments")
LABELS = {
    "subject": "Subject",
    "greeting": "Greeting",
    "intro": "Who you are",
    "why_them": "Why them",
    "signal": "Your signal",
    "offer": "What you offer",
    "ask": "15-minute call",
    "attachments": "CV attached",
}
FIELD = re.compile(r"\{([a-z_]+)\}")
SAME = 0.6


@dataclass(frozen=True)
class Draft:
    """One mail before it is sent. `number` 0 is the first mail, 1 to 3 a follow-up.

    In a follow-up `signal` holds the one new thing, and any other line may be empty. `cv` names the CV
    version chosen. `signature` stands below and is not counted.
    """

    subject: str = ""
    greeting: str = ""
    intro: str = ""
    why_them: str = ""
    signal: str = ""
    offer: str = ""
    ask: str = ""
    attachments: str = ""
    signature: str = ""
    cv: str = ""
    number: int = 0

    @property
    def is_follow_up(self) -> bool:
        return self.number > 0

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The six lines in order as (key, text on one line)."""
        return tuple((key, one_line(getattr(self, key))) for key in LINES)


@dataclass(frozen=True)
class Facts:
    """What the profile knows about the user, each a finished phrase or empty."""

    name: str = ""
    degree: str = ""
    school: str = ""
    graduated: str = ""
    specialty: str = ""
    one_liner: str = ""
    signal: str = ""
    cv: str = ""


@dataclass(frozen=True)
class News:
    """Something recent that a follow-up could tell: an abstract, a score, a rotation. `on` is its date."""

    on: date
    words: str


@dataclass(frozen=True)
class Merged:
    """A text with its fields filled in; `missing` names the ones left standing because nothing is known."""

    text: str
    missing: tuple[str, ...] = ()


def one_line(text: str) -> str:
    return " ".join(text.split())


def count_words(text: str) -> int:
    """Words as a reader counts them: runs without a space that hold a letter or a digit."""
    return sum(1 for run in text.split() if any(char.isalnum() for char in run))


def words(draft: Draft) -> int:
    """Words over the six lines; greeting, subject and signature are not counted."""
    return sum(count_words(text) for _, text in draft.lines())


def values(facts: Facts, recipient: Recipient) -> dict[str, str]:
    """Every field a template may hold, as {name}."""
    mine = {field.name: getattr(facts, field.name) for field in fields(facts)}
    theirs = {
        "recipient": recipient.address,
        "surname": recipient.surname,
        "institution": recipient.institution,
        "department": recipient.department,
        "city": recipient.city,
        "work": recipient.works[0] if recipient.works else "",
    }
    return mine | theirs


def merge(text: str, known: Mapping[str, str]) -> Merged:
    """Fill {fields} from `known`. A field without a value stays visible, so that nobody sends a hole."""
    missing: list[str] = []

    def fill(found: re.Match) -> str:
        value = known.get(found.group(1), "")
        if not value:
            missing.append(found.group(1))
        return value or found.group()

    return Merged(FIELD.sub(fill, text), tuple(dict.fromkeys(missing)))


def merge_draft(draft: Draft, known: Mapping[str, str]) -> tuple[Draft, tuple[str, ...]]:
    """A template as a draft, with the fields nothing is known for."""
    keys = ("subject", "greeting", *LINES, "signature")
    merged = {key: merge(getattr(draft, key), known) for key in keys}
    missing = dict.fromkeys(name for part in merged.values() for name in part.missing)
    return replace(draft, **{key: part.text for key, part in merged.items()}), tuple(missing)


def start(facts: Facts, recipient: Recipient) -> Draft:
    """A first draft from what is known. What only the user can say (why them, the offer) stays empty."""
    return Draft(
        greeting=greeting_for(recipient),
        intro=facts.one_liner or _introduction(facts),
        signal=facts.signal,
        attachments="My CV is attached." if facts.cv else "",
        signature=_signature(facts),
        cv=facts.cv,
    )


def _introduction(facts: Facts) -> str:
    if not facts.name:
        return ""
    graduate = f"a {facts.graduated} graduate" if facts.graduated else "a graduate"
    return f"I’m {facts.name}, {graduate} of {facts.school}." if facts.school else f"I’m {facts.name}."


def _signature(facts: Facts) -> str:
    name = f"{facts.name}, {facts.degree}" if facts.degree else facts.name
    return f"Best regards,\n{name}" if name else ""


def body(draft: Draft) -> str:
    """The mail's text: greeting, each line its own paragraph, signature; lines end in "\\n"."""
    parts = [one_line(draft.greeting), *(text for _, text in draft.lines()), draft.signature.strip()]
    return "\n\n".join(part.replace("\r\n", "\n").replace("\r", "\n") for part in parts if part) + "\n"


def reply_subject(subject: str) -> str:
    """The thread's subject with one "Re: ", whatever stood before it."""
    bare = re.sub(r"^(?:\s*(?:re|aw|sv|antw)\s*:)+\s*", "", one_line(subject), flags=re.IGNORECASE)
    return f"Re: {bare}"


def follow_up(previous: Draft, *, first: Draft, first_sent_on: date, new_thing: str = "") -> Draft:
    """The next follow-up in `previous`'s thread: one new thing and the same question, in fewer words.

    `new_thing` is the user's sentence; without one the line stays empty and the lint asks for it.
    Parts that are not needed fall away until the text is shorter than the mail before it; only a new
    thing longer than that mail can still make it longer, which the lint says.
    """
    number = previous.number + 1
    sent = one_line(day_in(first_sent_on))
    draft = Draft(
        subject=reply_subject(first.subject),
        greeting=first.greeting,
        intro=f"I wrote to you on {sent}." if number < 3 else "",
        signal=new_thing,
        ask=(first.ask, "Would 15 minutes still be possible?", "")[number - 1],
        attachments="" if number < 3 else "This is my last note; thank you for reading.",
        signature=first.signature,
        number=number,
    )
    for shorter in ({"ask": "Would 15 minutes be possible?"}, {"intro": ""}, {"ask": ""}):
        if words(draft) < words(previous):
            break
        (key,) = shorter
        if getattr(draft, key):
            draft = replace(draft, **shorter)
    return draft


def could_add(news: Iterable[News], *, since: date, said: Iterable[str], most: int = 3) -> tuple[News, ...]:
    """What a follow-up could add: newest first, dated `since` or later, and not in the thread already."""
    said = [one_line(text).casefold() for text in said]

    def is_new(item: News) -> bool:
        text = one_line(item.words).casefold()
        return bool(text) and all(text not in old and similarity(text, old) < SAME for old in said)

    recent = sorted((item for item in news if item.on >= since), key=lambda item: item.on, reverse=True)
    return tuple(item for item in recent if is_new(item))[:most]
