"""Rules on the greeting and the name."""

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.composer import Draft
from outreach.lint.rule import Example, Hit, Mail, Severity, quoted, rule, show
from outreach.names import TITLES, greeting_for, is_given_name, is_surname_right, parse_greeting

_NOBODY = re.compile(
    r"\b(?:sir|madam|madame|ma'am|ma’am|whom it may concern|colleagues?|hiring manager|"
    r"program director|programme director|residency director|director|attending|physician)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:all|everyone|everybody|team|doctors|drs|professors|friends|faculty)\b\.?|\band\b|&|;",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[\[{<][^\[\]{}<>]{0,60}[\]}>]|\b(?:name|surname|last ?name|xxx+)\b|"
    r"_{2,}",
    re.IGNORECASE,
)
GOOD = show("greeting", "Dear Dr. Whitfield,")


def regreet(mail: Mail) -> Draft:
    """The greeting written from the recipient's name; unchanged when there is no name to write."""
    return replace(mail.draft, greeting=greeting_for(mail.recipient) or mail.draft.greeting)


def _whole(mail: Mail, title: str, advice: str) -> Iterable[Hit]:
    yield Hit("greeting", title, advice, (0, len(mail.draft.greeting)) if mail.draft.greeting else None)


def _write_instead(mail: Mail) -> str:
    right = greeting_for(mail.recipient)
    return f"Write {quoted(right)}." if right else "Use their name."


def _has_name(mail: Mail) -> bool:
    return bool(_name(mail)) and bool(mail.recipient.surname)


def _name(mail: Mail) -> str:
    name = parse_greeting(mail.draft.greeting).name
    return name if is_surname_right(name, mail.recipient) else _PLACEHOLDER.sub("", name).strip(" ,.")


def _is_impersonal(mail: Mail) -> bool:
    greeting = parse_greeting(mail.draft.greeting)
    if is_surname_right(_name(mail), mail.recipient):
        return False
    if _NOBODY.search(mail.draft.greeting):
        return True
    return not greeting.name and bool(set(greeting.titles) & {"doctor", "professor", "sir", "madam"})


def _is_several(mail: Mail) -> bool:
    greeting = parse_greeting(mail.draft.greeting)
    name = re.sub(r",?\s*(?:md|do|phd|facp|facs)\b\.?", "", greeting.name, flags=re.IGNORECASE)
    surname = f" {mail.recipient.surname} "
    return bool((_SEVERAL.search(name) and f" {name} " != surname) or name.count(",") or name.count("Dr."))


@rule(
    "greeting.empty",
    Severity.BLOCKS,
    bad=show("greeting", ""),
    good=GOOD,
    fix=regreet,
)
def greeting_empty(mail: Mail) -> Iterable[Hit]:
    """A mail that greets nobody reads like a mass mailing, so this one stops the send."""
    if not mail.draft.greeting.strip():
        yield Hit("greeting", "There is no greeting.", "Start with the name, for example “Dear Dr. Brandt,”.")


@rule(
    "greeting.no-name",
    Severity.BLOCKS,
    bad=show("greeting", "Dear Dr. [Name],"),
    good=GOOD,
    fix=regreet,
)
def greeting_no_name(mail: Mail) -> Iterable[Hit]:
    """A hole where the name belongs shows the template before the first line is read."""
    if not mail.draft.greeting.strip() or _is_impersonal(mail) or _name(mail):
        return
    yield from _whole(mail, "The greeting has no name.", "Put in the surname.")


@rule(
    "recipient.unnamed",
    Severity.BLOCKS,
    bad=Example("A contact without a name", {}, recipient={"given": "", "surname": ""}),
    good=Example("A contact called Naomi Whitfield", {}),
)
def recipient_unnamed(mail: Mail) -> Iterable[Hit]:
    """Without a name we cannot tell whether the greeting is right."""
    if not (mail.recipient.given.strip() or mail.recipient.surname.strip()):
        yield Hit("greeting", "This contact has no name.", "Add the name before you write.")


@rule(
    "greeting.impersonal",
    Severity.WARN,
    bad=show("greeting", "Dear Sir/Madam,"),
    good=GOOD,
    fix=regreet,
)
def greeting_impersonal(mail: Mail) -> Iterable[Hit]:
    """A greeting that fits anyone says that the mail went to everyone."""
    if mail.draft.greeting.strip() and _is_impersonal(mail):
        yield from _whole(mail, "The greeting could be for anyone.", _write_instead(mail))


@rule(
    "greeting.several-people",
    Severity.WARN,
    bad=show("greeting", "Dear Dr. Whitfield and Dr. Lang,"),
    good=GOOD,
    fix=regreet,
)
def greeting_several(mail: Mail) -> Iterable[Hit]:
    """When two people are greeted, each waits for the other to answer."""
    if _has_name(mail) and not _is_impersonal(mail) and _is_several(mail):
        yield from _whole(
            mail, "The greeting names more than one person.", "Write to one; the other gets a mail too."
        )


@rule(
    "greeting.given-name",
    Severity.HINT,
    bad=show("greeting", "Dear Dr. Naomi,"),
    good=GOOD,
    fix=regreet,
)
def greeting_given_name(mail: Mail) -> Iterable[Hit]:
    """In the US a first mail to a physician uses the surname."""
    if not _has_name(mail) or not mail.recipient.title or _is_several(mail):
        return
    if is_given_name(_name(mail), mail.recipient) and not is_surname_right(_name(mail), mail.recipient):
        yield from _whole(mail, f"{quoted(_name(mail))} is a first name.", _write_instead(mail))


@rule(
    "greeting.surname",
    Severity.WARN,
    bad=show("greeting", "Dear Dr. Whitfeild,"),
    good=GOOD,
    fix=regreet,
)
def greeting_surname(mail: Mail) -> Iterable[Hit]:
    """A wrong name ends the reading there. Accents, particles and half a double name are fine."""
    if not _has_name(mail) or _is_impersonal(mail) or _is_several(mail):
        return
    if is_surname_right(_name(mail), mail.recipient) or is_given_name(_name(mail), mail.recipient):
        return
    yield from _whole(
        mail, f"You are writing to {mail.recipient.address}.", f"The greeting says {quoted(_name(mail))}."
    )


@rule(
    "greeting.title",
    Severity.HINT,
    bad=show("greeting", "Dear Ms. Whitfield,"),
    good=show("greeting", "Dear Prof. Whitfield,"),
    fix=regreet,
)
def greeting_title(mail: Mail) -> Iterable[Hit]:
    """Physicians are Dr. or Prof.; both are right. Mr., Mrs. and Ms. guess at more than you know."""
    titles = parse_greeting(mail.draft.greeting).titles
    if not mail.recipient.title or not is_surname_right(_name(mail), mail.recipient) or _is_several(mail):
        return
    if not any(title in TITLES for title in titles):
        yield from _whole(mail, "The title is missing or not Dr.", _write_instead(mail))
