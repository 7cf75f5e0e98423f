"""Rules on length and the subject. Numbers: product.md §6; where they come from: domain.md §5."""

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.composer import LABELS, LINES, Draft, count_words, one_line, reply_subject, words
from outreach.lint.rule import Example, Hit, Mail, Severity, name_of, quoted, rule, show

FEWEST, MOST, TOO_MANY = 50, 125, 150
LONGEST_LINE = 45
SUBJECT_FEWEST, SUBJECT_MOST = 3, 8
_GENERIC = (
    "request|regarding|inquiry|enquiry|question|application|applying|interest|interested|seeking|looking|about|for|in|an?|"
    "the|of|your|my|us|clinical|possible|potential|any|hands-on|medical|observerships?|externships?|rotations?|electives?|"
    "opportunity|opportunities|experience|position|research|help|hello|hi|introduction|img|graduate|student|urgent|"
    "important|please"
)
_GENERIC_SUBJECT = re.compile(rf"\W*(?:{_GENERIC})(?:\W+(?:{_GENERIC}))*\W*", re.IGNORECASE)
_REPLY_MARK = re.compile(r"^\s*(?:re|fwd?|aw)\s*:\s*", re.IGNORECASE)
LONG_LINE = (
    "Your 2025 study of discharge calls in heart failure, which I read twice and then discussed with "
    "two of my "
    "colleagues on the ward in Cleveland, changed the way in which I explain new medications to "
    "patients who go home "
    "on a Friday, and I have since kept a list of the questions that they ask me most."
)


def _longest_line(draft: Draft) -> str:
    return max(LINES, key=lambda line: count_words(getattr(draft, line)))


@rule(
    "length.over",
    Severity.WARN,
    bad=Example(
        "Six lines with 207 words",
        {"why_them": LONG_LINE, "signal": LONG_LINE, "offer": f"{LONG_LINE} More."},
    ),
    good=Example("Six lines with 84 words", {}),
    only="first",
)
def length_over(mail: Mail) -> Iterable[Hit]:
    """Over 150 words, a cold email is work to read."""
    count = words(mail.draft)
    if count > TOO_MANY:
        line = _longest_line(mail.draft)
        yield Hit(
            line, f"{count} words over six lines.", f"Cut to {MOST}; {name_of(line).lower()} is the longest."
        )


@rule(
    "length.long",
    Severity.HINT,
    bad=Example("Six lines with 127 words", {"why_them": LONG_LINE}),
    good=Example("Six lines with 84 words", {}),
    only="first",
)
def length_long(mail: Mail) -> Iterable[Hit]:
    """50 to 125 words is the range to aim for; up to 150 can still be fine."""
    count = words(mail.draft)
    if MOST < count <= TOO_MANY:
        line = _longest_line(mail.draft)
        yield Hit(
            line, f"{count} words over six lines.", f"Aim for {MOST}; {name_of(line).lower()} is the longest."
        )


@rule(
    "length.short",
    Severity.HINT,
    bad=Example(
        "Six lines with 24 words",
        {
            "intro": "I’m Nadia, a 2024 graduate.",
            "why_them": "I read your 2025 study.",
            "signal": "26 ward days.",
            "offer": "I could review charts.",
            "ask": "Could we speak?",
        },
    ),
    good=Example("Six lines with 84 words", {}),
    only="first",
)
def length_short(mail: Mail) -> Iterable[Hit]:
    """Under 50 words there is no room for a reason to answer."""
    count = words(mail.draft)
    if count < FEWEST and all(text for _, text in mail.draft.lines()):
        yield Hit(
            "why_them",
            f"{count} words over six lines.",
            f"Say a little more; {FEWEST} to {MOST} is the range.",
        )


@rule(
    "line.long",
    Severity.HINT,
    bad=show("why_them", LONG_LINE),
    good=show("why_them", "Your 2025 study of discharge calls changed how I explain new medications."),
)
def line_long(mail: Mail) -> Iterable[Hit]:
    """One line is one thought; past 45 words it is a paragraph."""
    for line, text in mail.draft.lines():
        if (count := count_words(text)) > LONGEST_LINE:
            yield Hit(line, f"{name_of(line)} has {count} words.", f"Keep each line under {LONGEST_LINE}.")


