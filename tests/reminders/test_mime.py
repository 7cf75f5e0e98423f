"""The bytes of a mail: the same message as the standard library would make."""

import email
import email.policy

import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from reminders import mime

POLICY = email.policy.default


def message(text="Two things.\n", html="<p>Two things.</p>", subject="Today: two things", **options):
    made = EmailMultiAlternatives(
        subject,
        text,
        "Wardbook <reminders@example.org>",
        [options.pop("to", "Nadia Rahman <nadia@example.org>")],
        reply_to=["reminders@example.org"],
        headers={"Message-ID": "<r.1@example.org>", "List-Unsubscribe": "<https://example.org/x>", **options},
    )
    made.attach_alternative(html, "text/html")
    return made


def told(data):
    """What a mail program reads: headers without dates and edges, both bodies."""
    read = email.message_from_bytes(data, policy=POLICY)
    headers = {k.lower(): str(v) for k, v in read.items() if k.lower() not in ("date", "content-type")}
    parts = [read.get_body((kind,)).get_content() for kind in ("plain", "html")]
    bodies = [part.replace("\r\n", "\n").strip() for part in parts]
    return headers, read.get_content_type(), bodies


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"subject": "Heute: Größe prüfen, 日本", "to": "=?utf-8?q?Ren=C3=A9?= <rene@example.org>"},
        {"text": "Ünïcode\n.\n.hidden\r\nend", "html": "<p>Ünï</p>\n<p>日本</p>"},
        {"html": "<p>" + "long " * 400 + "</p>"},
    ],
    ids=["plain", "headers beyond ASCII", "bodies beyond ASCII", "line too long for SMTP"],
)
def test_reads_as_the_standard_library_writes_it(given):
    ours, theirs = mime.as_bytes(message(**given)), message(**given).message().as_bytes(linesep="\r\n")
    assert told(ours) == told(theirs)
    assert max(len(line) for line in ours.split(b"\r\n")) <= 998
    assert b"\n" not in ours.replace(b"\r\n", b"")


def test_header_with_a_line_break_is_refused():
    with pytest.raises(BadHeaderError):
        mime.as_bytes(message(subject="Today\r\nBcc: everybody@example.org"))
