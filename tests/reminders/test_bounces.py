"""Mails that come back: the signed return path, reports of every shape, webhooks, what owners read."""

import base64
import hashlib
import hmac
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from config.environment import Environment
from reminders import bounces, clock, providers, recipients, reports, return_path
from reminders.bounces import Outcome
from reminders.models import MailEvent, Reminder, Suppression
from reminders.reports import Report
from tests import make
from tests.reminders.conftest import NOW, digest_row, row, save, tick
from tests.reminders.sink import Sink

SECRET = "postmark:a-long-word-that-nobody-guesses"
PATH = "bounces+"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.BOUNCE_ADDRESS = "bounces@wardbook.example.org"
    settings.MAIL_PROVIDERS = ["postmark", "mailgun", "brevo", "mailjet", "sparkpost"]
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "signing key of mailgun"}
    with clock.stopped_at(NOW):
        yield


def report(*fields, action="failed", status="5.1.1", original="", words="It came back."):
    """A delivery report as RFC 3464 has it."""
    block = "\r\n".join(
        ["Final-Recipient: rfc822; nadia@example.org", f"Action: {action}", f"Status: {status}", *fields]
    )
    return (
        "From: MAILER-DAEMON@mx.example.net\r\nTo: bounces\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"\r\n\r\n'
        f"--edge\r\nContent-Type: text/plain\r\n\r\n{words}\r\n"
        "--edge\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example.net\r\n\r\n{block}\r\n\r\n"
        f"--edge\r\nContent-Type: message/rfc822\r\n\r\n{original}Subject: Two\r\n\r\nText\r\n--edge--\r\n"
    ).encode()


def complaint(sender, kind="abuse"):
    return (
        "From: feedback@isp.example.net\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="edge"\r\n\r\n'
        "--edge\r\nContent-Type: text/plain\r\n\r\nAn abuse report.\r\n"
        f"--edge\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nVersion: 1\r\n"
        f"Original-Mail-From: <{sender}>\r\n\r\n"
        "--edge\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Two things\r\n--edge--\r\n"
    ).encode()


WORDS = "From: {}\r\nSubject: failure notice\r\n\r\nHi. This is the program at mx. {}\r\n"


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (report(), ("dead", "5.1.1")),
        (report(status="5.2.1 (disabled)"), ("dead", "5.2.1")),
        (report(status="5.0.0"), ("dead", "5.0.0")),
        (report(status="5.2.2"), ("soft", "5.2.2")),
        (report(status="5.4.4"), ("soft", "5.4.4")),
        (report(status="5.7.1"), ("soft", "5.7.1")),
        (report(status="4.4.7"), ("soft", "4.4.7")),
        (report("Diagnostic-Code: smtp; 550 5.1.1 no", status=""), ("dead", "5.1.1")),
        (report(status=""), ("soft", "")),
        (report(action="delayed", status="4.4.1"), ("", "")),
        (report(action="delivered", status="2.0.0"), ("", "")),
        (complaint("x@example.org"), ("complaint", "")),
        (complaint("x@example.org", kind="not-spam"), ("", "")),
        (WORDS.format("MAILER-DAEMON@mx", "550 5.1.1 no such user").encode(), ("dead", "5.1.1")),
        (WORDS.format("MAILER-DAEMON@mx", "452 4.2.2 full").encode(), ("soft", "4.2.2")),
        (WORDS.format("grace@example.org", "I am away. 5.1.1").encode(), ("", "")),
        (b"", ("", "")),
        (b"\xff\xfe\x00--edge", ("", "")),
        (report()[:290], ("", "")),
        (report().replace(b"message/delivery-status", b"multipart/mixed; boundary=edge"), ("", "")),
    ],
)
def test_a_report_of_any_shape_has_one_verdict(content, verdict):
    found = reports.read(content)
    assert (found.kind, found.code) == verdict


def test_a_report_names_the_senders_of_what_it_is_about():
    assert reports.read(complaint("Bounces+1-A@Example.ORG")) == Report(
        "complaint", "", ("bounces+1-a@example.org",)
    )
    attached = report(original="Return-Path: <bounces+1-b@example.org>\r\n")
    assert reports.read(attached).senders == ("bounces+1-b@example.org",)


@pytest.fixture
def mail(nadia):
    """A digest that left, with what it told."""
    row(nadia)
    mail = digest_row(nadia)
    tick()
    mail.refresh_from_db()
    assert mail.state == "sent"
    return mail


