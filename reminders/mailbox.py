"""The local mailbox of an instance without an SMTP server: one .eml file a message.

A signed-in user sees the mail addressed to them and nobody else's (reminders.mailbox_views).
"""

import datetime
import email
import email.policy
import os
import re
import secrets
import time
from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import User

NAME = re.compile(r"[0-9]{15,22}-[0-9a-f]{8}")
# A mailbox page looks at this many of the newest files.
LOOKED_AT = 2000


def keep(data: bytes):
    """Write one message, whole or not at all. OSError when the disk says no."""
    settings.MAILBOX.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{secrets.token_hex(4)}"
    part = settings.MAILBOX / f".{name}.part"
    try:
        part.write_bytes(data)
        os.replace(part, settings.MAILBOX / f"{name}.eml")
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return name


class MailboxBackend(BaseEmailBackend):
    """Django's way in, for mail that is no outbox row (error reports of Django itself)."""

    def send_messages(self, messages):
        for message in messages:
            keep(message.message().as_bytes(linesep="\r\n"))
        return len(messages)


@dataclass(frozen=True)
class Letter:
    """One message of the mailbox, as a page shows it."""

    name: str
    subject: str
    sender: str
    recipient: str
    sent_at: object
    headers: tuple = ()
    text: str = ""
    html: str = ""


def addresses_of(user):
    """The addresses whose mail `user` may see, lower-case: their own, unless somebody else owns one of them.

    An address a user only claims would otherwise open the mail of the person it belongs to.
    """
    claimed = {user.email.lower()}
    claimed |= {a.lower() for a in EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    others = EmailAddress.objects.filter(email__in=claimed, verified=True).exclude(user=user)
    taken = {a.lower() for a in others.values_list("email", flat=True)}
    logins = User.objects.filter(email__in=claimed).exclude(pk=user.pk)
    return claimed - taken - {a.lower() for a in logins.values_list("email", flat=True)}


def letters_to(addresses, limit=50):
    """The newest letters to any of `addresses`."""
    found = []
    for path in sorted(settings.MAILBOX.glob("*.eml"), reverse=True)[:LOOKED_AT]:
        letter = _head(path)
        if letter and _is_to(letter, addresses):
            found.append(letter)
            if len(found) == limit:
                break
    return found


def raw(name, addresses):
    """The source of one letter, or None when it is not there or not addressed to `addresses`."""
    path = settings.MAILBOX / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    letter = _head(path)
    return path.read_bytes() if letter and _is_to(letter, addresses) else None


def read(name, addresses):
    """One Letter with its parts, or None as in `raw`."""
    source = raw(name, addresses)
    if source is None:
        return None
    message = email.message_from_bytes(source, policy=email.policy.default)
    head = _letter(name, message)
    return Letter(
        **{f: getattr(head, f) for f in ("name", "subject", "sender", "recipient", "sent_at")},
        headers=tuple((key, str(value)) for key, value in message.items()),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message, kind):
    body = message.get_body((kind,))
    return body.get_content() if body else ""


def _head(path):
    try:
        with path.open("rb") as file:
            message = email.parser.BytesHeaderParser(policy=email.policy.default).parse(file)
    except OSError:  # gone since the folder was listed
        return None
    return _letter(path.stem, message)


def _letter(name, message):
    return Letter(
        name=name,
        subject=str(message["Subject"] or "No subject"),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        sent_at=_moment(message["Date"]),
    )


def _moment(date):
    """Aware; Django writes -0000, which the parser reads as no zone at all."""
    if not date:
        return None
    moment = parsedate_to_datetime(str(date))
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _is_to(letter, addresses):
    return any(address.lower() in addresses for _, address in getaddresses([letter.recipient]))
