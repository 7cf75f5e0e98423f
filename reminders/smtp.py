"""Hands one message to whoever takes mail, and knows whether it was taken.

smtplib's sendmail hides the one thing an outbox must know: whether the server had asked for the text
(354) when the line broke. Here every step is ours, and `to_wire` is called after the recipient was
accepted and before DATA: what it writes is committed before a byte of text leaves.
"""

import re
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME

from reminders import mailbox, mime, timing
from reminders.retry import Kind, Outcome, classify

_ENHANCED = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})\b")
_BROKEN = (Kind.UNREACHED, Kind.HUNG, Kind.DROPPED, Kind.UNANSWERED)
# What nearly every address looks like; anything else is taken apart by the standard library.
_BOX = r"([A-Za-z0-9._%+=-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)"
_PLAIN = re.compile(rf"{_BOX}|[A-Za-z0-9 .'-]+ <{_BOX}>")
_BARE_DOT = re.compile(rb"(?m)^\.")


class Unreachable(Exception):
    """No conversation with the mail server; the text says where it ended, without addresses."""


@dataclass(frozen=True)
class Envelope:
    """One message for one recipient. `comes_back_to`: where a failure is reported; the sender if ""."""

    message: EmailMessage
    comes_back_to: str = ""

    @cached_property
    def data(self) -> bytes:
        return mime.as_bytes(self.message)

    @property
    def sender(self):
        return self.comes_back_to or _bare(self.message.from_email)

    @property
    def recipient(self):
        return _bare(self.message.to[0])


class Line(Protocol):
    """An open line to whoever takes mail."""

    def open(self) -> None:
        """Make it ready; Unreachable when nobody answers."""

    def send(self, envelope: Envelope, to_wire: Callable[[], bool]) -> Outcome:
        """One message. WITHDRAWN when `to_wire` says no. Never raises for what the server does."""

    def close(self) -> None: ...


