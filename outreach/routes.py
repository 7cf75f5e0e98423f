"""The six lines on their way into the user's own mailbox (accounts.mail_routes carries any message)."""

from collections.abc import Iterable, Mapping

from accounts import mail_routes
from accounts.mail_routes import (
    GMAIL_LIMIT,
    MAILTO_LIMIT,
    OUTLOOK_LIMIT,
    Attachment,
    Message,
    Route,
    Unsendable,
    check_address,
    check_header,
)
from outreach.composer import Draft, body

__all__ = [
    "GMAIL_LIMIT",
    "MAILTO_LIMIT",
    "OUTLOOK_LIMIT",
    "Attachment",
    "Route",
    "Unsendable",
    "check_address",
    "check_header",
    "eml_bytes",
    "gmail_url",
    "mailto_url",
    "outlook_url",
    "plain_text",
    "routes",
    "subject_of",
]


def message(draft: Draft) -> Message:
    return Message(draft.subject, body(draft))


def plain_text(draft: Draft) -> str:
    """The body as it leaves and as "Copy" takes it."""
    return mail_routes.plain_text(message(draft))


def subject_of(draft: Draft) -> str:
    return mail_routes.subject_of(message(draft))


def mailto_url(draft: Draft, to: str, *, bcc: str = "") -> str:
    return mail_routes.mailto_url(message(draft), to, bcc=bcc)


def gmail_url(draft: Draft, to: str, *, bcc: str = "") -> str:
    return mail_routes.gmail_url(message(draft), to, bcc=bcc)


def outlook_url(draft: Draft, to: str, *, personal: bool = False) -> str:
    return mail_routes.outlook_url(message(draft), to, personal=personal)


def routes(draft: Draft, to: str, *, bcc: str = "") -> tuple[Route, ...]:
    """Every link, in the order of the screen, each knowing whether it fits."""
    return mail_routes.routes(message(draft), to, bcc=bcc)


def eml_bytes(
    draft: Draft,
    attachments: Iterable[Attachment],
    sender: tuple[str, str],
    to: tuple[str, str],
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """The draft as a message file; raises Unsendable as accounts.mail_routes.eml_bytes says."""
    return mail_routes.eml_bytes(message(draft), attachments, sender, to, headers)
