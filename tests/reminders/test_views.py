"""The list of reminders, its buttons, /healthz, the runner and the checks."""

import datetime
import signal
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from reminders import circuit, clock, engine, queries, tasks, timing
from reminders.context import Spine
from reminders.models import Instance, Mail, Reminder
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, row

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def client(nadia, signed_in):
    return signed_in(nadia)


def url(action, reminder):
    return reverse(f"reminders:reminder-{action}", args=[reminder.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_flat_number_of_queries(client, nadia, django_assert_num_queries, count):
    for number in range(count):
        row(nadia, f"due:{number}")
        row(nadia, f"later:{number}", due_at=NOW + DAY)
        row(nadia, f"done:{number}", state="done", finished_at=NOW)
    with django_assert_num_queries(7):
        page = client.get(reverse("reminders:reminder-list"))
    assert [len(page.context[name]) for name in ("due", "later", "finished")] == [count] * 3


def test_a_long_list_has_pages_and_what_is_due_is_on_the_first(client, nadia):
    for number in range(20):
        row(nadia, f"due:{number}", due_at=NOW - number * DAY)
        row(nadia, f"later:{number}", due_at=NOW + (number + 1) * DAY)
    row(nadia, "done:1", state="done", finished_at=NOW)
    path = reverse("reminders:reminder-list")
    first, second = client.get(path), client.get(path, {"page": 2})
    assert [reminder.key for reminder in first.context["due"]] == [f"due:{n}" for n in reversed(range(20))]
    assert [reminder.key for reminder in first.context["later"]] == [f"later:{n}" for n in range(5)]
    assert [reminder.key for reminder in first.context["finished"]] == ["done:1"]
    assert [reminder.key for reminder in second.context["later"]] == [f"later:{n}" for n in range(5, 20)]
    words = second.content.decode()
    assert [
        said in words for said in ("Page 2 of 2", "Needs you now", "Nothing is due", "Emails to you")
    ] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(("action", "state"), [("done", "done"), ("stop", "stopped")])
def test_button_ends_a_reminder_and_undo_brings_it_back(client, nadia, action, state):
    reminder = row(nadia)
    page = client.post(url(action, reminder), follow=True)
    assert Reminder.objects.get().state == state
    assert f'action="{url("reopen", reminder)}"' in page.content.decode()
    client.post(url("reopen", reminder))
    assert Reminder.objects.get().state == "open"


@pytest.mark.parametrize(
    ("form", "day"), [({"days": "1"}, 28), ({"days": "3"}, 30), ({"until": "2026-10-31"}, 31)], ids=str
)
def test_later(client, nadia, form, day):
    reminder = row(nadia)
    client.post(url("later", reminder), form)
    assert Reminder.objects.get().snoozed_until == datetime.datetime(
        2026, 10, day, 11, 30, tzinfo=datetime.UTC
    )


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Choose 1, 3 or 7 days, or a date."),
        ({"days": "2"}, "Choose 1, 3 or 7 days, or a date."),
        ({"days": "x"}, "Choose 1, 3 or 7 days, or a date."),
        ({"until": "31/02/2026"}, "Write the date like 2026-11-30."),
        ({"until": "2026-10-27"}, "Choose a day after today, within a year."),
        ({"until": "2029-01-01"}, "Choose a day after today, within a year."),
    ],
    ids=str,
)
def test_later_with_nonsense_says_how(client, nadia, form, sentence):
    reminder = row(nadia)
    page = client.post(url("later", reminder), form, follow=True)
    assert [str(m) for m in page.context["messages"]] == [sentence]
    assert Reminder.objects.get().snoozed_until is None


