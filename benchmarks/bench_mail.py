"""The reminder engine beside Django's own mail loop over one connection: same texts, same mail server."""

import contextlib
import datetime
import statistics
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Profile
from reminders import clock, engine, outbox
from reminders.models import Mail
from tests import make

ROUNDS = 5
# one long run, not the five seconds a worker gives itself
SECONDS = 600


class MailServer:
    """benchmarks/mail_server.py and how many mails it took so far."""

    def __init__(self):
        script = Path(__file__).with_name("mail_server.py")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen([sys.executable, str(script)], **pipes)
        self.port = int(self.process.stdout.readline())

    def taken(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@contextlib.contextmanager
def mail_server():
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        yield server
    finally:
        server.close()


def texts(count):
    """Finished mails of one size: (address, subject, text, html)."""
    blocks = [{"lines": ["Two things need you today, about ten minutes."] * 12}]
    html = render_to_string("emails/account.html", {"subject": "Today", "blocks": blocks})
    text = "Two things need you today, about ten minutes.\n" * 12
    return [(f"person{n}@example.org", f"Today: {n} things", text, html) for n in range(count)]


def loop(mails):
    """What the Django documentation shows: one connection, one message after the other."""
    with get_connection() as connection:
        for address, subject, text, html in mails:
            message = EmailMultiAlternatives(subject, text, to=[address], connection=connection)
            message.attach_alternative(html, "text/html")
            message.send()


def engine_on_the_same_texts(mails):
    """Rows are written before the clock runs, as they are in life: with what they tell of."""
    now = clock.now()
    for address, subject, text, html in mails:
        outbox.add_account_mail(address, subject, text, html, now=now)
    return lambda: engine.tick(clock.now(), seconds=SECONDS)


def engine_on_digests(count):
    """The morning: every person's digest is gathered, written and sent."""
    for _ in range(count):
        person = make.user()
        for number in range(3):
            make.reminder(person, title=f"Follow up with Dr. Chaudhry {number}")
        Profile.objects.filter(user=person).update(
            next_digest_at=timezone.now() - datetime.timedelta(minutes=1), digest_at=datetime.time(0, 0)
        )
    return lambda: engine.tick(clock.now(), seconds=SECONDS)


def rate(work, server, count):
    """Mails a second; every one of them must have arrived."""
    before = server.taken()
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    arrived = server.taken() - before
    assert arrived == count, f"{arrived} of {count} mails arrived; {list(Mail.objects.values('state'))[:3]}"
    return count / took


def run(quick=False):
    """Rows of the table: (what, mails a second, ratio to the loop, aim)."""
    count = 50 if quick else 300
    ways = {"django loop": [], "engine, same texts": [], "engine, digests": []}
    with mail_server() as server:
        for _ in range(ROUNDS):
            mails = texts(count)
            ways["django loop"].append(rate(lambda mails=mails: loop(mails), server, count))
            ways["engine, same texts"].append(rate(engine_on_the_same_texts(mails), server, count))
            ways["engine, digests"].append(rate(engine_on_digests(count), server, count))
    floor = ways["django loop"]
    rows = []
    for name, rates in ways.items():
        ratio = statistics.median(ours / its for ours, its in zip(rates, floor, strict=True))
        aim = 1.0 if name == "engine, same texts" else None
        rows.append(
            {
                "what": name,
                "mails_a_second": round(statistics.median(rates)),
                "ratio": round(ratio, 2),
                "aim": aim and f">= {aim}",
                "met": aim and ratio >= aim,
            }
        )
    return rows
