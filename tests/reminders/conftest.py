"""People and moments of the reminder tests. It is Tue 27 Oct 2026, 10:00 in New York: the digest has gone."""

import datetime

import pytest
from django.core import mail as django_mail

from reminders import engine
from reminders import outbox as outbox_rows
from reminders.due import Due
from reminders.models import Mail
from tests import make

NOW = datetime.datetime(2026, 10, 27, 14, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
listed = {}  # owner id -> what the test's source says is due


def source(owner, now):
    return listed.get(owner.pk, [])


def due(key="outreach.follow-up:1:1", **fields):
    given = {
        "kind": "outreach.follow-up",
        "title": "Follow up with Dr. Anand Chaudhry",
        "reason": "You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2.",
        "due_at": NOW - HOUR,
        "path": "/outreach/threads/1/",
        "action": "Review and send",
        **fields,
    }
    return Due(key=key, **given)


def row(owner, key="outreach.follow-up:1:1", **fields):
    """A reminder row as refresh would have made it."""
    given = {"title": "Follow up with Dr. Anand Chaudhry", "due_at": NOW - HOUR, **fields}
    if given.get("is_alone"):
        given.setdefault("alone_at", given["due_at"])
    return make.reminder(owner, key=key, **given)


def digest_row(person, **fields):
    """A digest of today that waits to leave."""
    key = f"digest:{person.pk}:{NOW.date()}"
    given = {"owner": person, "local_date": NOW.date(), "kind": "digest", "key": key}
    return save(**{**given, **fields})


def save(*, now=NOW, **fields):
    """A mail row with any of its columns set."""
    mail = outbox_rows.new_mail(key=fields.pop("key"), kind=fields.pop("kind"), now=now)
    for name, value in fields.items():
        setattr(mail, name, value)
    mail.save(force_insert=True)
    return mail


def states():
    return sorted(Mail.objects.values_list("kind", "state"))


def tick(now=NOW, **options):
    return engine.tick(now, **options)


@pytest.fixture(autouse=True)
def _own_source(settings):
    settings.REMINDER_SOURCES = ["tests.reminders.conftest.source"]
    settings.REMINDER_ACTIONS = {}
    listed.clear()
    yield
    listed.clear()


@pytest.fixture
def nadia(db):
    return make.user(name="Nadia Rahman", email="nadia@example.org", next_digest_at=NOW + DAY)


@pytest.fixture
def outbox():
    return django_mail.outbox


@pytest.fixture
def smtp(settings):
    """`smtp(sink)`: mail goes to that sink."""

    def use(sink):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        return sink

    return use
