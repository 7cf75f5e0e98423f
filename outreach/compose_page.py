"""What stands beside the six lines: what to look at, what is right, what is in the way, and the dates."""

import datetime
from dataclasses import dataclass, replace

from accounts import spoken
from outreach import composer, drafting, linter, news, thread_page
from outreach.calendar import next_good_day, why_not
from outreach.composer import LINES, Draft
from outreach.lint.rule import Finding, History
from outreach.models import Email, Thread

FIRST_LABELS = composer.LABELS
FOLLOW_UP_LABELS = composer.LABELS | {
    "intro": "The mail before",
    "why_them": "Why them",
    "signal": "One new thing",
    "offer": "What you offer",
    "ask": "The question",
    "attachments": "Closing line",
}


@dataclass(frozen=True)
class Lint:
    """The list beside the draft. `todo` in reading order, `right` as finished sentences."""

    todo: tuple[Finding, ...]
    right: tuple[str, ...]
    words: int
    is_blocked: bool

    @property
    def flagged(self) -> frozenset[str]:
        """Fields of the form that turn to warning."""
        return frozenset(finding.line for finding in self.todo)

    @property
    def can_fix_all(self) -> bool:
        return sum(finding.can_fix for finding in self.todo) > 1


@dataclass(frozen=True)
class Dates:
    """`title` is "If you send it tomorrow"; `beware` says why the day is not a good one."""

    title: str
    lines: tuple[thread_page.Line, ...]
    beware: str = ""


def look(draft: Draft, thread: Thread, history: History) -> Lint:
    """The lint of `draft` exactly as every other place computes it."""
    recipient = thread.contact.recipient
    todo = linter.lint(draft, recipient, history)
    right = linter.in_order(draft, recipient, history)
    return Lint(todo, right, composer.words(draft), linter.is_blocked(todo))


def send_day(email: Email | None, today: datetime.date) -> datetime.date:
    """The day the dates are shown for: the one the user chose, else the next good day from tomorrow."""
    if email and email.send_on and email.send_on >= today:
        return email.send_on
    return next_good_day(today + datetime.timedelta(days=1))


def dates(thread: Thread, send_on: datetime.date, today: datetime.date) -> Dates:
    """The first mail and what follows it, were it sent on `send_on` of the recipient's calendar."""
    words = {today: "today", today + datetime.timedelta(days=1): "tomorrow"}
    when = words.get(send_on, f"on {spoken.day(send_on, today)}")
    lines = thread_page.planned_lines(send_on, thread.contact, is_sent=False, gaps=thread.gaps)
    reason = why_not(send_on)
    if not reason:
        return Dates(f"If you send it {when}", lines)
    good = spoken.day(next_good_day(send_on), today)
    beware = f"{spoken.day(send_on, today)} is {_as_predicate(reason)}. The next good day is {good}."
    return Dates(f"If you send it {when}", lines, beware)


def _as_predicate(reason: str) -> str:
    return reason if reason.startswith("not ") else f"in the way: {reason}"


def could_add(thread: Thread, owner, today) -> tuple[composer.News, ...]:
    """The recent facts a follow-up could bring, newest first."""
    known = [*news.of_rotations(owner, today), *news.of_examples(owner, today)]
    return news.for_thread(thread, known, [email.draft for email in drafting.sent_emails(thread)])


def begun(thread: Thread, number: int, owner) -> tuple[Email, bool]:
    """The kept email of that number and True, or one begun from what is known and False; not saved."""
    for email in thread.emails.all():
        if email.number == number:
            return email, True
    email = Email(thread=thread, number=number)
    if number == 0:
        email.cv = drafting.cvs(owner).first()
        email.take(drafting.first_draft(thread, owner, email.cv.label if email.cv else ""))
    else:
        email.take(drafting.follow_up_draft(thread, number, owner))
    return email, False


def filled(template_draft: Draft, draft: Draft, thread: Thread, owner) -> tuple[Draft, tuple[str, ...]]:
    """`draft` with the words of a template where it has any; and the {fields} nothing is known for."""
    known = composer.values(drafting.facts_of(owner, draft.cv), thread.contact.recipient)
    merged, missing = composer.merge_draft(template_draft, known)
    keys = ("subject", "greeting", *LINES, "signature")
    taken = {key: getattr(merged, key) for key in keys if getattr(merged, key).strip()}
    return replace(draft, **taken), missing
