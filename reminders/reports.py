"""What a mail that came back says: a delivery report (RFC 3464), a complaint (RFC 5965), or a daemon's own
words. Pure: bytes in, a verdict out, whatever shape they have."""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

MOST_PARTS = 60
LONGEST = 20_000
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DAEMON = re.compile(r"^\s*(?:\"?[^\"<@]*\"?\s*<)?(?:mailer-daemon|postmaster|mail-?daemon)@", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,200}")
# 5.2.2: the mailbox is full. 5.4.4: no route, mostly a broken resolver.
PASSING = {"5.2.2", "5.4.4"}


@dataclass(frozen=True)
class Report:
    """`kind`: dead, soft, complaint, or "" for anything that says nothing about the address.

    `senders`: envelope senders the report names, lower case; ours says which mail it was."""

    kind: str
    code: str = ""
    senders: tuple[str, ...] = ()


def is_dead(status: str) -> bool:
    """Whether a status of RFC 3463 says that the address takes no mail, now or later.

    5.7.x is a refusal by policy: it speaks of us, and one wrong DNS record of ours would silence everybody.
    """
    return status.startswith("5.") and not status.startswith("5.7.") and status not in PASSING


def read(content: bytes) -> Report:
    """The verdict of one mail. With several recipients in a report the worst counts: ours had one."""
    message = email.message_from_bytes(content[: 4 * 1024 * 1024], policy=compat32)
    parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
    senders = _senders(parts)
    feedback = _fields(parts, "message/feedback-report")
    if feedback:
        is_abuse = any(one.get("feedback-type", "") in ("abuse", "fraud") for one in feedback)
        return Report("complaint" if is_abuse else "", "", senders)
    blocks = [one for one in _fields(parts, "message/delivery-status") if "action" in one or "status" in one]
    told = [_judged(one) for one in blocks] if blocks else [_in_words(message, parts)]
    for kind in ("dead", "soft"):
        if found := next((one for one in told if one[0] == kind), None):
            return Report(*found, senders)
    return Report("", "", senders)


def _judged(block):
    status = _STATUS.search(block.get("status", "")) or _STATUS.search(block.get("diagnostic-code", ""))
    code, action = (status[1] if status else ""), block.get("action", "failed")
    if not action.startswith("failed"):
        return "", code
    return ("dead" if is_dead(code) else "soft"), code


def _in_words(message, parts):
    """No report, but a daemon that names a status. Anything else may be an answering machine."""
    is_daemon = _DAEMON.match(str(message.get("From", ""))) or str(message.get("Return-Path", "")) == "<>"
    if not is_daemon:
        return "", ""
    found = _STATUS.search(next((_text(p) for p in parts if p.get_content_type() == "text/plain"), ""))
    if not found or found[1].startswith("2"):
        return "", ""
    return ("dead" if is_dead(found[1]) else "soft"), found[1]


def _fields(parts, kind):
    """The field blocks of every part of that type, names and values in lower case."""
    blocks = []
    for part in parts:
        if part.get_content_type() != kind:
            continue
        inner = part.get_payload() if part.is_multipart() else [_text(part)]
        for block in inner:
            read_as = block if isinstance(block, Message) else email.message_from_string(block)
            blocks.append({name.lower(): str(value).strip().lower()[:500] for name, value in read_as.items()})
            if len(blocks) >= MOST_PARTS:
                return blocks
    return blocks


def _text(part) -> str:
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, AssertionError):
        return ""
    return raw[:LONGEST].decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _senders(parts) -> tuple[str, ...]:
    """Envelope senders: of the report itself, and the Return-Path of the mail that is attached."""
    told = [one.get("original-mail-from", "") for one in _fields(parts, "message/feedback-report")]
    for part in parts[1:]:
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            part = email.message_from_string(_text(part), policy=compat32)
        told.append(str(part.get("Return-Path", "")).lower())
    return tuple(dict.fromkeys(found[0] for one in told if (found := _ADDRESS.search(one))))
