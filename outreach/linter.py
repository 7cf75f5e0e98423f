"""The live lint: what to look at before a mail leaves, each finding with its place and its reason.

Where a mend is mechanical, `fix` makes it. Nothing but an empty greeting or name ever blocks
(product.md §6, "Settled details: Composer").
"""

from dataclasses import replace

from outreach.composer import Draft, words
from outreach.lint import asking, claims, followups, greeting, length, reason, tone  # noqa: F401  (they register)
from outreach.lint.length import FEWEST, MOST
from outreach.lint.particulars import particular
from outreach.lint.rule import RULES, Example, Finding, History, Hit, Mail, Rule, Severity, quoted
from outreach.names import Recipient, is_surname_right, parse_greeting

__all__ = [
    "RULES",
    "Example",
    "Finding",
    "History",
    "Recipient",
    "Rule",
    "Severity",
    "fix",
    "fix_all",
    "is_blocked",
    "lint",
]

ORDER = ("greeting", "subject", "intro", "why_them", "signal", "offer", "ask", "attachments")


def lint(draft: Draft, recipient: Recipient, history: History | None = None) -> tuple[Finding, ...]:
    """Every finding in reading order, greeting first; on one line what blocks, then warnings, then hints."""
    mail = Mail(draft, recipient, history or History())
    found = [
        _finding(rule, hit, mail)
        for rule in RULES.values()
        if rule.applies(draft)
        for hit in rule.check(mail)
    ]
    loudness = list(Severity)
    return tuple(
        sorted(found, key=lambda finding: (ORDER.index(finding.line), loudness.index(finding.severity)))
    )


def _finding(rule: Rule, hit: Hit, mail: Mail) -> Finding:
    quote = mail.text(hit.line)[slice(*hit.span)] if hit.span else ""
    can_fix = getattr(_mend(rule, mail), hit.line) != mail.text(hit.line)
    return Finding(rule.key, rule.severity, hit.line, hit.title, hit.advice, hit.span, quote, can_fix)


def fix(key: str, draft: Draft, recipient: Recipient, history: History | None = None) -> Draft:
    """The draft as "Fix it for me" leaves it; the same draft when the rule has no fix or nothing to mend.

    Raises KeyError for a key no rule has.
    """
    rule = RULES[key]
    mail = Mail(draft, recipient, history or History())
    return _mend(rule, mail) if rule.applies(draft) and any(rule.check(mail)) else draft


def _mend(rule: Rule, mail: Mail) -> Draft:
    """The rule's fix, except that no line is ever emptied: what is left to say is the user's to find."""
    if rule.fix is None:
        return mail.draft
    mended = rule.fix(mail)
    emptied = {
        line: mail.text(line)
        for line in ORDER
        if mail.text(line).strip() and not getattr(mended, line).strip()
    }
    return replace(mended, **emptied)


def fix_all(draft: Draft, recipient: Recipient, history: History | None = None) -> Draft:
    """Every mechanical mend, one after the other."""
    for key in RULES:
        draft = fix(key, draft, recipient, history)
    return draft


def is_blocked(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity == Severity.BLOCKS for finding in findings)


def in_order(draft: Draft, recipient: Recipient, history: History | None = None) -> tuple[str, ...]:
    """What is already right, in the words of the list beside the draft; facts only, no praise."""
    findings = lint(draft, recipient, history)
    keys = {finding.key for finding in findings}
    right = []
    if draft.is_follow_up:
        return ()
    if FEWEST <= (count := words(draft)) <= MOST:
        right.append(f"{count} words, within {FEWEST} to {MOST}.")
    if is_surname_right(parse_greeting(draft.greeting).name, recipient) and not keys & {
        "greeting.several-people"
    }:
        right.append(f"Greets {recipient.address} by name.")
    if named := particular(draft.why_them, recipient):
        right.append(f"Line 2 has a particular: {quoted(named)}.")
    if draft.signal.strip() and "signal.no-fact" not in keys:
        right.append("Line 3 has a fact.")
    if draft.ask.strip() and not any(key.startswith("ask.") for key in keys):
        right.append("One question, with its length and a time.")
    return tuple(right)
