"""Hands one message to whoever takes mail, and knows whether it was taken.

smtplib's sendmail hides the one thing an outbox must know: whether the server had asked for the text
(354) when the line broke. Here every step is ours, and `to_wire` is called after the recipient was
accepted and before DATA: what it writes is committed before a byte of text leaves.

Where the server takes questions in one go (PIPELINING, RFC 2920), MAIL and RCPT of the next message follow
the text of this one: its answers come with the answer to the text, and nothing is waited for twice.
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
# Lines that say "more follows" by their fourth sign, and the one that does not.
_REPLY = re.compile(rb"([^\n]{3}-[^\n]*\n)*(?![^\n]{3}-)([^\n]{0,3})[^\n]*\n")
LONGEST_REPLY = 65536


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

    @cached_property
    def dotted(self) -> bytes:
        """As it goes over an SMTP line."""
        return _dotted(self.data)

    @property
    def sender(self):
        return self.comes_back_to or _bare(self.message.from_email)

    @property
    def recipient(self):
        return _bare(self.message.to[0])


Ahead = Callable[[], Envelope | None]


def nothing():
    """No message comes after this one."""


class Line(Protocol):
    """An open line to whoever takes mail."""

    def open(self) -> None:
        """Make it ready; Unreachable when nobody answers."""

    def send(self, envelope: Envelope, to_wire: Callable[[], bool], ahead: Ahead = nothing) -> Outcome:
        """One message. WITHDRAWN when `to_wire` says no. Never raises for what the server does. `ahead()` may
        be asked for the message after it, once the server has the text of this one."""

    def is_clear(self) -> bool:
        """Whether the next message can come to its mark without waiting for the server."""

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

    def is_clear(self):
        return True

    def send(self, envelope, to_wire, ahead=nothing):
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

    def is_clear(self):
        return True

    def send(self, envelope, to_wire, ahead=nothing):
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
        self._announced = None  # the envelope whose MAIL and RCPT went with the text before it

    def open(self):
        if self.talk is None:
            self.talk = _connect()
            self._used = 0

    def close(self):
        self._announced = None
        talk, self.talk = self.talk, None
        if talk is not None:
            talk.part()

    def is_clear(self):
        return self._announced is not None and self.talk.is_welcome(timing.PATIENCE)

    def send(self, envelope, to_wire, ahead=nothing):
        was_used = self._used > 0
        outcome = self._send(envelope, to_wire, ahead)
        if was_used and outcome.kind is Kind.DROPPED and outcome.said == "mail":
            # The server had hung up on an idle line; this message was not part of it.
            try:
                self.open()
            except Unreachable as error:
                return Outcome(Kind.UNREACHED, "", str(error))
            outcome = self._send(envelope, to_wire, ahead)
        return outcome

    def _send(self, envelope, to_wire, ahead):
        steps = _Steps(self.talk, ahead)
        try:
            outcome = steps.run(envelope, to_wire, self._announced)
        except TimeoutError:
            outcome = Outcome(Kind.UNANSWERED if steps.has_text else Kind.HUNG, "timeout", steps.stage)
        except (smtplib.SMTPException, OSError) as error:
            kind = Kind.UNANSWERED if steps.has_text else Kind.DROPPED
            is_gone = isinstance(error, smtplib.SMTPServerDisconnected)
            outcome = Outcome(kind, "hung up" if is_gone else type(error).__name__, steps.stage)
        self._used += 1
        self._announced = steps.announced
        if outcome.kind in _BROKEN or steps.is_cut:
            self.close()
        return outcome


class _Steps:
    """MAIL, RCPT, the mark, DATA, the text: how far one message came."""

    def __init__(self, talk, ahead):
        self.talk, self.ahead = talk, ahead
        self.stage = "mail"
        self.has_text = False  # the server asked for the text: from here it may have it
        self.announced = None  # the next message, whose MAIL and RCPT are with the server
        self.is_cut = False  # they did not get through as a whole

    def run(self, envelope, to_wire, announced):
        talk = self.talk
        talk.deadline = time.monotonic() + timing.MESSAGE
        try:
            sender, recipient, data = envelope.sender, envelope.recipient, envelope.dotted
        except ValueError as error:  # an address that no server could be told
            return Outcome(Kind.PERMANENT, type(error).__name__, "address")
        if announced is not None and announced is not envelope:
            raise smtplib.SMTPServerDisconnected("another message was announced")
        (code, text), answer = talk.answers() if announced else talk.envelope(sender, recipient)
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
        if self.talk.has_extn("pipelining"):
            self._announce(self.ahead())
        code, text = self.talk.getreply()
        if code == 250:
            return Outcome(Kind.ACCEPTED)
        return self._refused(code, text)

    def _announce(self, envelope):
        """What goes wrong here is no word about this message: the answer to its text is still to come."""
        try:
            if envelope is not None and envelope.dotted:
                self.talk.announce(envelope.sender, envelope.recipient)
                self.announced = envelope
        except ValueError:
            pass  # an address that no server could be told: found again when it is its turn
        except (smtplib.SMTPException, OSError):
            self.is_cut = True

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
        self._unread, self._heard = b"", []
        super().__init__(host, port, local_hostname=str(DNS_NAME), timeout=timing.CONNECT)

    def _get_socket(self, host, port, timeout):
        sock = super()._get_socket(host, port, timeout)
        return self.context.wrap_socket(sock, server_hostname=host) if self.context else sock

    def send(self, s):
        self._allow()
        super().send(s)

    def envelope(self, sender, recipient):
        """MAIL and its answer; with it the answer to RCPT from a server that takes both in one go."""
        if not self.has_extn("pipelining"):
            return self.mail(sender, self._options()), None
        self.announce(sender, recipient)
        return self.answers()

    def announce(self, sender, recipient):
        """MAIL and RCPT, without waiting for the answers."""
        mail = " ".join([f"MAIL FROM:<{sender}>", *self._options()])
        self.send(f"{mail}\r\nRCPT TO:<{recipient}>\r\n".encode("ascii"))
        self._heard = []

    def _options(self):
        return ["BODY=8BITMIME"] if self.has_extn("8bitmime") else []

    def answers(self):
        """The answers to MAIL and RCPT."""
        while len(self._heard) < 2:
            self._heard.append(self.getreply())
        return self._heard

    def is_welcome(self, seconds):
        """Whether both answers are in, at the latest after `seconds`, and say yes."""
        self.deadline = time.monotonic() + seconds
        try:
            mail, rcpt = self.answers()
        except (smtplib.SMTPException, OSError):
            return False  # asked for again, with more time, when it is the turn of that message
        return mail[0] == 250 and rcpt[0] in (250, 251)

    def getreply(self):
        """Code and text. One that did not come in time is still to come: nothing of it is lost."""
        while (found := _REPLY.match(self._unread)) is None:
            self._read_more()
        self._unread = self._unread[found.end() :]
        code = int(found[2]) if found[2].isdigit() else -1
        return code, b"\n".join(line[4:].strip() for line in found[0].strip().split(b"\n"))

    def _read_more(self):
        if len(self._unread) > LONGEST_REPLY:
            raise smtplib.SMTPResponseException(500, "reply too long")
        self._allow()
        more = self.sock.recv(4096)
        if not more:
            self.close()
            raise smtplib.SMTPServerDisconnected("hung up")
        self._unread += more

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