def new_line() -> Line:
    """The line settings.EMAIL_BACKEND stands for."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return SmtpLine()
    if settings.EMAIL_BACKEND == "reminders.mailbox.MailboxBackend":
        return MailboxLine()
    return BackendLine()


class MailboxLine:
    """The local mailbox: a file is there whole or not at all, so nothing is ever uncertain."""

    def open(self):
        pass

    def send(self, envelope, to_wire):
        if not to_wire():
            return Outcome(Kind.WITHDRAWN)
        try:
            mailbox.keep(envelope.data)
        except OSError as error:
            return Outcome(Kind.TEMPORARY, type(error).__name__, "mailbox")
        return Outcome(Kind.ACCEPTED)

    def close(self):
        pass


class BackendLine:
    """Any other Django backend. It cannot say how far it came, so its errors leave acceptance open."""

    def __init__(self):
        self.connection = get_connection()

    def open(self):
        try:
            self.connection.open()
        except Exception as error:
            raise Unreachable(type(error).__name__) from error

    def send(self, envelope, to_wire):
        if not to_wire():
            return Outcome(Kind.WITHDRAWN)
        try:
            self.connection.send_messages([envelope.message])
        except Exception as error:  # noqa: BLE001 - a backend may raise anything
            return Outcome(Kind.UNANSWERED, type(error).__name__, "backend")
        return Outcome(Kind.ACCEPTED)

    def close(self):
        self.connection.close()


class SmtpLine:
    """One SMTP connection, kept for many messages."""

    def __init__(self):
        self.talk = None
        self._used = 0

    def open(self):
        if self.talk is None:
            self.talk = _connect()
            self._used = 0

    def close(self):
        talk, self.talk = self.talk, None
        if talk is not None:
            talk.part()

    def send(self, envelope, to_wire):
        was_used = self._used > 0
        outcome = self._send(envelope, to_wire)
        if was_used and outcome.kind is Kind.DROPPED and outcome.said == "mail":
            # The server had hung up on an idle line; this message was not part of it.
            try:
                self.open()
            except Unreachable as error:
                return Outcome(Kind.UNREACHED, "", str(error))
            outcome = self._send(envelope, to_wire)
        return outcome

    def _send(self, envelope, to_wire):
        steps = _Steps(self.talk)
        try:
            outcome = steps.run(envelope, to_wire)
        except TimeoutError:
            outcome = Outcome(Kind.UNANSWERED if steps.has_text else Kind.HUNG, "timeout", steps.stage)
        except (smtplib.SMTPException, OSError) as error:
            kind = Kind.UNANSWERED if steps.has_text else Kind.DROPPED
            is_gone = isinstance(error, smtplib.SMTPServerDisconnected)
            outcome = Outcome(kind, "hung up" if is_gone else type(error).__name__, steps.stage)
        self._used += 1
        if outcome.kind in _BROKEN:
            self.close()
        return outcome


class _Steps:
    """MAIL, RCPT, the mark, DATA, the text: how far one message came."""

    def __init__(self, talk):
        self.talk = talk
        self.stage = "mail"
        self.has_text = False  # the server asked for the text: from here it may have it

    def run(self, envelope, to_wire):
        talk = self.talk
        talk.deadline = time.monotonic() + timing.MESSAGE
        try:
            sender, recipient, data = envelope.sender, envelope.recipient, _dotted(envelope.data)
        except ValueError as error:  # an address that no server could be told
            return Outcome(Kind.PERMANENT, type(error).__name__, "address")
        options = ["BODY=8BITMIME"] if talk.has_extn("8bitmime") else []
        (code, text), answer = talk.envelope(sender, recipient, options)
        if code != 250:
            return self._refused(code, text)
        self.stage = "rcpt"
        code, text = answer or talk.rcpt(recipient)
        if code not in (250, 251):
            return self._refused(code, text)
        if not to_wire():
            talk.rset()
            return Outcome(Kind.WITHDRAWN)
        return self._text(data)

    def _text(self, data):
        self.stage = "data"
        code, text = self.talk.docmd("DATA")
        if code != 354:
            return self._refused(code, text)
        self.stage, self.has_text = "text", True
        self.talk.send(data)
        code, text = self.talk.getreply()
        if code == 250:
            return Outcome(Kind.ACCEPTED)
        return self._refused(code, text)

    def _refused(self, code, text):
        found = _ENHANCED.match(text or b"")
        outcome = classify(self.stage, code, found[1].decode() if found else "")
        if outcome.kind in (Kind.TEMPORARY, Kind.PERMANENT) and self.stage != "text":
            self.talk.rset()
        return outcome


class _Talk(smtplib.SMTP):
    """smtplib's client with a deadline over the whole message: a server that answers one letter at a
    time cannot hold a worker."""

    def __init__(self, host, port, context):
        self.context = context
        self.deadline = time.monotonic() + timing.MESSAGE
        self._unread = b""
        super().__init__(host, port, local_hostname=str(DNS_NAME), timeout=timing.CONNECT)

    def _get_socket(self, host, port, timeout):
        sock = super()._get_socket(host, port, timeout)
        return self.context.wrap_socket(sock, server_hostname=host) if self.context else sock

    def send(self, s):
        self._allow()
        super().send(s)

    def envelope(self, sender, recipient, options):
        """MAIL and its answer; with it the answer to RCPT from a server that takes both in one go
        (PIPELINING, RFC 2920), which saves a wait for each mail."""
        if not self.has_extn("pipelining"):
            return self.mail(sender, options), None
        mail = " ".join([f"MAIL FROM:<{sender}>", *options])
        self.send(f"{mail}\r\nRCPT TO:<{recipient}>\r\n".encode("ascii"))
        return self.getreply(), self.getreply()

    def getreply(self):
        lines = []
        while True:
            line = self._line()
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                code = int(line[:3]) if line[:3].isdigit() else -1
                return code, b"\n".join(lines)

    def _line(self):
        while b"\n" not in self._unread:
            if len(self._unread) > 8192:
                raise smtplib.SMTPResponseException(500, "line too long")
            self._allow()
            more = self.sock.recv(4096)
            if not more:
                self.close()
                raise smtplib.SMTPServerDisconnected("hung up")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _allow(self):
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(min(timing.OPERATION, left))

    def secure(self):
        code, _ = self.starttls(context=ssl.create_default_context())
        if code != 220 or self._unread:  # words before the handshake could be anybody's
            raise smtplib.SMTPException("STARTTLS refused")

    def part(self):
        """Say good-bye if there is still somebody; never waits long."""
        self.deadline = time.monotonic() + 2
        try:
            self.quit()
        except (smtplib.SMTPException, OSError):
            self.close()


def _connect():
    context = ssl.create_default_context() if settings.EMAIL_USE_SSL else None
    try:
        talk = _Talk(settings.EMAIL_HOST, settings.EMAIL_PORT, context)
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"connect: {_brief(error)}") from error
    try:
        talk.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            talk.secure()
        if settings.EMAIL_HOST_USER:
            talk.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (smtplib.SMTPException, OSError) as error:
        talk.close()
        raise Unreachable(f"greeting: {_brief(error)}") from error
    return talk


def _brief(error):
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def _bare(address):
    if plain := _PLAIN.fullmatch(address):
        return plain[1] or plain[2]
    bare = parseaddr(sanitize_address(address, "utf-8"))[1]
    bare.encode("ascii")
    return bare


def _dotted(data):
    """Lines that begin with a dot get a second one, and the text ends as RFC 5321 §4.1.1.4 wants."""
    body = _BARE_DOT.sub(b"..", data)
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")
