"""The ways a message reaches the user's own mailbox: mail-app link, Gmail, Outlook, .eml file, copy.

Wardbook never sends to an attending (product.md "What it is not"). Spaces are always %20 and line ends
%0D%0A (RFC 6068); "+" is always %2B, because some mail apps read a bare plus as a space.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from urllib.parse import quote

# The shortest limits met in the field, with a margin: Firefox on Windows stops a mail link at 2,008
# characters and Chrome near 2,046; Outlook on the web at about 2,048. Gmail takes more, but a signed-out
# user is sent round with the address encoded twice. Defaults, not promises.
MAILTO_LIMIT = 2000
OUTLOOK_LIMIT = 2000
GMAIL_LIMIT = 4000
EML_HEADERS = frozenset({"bcc", "cc", "date", "in-reply-to", "message-id", "references", "reply-to"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufeff]")
_BREAKS = re.compile(r"[\r\n\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


class Unsendable(ValueError):
    """An address, subject or header that could smuggle in another header; the message says which."""


@dataclass(frozen=True)
class Message:
    """What is sent, and nothing of how: `body` has lines ending in "\\n"."""

    subject: str
    body: str


@dataclass(frozen=True)
class Attachment:
    """A file for the .eml: `name` without a folder, `content` bytes."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Route:
    """One way to open the message. `fits` is False when the link is longer than that way takes."""

    key: str
    label: str
    url: str
    limit: int

    @property
    def fits(self) -> bool:
        return len(self.url) <= self.limit

    @property
    def why_not(self) -> str:
        """A sentence for the screen; empty when the link fits."""
        if self.fits:
            return ""
        return (
            f"Too long for this link ({len(self.url):,} of {self.limit:,} characters). "
            "Download the .eml file or copy the text."
        )


def check_header(name: str, value: str) -> str:
    """`value` when it is safe in a mail header. Raises Unsendable on a line break or control character."""
    if _BREAKS.search(value):
        raise Unsendable(f"{name} must be one line.")
    return _CONTROL.sub("", value).strip()


def check_address(address: str) -> str:
    """One bare address, its domain in ASCII. Raises Unsendable for none, several or a broken one."""
    address = check_header("The address", address)
    local, at, domain = address.rpartition("@")
    if not at or not local or "." not in domain or re.search(r"[\s,;<>()\[\]\\\":@]", local + domain):
        raise Unsendable("That does not look like one email address.")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Unsendable("That does not look like one email address.") from None


def plain_text(message: Message) -> str:
    """The body as it leaves and as "Copy" takes it: no control characters, lines end in "\\n"."""
    return _CONTROL.sub("", message.body)


def subject_of(message: Message) -> str:
    return check_header("The subject", message.subject)


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs if value)


def _body_of(message: Message) -> str:
    return plain_text(message).rstrip("\n").replace("\n", "\r\n")


def _checked(to: str, bcc: str) -> tuple[str, str]:
    return check_address(to), check_address(bcc) if bcc else ""


def mailto_url(message: Message, to: str, *, bcc: str = "") -> str:
    """A mailto: link for the user's mail app."""
    to, bcc = _checked(to, bcc)
    pairs = (("subject", subject_of(message)), ("body", _body_of(message)), ("bcc", bcc))
    return f"mailto:{quote(to, safe='@')}?{_query(pairs)}"


def gmail_url(message: Message, to: str, *, bcc: str = "") -> str:
    to, bcc = _checked(to, bcc)
    pairs = (("to", to), ("su", subject_of(message)), ("body", _body_of(message)), ("bcc", bcc))
    return f"https://mail.google.com/mail/?view=cm&fs=1&{_query(pairs)}"


def outlook_url(message: Message, to: str, *, personal: bool = False) -> str:
    """Outlook on the web, for a work or school account unless `personal`. It takes no Bcc."""
    host = "outlook.live.com/mail/0" if personal else "outlook.office.com/mail"
    pairs = (("to", check_address(to)), ("subject", subject_of(message)), ("body", _body_of(message)))
    return f"https://{host}/deeplink/compose?{_query(pairs)}"


def routes(message: Message, to: str, *, bcc: str = "") -> tuple[Route, ...]:
    """Every link, in the order of the screen, each knowing whether it fits."""
    return (
        Route("mailto", "Open in your mail app", mailto_url(message, to, bcc=bcc), MAILTO_LIMIT),
        Route("gmail", "Open in Gmail", gmail_url(message, to, bcc=bcc), GMAIL_LIMIT),
        Route("outlook", "Open in Outlook", outlook_url(message, to), OUTLOOK_LIMIT),
        Route(
            "outlook-personal", "Open in Outlook.com", outlook_url(message, to, personal=True), OUTLOOK_LIMIT
        ),
    )


def eml_bytes(
    draft: Message,
    attachments: Iterable[Attachment],
    sender: tuple[str, str],
    to: tuple[str, str],
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """The message as a file that mail programs open ready to send (X-Unsent: 1).

    `sender` and `to` are (name, address). `headers` may set In-Reply-To, References, Message-ID, Date, Cc,
    Bcc and Reply-To. Raises Unsendable for any other header, and for line breaks in any of them.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["From"] = _mailbox("The sender", sender)
    message["To"] = _mailbox("The recipient", to)
    message["Subject"] = subject_of(draft)
    for name, value in (headers or {}).items():
        if name.lower() not in EML_HEADERS:
            raise Unsendable(f"{name!r} cannot be set on this message.")
        value = check_header(name, value)
        message[name] = check_address(value) if name.lower() in {"bcc", "cc", "reply-to"} else value
    message.set_content(plain_text(draft), charset="utf-8", cte="quoted-printable")
    for attachment in attachments:
        _attach(message, attachment)
    policy = SMTP if _is_ascii(sender[1], to[1]) else SMTPUTF8
    return message.as_bytes(policy=policy)


def _is_ascii(*addresses: str) -> bool:
    return all(address.rpartition("@")[0].isascii() for address in addresses)


def _mailbox(what: str, pair: tuple[str, str]) -> Address:
    name, address = check_header(what, pair[0]), check_address(pair[1])
    local, _, domain = address.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, _, subtype = check_header("The file type", attachment.media_type).partition("/")
    name = unicodedata.normalize("NFC", check_header("The file name", attachment.name))
    name = " ".join(re.split(r"[\\/]", name)[-1].split()) or "attachment"
    message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=name)
