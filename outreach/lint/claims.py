"""Rules on what a first mail should not claim, ask for or attach."""

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.composer import LINES, Draft, one_line
from outreach.lint.phrases import phrases
from outreach.lint.rule import Example, Hit, Mail, Severity, name_of, quoted, rule, show
from outreach.lint.sentences import sentences

MOST_LINKS = 2
_OBSERVER = re.compile(r"\b(?:observerships?|observers?|observing|shadow(?:ing|ed)?)\b", re.IGNORECASE)
_HANDS_ON = phrases(
    "(?:i|and|also|we) (?:have )?(?:independently |personally )?"
    "(?:treated|managed|operated|performed|prescribed|diagnosed|admitted|discharged|intubated|examined|sutured)",
    "(?:treating|managing|operating on|performing|prescribing|diagnosing|admitting|intubating|examining|"
    r"suturing) (?:\w+ )?(?:patients?|procedures?|surger(?:y|ies)|lines?|cases?)",
    "hands[- ]on",
)
_NEGATED = re.compile(
    r"\b(?:no|not|without|rather than|instead of|next step is|looking for|seeking|hope for)\b[^.?!]{0,120}$",
    re.I,
)
_VISA = phrases(
    "visas?",
    "green card",
    "(?-i:OPT|EAD)",
    "j-?1|h-?1b|b-1(?:/b-2)?|f-1|i-20|ds-2019",
    "sponsorship",
    "sponsor (?:me|my|a|an|the|your)",
)
_MONEY = phrases(
    "fees?|stipend|salary|salaries|unpaid|tuition|expenses|financial(?:ly)?|afford",
    "free of charge",
    "can(?:not|[’']t) pay",
    "paid (?:position|job|role|work|research|observership|externship)",
    "(?:cover|bear|pay|meet) (?:the|my|any|all) costs?",
)
_LETTER = phrases(
    "letters? of (?:recommendation|reference|support)",
    "(?:recommendation|reference) letters?",
    "lors?",
    "recommend me",
    "write me a letter",
)
_HELD_LETTER = re.compile(
    r"\b(?:i (?:already )?have|wrote|has written|already)\b[^.?!]{0,120}\bletters?\b"
    r"|\bletters?\b[^.?!]{0,120}\bfrom (?:dr|prof)\b",
    re.IGNORECASE,
)
_POSITION = phrases(
    "residency (?:spot|position|slot|interview|seat)",
    "interview (?:invitation|invite|spot)",
    "rank me",
    "pre-?match",
    "consider (?:me|my application) for (?:a |your )?(?:residency|interview|position)",
)
_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"”)]+|\b[\w-]+\.(?:com|org|net|edu|io|me|gov)(?:/[^\s<>\"”)]*)?", re.I
)
_EMAIL = re.compile(r"\S+@\S+")
_CV = re.compile(r"\b(?:cv|resume|résumé|curriculum vitae)\b|\bc\.v\.", re.IGNORECASE)
_PAPERS = phrases(
    r"transcripts?|score reports?|step \d (?:scores?|report)",
    "certificates?|diplomas?|mspe|lors?|letters?|personal statement",
    "photo(?:graph)?|passport",
)


def _early(mail: Mail, pattern: re.Pattern) -> Iterable[tuple[str, re.Match]]:
    """Where the pattern stands before the offer: subject and lines 1 to 3."""
    for line in ("subject", *LINES[:3]):
        if found := pattern.search(mail.text(line)):
            yield line, found


@rule(
    "claim.hands-on",
    Severity.WARN,
    bad=show("signal", "During my observership of 8 weeks I treated patients and performed procedures."),
    good=show("signal", "During my observership of 8 weeks I presented 12 cases at morning report."),
)
def claim_hands_on(mail: Mail) -> Iterable[Hit]:
    """An observer does not treat. A claim that cannot be true makes the true ones doubtful."""
    for line in LINES:
        parts = sentences(mail.text(line))
        for part in parts:
            claim = _HANDS_ON.search(part.text)
            if not (claim and _OBSERVER.search(part.text)) or _NEGATED.search(part.text[: claim.start()]):
                continue
            span = (part.start + claim.start(), part.start + claim.end())
            advice = f"Say what you saw or presented instead of {quoted(claim.group())}."
            yield Hit(line, f"{name_of(line)} claims hands-on work from an observership.", advice, span)
            break


@rule(
    "early.visa",
    Severity.HINT,
    bad=show("intro", "I’m Nadia Rahman, a 2024 graduate from Dhaka, and I need a J-1 visa."),
    good=show("intro", "I’m Nadia Rahman, a 2024 graduate from Dhaka."),
    only="first",
)
def early_visa(mail: Mail) -> Iterable[Hit]:
    """First why you are worth a call, then the paperwork."""
    for line, found in _early(mail, _VISA):
        yield Hit(line, f"{name_of(line)} brings up the visa.", "Keep it for the call.", found.span())


