"""A stranger becomes a mentor: 45 days of clock, the pages, the engine, and the mails read from the mailbox.

Contact, six lines with the lint, sent, the reminder on the right working morning, the follow-up recorded
from the mail's button, reply, call, thank-you, rotation.
"""

import datetime
import email
import re
from email import policy

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from outreach.models import Contact, Email, Thread, Touch
from reminders import engine
from tests import make
from tracker.models import Rotation

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
# Tue 20 Oct 2026, 13:30 UTC: 9:30 in Akron and in New York, where the user lives
START = datetime.datetime(2026, 10, 20, 13, 30, tzinfo=datetime.UTC)
LINES = {
    "subject": "Your hyponatremia talk: could I help?",
    "greeting": "Dear Dr. Chaudhry,",
    "intro": "I’m Nadia Rahman, a 2024 graduate from Dhaka, on a ward rotation in Cleveland until December.",
    "why_them": "Your hyponatremia talk in Cleveland on 3 October changed how I read a sodium.",
    "signal": "I have logged 26 ward days there, and my cardiology abstract is under review.",
    "offer": "I could take on chart review for your registry for four weeks in July 2027.",
    "ask": "Could we speak for 15 minutes in the week of 26 October?",
    "attachments": "My CV is attached. Any opportunity whatsoever!!",
    "signature": "Best regards,\nNadia Rahman",
}


class Days:
    """The clock, the engine that ticks every hour of it, and the mailbox."""

    def __init__(self, traveller, folder):
        self.traveller, self.folder, self.read = traveller, folder, set()

    def until(self, moment):
        """Let the hours pass; the mails that arrived meanwhile."""
        now = datetime.datetime.now(datetime.UTC)
        while now < moment:
            now = min(now + HOUR, moment)
            self.traveller.move_to(now, tick=False)
            engine.tick(now)
        return self.mails()

    def mails(self):
        new = sorted(path for path in self.folder.rglob("*") if path.is_file() and path not in self.read)
        self.read.update(new)
        return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in new]


@pytest.fixture
def days(settings, tmp_path):
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    settings.MAILBOX = tmp_path / "mail"
    with time_machine.travel(START, tick=False) as traveller:
        yield Days(traveller, settings.MAILBOX)


def at(month, day, hour=12, minute=0):
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=datetime.UTC)


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def words(message):
    return message.get_body(("plain",)).get_content().replace("\xa0", " ")


def press(message, label):
    """Open the link that stands under `label` in the mail, as any browser, and press its one button."""
    lines = [line.strip() for line in words(message).splitlines()]
    start = next(nth for nth, line in enumerate(lines) if line.startswith(label))
    link = next(line for line in lines[start:] if line.startswith("http"))
    path = re.sub(r"^https?://[^/]+", "", link)
    browser = Client()
    assert browser.get(path).status_code == 200  # a page that asks; nothing has happened yet
    before = Touch.objects.count()
    answers = [browser.post(path) for _ in range(2)]
    assert {answer.status_code for answer in answers} <= {200, 302}
    return Touch.objects.count() - before


