"""The words of reminder mails that are worked out and not written: subjects, counts, initials. Pure."""

import re
import textwrap

from accounts import spoken
from accounts.spoken import plural
from reminders import policy as policies
from reminders.policy import Policy

_NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
_TITLES = r"(?:Drs?|Prof|Mr|Mrs|Ms)\.?"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*\.?"
_PARTICLE = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|la|le|al|el|bin|ibn|ten|ter)[ \u00a0])*"
_NAMED = re.compile(rf"\b({_TITLES})[ \u00a0]((?:{_PARTICLE}{_WORD})(?:[ \u00a0]{_PARTICLE}{_WORD})*)")
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SUBJECT = 78  # what most clients show of a subject


def spelled(count: int) -> str:
    """ "Two"; figures beyond ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def things(count: int) -> str:
    """ "Two things"."""
    return f"{spelled(count)} {'thing' if count == 1 else 'things'}"


def short_names(text: str) -> str:
    """ "Follow up with Dr. Anand Chaudhry" with the surname only: "Dr. Chaudhry"."""
    return _NAMED.sub(lambda m: f"{m[1]} {_surname(m[2])}", text)


def _surname(name):
    words = name.split()
    if all(word.endswith(".") for word in words):  # initials already
        return name
    for at, word in enumerate(words):
        if at and word[0].islower():  # "van der Berg" stays whole
            return " ".join(words[at:])
    return words[-1]


def initials(name: str) -> str:
    """ "A. C." of "Anand Chaudhry"."""
    return " ".join(f"{word[0].upper()}." for word in re.split(r"[\s\-]+", name) if word[:1].isalpha())


def hide_names(text: str, names=()) -> str:
    """The text with people as initials: those in `names`, and whoever follows Dr., Prof., Mr., Mrs., Ms."""
    for name in sorted((n for n in names if n.strip()), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", initials(name), text)
    return _NAMED.sub(lambda m: f"{m[1]} {initials(m[2])}", text)


def begin_small(text: str) -> str:
    """Fit for the middle of a sentence: "Ask Dr. Clarke" as "ask Dr. Clarke"; ECFMG and names stay."""
    first = text.split(" ", 1)[0]
    is_plain = first[1:].islower() and not re.fullmatch(rf"{_TITLES}|Mon|Tue|Wed|Thu|Fri|Sat|Sun", first)
    return text[0].lower() + text[1:] if is_plain else text


def subject_of(titles: list[str]) -> str:
    """ "Today: follow up with Dr. Chaudhry, ask Dr. Clarke", and "and 3 more" when they do not fit."""
    said = [begin_small(one_line(short_names(title))) for title in titles]
    for shown in range(len(said), 0, -1):
        rest = len(said) - shown
        words = ", ".join(said[:shown])
        subject = f"Today: {words}{f' and {rest} more' if rest else ''}"
        if len(subject) <= SUBJECT:
            return subject
    return f"{subject[: SUBJECT - 1].rstrip()}…"


def single_subject(title: str) -> str:
    """The subject of a mail about one thing."""
    words = one_line(short_names(title))
    return words if len(words) <= SUBJECT else f"{words[: SUBJECT - 1].rstrip()}…"


def one_line(text: str) -> str:
    """Without line breaks and control characters: it goes into a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def preheader(count: str, upcoming: list[tuple[str, str]]) -> str:
    """ "Two things. After that, call Dr. Ferreira on Thu 29 Oct." from (day, title) pairs."""
    if not upcoming:
        return f"{count}."
    day, title = upcoming[0]
    return f"{count}. After that, {begin_small(title)} on {day}."


def earlier(count: int) -> str:
    """ "Two earlier things are still open." or nothing."""
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{spelled(count)} earlier {'thing' if count == 1 else 'things'} {verb} still open."


def more(count: int) -> str:
    """ "And 3 more things are due." or nothing."""
    return f"And {plural(count, 'more thing is', 'more things are')} due." if count else ""


def folded(text: str, indent: int = 0) -> str:
    """At most 60 columns, for the plain text; a date stays on one line."""
    return textwrap.fill(text, 60, initial_indent=" " * indent, subsequent_indent=" " * indent)


def why(kind: str, policy: Policy) -> str:
    """Why this mail came now; true of each kind of reminder mail and of each mode."""
    hour = spoken.clock(policies.digest_wall(policy))
    if kind == "reminder":
        if policy.mail_mode == policies.EACH:
            return "Each reminder comes at its own time, as you chose."
        return f"This came by itself because it fell due after your {hour} email."
    comes = "You get this" if kind == "digest" else "Your reminders come"
    if policy.mail_mode == policies.WEEKLY:
        return f"{comes} on {WEEKDAYS[policy.weekly_on]}s at {hour}, only in weeks when something is due."
    if policy.mail_mode == policies.EACH and kind == "test":
        return f"Your reminders come each at its own time; what could not, at {hour}."
    return f"{comes} at {hour}, only on days when something is due."