@rule(
    "early.money",
    Severity.HINT,
    bad=show("signal", "I have 26 ward days, but I cannot afford a fee."),
    good=show("signal", "I have 26 ward days."),
    only="first",
)
def early_money(mail: Mail) -> Iterable[Hit]:
    """Money before interest ends the interest."""
    for line, found in _early(mail, _MONEY):
        yield Hit(line, f"{name_of(line)} brings up money.", "Keep it for the call.", found.span())


@rule(
    "early.letter",
    Severity.WARN,
    bad=show("offer", "I could help with chart review in return for a letter of recommendation."),
    good=show("offer", "I could help with chart review."),
    only="first",
)
def early_letter(mail: Mail) -> Iterable[Hit]:
    """Nobody can recommend a stranger. The letter comes after weeks together."""
    for line in ("subject", *LINES):
        for sentence in sentences(mail.text(line)):
            found = _LETTER.search(sentence.text)
            if found and not _HELD_LETTER.search(sentence.text):
                span = (sentence.start + found.start(), sentence.start + found.end())
                yield Hit(
                    line,
                    f"{name_of(line)} asks for a letter.",
                    "Not in a first mail; work together first.",
                    span,
                )
                break


@rule(
    "early.position",
    Severity.HINT,
    bad=show("offer", "I could join in July, and I hope you consider me for a residency position."),
    good=show("offer", "I could join your team for chart review in July."),
    only="first",
)
def early_position(mail: Mail) -> Iterable[Hit]:
    """Places in residency go through the application; an attending asked for one can only say no."""
    for line in ("subject", *LINES):
        if found := _POSITION.search(mail.text(line)):
            yield Hit(
                line,
                f"{name_of(line)} asks for a place in residency.",
                "Ask for 15 minutes instead.",
                found.span(),
            )


@rule(
    "links.many",
    Severity.HINT,
    bad=show(
        "signal", "See www.nadia.example.com, github.com/nadia and linkedin.com/in/nadia for my 3 papers."
    ),
    good=show("signal", "My 3 papers are at linkedin.com/in/nadia."),
)
def links_many(mail: Mail) -> Iterable[Hit]:
    """More than two links make a stranger's mail look like advertising to a spam filter."""
    found = [
        (line, m)
        for line in LINES
        for m in _LINK.finditer(_EMAIL.sub(lambda e: " " * len(e.group()), mail.text(line)))
    ]
    if len(found) > MOST_LINKS:
        line, third = found[MOST_LINKS]
        yield Hit(line, f"There are {len(found)} links.", "Keep one or two.", third.span())


def name_cv(mail: Mail) -> Draft:
    text = one_line(mail.draft.attachments)
    return replace(mail.draft, attachments=f"My CV is attached. {text}".strip())


@rule(
    "cv.not-chosen",
    Severity.WARN,
    bad=Example("My CV is attached. (no version chosen)", {"attachments": "My CV is attached.", "cv": ""}),
    good=Example(
        "My CV is attached. (with “Hospital medicine, Nov 2026”)", {"cv": "Hospital medicine, Nov 2026"}
    ),
    only="first",
)
def cv_not_chosen(mail: Mail) -> Iterable[Hit]:
    """A mail that promises a CV and brings none has to be written twice."""
    if not mail.draft.cv.strip():
        says = _CV.search(mail.draft.attachments)
        advice = "Line 6 says it is attached." if says else "Choose the version that fits this person."
        yield Hit("attachments", "No CV yet.", advice)


@rule(
    "cv.not-mentioned",
    Severity.HINT,
    bad=show("attachments", "Thank you for reading."),
    good=show("attachments", "My CV is attached. Thank you for reading."),
    fix=name_cv,
    only="first",
)
def cv_not_mentioned(mail: Mail) -> Iterable[Hit]:
    """An attachment nobody was told of is easily missed."""
    if mail.draft.cv.strip() and mail.draft.attachments.strip() and not _CV.search(mail.draft.attachments):
        yield Hit("attachments", "Line 6 does not mention the CV.", "Say that it is attached.")


@rule(
    "attachments.many",
    Severity.HINT,
    bad=show("attachments", "My CV, transcript, score report and certificates are attached."),
    good=show("attachments", "My CV is attached."),
    only="first",
)
def attachments_many(mail: Mail) -> Iterable[Hit]:
    """A CV is enough to decide on a call; a pile of papers is homework."""
    if found := _PAPERS.search(mail.draft.attachments):
        yield Hit(
            "attachments",
            "Line 6 attaches more than a CV.",
            f"Keep {quoted(found.group())} for later.",
            found.span(),
        )