def test_a_stranger_becomes_a_mentor(days, signed_in):
    user = make.user(name="Nadia Rahman", email="nadia@example.org", time_zone="America/New_York")
    client = signed_in(user)
    make.heartbeat()

    # the contact, with the dates shown before anything is saved
    who = {
        "name": "Dr. Anand Chaudhry",
        "institution": "Marlow Medical Center",
        "city": "Akron",
        "state": "OH",
    }
    typed = {**who, "email": "anand@marlow.example", "once": "k1"}
    assert "If you send it today" in client.post(url("thread-add"), typed).content.decode()
    client.post(url("thread-add"), {**typed, "do": "save"})
    thread = Thread.objects.get()

    # six lines: the lint finds the last one, the button mends it, the mail leaves from the user's own account
    page = client.post(url("thread-lint", thread.pk), LINES).content.decode()
    assert "Line 6 sounds desperate." in page
    client.post(url("thread-compose", thread.pk), {**LINES, "fix": "all"})
    assert Email.objects.get().attachments == "My CV is attached."
    mended = {**LINES, "attachments": "My CV is attached.", "do": "send"}
    assert client.post(url("thread-compose", thread.pk), mended).url == url("thread-send", thread.pk)
    page = client.get(url("thread-send", thread.pk)).content.decode()
    assert "mailto:anand@marlow.example?subject=Your%20hyponatremia%20talk" in page
    client.post(url("thread-sent", thread.pk), {"sent-sent_on": "2026-10-20"})

    # nothing for six days; on Tue 27 Oct the reminder comes before 9:00 in Akron
    assert days.until(at(10, 27, 11)) == []
    [mail] = days.until(at(10, 27, 12))
    assert mail["Subject"].endswith("ollow up with Dr. Chaudhry")
    text = words(mail)
    assert "You wrote on Tue 20 Oct. No reply in 7 days." in " ".join(text.split())
    assert "It needs one new thing." in " ".join(text.split())
    assert "Could we speak for 15 minutes in the week of 26 October?" in " ".join(text.split())

    # the follow-up left: the mail's own button records it, twice is once
    assert press(mail, "I sent it") == 1
    assert [(one.kind, one.on) for one in Touch.objects.filter(thread=thread)] == [
        ("sent", datetime.date(2026, 10, 20)),
        ("follow_up", datetime.date(2026, 10, 27)),
    ]

    # ten days later is a Friday: the second one is due on Tue 10 Nov, an hour later by UTC (clocks changed)
    assert days.until(at(11, 10, 12)) == []
    [second] = days.until(at(11, 10, 13))
    assert "You last wrote on Tue 27 Oct. No reply in 14 days." in " ".join(words(second).split())

    # this time somebody has answered
    assert press(second, "They replied") == 1
    assert Thread.objects.get().state == "replied"
    client.post(
        url("thread-replied", thread.pk),
        {
            "reply-kind": "call",
            "reply-replied_on": "2026-11-10",
            "reply-body": "Happy to talk.",
            "reply-once": "k2",
        },
    )
    client.post(url("thread-call", thread.pk), {"call-day": "2026-11-17", "call-time": "16:00"})
    assert Thread.objects.get().call_at == at(11, 17, 21)

    # the morning of the call: a digest with the brief; the day after: thanks
    mails = days.until(at(11, 17, 13))
    assert [("Call with Dr. Anand Chaudhry" in words(mail)) for mail in mails] == [True]
    assert (
        "Your hyponatremia talk in Cleveland" in client.get(url("thread-brief", thread.pk)).content.decode()
    )
    assert b"DTSTART:20261117T210000Z" in client.get(url("thread-ics", thread.pk)).content
    days.until(at(11, 17, 22))
    client.post(url("thread-note", thread.pk), {"note-body": "Four weeks in July.", "note-once": "k3"})
    mails = days.until(at(11, 18, 13))
    assert [("Thank Dr. Anand Chaudhry for the call" in words(mail)) for mail in mails] == [True]
    client.post(url("thread-thanked", thread.pk))

    # yes: one exploring rotation with the attending; nothing more is due until the 45th day
    client.post(url("thread-rotation", thread.pk))
    client.post(url("thread-placed", thread.pk), {"placed-starts_on": "2027-07-05"})
    rotation = Rotation.objects.get()
    assert [one.name for one in rotation.attendings.all()] == ["Anand Chaudhry"]
    assert (rotation.stage, str(rotation.institution)) == ("exploring", "Marlow Medical Center")
    assert days.until(START + datetime.timedelta(days=45)) == []
    assert (Thread.objects.get().state, Contact.objects.get().attending) == (
        "placed",
        rotation.attendings.get(),
    )
    assert user.reminders.filter(state="open").count() == 0