def test_with_htmx_the_row_goes_away(client, nadia):
    response = client.post(url("done", row(nadia)), headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (200, b"")


def test_back_goes_only_to_our_own_pages(client, nadia):
    reminder = row(nadia)
    assert client.post(url("done", reminder), {"next": "https://evil.example/"}).url == "/reminders/"
    assert client.post(url("done", reminder), {"next": "/settings/"}).url == "/settings/"


@pytest.mark.parametrize("action", ["done", "later", "stop", "reopen"])
def test_reminder_of_somebody_else_is_404_and_get_is_405(client, stranger, nadia, action):
    assert client.post(url(action, row(stranger)), {"days": "1"}).status_code == 404
    assert client.get(url(action, row(nadia))).status_code == 405
    assert set(Reminder.objects.values_list("state", "snoozed_until")) == {("open", None)}


def test_send_me_a_test(client):
    for _ in range(2):
        page = client.post(reverse("reminders:mail-test"), follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "A test mail is on its way already. Wait a minute for another."
    ]
    assert Mail.objects.get().kind == "test"


def health():
    response = Client().get("/healthz")
    return response.status_code, response.json()


class TestHealthz:
    def test_well(self, nadia):
        engine.tick(NOW)
        assert health() == (
            200,
            {
                "ok": True,
                "database": "ok",
                "runner": "embedded",
                "hold": False,
                "last_tick_seconds": 0,
                "oldest_due_seconds": None,
                "transport_paused": False,
                "refused_or_uncertain_today": 0,
                "problems": [],
            },
        )

    def test_nobody_looks(self, db):
        assert health()[0] == 503
        Instance.objects.create(ticked_at=NOW - 91 * SECOND)
        assert health()[1]["problems"] == ["No process has looked at what is due for 90 seconds."]

    def test_mail_is_late(self, nadia):
        engine.tick(NOW)
        digest_row(nadia, run_at=NOW - 601 * SECOND)
        assert (health()[0], health()[1]["oldest_due_seconds"]) == (503, 601)

    def test_mail_server_is_silent(self, nadia):
        engine.tick(NOW)
        circuit.trip(NOW - 901 * SECOND, "connect", 0)
        assert health()[1]["problems"] == ["The mail server has not answered for 15 minutes."]

    def test_held_instance_is_not_late(self, nadia):
        Instance.objects.create(ticked_at=NOW, is_held=True)
        digest_row(nadia, run_at=NOW - DAY)
        assert (health()[0], health()[1]["hold"]) == (200, True)

    def test_broker_that_does_not_answer_is_told_and_no_failure(self, nadia, settings):
        engine.tick(NOW)
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
        assert (health()[0], health()[1]["runner"]) == (200, "broker unreachable")


@pytest.mark.parametrize(
    ("ago", "words", "is_late"),
    [(30, "just now", False), (260, "4 minutes ago", False), (960, "16 minutes ago", True)],
)
def test_line_on_today(nadia, ago, words, is_late):
    Instance.objects.create(ticked_at=NOW - ago * SECOND)
    assert (Spine(nadia).checked, Spine(nadia).is_late) == (words, is_late)


def test_line_on_today_before_the_first_look_and_days_after(nadia):
    assert (Spine(nadia).checked, Spine(nadia).is_late) == ("at no time yet", True)
    Instance.objects.create(ticked_at=NOW - 3 * DAY)
    assert Spine(nadia).checked == "on Sat\xa024\xa0Oct"


def test_spine_asks_one_query_and_only_when_asked(nadia, django_assert_num_queries):
    row(nadia)
    with django_assert_num_queries(0):
        spine = Spine(nadia)
    with django_assert_num_queries(1):
        assert (spine.due, spine.due) == (1, 1)


def test_queries_divide_by_the_moment(nadia):
    due, later = row(nadia, "a"), row(nadia, "b", due_at=NOW + 5 * DAY)
    assert list(queries.due_for(nadia, NOW)) == [due]
    assert list(queries.later_for(nadia, NOW)) == [later]
    assert list(queries.later_for(nadia, NOW, days=4)) == []
    assert list(queries.open_for(nadia)) == [due, later]


@pytest.mark.django_db(transaction=True)
def test_task_ticks(nadia, outbox):
    row(nadia, is_alone=True)
    tasks.tick()
    assert len(outbox) == 1


def test_bell_that_cannot_be_rung_stops_nothing(nadia, monkeypatch, caplog):
    def fail(**options):
        raise OSError("no broker")

    monkeypatch.setattr(tasks.tick, "apply_async", fail)
    tasks.ring()
    assert "this process goes on alone" in caplog.text


def test_remind_once_says_what_it_did(nadia, outbox, capsys):
    row(nadia, is_alone=True)
    call_command("remind", "--once")
    assert capsys.readouterr().out == "sent 1, to try again 0, ended otherwise 0; made 1, freed 0\n"


@pytest.mark.django_db(transaction=True)
def test_remind_loop_ends_cleanly_on_sigterm(settings):
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"]
    code = (
        "import config, django; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r}; "
        "django.setup(); from django.core.management import call_command; "
        "print('begun', flush=True); call_command('remind', '--loop')"
    )
    loop = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert loop.stdout.readline() == "begun\n"
    deadline = clock.Watch(NOW)
    while not Instance.objects.exclude(ticked_at=None).exists():
        assert deadline.seconds() < 30
    loop.send_signal(signal.SIGTERM)
    out, _ = loop.communicate(timeout=120)
    assert (loop.returncode, out) == (0, "Stopped.\n")


def complaints():
    return sorted(e.id for e in run_checks() if e.id.startswith("reminders"))


def test_lease_shorter_than_two_messages_and_paths_to_nowhere_are_refused(settings):
    assert complaints() == []
    settings.REMINDER_LEASE_SECONDS = 2 * timing.MESSAGE - 1
    settings.REMINDER_SOURCES = ["tests.no_such_module.due"]
    assert complaints() == ["reminders.E001", "reminders.E002"]


def test_clock_follows_its_file(settings, tmp_path):
    with clock.stopped_at(None):
        settings.CLOCK_FILE = str(tmp_path / "offset")
        before = clock.now()
        (tmp_path / "offset").write_text("7200")
        assert clock.now() - before > 2 * HOUR - SECOND


class TestAdmin:
    @pytest.fixture
    def admin(self, db, signed_in):
        person = make.administrator()
        make.passkey(person)
        return signed_in(person)

    @pytest.mark.parametrize(
        "model", ["mail", "reminder", "suppression", "transport", "instance", "stoppedkind"]
    )
    def test_lists_open_and_say_nothing_private(self, admin, nadia, model):
        row(nadia, "a", title="private canary", draft="private canary")
        digest_row(nadia)
        engine.tick(NOW)
        page = admin.get(reverse(f"admin:reminders_{model}_changelist"), follow=True)
        assert page.status_code == 200
        assert "canary" not in page.content.decode()

    def test_retry_and_cancel(self, admin, nadia):
        failed = digest_row(nadia, state="failed", finished_at=NOW, attempts=9)
        waiting = digest_row(nadia, kind="test", key="t", local_date=None)
        for action, mail in (("try_again_now", failed), ("cancel", waiting)):
            admin.post(
                reverse("admin:reminders_mail_changelist"),
                {"action": action, "_selected_action": [mail.pk]},
                follow=True,
            )
        assert dict(Mail.objects.values_list("pk", "state")) == {failed.pk: "retry", waiting.pk: "cancelled"}
