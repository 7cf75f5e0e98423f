"""Rules on lines 2 to 4: why them, your signal, what you offer."""

import re
from collections.abc import Iterable

from outreach.composer import LINES, SAME, one_line
from outreach.lint.particulars import particular
from outreach.lint.phrases import phrases
from outreach.lint.rule import Example, Hit, Mail, Severity, name_of, quoted, rule, show
from outreach.names import bare
from outreach.trigrams import similarity

LOOK_BACK = 20
GOOD = show(
    "why_them", "Your 2025 study of discharge calls in heart failure changed how I explain new medications."
)
_FACT = phrases(
    r"\w*\d\w*",
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    "first[- ](?:author|attempt)",
    "published|presented|abstract|poster|paper|manuscript|award|grant|gold medal",
    "(?:recommended|introduced) by|referred by|suggested (?:that )?i|worked with|logged",
)
_DOES = re.compile(
    r"\b(?:i|we)(?:[’']d| could| can| would| will| may| might)"
    r"(?: also| gladly| like to| love to| be able to)* "
    r"(?!(?:be|make|learn|gain|bring value|add|believe|appreciate|have|get|like|love)\b)\w+",
    re.IGNORECASE,
)
_TASK = phrases(
    r"(?:help|review|collect|enter|analy[sz]e|draft|write|screen|translate|abstract|assist|support|prepare)\w*",
    r"(?:present|build|clean|code|call|cover|join|contribute|volunteer|attend|observe|scrub|search|update)\w*",
    r"(?:organi[sz]e|teach|interpret|transcribe)\w*",
    "follow up|take on|work on|free|available",
)


@rule(
    "why.copied",
    Severity.WARN,
    bad=Example(
        "The same line 2 as in the last mail: Your 2025 study of discharge calls in heart failure changed …",
        {},
        history={
            "why_them": ("Your 2025 study of discharge calls in heart failure changed how I explain things.",)
        },
    ),
    good=Example(
        "A line 2 of its own, after one that read: Your sepsis clinic in Erie is why I write.",
        {},
        history={"why_them": ("Your sepsis clinic in Erie is why I write.",)},
    ),
    only="first",
)
def why_copied(mail: Mail) -> Iterable[Hit]:
    """If the same reason went to someone else, it is not about this person."""
    text = one_line(mail.draft.why_them)
    scores = [similarity(text, one_line(old)) for old in mail.history.why_them[:LOOK_BACK]] if text else []
    if scores and max(scores) >= SAME:
        back = scores.index(max(scores)) + 1
        which = "your last mail" if back == 1 else f"a mail {back} back"
        yield Hit(
            "why_them", "Line 2 says what you wrote to someone else.", f"It is almost the same as {which}."
        )


@rule(
    "why.generic",
    Severity.WARN,
    bad=show("why_them", "I have read about your work in internal medicine and it interests me."),
    good=GOOD,
    only="first",
)
def why_generic(mail: Mail) -> Iterable[Hit]:
    """One particular (a work, a place, a number) shows that you looked."""
    text = mail.draft.why_them
    if text.strip() and not particular(text, mail.recipient):
        yield Hit("why_them", "Line 2 would fit anyone.", "Name one paper, clinic, talk or number of theirs.")


@rule(
    "line.other-name",
    Severity.WARN,
    bad=show(
        "why_them",
        "Dr. Lang, your 2025 study of discharge calls changed my work.",
        history={"surnames": ("Lang", "Osei")},
    ),
    good=show(
        "why_them",
        "Dr. Whitfield, your 2025 study of discharge calls changed my work.",
        history={"surnames": ("Lang", "Osei")},
    ),
)
def line_other_name(mail: Mail) -> Iterable[Hit]:
    """A name left over from a copied mail tells the reader that it is one."""
    others = {bare(name): name for name in mail.history.surnames} | {}
    others.pop(bare(mail.recipient.surname), None)
    pattern = re.compile(
        r"\b(?:Dr|Prof|Professor|Doctor)\.?\s+((?:[^\W\d_]|['’-])+)(,| your\b|’s\b|'s\b)?", re.IGNORECASE
    )
    for line in ("subject", *LINES):
        for found in pattern.finditer(mail.text(line)):
            addressed = bool(found.group(2)) and (found.start() == 0 or line in ("subject", "why_them"))
            if addressed and bare(found.group(1)) in others:
                title = f"{name_of(line)} speaks of {quoted(found.group(1))}."
                yield Hit(line, title, f"This mail goes to {mail.recipient.address}.", found.span(1))


@rule(
    "line.repeats",
    Severity.HINT,
    bad=show("offer", "I have logged 26 ward days there, and my abstract with Dr. Osei is under review now."),
    good=show("offer", "I could take on chart review for your follow-up study."),
)
def line_repeats(mail: Mail) -> Iterable[Hit]:
    """Two lines that say the same leave one of the reader's questions open."""
    lines = [(line, text) for line, text in mail.draft.lines() if text]
    for i, (line, text) in enumerate(lines):
        for earlier, before in lines[:i]:
            if similarity(text, before) >= SAME:
                yield Hit(line, f"{name_of(line)} repeats {name_of(earlier).lower()}.", "Say it once.")
                break


@rule(
    "signal.no-fact",
    Severity.HINT,
    bad=show("signal", "I am a dedicated and motivated doctor with good clinical skills."),
    good=show("signal", "I have logged 26 ward days there, and my abstract with Dr. Osei is under review."),
    only="first",
)
def signal_no_fact(mail: Mail) -> Iterable[Hit]:
    """One fact that can be checked (a number, a paper, a shared name) outweighs three adjectives."""
    text = mail.draft.signal
    if text.strip() and not _FACT.search(text) and not re.search(r"\b(?:Dr|Prof)\.? [A-Z]", text):
        yield Hit(
            "signal",
            "Line 3 has nothing to check.",
            "Give one fact: days, a paper, a score, a name they know.",
        )


@rule(
    "offer.vague",
    Severity.HINT,
    bad=show("offer", "I believe I would be a great addition to your department."),
    good=show("offer", "I could take on chart review for your follow-up study in July 2027."),
    only="first",
)
def offer_vague(mail: Mail) -> Iterable[Hit]:
    """A task and a time are easy to say yes to; a quality is not."""
    text = mail.draft.offer
    if text.strip() and not _DOES.search(text) and not _TASK.search(text):
        yield Hit("offer", "Line 4 offers nothing to do.", "Name one task and when you could do it.")