@rule(
    "line.empty",
    Severity.WARN,
    bad=show("offer", ""),
    good=show("offer", "I could take on chart review for your follow-up study."),
    only="first",
)
def line_empty(mail: Mail) -> Iterable[Hit]:
    """Each of the six lines answers one question the reader has; none can be left out."""
    for line, text in mail.draft.lines():
        if not text:
            yield Hit(line, f"{name_of(line)} is empty.", f"It says: {LABELS[line]}.")


@rule(
    "line.placeholder",
    Severity.WARN,
    bad=show("why_them", "Your work on [topic] changed how I explain medications in 2025."),
    good=show("why_them", "Your work on discharge calls changed how I explain medications in 2025."),
)
def line_placeholder(mail: Mail) -> Iterable[Hit]:
    """A field that was never filled in shows that the rest is a template."""
    for line in ("subject", *LINES):
        found = re.search(
            r"\[[^\[\]]{0,60}\]|\{[^{}]{0,60}\}|<[a-z _-]{1,60}>|_{3,}|\b(?:XX+|TODO|TBD|"
            r"lorem ipsum)\b",
            mail.text(line),
        )
        if found:
            title = f"{name_of(line)} has a gap left."
            yield Hit(line, title, f"Fill in or remove {quoted(found.group())}.", found.span())


@rule(
    "subject.empty",
    Severity.WARN,
    bad=show("subject", ""),
    good=show("subject", "Your discharge-call study: could I help?"),
)
def subject_empty(mail: Mail) -> Iterable[Hit]:
    """Without a subject, a stranger's mail looks like spam."""
    if not one_line(mail.draft.subject):
        yield Hit("subject", "There is no subject.", "Three to eight words that only fit this person.")


@rule(
    "subject.length",
    Severity.HINT,
    bad=show("subject", "Observership"),
    good=show("subject", "Your discharge-call study: could I help?"),
    only="first",
)
def subject_length(mail: Mail) -> Iterable[Hit]:
    """Three to eight words fit on a phone and still say something."""
    count = count_words(_REPLY_MARK.sub("", mail.draft.subject))
    if 0 < count < SUBJECT_FEWEST:
        yield Hit(
            "subject",
            f"The subject has {count} word{'s' * (count != 1)}.",
            "Three to eight say what it is about.",
        )
    elif count > SUBJECT_MOST:
        yield Hit("subject", f"The subject has {count} words.", "Phones cut it off; three to eight fit.")


@rule(
    "subject.generic",
    Severity.HINT,
    bad=show("subject", "Request for observership opportunity"),
    good=show("subject", "Your discharge-call study: could I help?"),
    only="first",
)
def subject_generic(mail: Mail) -> Iterable[Hit]:
    """A subject that fits any hospital looks like every other request that week."""
    subject = _REPLY_MARK.sub("", one_line(mail.draft.subject))
    if subject and _GENERIC_SUBJECT.fullmatch(subject):
        advice = "Name their work, a place, or what you offer."
        yield Hit("subject", "The subject could be anyone’s.", advice, (0, len(mail.draft.subject)))


def drop_reply_mark(mail: Mail) -> Draft:
    subject = mail.draft.subject
    while _REPLY_MARK.match(subject):
        subject = _REPLY_MARK.sub("", subject)
    return replace(mail.draft, subject=subject)


@rule(
    "subject.false-reply",
    Severity.WARN,
    bad=show("subject", "Re: your discharge-call study"),
    good=show("subject", "Your discharge-call study: could I help?"),
    fix=drop_reply_mark,
    only="first",
)
def subject_false_reply(mail: Mail) -> Iterable[Hit]:
    """ "Re:" on a first mail pretends to a conversation that was not had."""
    if found := _REPLY_MARK.match(mail.draft.subject):
        title = "The subject says this is a reply."
        yield Hit("subject", title, f"It is your first mail; drop {quoted(found.group())}.", found.span())


def resubject(mail: Mail) -> Draft:
    return replace(mail.draft, subject=reply_subject(mail.history.thread[-1].subject))


@rule(
    "follow-up.subject",
    Severity.WARN,
    bad=show("subject", "One more thing", number=1),
    good=show("subject", "Re: Your discharge-call study: could I help?", number=1),
    fix=resubject,
    only="follow_up",
)
def follow_up_subject(mail: Mail) -> Iterable[Hit]:
    """With the same subject the mail lands under the one before it, and the reader sees what you mean."""
    if mail.history.thread:
        right = reply_subject(mail.history.thread[-1].subject)
        if one_line(mail.draft.subject) != right:
            yield Hit("subject", "This would start a new thread.", f"Keep {quoted(right)}.")
