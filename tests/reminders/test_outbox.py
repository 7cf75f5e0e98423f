"""The rules of the outbox are constraints: no code can write a mail that breaks them."""

import pytest
from django.db import IntegrityError, transaction

from reminders import outbox
from reminders.models import Instance, Mail, Reminder, Transport
from tests.reminders.conftest import NOW, digest_row, row, save


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "leased"},
        {"state": "leased", "lease_token": "t"},
        {"lease_token": "t", "lease_until": NOW},
        {"state": "sent", "finished_at": NOW},
        {"sent_at": NOW},
        {"state": "failed"},
        {"finished_at": NOW},
        {"state": "gone"},
        {"owner": None},
        {"local_date": None},
        {"subject": "Today"},
        {"ambiguous": 2},
        {"state": "failed", "finished_at": NOW, "ambiguous": 1},
        {
            "kind": "account",
            "to_address": "a@example.org",
            "state": "cancelled",
            "finished_at": NOW,
            "text": "secret",
        },
    ],
    ids=str,
)
def test_row_that_breaks_a_rule_is_refused(nadia, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        digest_row(nadia, **broken)
    digest_row(nadia)


@pytest.mark.parametrize("double", ["key", "message_id", "public_id"])
def test_name_of_a_mail_is_used_once(nadia, double):
    first = digest_row(nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        save(owner=nadia, kind="test", **{"key": "other", double: getattr(first, double)})


def test_one_digest_a_day_whatever_its_key(nadia):
    digest_row(nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        digest_row(nadia, key="another key")


def test_one_reminder_of_a_key_for_each_owner(nadia, stranger):
    row(nadia, "a:1")
    row(stranger, "a:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        row(nadia, "a:1")


@pytest.mark.parametrize("broken", [{"state": "done"}, {"finished_at": NOW}, {"state": "gone"}], ids=str)
def test_reminder_is_finished_with_a_moment(nadia, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(nadia, **broken)


@pytest.mark.parametrize("model", [Transport, Instance])
def test_there_is_one_row_of_it(db, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(pk=2)


def test_shown_at_the_later_of_due_and_put_off(nadia):
    reminder = row(nadia)
    Reminder.objects.filter(pk=reminder.pk).update(snoozed_until=NOW)
    assert Reminder.objects.get().shows_at == NOW
    Reminder.objects.filter(pk=reminder.pk).update(snoozed_until=reminder.due_at.replace(year=2020))
    assert Reminder.objects.get().shows_at == reminder.due_at


def test_message_id_is_made_with_the_row_from_our_domain(nadia, settings):
    settings.DEFAULT_FROM_EMAIL = "Wardbook <reminders@wardbook.example>"
    mail = digest_row(nadia)
    assert mail.message_id == f"<r.{mail.public_id}@wardbook.example>"
    settings.DEFAULT_FROM_EMAIL = "Wardbook <reminders@localhost>"
    settings.BASE_URL = "https://book.example.org:8443"
    assert outbox.mail_domain() == "book.example.org"


def test_test_mail_is_one_a_minute(nadia):
    assert outbox.add_test_mail(nadia, NOW).state == "scheduled"
    assert outbox.add_test_mail(nadia, NOW.replace(second=30)) is None
    assert Mail.objects.count() == 1
