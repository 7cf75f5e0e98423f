"""A message as bytes. The standard library takes longer for this than for sending it; a reminder mail is
always the same shape, so its bytes are put together here, and anything else goes the long way."""

import secrets
from email.header import Header
from email.utils import formatdate

from django.core.mail import BadHeaderError

LONGEST_LINE = 900  # octets; RFC 5321 §4.5.3.1.6 allows 998
_BREAKS = ("\n", "\r")


def as_bytes(message) -> bytes:
    """The bytes of a Django EmailMultiAlternatives with CRLF line ends. BadHeaderError on a line break
    in a header."""
    is_usual = message.body and len(message.alternatives) == 1
    if not is_usual or message.attachments or message.cc or message.bcc:
        return message.message().as_bytes(linesep="\r\n")
    html, kind = message.alternatives[0]
    parts = [_lines(message.body), _lines(html)]
    if kind != "text/html" or any(len(line) > LONGEST_LINE for part in parts for line in part.split(b"\r\n")):
        return message.message().as_bytes(linesep="\r\n")
    boundary = f"=_{secrets.token_hex(12)}"
    head = [
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "MIME-Version: 1.0",
        *(_header(name, value) for name, value in _headers(message)),
    ]
    edge = f"--{boundary}".encode()
    body = [edge, _part("plain", parts[0]), edge, _part("html", parts[1]), edge + b"--", b""]
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + b"\r\n".join(body)


def _headers(message):
    own = message.extra_headers
    yield "Subject", message.subject
    yield "From", message.from_email
    yield "To", ", ".join(message.to)
    if message.reply_to:
        yield "Reply-To", ", ".join(message.reply_to)
    yield "Date", formatdate()
    yield from own.items()


def _header(name, value):
    value = str(value)
    if any(end in value for end in _BREAKS):
        raise BadHeaderError(f"A line break in {name}")
    if value.isascii():
        return f"{name}: {value}"
    return f"{name}: {Header(value, 'utf-8', header_name=name).encode(linesep=chr(13) + chr(10))}"


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()


def _part(kind, data):
    way = b"7bit" if data.isascii() else b"8bit"
    head = b'Content-Type: text/%s; charset="utf-8"\r\nMIME-Version: 1.0\r\n' % kind.encode()
    return head + b"Content-Transfer-Encoding: " + way + b"\r\n\r\n" + data + b"\r\n"
