"""The local mailbox: everybody sees the mail addressed to them, and nobody else's."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from reminders import mailbox
from reminders.models import Mail
from tests import make
from tests.reminders.conftest import row, tick

PAGES = ["mailbox-list", "mailbox-show", "mailbox-part", "mailbox-source"]


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    settings.HAS_MAILBOX = True


HTML = "<html><head></head><body style='color:red'><a href='/x'>x</a></body></html>"


def put(to, subject="Hello"):
    message = EmailMultiAlternatives(subject, "See https://wardbook.example/x", "a@example.org", [to])
    message.attach_alternative(HTML, "text/html")
    return mailbox.keep(message.message().as_bytes(linesep="\r\n"))


def path(page, name):
    return reverse(f"reminders:{page}", args=[] if page == "mailbox-list" else [name])


def test_reminder_can_be_read_with_its_parts_and_headers(nadia, signed_in):
    row(nadia, is_alone=True)
    tick()
    client = signed_in(nadia)
    listed = client.get(path("mailbox-list", ""))
    [letter] = listed.context["letters"]
    assert letter.subject == "Follow up with Dr. Chaudhry"
    shown = client.get(path("mailbox-show", letter.name))
    assert shown.context["letter"].text.startswith("Tue\xa027\xa0Oct")
    assert ("Message-ID", Mail.objects.get().message_id) in shown.context["letter"].headers
    assert "One or two" not in shown.content.decode()
    assert 'sandbox="allow-popups' in shown.content.decode()


def test_frame_has_rules_of_its_own_and_the_page_keeps_the_house_rules(nadia, signed_in):
    name = put("nadia@example.org")
    client = signed_in(nadia)
    part, page = client.get(path("mailbox-part", name)), client.get(path("mailbox-show", name))
    rules = part["Content-Security-Policy"]
    for rule in (
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
        "script-src 'none'",
        "sandbox allow-popups",
    ):
        assert rule in rules
    assert (part["X-Frame-Options"], page["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert part.content.decode().startswith('<html><head><base target="_top">')


@pytest.mark.parametrize("page", PAGES)
def test_mail_of_somebody_else_is_not_there(nadia, stranger, signed_in, page):
    name = put("nadia@example.org", subject="private canary")
    response = signed_in(stranger).get(path(page, name))
    assert response.status_code == (200 if page == "mailbox-list" else 404)
    assert "canary" not in response.content.decode()
    assert signed_in(nadia).get(path(page, name)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_page_is_absent_where_mail_really_leaves(nadia, signed_in, settings, page):
    name = put("nadia@example.org")
    settings.HAS_MAILBOX = False
    assert signed_in(nadia).get(path(page, name)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_is_sent_to_sign_in(db, page):
    name = put("nadia@example.org")
    response = Client().get(path(page, name))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_address_only_claimed_does_not_open_the_mail_of_its_owner(nadia, stranger):
    EmailAddress.objects.create(user=stranger, email="nadia@example.org", verified=False)
    assert mailbox.addresses_of(stranger) == {stranger.email}
    assert mailbox.addresses_of(nadia) == {"nadia@example.org"}


@pytest.mark.parametrize(
    "name", ["..", "..%2f..%2fsettings", "1", "x" * 300, "17000000000000000000-zzzzzzzz"]
)
def test_name_that_is_none_is_404(nadia, signed_in, name):
    assert signed_in(nadia).get(f"/mailbox/{name}/").status_code == 404


SIGN_UP = {"name": "New Person", "email": "new@example.org", "password1": make.PASSWORD, "pledge": "on"}


def test_browser_that_just_signed_up_reads_its_confirmation_and_nothing_else(db):
    put("new2@example.org", subject="canary of somebody")
    client = Client()
    client.post(reverse("account_signup"), SIGN_UP)
    tick(Mail.objects.get().run_at)
    page = client.get(path("mailbox-list", ""))
    [letter] = page.context["letters"]
    assert (letter.subject, letter.recipient) == ("Confirm your email for Wardbook", "new@example.org")
    assert client.get(path("mailbox-show", letter.name)).status_code == 200
    assert Client().get(path("mailbox-list", "")).status_code == 302


def test_password_alone_opens_no_mail_while_the_second_factor_is_missing(nadia):
    make.passkey(nadia)
    client = Client()
    client.post(reverse("account_login"), {"login": nadia.email, "password": make.PASSWORD})
    assert django_settings.HAS_MAILBOX
    assert client.get(path("mailbox-list", "")).status_code == 302
