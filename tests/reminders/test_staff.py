"""What administrators see of the engine and do with mails; /metrics. It is Tue 27 Oct 2026, 14:00 UTC."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import Profile
from reminders import circuit, clock, engine_health, settling
from reminders.models import Budget, Instance, Mail, Reminder, Suppression
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, row, save, tick
from tests.reminders.sink import Sink

MAILS = "admin:reminders_mail_changelist"
UNCERTAIN = {"state": "uncertain", "finished_at": NOW, "ambiguous": 1, "wire_at": NOW - HOUR}


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def admin(db, signed_in):
    return signed_in(make.administrator())


def choose(client, action, *mails, **given):
    data = {"action": action, "_selected_action": [mail.pk for mail in mails], **given}
    return client.post(reverse(MAILS), data, follow=True)


def history():
    return list(LogEntry.objects.order_by("pk").values_list("object_id", "change_message"))


def said(page):
    return [str(message) for message in page.context["messages"]]


class TestSettle:
    def test_it_asks_first_and_changes_nothing(self, admin, nadia):
        mail, sent = digest_row(nadia, **UNCERTAIN), save(key="t", kind="test", owner=nadia)
        page = choose(admin, "settle", mail, sent)
        body = page.content.decode()
        assert "1 perhaps sent; 1 of the chosen are not, and stay as they are." in body
        assert mail.message_id.strip("<>") in body
        assert (Mail.objects.get(pk=mail.pk).state, history()) == ("uncertain", [])

    @pytest.mark.parametrize(
        ("given", "wrong"),
        [
            ({"verdict": "sent", "note": " "}, {"note": ["Write how you know."]}),
            ({"verdict": "", "note": "Log of the server"}, {"verdict": ["Choose one of the two."]}),
        ],
        ids=["no note", "no verdict"],
    )
    def test_it_wants_a_verdict_and_a_note(self, admin, nadia, given, wrong):
        mail = digest_row(nadia, **UNCERTAIN)
        page = choose(admin, "settle", mail, **given)
        assert page.context["form"].errors == wrong
        assert Mail.objects.get().state == "uncertain"

    def test_as_sent(self, admin, nadia):
        mail, other = digest_row(nadia, **UNCERTAIN), save(key="t", kind="test", owner=nadia)
        page = choose(admin, "settle", mail, other, verdict="sent", note="250 in the server's\nlog")
        assert said(page) == ["1 mails are settled as sent."]
        settled = Mail.objects.get(pk=mail.pk)
        assert (settled.state, settled.sent_at, settled.ambiguous) == ("sent", NOW - HOUR, 1)
        assert history() == [(str(mail.pk), "Settled as sent: 250 in the server's log")]
        assert (
            "250 in the server"
            in admin.get(reverse("admin:reminders_mail_history", args=[mail.pk])).content.decode()
        )

    def test_as_failed_what_it_told_of_comes_with_the_next_digest(self, nadia, stranger):
        mail = digest_row(nadia, **UNCERTAIN)
        lost, earlier = row(nadia, "a", notified_at=NOW), row(nadia, "b", notified_at=NOW - DAY)
        other = row(stranger, "a", notified_at=NOW)
        assert settling.settle(Mail.objects.all(), "failed", NOW + HOUR) == [mail.pk]
        assert Mail.objects.values_list("state", "ambiguous", "sent_at").get() == ("failed", 0, None)
        told = dict(Reminder.objects.values_list("pk", "notified_at"))
        assert told == {lost.pk: None, earlier.pk: NOW - DAY, other.pk: NOW}

    def test_what_an_uncertain_mail_told_of_is_found_by_its_moment(self, nadia, smtp):
        """The engine gives the mail and what it listed one moment; settled as failed, it is told again."""
        with Sink("drop-after-dot") as sink:
            smtp(sink)
            row(nadia)
            Profile.objects.update(next_digest_at=NOW - HOUR)
            tick(NOW)
            tick(NOW + HOUR)
        mail = Mail.objects.get()
        assert (mail.state, Reminder.objects.get().notified_at) == ("uncertain", mail.finished_at)
        settling.settle(Mail.objects.all(), "failed", NOW + HOUR)
        assert Reminder.objects.get().notified_at is None

    def test_only_administrators(self, nadia, signed_in):
        mail = digest_row(nadia, **UNCERTAIN)
        choose(signed_in(make.curator()), "settle", mail, verdict="sent", note="x")
        assert (Mail.objects.get().state, history()) == ("uncertain", [])

    def test_twice_settles_once(self, nadia):
        digest_row(nadia, **UNCERTAIN)
        assert [len(settling.settle(Mail.objects.all(), "sent", NOW)) for _ in range(2)] == [1, 0]


def test_tried_again_and_cancelled_stand_in_the_history(admin, nadia):
    failed = digest_row(nadia, state="failed", finished_at=NOW, attempts=9)
    waiting = save(key="t", kind="test", owner=nadia)
    choose(admin, "try_again_now", failed, waiting)
    choose(admin, "cancel", waiting)
    assert history() == [(str(failed.pk), "Tried again by hand."), (str(waiting.pk), "Cancelled by hand.")]
    assert dict(Mail.objects.values_list("pk", "state")) == {failed.pk: "retry", waiting.pk: "cancelled"}


def engine_as_found(nadia):
    Instance.objects.update_or_create(pk=1, defaults={"ticked_at": NOW - HOUR / 60, "ticked_by": "one:1:1"})
    digest_row(nadia, run_at=NOW - HOUR)
    save(key="t1", kind="test", owner=nadia, state="retry", run_at=NOW + HOUR)
    save(key="t2", kind="test", owner=nadia, state="failed", finished_at=NOW - HOUR)
    Suppression.objects.create(email_hmac="0" * 64, created_at=NOW)
    circuit.trip(NOW - 5 * HOUR, "connect", 0)


class TestEnginePage:
    def test_administrators_read_it(self, admin, nadia, settings, django_assert_num_queries):
        engine_as_found(nadia)
        settings.REMINDER_MAILS_AN_HOUR = 100
        Budget.objects.create(hour=NOW, taken=7)
        # 10 of the health, 4 of the sentences, session, user, second factor, 2 tables
        with django_assert_num_queries(19):
            page = admin.get(reverse("desk:engine-show"))
        health = page.context["health"]
        assert (health.waiting, health.due, health.oldest_due) == (
            {"scheduled": 1, "retry": 1, "leased": 0},
            1,
            NOW - HOUR,
        )
        assert (health.trouble, health.suppressed, health.circuit) == (1, 1, "probing")
        assert (health.tried_this_hour, health.limit) == (7, 100)
        assert {state: count for state, _, count in page.context["kept"] if count} == {
            "scheduled": 1,
            "retry": 1,
            "failed": 1,
        }
        assert "A mail is more than 10 minutes late." in page.content.decode()

    @pytest.mark.parametrize("person", [make.user, make.curator])
    def test_nobody_else(self, db, signed_in, person):
        assert signed_in(person()).get(reverse("desk:engine-show")).status_code == 404

    def test_held_instance_says_so(self, admin):
        Instance.objects.update_or_create(pk=1, defaults={"is_held": True, "held_at": NOW})
        assert "All mail is held" in admin.get(reverse("desk:engine-show")).content.decode()

    def test_circuit(self, nadia):
        assert engine_health.read(NOW).circuit == "closed"
        circuit.trip(NOW, "connect", 0)
        assert engine_health.read(NOW).circuit == "open"
        assert engine_health.read(NOW + HOUR).circuit == "probing"

    def test_queries_stay_flat(self, nadia, django_assert_num_queries):
        for size in (1, 3):
            for number in range(size):
                save(key=f"{size}:{number}", kind="test", owner=nadia)
            with django_assert_num_queries(10):
                engine_health.read(NOW)


class TestMetrics:
    def ask(self, token=None):
        headers = {"Authorization": token} if token else {}
        return Client().get("/metrics", headers=headers)

    def test_without_the_setting_there_is_no_such_page(self, db, settings):
        settings.METRICS_TOKEN = ""
        assert [self.ask(token).status_code for token in (None, "Bearer ", "Bearer x")] == [404] * 3

    @pytest.mark.parametrize(
        "token", [None, "secret", "Basic secret", "Bearer secre", "Bearer secret2", "Bearer é"]
    )
    def test_without_the_token_neither(self, db, settings, token):
        settings.METRICS_TOKEN = "secret"
        assert self.ask(token).status_code == 404

    def test_numbers(self, nadia, settings, django_assert_num_queries):
        engine_as_found(nadia)
        settings.METRICS_TOKEN = "secret"
        with django_assert_num_queries(10):
            answer = self.ask("Bearer secret")
        assert answer["Content-Type"].startswith("text/plain; version=")
        lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
        assert lines == [
            'wardbook_mails_waiting{state="leased"} 0.0',
            'wardbook_mails_waiting{state="retry"} 1.0',
            'wardbook_mails_waiting{state="scheduled"} 1.0',
            "wardbook_mails_due 1.0",
            "wardbook_mails_oldest_due_seconds 3600.0",
            "wardbook_mails_trouble_day 1.0",
            "wardbook_mails_tried_hour 0.0",
            "wardbook_mails_limit_hour 0.0",
            "wardbook_digests_due 0.0",
            "wardbook_addresses_suppressed 1.0",
            "wardbook_engine_last_tick_seconds 60.0",
            "wardbook_engine_held 0.0",
            "wardbook_transport_fails 1.0",
            "wardbook_transport_failing_seconds 18000.0",
            "wardbook_transport_open 0.0",
        ]

    def test_before_the_first_tick_its_age_is_not_told_as_nothing(self, db, settings):
        settings.METRICS_TOKEN = "secret"
        assert "wardbook_engine_last_tick_seconds" not in self.ask("bearer secret").content.decode()
