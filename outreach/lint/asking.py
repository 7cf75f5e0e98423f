"""Rules on the ask: one question, fifteen minutes, a time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from outreach.composer import LINES
from outreach.lint.phrases import phrases
from outreach.lint.rule import Hit, Mail, Severity, name_of, quoted, rule, show
from outreach.lint.sentences import sentences

_CALL = phrases(
    "call|speak|talk|zoom|phone|meet(?:ing)?|chat|video|teams|conversation|minutes?|mins?|hear from you"
)
_WHEN = phrases(
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?",
    "weeks?|mornings?|afternoons?|evenings?|today|tomorrow|noon",
    "january|february|march|april|june|july|august|september|october|november|december",
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    r"(?-i:May)(?! (?:I|we)\b)",
    r"\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m|p\.m)",
)
_SLOT_WORDS = phrases(
    "suit|convenient|available|prefer|either",
    "works? (?:for you|better)",
    "(?:which|what|another|any) (?:time|day|slot)",
)
_MORE = phrases(
    r"join|rotat\w+|observ\w+|shadow\w*|extern\w*|elective|position|residency|letter",
    "send|forward|consider|recommend|visit|work with|host|accept|guide",
)
_OFFER = phrases(
    "(?:could|can|may|might|shall) i (?:also )?(?:help|assist|support|take on|review|contribute|volunteer|"
    "send|share|draft|prepare|translate|collect|analy[sz]e)",
    "would it (?:help|be (?:of )?(?:help|use))",
    "would (?:that|this) help",
    "if (?:that|this|it) (?:would|might|could) help",
)
_REQUEST = phrases(
    "(?:please|kindly) (?:let me know|consider|forward|share|send|reply|respond|advise|accept|allow|help|"
    "guide|give|grant|provide|write)",
    "i (?:would like to|want to|wish to|am writing to|write to) (?:request|ask|apply|inquire|enquire)",
    "i (?:kindly |humbly |respectfully )?(?:request|ask) (?:you|for|that)",
    r"(?:i would|i[’']d) (?:appreciate|be grateful) (?:it )?if you",
)
_WISH = phrases(
    r"i(?: would|[’']d)(?: be)? (?:very |really |also )?(?:appreciate|glad|grateful|happy|like|love|welcome)"
)
_MINUTES = re.compile(
    r"\b(?:\d+|ten|fifteen|twenty|thirty|quarter)[- ]?(?:minutes?|mins?|min\b|of an hour)", re.IGNORECASE
)
_CLAUSE = re.compile(
    r",?\s+(?:and|or|also)\s+(?:also\s+)?(?=(?:could|would|can|may|might|will|do|is|are)\b)", re.IGNORECASE
)
GOOD = show("ask", "Could we speak for 15 minutes in the week of 9 November?")


@dataclass(frozen=True)
class Ask:
    """One thing asked for: `kind` is "call" or "other", `span` the sentence it stands in."""

    line: str
    words: str
    kind: str
    span: tuple[int, int]


def asks(mail: Mail) -> list[Ask]:
    """Every separate ask over the six lines, in order.

    Questions and requests about the same call, its day or its hour are one; an offer is none
    (product.md "Settled details: Composer").
    """
    found, has_call = [], False
    for line in LINES:
        for sentence in sentences(mail.text(line)):
            for words in _clauses(sentence.text, sentence.is_question):
                kind = _kind(words)
                if kind == "offer" or (kind == "call" and has_call):
                    continue
                has_call = has_call or kind == "call"
                found.append(Ask(line, words, kind, (sentence.start, sentence.end)))
    return found


def _asks_for_a_call(mail: Mail) -> bool:
    return any(ask.line == "ask" and ask.kind == "call" for ask in asks(mail))


def _clauses(text: str, is_question: bool) -> list[str]:
    """The asks inside one sentence: "could we speak, and could you send …?" holds two."""
    if is_question:
        return _CLAUSE.split(text)
    is_wish_for_a_call = _WISH.search(text) and _CALL.search(text)
    return [text] if _REQUEST.search(text) or is_wish_for_a_call else []


def _kind(words: str) -> str:
    if _OFFER.search(words):
        return "offer"
    if _CALL.search(words):
        return "call"
    is_about_a_time = (_SLOT_WORDS.search(words) or _WHEN.search(words)) and not _MORE.search(words)
    return "call" if is_about_a_time else "other"


@rule(
    "ask.none",
    Severity.WARN,
    bad=show("ask", "I hope to hear from you."),
    good=GOOD,
    only="first",
)
def ask_none(mail: Mail) -> Iterable[Hit]:
    """A mail without a question is read and closed."""
    if mail.draft.ask.strip() and not asks(mail):
        yield Hit("ask", "Line 5 asks nothing.", "Ask for a 15-minute call, with a week.")


@rule(
    "ask.several",
    Severity.WARN,
    bad=show(
        "ask",
        "Could we speak for 15 minutes in the week of 9 November? Could you also forward my CV to your "
        "coordinator?",
    ),
    good=show(
        "ask", "Could we speak for 15 minutes? Would Tue 10 Nov at 4 pm or Thu 12 Nov at noon suit you?"
    ),
)
def ask_several(mail: Mail) -> Iterable[Hit]:
    """One question is answered, two are put off. Two slots for one call count once, offers not at all."""
    found = asks(mail)
    if len(found) > 1:
        last = next((ask for ask in reversed(found) if ask.kind != "call"), found[-1])
        title = f"This mail asks for {len(found)} things."
        yield Hit(last.line, title, f"Keep the call; leave {quoted(last.words)} for later.", last.span)


@rule(
    "ask.not-a-call",
    Severity.HINT,
    bad=show("ask", "Could I join your team for three months from 9 November?"),
    good=GOOD,
    only="first",
)
def ask_not_a_call(mail: Mail) -> Iterable[Hit]:
    """A short call is the smallest yes; a place on the team comes after it."""
    on_line = [ask.kind for ask in asks(mail) if ask.line == "ask"]
    if on_line and "call" not in on_line:
        yield Hit("ask", "Line 5 asks for more than a call.", "Ask for 15 minutes first.")


@rule(
    "ask.no-length",
    Severity.HINT,
    bad=show("ask", "Could we speak in the week of 9 November?"),
    good=GOOD,
    only="first",
)
def ask_no_length(mail: Mail) -> Iterable[Hit]:
    """Fifteen minutes are easier to grant than a call without an end."""
    if _asks_for_a_call(mail) and not _MINUTES.search(mail.draft.ask):
        yield Hit("ask", "Line 5 does not say how long.", "Say 15 minutes.")


@rule(
    "ask.no-time",
    Severity.HINT,
    bad=show("ask", "Could we speak for 15 minutes?"),
    good=GOOD,
    only="first",
)
def ask_no_time(mail: Mail) -> Iterable[Hit]:
    """A week or two slots turn a wish into a date."""
    if _asks_for_a_call(mail) and not _WHEN.search(mail.draft.ask):
        yield Hit("ask", f"{name_of('ask')} names no time.", "Offer a week or two slots.")
