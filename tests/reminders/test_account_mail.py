"""Account mail is an outbox row: no page waits for a mail server, and none is lost when it is down."""

import re
import socket

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse

from reminders.models import Mail
from tests import make
from tests.reminders.conftest import HOUR, tick
from tests.reminders.sink import Sink

SIGN_UP = {"name": "New Person", "email": "new@example.org", "password1": make.PASSWORD, "pledge": "on"}


def links_in(text):
    return re.findall(r"^https?://\S+$", text, re.M)


def test_sign_up_confirms_by_a_mail_from_the_outbox(db, outbox):
    client = Client()
    client.post(reverse("account_signup"), SIGN_UP)
    assert outbox == []
    mail = Mail.objects.get()
    assert (mail.kind, mail.state, mail.to_address, mail.owner.email) == (
        "account",
        "scheduled",
        "new@example.org",
        "new@example.org",
    )
    tick(mail.run_at)
    [message] = outbox
    assert (message.subject, message.to) == ("Confirm your email for Wardbook", ["new@example.org"])
    [link] = links_in(message.body)
    assert link in message.alternatives[0].content
    assert "Confirm my email</a>" in message.alternatives[0].content
    client.post(re.sub(r"^https?://[^/]+", "", link))
    assert EmailAddress.objects.get(email="new@example.org").verified is True
    assert Mail.objects.values_list("state", "subject", "text", "html")[0] == ("sent", "", "", "")


def test_mail_server_that_is_down_delays_the_mail_and_not_the_page(db, settings, smtp):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert Client().post(reverse("account_signup"), SIGN_UP).status_code == 302
    at = Mail.objects.get().run_at
    tick(at)
    with smtp(Sink("ok")) as sink:
        tick(at + HOUR)
        assert [m["Subject"] for m in sink.messages()] == ["Confirm your email for Wardbook"]


def test_sign_up_with_a_known_address_looks_the_same_and_mails_the_owner(nadia, outbox):
    response = Client().post(reverse("account_signup"), {**SIGN_UP, "email": nadia.email})
    assert response.status_code == 302
    tick(Mail.objects.get().run_at)
    assert (outbox[0].subject, outbox[0].to) == ("You already have a Wardbook account", [nadia.email])


@pytest.mark.parametrize(
    ("email", "subject"),
    [
        ("nadia@example.org", "Set a new Wardbook password"),
        ("nobody@example.org", "No Wardbook account with this email"),
    ],
)
def test_password_reset(nadia, outbox, email, subject):
    Client().post(reverse("account_reset_password"), {"email": email})
    tick(Mail.objects.get().run_at)
    assert (outbox[0].subject, outbox[0].to, len(links_in(outbox[0].body))) == (subject, [email], 1)


NOTICES = [
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]


@pytest.mark.parametrize("prefix", NOTICES)
def test_notice_says_what_happened_and_where_to_go(nadia, prefix):
    request = RequestFactory().get("/", HTTP_USER_AGENT="Test")
    request.user, request.session = nadia, {}
    given = {
        "from_email": "old@example.org",
        "to_email": "new@example.org",
        "deleted_email": "old@example.org",
    }
    with context.request_context(request):
        get_adapter().send_notification_mail(prefix, nadia, given)
    mail = Mail.objects.get()
    assert mail.owner == nadia
    assert "Wardbook" in mail.subject or mail.subject.startswith("Your ")
    assert "If this was not you, set a new password at once:" in mail.text
    assert links_in(mail.text) == ["http://localhost:8000/account/password/reset/"]
    assert "!" not in mail.subject + mail.text
    assert get_template(f"{prefix}_message.txt").origin.name.endswith(f"templates/{prefix}_message.txt")