def path(mail, address="nadia@example.org"):
    return return_path.path_for(mail, address)


def known():
    return (
        list(MailEvent.objects.values_list("source", "kind", "code")),
        list(Suppression.objects.values_list("code", flat=True)),
    )


def test_a_return_path_is_read_in_any_case_and_by_nobody_else(mail):
    made = path(mail)
    assert made.startswith(PATH)
    assert len(made.partition("@")[0]) <= 64
    assert return_path.read(f"<{made.upper()}>") == (mail, "nadia@example.org")
    other = digest_row(make.user(email="tomas@example.org"))
    for wrong in (
        made.replace("@", "0@"),
        made.replace("bounces+", "bounces+1"),
        made.replace("wardbook.example", "other.example"),
        made.replace("bounces+", "bounced+"),
        path(mail, "grace@example.org"),
        "bounces@wardbook.example.org",
        "bounces+-@wardbook.example.org",
        "bounces+zzzzzzzzzzzzzzzzzz-" + "0" * 32 + "@wardbook.example.org",
        f"bounces+{other.pk}-{made.partition('-')[2]}",
        "",
    ):
        assert return_path.read(wrong) is None, wrong
        assert bounces.knows(wrong) is (wrong == "bounces@wardbook.example.org")


def test_without_a_bounce_address_there_is_no_return_path(mail, settings):
    made = path(mail)
    settings.BOUNCE_ADDRESS = ""
    assert (path(mail), return_path.read(made), return_path.read("+1-" + "0" * 32 + "@")) == ("", None, None)
    assert not bounces.knows("")


def test_a_mail_leaves_with_its_own_return_path(nadia, smtp, settings):
    row(nadia)
    mail = digest_row(nadia)
    with Sink() as sink:
        smtp(sink)
        tick()
    assert sink.senders == [path(mail)]
    assert sink.messages()[0]["From"] == settings.DEFAULT_FROM_EMAIL


def test_account_mail_comes_back_to_an_address_of_its_own(db):
    mail = save(key="account:1", kind="account", to_address="new@example.org", text="Welcome")
    assert return_path.read(path(mail, "new@example.org")) == (mail, "new@example.org")


def test_a_dead_address_gets_no_more_mail_and_its_owner_reads_so(mail, nadia, signed_in):
    client = signed_in(nadia)
    home, reminders = reverse("tracker:today"), reverse("reminders:reminder-list")
    assert Reminder.objects.get().notified_at is not None
    assert "came back" not in client.get(home).content.decode()
    assert [bounces.receive(report(), path(mail), now=NOW) for _ in range(10)] == [
        Outcome.NOTED,
        *[Outcome.AGAIN] * 9,
    ]
    assert known() == ([("report", "dead", "5.1.1")], ["5.1.1"])
    assert recipients.mailable([nadia.pk], NOW) == {}
    assert Reminder.objects.get().notified_at is None, "what it told counts as untold"
    for page in (home, reminders):
        text = client.get(page).content.decode()
        assert "Mail to nadia@example.org came back" in text
        assert reverse("account_email") in text


def test_another_address_gets_what_was_untold(mail, nadia):
    bounces.receive(report(), path(mail), now=NOW)
    EmailAddress.objects.filter(user=nadia).update(email="nadia@clinic.example")
    assert [one.address for one in recipients.mailable([nadia.pk], NOW).values()] == ["nadia@clinic.example"]
    assert list(Reminder.objects.due(NOW).unannounced()) == [Reminder.objects.get()]


@pytest.mark.parametrize("status", ["4.2.2", "4.4.7", "5.4.4", "5.2.2", "5.7.1"])
def test_a_passing_failure_counts_nothing(mail, nadia, status):
    assert bounces.receive(report(status=status), path(mail), now=NOW) == Outcome.NOTED
    assert known() == ([("report", "soft", status)], [])
    assert Reminder.objects.get().notified_at is not None


def test_an_answering_machine_at_the_return_path_is_nothing(mail):
    away = b"From: nadia@example.org\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nUntil 5.1.1\r\n"
    assert bounces.receive(away, path(mail), now=NOW) == Outcome.NOTHING
    assert known() == ([], [])


