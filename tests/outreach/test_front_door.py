"""Mail that comes in: reports to reminders, the rest to the private addresses, whoever brings it."""

import base64
import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from outreach import front_door, inbound_services, services
from outreach.management.commands.receive_mail import SAID
from outreach.models import Contact, Inbound, MailAddress, MessageId
from reminders import clock, return_path
from reminders.models import MailEvent, Suppression
from tests import make
from tests.outreach.test_inbound import NOW, SENT_ID, TUE, after
from tracker.models import Attending

FOLDER = Path(__file__).parent / "data" / "mail"
SECRET = "postmark:a-long-word-that-nobody-guesses"


@pytest.fixture(autouse=True)
def _doors(settings):
    settings.INBOUND_DOMAIN = "log.wardbook.example"
    settings.BOUNCE_ADDRESS = "bounces@wardbook.example"
    settings.MAIL_PROVIDERS = ["postmark", "mailgun"]
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "signing key"}
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def owner(db):
    return make.user(email="nadia@example.org")


@pytest.fixture
def thread(owner):
    contact = Contact(owner=owner, name="Anand Chaudhry", email="anand@marlow.example")
    made = services.start_thread(contact, now=NOW)
    services.record_sent(made, on=TUE, now=NOW)
    MessageId.objects.create(thread=made, value=SENT_ID)
    return made


@pytest.fixture
def address(owner):
    return MailAddress.objects.create(owner=owner).address


def sample(name):
    return (FOLDER / f"{name}.eml").read_bytes()


@pytest.fixture
def mail(owner):
    return make.mail(owner)


def told(content, address):
    """What the listener answers."""
    return SAID[front_door.receive(content, address, now=NOW)]


def test_reports_and_logged_mails_come_through_one_door(mail, thread, address):
    path = return_path.path_for(mail, "nadia@example.org")
    assert [front_door.knows(one) for one in (path, address, "bounces@wardbook.example")] == [True] * 3
    assert [front_door.knows(one) for one in ("x@log.wardbook.example", path.replace("+", "+1"))] == [
        False
    ] * 2
    assert told(sample("bounce_no_such_user"), path) == "250 2.0.0 Noted"
    assert told(sample("bounce_no_such_user"), path) == "250 2.0.0 Known"
    assert told(sample("reply_outlook"), path) == "250 2.0.0 Taken"
    assert told(sample("reply_outlook"), path.replace("+", "+1")).startswith("550")
    assert told(sample("reply_outlook"), address) == "250 2.0.0 Filed"
    assert (Suppression.objects.count(), Inbound.objects.count()) == (1, 1)


def test_curators_hear_of_an_address_that_came_back(thread, address):
    verified = make.attending(None, email="Anand@marlow.example", verified_at=NOW)
    assert front_door.receive(sample("bounce_no_such_user"), address, now=NOW) == "filed"
    verified.refresh_from_db()
    assert (verified.bounced_email, verified.bounced_at) == ("anand@marlow.example", NOW)


@pytest.mark.parametrize("name", ["bounce_mailbox_full", "bounce_policy", "delay_notice", "reply_outlook"])
def test_curators_hear_of_nothing_else(thread, address, name):
    make.attending(None, email="anand@marlow.example", verified_at=NOW)
    front_door.receive(sample(name), address, now=NOW)
    assert Attending.objects.get().bounced_at is None


# ---- a provider's webhook ----


def postmark(content, address, **more):
    """Postmark's post with the whole mail in it."""
    return json.dumps(
        {
            "FromFull": {"Email": "anand@marlow.example", "Name": "Anand"},
            "OriginalRecipient": address,
            "RawEmail": content.decode("latin-1"),
            "Headers": [],
            **more,
        }
    )


def post(body, secret=SECRET, name="postmark", kind="application/json"):
    signed = {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    path = reverse("hooks:mail-inbound", args=[name])
    return client.post(path, body, content_type=kind, **signed).status_code


@pytest.mark.parametrize(
    ("name", "state", "ended", "touch"),
    [
        ("reply_outlook", "replied", "reply", [("reply", "answered")]),
        ("auto_exchange", "waiting", "", [("reply", "auto")]),
        ("bounce_no_such_user", "closed", "bounce", [("reply", "bounced")]),
    ],
)
def test_a_mail_by_webhook_does_what_it_does_by_lmtp_and_once(thread, address, name, state, ended, touch):
    assert [post(postmark(sample(name), address)) for _ in range(10)] == [200] * 10
    assert after(thread) == (state, ended, touch)
    assert Inbound.objects.count() == 1


def test_a_mail_that_came_by_lmtp_is_known_by_webhook(thread, address):
    assert told(sample("reply_outlook"), address) == "250 2.0.0 Filed"
    assert post(postmark(sample("reply_outlook"), address)) == 200
    assert Inbound.objects.count() == 1


def test_a_report_by_webhook_is_noted(mail):
    path = return_path.path_for(mail, "nadia@example.org")
    assert post(postmark(sample("bounce_no_such_user"), path)) == 200
    assert [one.kind for one in MailEvent.objects.all()] == ["dead"]


@pytest.mark.parametrize("secret", ["", "postmark:wrong"])
def test_a_wrong_secret_files_nothing(thread, address, secret):
    assert post(postmark(sample("reply_outlook"), address), secret=secret) == 400
    assert Inbound.objects.count() == 0


def test_an_address_of_nobody_and_a_forged_sender_file_nothing(thread, address, settings):
    settings.INBOUND_AUTHSERV = "mx.wardbook.example"
    forged = b"Authentication-Results: mx.wardbook.example; dmarc=fail\r\n" + sample("reply_outlook")
    assert post(postmark(sample("reply_outlook"), "x@log.wardbook.example")) == 200
    assert post(postmark(sample("reply_outlook"), "grace@elsewhere.example")) == 200
    assert post(postmark(forged, address)) == 200
    assert Inbound.objects.count() == 0


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", "null", '{"RawEmail": 7}', b"\xff"])
def test_a_body_of_nobody_files_nothing(thread, address, body):
    assert post(body) in (200, 400)
    assert Inbound.objects.count() == 0


def test_a_large_mail_is_taken_and_one_without_end_is_not(thread, address):
    large = sample("reply_outlook") + b"x" * 76 * 5 * 1024 * 14  # more than a form may have
    assert post(postmark(large, address)) == 200
    assert Inbound.objects.count() == 1
    endless = b"x" * (inbound_services.MOST_BYTES * 4 // 3 + 1024 * 1024 + 1)
    assert post(endless) == 413


def test_a_provider_without_inbound_mail_is_not_there(db, settings):
    settings.MAIL_PROVIDERS = ["brevo"]
    assert [post("{}", name=name) for name in ("brevo", "postmark")] == [404, 404]
