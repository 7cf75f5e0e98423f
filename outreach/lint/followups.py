"""Rules on a follow-up: one new thing, shorter, no reproach (product.md §6 "Sequence")."""

import re
from collections.abc import Iterable

from outreach.composer import LINES, SAME, count_words, one_line, words
from outreach.lint.phrases import phrases
from outreach.lint.rule import Example, Hit, Mail, Severity, name_of, quoted, rule, show
from outreach.lint.sentences import sentences
from outreach.trigrams import similarity

_CHECKING = phrases(
    "(?:just )?(?:checking|circling|touching|looping) (?:in|back|base)",
    "(?:just )?(?:wanted|want|writing|like) to (?:check in|follow up|touch base|circle back)",
    "(?:just )?following up(?: on (?:my|the) (?:previous |last |earlier )?(?:e?mail|message|note))?",
    "bump(?:ing)? this|(?:gentle|friendly) reminder",
    "did you (?:get|see|receive|read) my",
    "any (?:update|updates|news)",
)
_REPROACH = phrases(
    "(?:have|has|did|do)(?: not|n[’']t) (?:yet )?(?:heard|hear back)",
    "(?:have|has|did|do)(?: not|n[’']t) (?:yet )?(?:repl(?:y|ied)|respond(?:ed)?|answer(?:ed)?)",
    "(?:have|has|did)(?: not|n[’']t) (?:yet )?received? (?:a|any) (?:reply|response|answer)",
    "no (?:reply|response|answer) (?:yet|so far|from you)",
    "still waiting",
    "(?:second|third|2nd|3rd) (?:e?mail|time) (?:i|to)",
    "ignor(?:ed|ing) (?:me|my)",
)
_ROOM = 12


@rule(
    "follow-up.checking-in",
    Severity.WARN,
    bad=show("signal", "Just checking in on my previous email.", number=1),
    good=show("signal", "My abstract was accepted at ACC.26 on 12 November.", number=1),
)
def checking_in(mail: Mail) -> Iterable[Hit]:
    """ "Checking in" asks for time and brings nothing. Bring the new thing and leave the phrase out."""
    for line in LINES:
        for sentence in sentences(mail.text(line)):
            found = _CHECKING.search(sentence.text)
            if found and count_words(sentence.text) <= _ROOM and not re.search(r"\d", sentence.text):
                span = (sentence.start + found.start(), sentence.start + found.end())
                title = f"{name_of(line)} only checks in."
                yield Hit(line, title, f"Leave out {quoted(found.group())} and bring something new.", span)
                break


@rule(
    "follow-up.reproach",
    Severity.HINT,
    bad=show("signal", "I have not heard back from you about the 2 abstracts.", number=1),
    good=show("signal", "My second abstract was accepted on 12 November.", number=1),
)
def reproach(mail: Mail) -> Iterable[Hit]:
    """Silence is mostly a full inbox; counting it puts the reader in the wrong."""
    for line in LINES:
        if found := _REPROACH.search(mail.text(line)):
            advice = f"Leave out {quoted(found.group())}."
            yield Hit(line, f"{name_of(line)} reminds them that they did not answer.", advice, found.span())


@rule(
    "follow-up.nothing-new",
    Severity.WARN,
    bad=show(
        "signal", "I have logged 26 ward days there, and my abstract with Dr. Osei is under review.", number=1
    ),
    good=show("signal", "My abstract was accepted at ACC.26.", number=1),
    only="follow_up",
)
def nothing_new(mail: Mail) -> Iterable[Hit]:
    """A follow-up needs one thing the mail before it did not have."""
    new = one_line(mail.draft.signal)
    if not new:
        yield Hit(
            "signal", "Nothing new yet.", "Add one thing that happened since: a result, a paper, a date."
        )
        return
    said = [one_line(getattr(old, line)) for old in mail.history.thread for line in LINES]
    if any(similarity(new, old) >= SAME for old in said if old):
        yield Hit("signal", "You told them this before.", "Add one thing that happened since.")


@rule(
    "follow-up.longer",
    Severity.HINT,
    bad=Example(
        "A follow-up of 114 words after a mail of 84", {"offer": "I could review charts. " * 24, "number": 1}
    ),
    good=Example("A follow-up of 18 words after a mail of 84", {"number": 1}),
    only="follow_up",
)
def longer(mail: Mail) -> Iterable[Hit]:
    """Each follow-up is shorter than the mail before it, down to two lines."""
    if mail.history.thread:
        now, before = words(mail.draft), words(mail.history.thread[0])
        if now >= before:
            title = f"{now} words; the mail before had {before}."
            yield Hit(
                max(LINES, key=lambda line: count_words(mail.text(line))), title, "Make this one shorter."
            )