def test_a_report_to_somebody_whose_address_was_replaced_is_nobodys(mail, nadia):
    made = path(mail)
    EmailAddress.objects.filter(user=nadia).update(email="nadia@clinic.example")
    assert bounces.receive(report(), made, now=NOW) == Outcome.UNKNOWN
    assert known() == ([], [])


def test_a_complaint_suppresses_at_once(mail, nadia, signed_in):
    box = "bounces@wardbook.example.org"
    assert bounces.receive(complaint(path(mail)), box, now=NOW) == Outcome.NOTED
    assert known() == ([("report", "complaint", "")], ["complaint"])
    text = signed_in(nadia).get(reverse("tracker:today")).content.decode()
    assert "A mail to nadia@example.org was marked as spam" in text


@pytest.mark.parametrize("sender", ["bounces+1-" + "0" * 32 + "@wardbook.example.org", "nadia@example.org"])
def test_a_complaint_anybody_could_write_is_nothing(mail, sender):
    box = "bounces@wardbook.example.org"
    assert bounces.receive(complaint(sender), box, now=NOW) == Outcome.NOTHING
    assert bounces.receive(report(), box, now=NOW) == Outcome.NOTHING
    assert known() == ([], [])


# ---- webhooks: drill 24 ----


def event_of(name, mail, kind, number=1, recipient="nadia@example.org", ref=None):
    """What each provider posts when the address is dead, when it is full, and on a complaint."""
    ref = mail.public_id if ref is None else ref
    own = {"wardbook": ref}
    message_id = mail.message_id.strip("<>")
    if name == "postmark":
        record, kinds = "Bounce", {"dead": "HardBounce", "soft": "SoftBounce", "complaint": "SpamComplaint"}
        return {
            "RecordType": "SpamComplaint" if kind == "complaint" else record,
            "ID": number,
            "Type": kinds[kind],
            "MessageID": "0a129aee-e1cd-480d-b08d-4f48548ff48d",
            "Metadata": own,
            "Email": recipient,
            "BouncedAt": "2026-10-27T13:00:00Z",
        }
    if name == "brevo":
        words = {"dead": "hard_bounce", "soft": "soft_bounce", "complaint": "spam"}
        return {
            "event": words[kind],
            "email": recipient,
            "message-id": f"<{message_id}>",
            "ts_epoch": 1793106000000 + number,
            "X-Mailin-custom": json.dumps(own),
        }
    if name == "mailjet":
        return [
            {
                "event": "spam" if kind == "complaint" else "bounce",
                "time": 1793106000 + number,
                "MessageID": 19421777835146490,
                "email": recipient,
                "hard_bounce": kind == "dead",
                "error": "user unknown" if kind == "dead" else "mailbox inactive",
                "Payload": json.dumps(own),
            }
        ]
    if name == "sparkpost":
        return [
            {
                "msys": {
                    "message_event": {
                        "type": "spam_complaint" if kind == "complaint" else "bounce",
                        "event_id": str(number),
                        "timestamp": "1793106000",
                        "raw_rcpt_to": recipient,
                        "rcpt_meta": own,
                        **({} if kind == "complaint" else {"bounce_class": "10" if kind == "dead" else "22"}),
                    }
                }
            }
        ]
    token = hashlib.sha256(f"{number}".encode()).hexdigest()
    signature = hmac.new(b"signing key of mailgun", f"1793106000{token}".encode(), "sha256").hexdigest()
    return {
        "signature": {"timestamp": "1793106000", "token": token, "signature": signature},
        "event-data": {
            "event": "complained" if kind == "complaint" else "failed",
            **({} if kind == "complaint" else {"severity": "permanent" if kind == "dead" else "temporary"}),
            "timestamp": 1793106000.1,
            "recipient": recipient,
            "message": {"headers": {"message-id": message_id}},
            "user-variables": own,
        },
    }


