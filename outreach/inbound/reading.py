"""A received mail taken apart. Pure: bytes in, facts out; whatever is broken in it, an answer comes out.

Headers are kept short and on one line; nobody's HTML is shown, only its words.
"""

import email
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

LONGEST_TEXT = 5000
MOST_PARTS = 200
MOST_IDS = 50
_ID = re.compile(r"<[^<>\s]{1,240}>")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^>]{0,200}>", re.IGNORECASE)


@dataclass(frozen=True)
class Arrived:
    """One mail. Addresses are lower case; `at` is aware or None; `report` the fields of a delivery report.

    `original_ids` are Message-IDs of a mail quoted as an attachment; `calendar` the text of an invitation.
    """

    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[tuple[str, str], ...]
    subject: str
    at: datetime | None
    answers: tuple[str, ...]
    text: str
    headers: dict[str, str]
    authentication: tuple[str, ...] = ()
    report: tuple[tuple[str, str], ...] = ()
    original_ids: tuple[str, ...] = ()
    calendar: str = ""

    def reported(self, name: str) -> str:
        """A field of the delivery report in lower case, or ""."""
        return next((value for key, value in self.report if key == name), "")


def read(content: bytes) -> Arrived:
    """The facts of a mail of any shape. Without a Message-ID its fingerprint stands in for it."""
    message = email.message_from_bytes(content, policy=compat32)
    parts = _parts(message)
    senders = _addresses(message, "From")
    ids = _ids(message, "Message-ID")
    return Arrived(
        message_id=ids[0] if ids else f"<sha256.{hashlib.sha256(content).hexdigest()[:40]}>",
        sender=senders[0][1] if senders else "",
        sender_name=senders[0][0][:120] if senders else "",
        recipients=tuple(_addresses(message, "To") + _addresses(message, "Cc"))[:50],
        subject=_header(message, "Subject")[:200],
        at=_date(message),
        answers=_ids(message, "In-Reply-To", "References"),
        text=_text(parts),
        headers={name: _header(message, name).lower()[:300] for name in KEPT},
        authentication=tuple(_plain(str(one)) for one in message.get_all("Authentication-Results", [])[:10]),
        report=_report(parts),
        original_ids=_original_ids(parts),
        calendar=_calendar(parts),
    )


KEPT = (
    "Auto-Submitted",
    "Precedence",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-Suppress",
    "Return-Path",
    "Content-Type",
    "X-Failed-Recipients",
)


def _parts(message: Message) -> list[Message]:
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) >= MOST_PARTS:
            break
    return parts


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _header(message: Message, name: str) -> str:
    raw = message.get(name, "")
    try:
        return _plain(str(make_header(decode_header(raw))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError, AssertionError, TypeError):
        return _plain(str(raw))


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    raw = [str(one)[:4000] for one in message.get_all(name, [])[:5]]
    found = []
    for spoken_name, address in getaddresses(raw):
        if "@" not in address or len(address) > 254 or not address.isprintable() or " " in address:
            continue
        try:
            spoken_name = str(make_header(decode_header(spoken_name)))
        except (HeaderParseError, LookupError, UnicodeError, ValueError, AssertionError):
            spoken_name = ""
        found.append((_plain(spoken_name), address.lower()))
    return found


def _ids(message: Message, *names: str) -> tuple[str, ...]:
    found = []
    for name in names:
        for raw in message.get_all(name, [])[:5]:
            found += _ID.findall(_plain(str(raw)))
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(_plain(str(message.get("Date", ""))))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _payload(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
    except (MessageError, ValueError, AssertionError):
        return ""
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw[:400_000].decode(charset, "replace")
    except (LookupError, UnicodeError):
        return raw[:400_000].decode("utf-8", "replace")


def _text(parts: list[Message]) -> str:
    """The first readable part, plain before HTML, without control characters."""
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted and part.get_content_disposition() != "attachment":
                words = _payload(part)
                words = _without_tags(words) if wanted == "text/html" else words
                words = "".join(
                    c if c.isprintable() or c == "\n" else " " for c in words.replace("\r\n", "\n")
                )
                if words.strip():
                    return re.sub(r"\n{3,}", "\n\n", words).strip()[:LONGEST_TEXT]
    return ""


def _without_tags(text: str) -> str:
    return html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text[:200_000])))


def _report(parts: list[Message]) -> tuple[tuple[str, str], ...]:
    """Fields of message/delivery-status, the first recipient's values winning."""
    fields: dict[str, str] = {}
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload() if part.is_multipart() else [email.message_from_string(_payload(part))]
        for block in blocks:
            for name, value in block.items():
                fields.setdefault(name.lower(), _plain(str(value)).lower()[:300])
    return tuple(fields.items())


def _original_ids(parts: list[Message]) -> tuple[str, ...]:
    """Message-IDs of a mail that came back: whole, or only its headers."""
    found: list[str] = []
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            found += _ids(email.message_from_string(_payload(part), policy=compat32), "Message-ID")
        else:
            found += _ids(part, "Message-ID")
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _calendar(parts: list[Message]) -> str:
    return next((_payload(part) for part in parts if part.get_content_type() == "text/calendar"), "")