def post(name, body, secret=SECRET, **more):
    signed = {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    body = body if isinstance(body, (bytes, str)) else json.dumps(body)
    path = reverse("reminders:mail-events", args=[name])
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post(path, body, content_type="application/json", **signed, **more).status_code


@pytest.mark.parametrize("name", sorted(providers.PROVIDERS))
@pytest.mark.parametrize(
    ("kind", "codes"), [("dead", 1), ("soft", 0), ("complaint", 1)], ids=["dead", "soft", "complaint"]
)
def test_an_event_of_each_provider_counts_once(mail, name, kind, codes):
    assert [post(name, event_of(name, mail, kind)) for _ in range(10)] == [200] * 10
    assert [(one.source, one.kind) for one in MailEvent.objects.all()] == [(name, kind)]
    assert Suppression.objects.count() == codes


def test_out_of_order_ends_the_same(mail):
    events = [event_of("postmark", mail, kind, n) for n, kind in enumerate(["complaint", "soft", "dead"])]
    for event in [*reversed(events), *events]:
        assert post("postmark", event) == 200
    assert sorted(MailEvent.objects.values_list("kind", flat=True)) == ["complaint", "dead", "soft"]
    assert Suppression.objects.count() == 1


def test_a_bounce_is_found_by_message_id_where_the_provider_kept_it(mail):
    assert post("mailgun", event_of("mailgun", mail, "dead", ref="")) == 200
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "postmark:wrong", "x", SECRET + "x"])
@pytest.mark.parametrize("name", sorted(providers.PROVIDERS))
def test_a_wrong_secret_changes_nothing(mail, name, secret):
    assert post(name, event_of(name, mail, "dead"), secret=secret) == 400
    assert known() == ([], [])


def test_a_wrong_signature_changes_nothing(mail):
    event = event_of("mailgun", mail, "dead")
    event["signature"]["signature"] = "0" * 64
    assert post("mailgun", event) == 400
    assert known() == ([], [])


@pytest.mark.parametrize("name", sorted(providers.PROVIDERS))
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "[1]",
        '{"event": 7}',
        b"\xff",
        '{"event-data": null}',
        "[{}]",
        '{"Metadata": 7}',
    ],
)
def test_a_body_of_nobody_changes_nothing(mail, name, body):
    assert post(name, body) in (200, 400)
    assert known() == ([], [])


def test_unknown_mails_and_recipients_change_nothing(mail, nadia):
    unknown = event_of("postmark", mail, "dead", ref="no-such-mail")
    elsewhere = event_of("postmark", mail, "dead", recipient="grace@example.org")
    empty = event_of("postmark", mail, "dead", ref="")
    assert [post("postmark", event) for event in (unknown, elsewhere, empty)] == [200] * 3
    assert known() == ([], [])


def test_a_provider_nobody_named_is_not_there(mail, settings):
    assert post("mandrill", "{}") == 404
    settings.MAIL_PROVIDERS = ["mailgun"]
    assert post("postmark", event_of("postmark", mail, "dead")) == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    assert post("mailgun", event_of("mailgun", mail, "dead")) == 404
    settings.MAIL_PROVIDERS, settings.ANYMAIL = ["postmark"], {"WEBHOOK_SECRET": ""}
    assert post("postmark", event_of("postmark", mail, "dead")) == 404
    assert known() == ([], [])


def test_a_body_without_end_is_refused(mail):
    assert post("postmark", b"x" * (2 * 1024 * 1024 + 1)) == 413
    assert post("postmark", b"x" * (2 * 1024 * 1024 + 1), secret="postmark:wrong") == 400, "nobody reads it"


def test_a_provider_may_look_first(db):
    path = reverse("reminders:mail-events", args=["postmark"])
    assert [Client().head(path).status_code, Client().get(path).status_code] == [200, 405]


def test_a_mail_carries_its_number_to_the_provider(nadia, outbox):
    row(nadia)
    mail = digest_row(nadia)
    tick()
    headers = outbox[0].extra_headers
    assert headers["X-PM-Metadata-wardbook"] == mail.public_id
    assert json.loads(headers["X-MSYS-API"]) == {"metadata": {"wardbook": mail.public_id}}


@pytest.mark.parametrize(
    ("name", "value", "read", "hint"),
    [
        ("BOUNCE_ADDRESS", "bounces", "mail_address", "bounces@wardbook.example.org"),
        ("ANYMAIL_PROVIDER", "postfix", "choices", "Write one of a, b."),
        ("ANYMAIL_WEBHOOK_SECRET", "name:short", "pair", "24 random letters"),
    ],
)
def test_nonsense_in_a_setting_is_told(name, value, read, hint):
    env = Environment({name: value})
    given = [["a", "b"]] if read == "choices" else []
    with pytest.raises(ImproperlyConfigured, match=f"{name} is .*{hint}"):
        getattr(env, read)(name, *given)
