"""tick(): what is due leaves once, and only to whom it may."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile
from reminders import claim, services
from reminders import outbox as rows
from reminders.models import Instance, Mail, Reminder
from reminders.recipients import suppress
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, due, listed, row, states, tick


def test_digest_leaves_once_and_marks_what_it_lists(nadia, outbox):
    row(nadia)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    tick()
    tick(NOW + HOUR)
    assert [m.subject for m in outbox] == ["Today: follow up with Dr. Chaudhry"]
    assert states() == [("digest", "sent")]
    assert Reminder.objects.exclude(notified_at=None).count() == 1
    assert Mail.objects.get().key == f"digest:{nadia.pk}:2026-10-27"
    # 07:30 in New York, the day before clocks are anywhere near changing
    assert Profile.objects.get(pk=nadia.pk).next_digest_at == datetime.datetime(
        2026, 10, 28, 11, 30, tzinfo=datetime.UTC
    )


def test_digest_with_nothing_due_makes_no_mail_and_moves_on(nadia):
    row(nadia, due_at=NOW + DAY)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    tick()
    assert states() == []
    assert Profile.objects.get(pk=nadia.pk).next_digest_at > NOW


def test_reminder_is_not_mailed_twice_unless_put_off(nadia, outbox):
    reminder = row(nadia)
    for day in range(3):
        Profile.objects.update(next_digest_at=NOW + day * DAY - HOUR)
        tick(NOW + day * DAY)
    assert len(outbox) == 1
    services.postpone(reminder, NOW + 2 * DAY, days=1)
    Profile.objects.update(next_digest_at=NOW + 3 * DAY - HOUR)
    tick(NOW + 3 * DAY)
    assert len(outbox) == 2


def test_downtime_of_three_days_ends_in_one_digest(nadia, outbox):
    for number in range(3):
        row(nadia, f"a:{number}", due_at=NOW - number * DAY)
    Profile.objects.update(next_digest_at=NOW - 3 * DAY)
    tick()
    assert [m.subject.startswith("Today: follow up with Dr. Chaudhry,") for m in outbox] == [True]


def test_thread_recorded_today_as_sent_long_ago_leaves_at_the_next_tick(nadia, outbox):
    listed[nadia.pk] = [due(due_at=NOW - 5 * DAY, is_alone=True)]
    services.refresh(nadia, NOW)
    tick()
    assert [m.subject for m in outbox] == ["Follow up with Dr. Chaudhry"]
    assert Mail.objects.get().key == f"reminder:{nadia.pk}:outreach.follow-up:1:1"
    tick(NOW + HOUR)
    assert len(outbox) == 1


def test_within_the_hour_before_a_digest_a_reminder_waits_for_it(nadia, outbox):
    early = datetime.datetime(2026, 10, 27, 10, 45, tzinfo=datetime.UTC)  # 06:45 in New York
    Profile.objects.update(next_digest_at=early + HOUR * 0.75)
    row(nadia, due_at=early - HOUR, is_alone=True)
    tick(early)
    assert states() == []
    tick(early + HOUR * 0.75)
    assert states() == [("digest", "sent")]


def test_in_the_middle_of_the_night_what_is_due_already_leaves_at_once(nadia, outbox):
    night = datetime.datetime(2026, 10, 27, 6, 0, tzinfo=datetime.UTC)  # 02:00 in New York
    Profile.objects.update(next_digest_at=night + 5.5 * HOUR)
    row(nadia, due_at=night - 48 * HOUR, is_alone=True)
    tick(night)
    assert states() == [("reminder", "sent")]


def test_fourth_single_of_a_day_waits_for_the_next_digest(nadia, outbox):
    for number in range(5):
        row(nadia, f"a:{number}", is_alone=True)
    tick()
    assert states() == [("reminder", "sent")] * 3
    Profile.objects.update(next_digest_at=NOW + 20 * HOUR)
    tick(NOW + 21 * HOUR)
    assert states() == [("digest", "sent")] + [("reminder", "sent")] * 3
    assert "Two things today".upper() in outbox[-1].body


def test_single_waits_while_a_digest_of_its_owner_is_about_to_leave(nadia, outbox):
    row(nadia, is_alone=True)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    tick()
    tick(NOW + HOUR)
    assert states() == [("digest", "sent")]


def test_what_was_done_before_the_mail_leaves_is_not_mailed(nadia, outbox):
    reminder = row(nadia, is_alone=True)
    Instance.objects.update_or_create(pk=1, defaults={"is_held": True})
    tick()
    Instance.objects.update(is_held=False)
    rows.make_singles(NOW)
    assert states() == [("reminder", "scheduled")]
    services.finish(reminder, NOW)
    assert states() == [("reminder", "cancelled")]
    tick(NOW + HOUR)
    assert outbox == []


def test_digest_whose_things_are_done_meanwhile_is_skipped(nadia, outbox):
    reminder = row(nadia)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    rows.make_digests(NOW)
    Reminder.objects.filter(pk=reminder.pk).update(state="closed", finished_at=NOW)
    tick()
    assert states() == [("digest", "skipped")]
    assert outbox == []


@pytest.mark.parametrize(
    "forbid",
    [
        lambda user: get_user_model().objects.update(is_active=False),
        lambda user: user.emailaddress_set.update(verified=False),
        lambda user: user.emailaddress_set.update(primary=False),
        lambda user: Profile.objects.update(wants_mail=False),
        lambda user: Profile.objects.update(paused_until=NOW.date() + DAY),
        lambda user: suppress("Nadia@Example.org", "5.1.1", NOW),
    ],
    ids=["inactive", "unverified", "not primary", "wants none", "paused", "suppressed"],
)
class TestWhoGetsNone:
    def test_none_is_made(self, nadia, outbox, forbid):
        row(nadia)
        row(nadia, "b", is_alone=True)
        Profile.objects.update(next_digest_at=NOW - HOUR)
        forbid(nadia)
        tick()
        assert (states(), outbox) == ([], [])

    def test_none_leaves_that_was_made_before(self, nadia, outbox, forbid):
        row(nadia)
        Profile.objects.update(next_digest_at=NOW - HOUR)
        rows.make_digests(NOW)
        forbid(nadia)
        tick()
        assert outbox == []
        assert [state for _, state in states()] in (["cancelled"], ["suppressed"])


def test_pause_ends_on_its_day(nadia, outbox):
    row(nadia)
    Profile.objects.update(next_digest_at=NOW - HOUR, paused_until=NOW.date())
    tick()
    assert len(outbox) == 1


def test_held_instance_sends_nothing_and_still_says_when_it_looked(nadia, outbox):
    Instance.objects.update_or_create(pk=1, defaults={"is_held": True})
    row(nadia, is_alone=True)
    tick()
    assert outbox == []
    assert Instance.objects.get().ticked_at == NOW


def test_mail_too_late_to_be_useful_is_skipped(nadia, outbox):
    row(nadia)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    rows.make_digests(NOW)
    tick(NOW + 4 * DAY)
    assert list(Mail.objects.order_by("local_date").values_list("state", flat=True)) == ["skipped", "sent"]


def test_template_that_fails_ends_after_three_tries_and_harms_nobody_else(nadia, outbox, monkeypatch):
    sam = make.user(name="Sam", email="sam@example.org", next_digest_at=NOW + DAY)
    poison = row(nadia, is_alone=True)
    Reminder.objects.filter(pk=poison.pk).update(answers=[{"not": "a name"}])
    row(sam, is_alone=True)
    for hour in range(4):
        tick(NOW + hour * HOUR)
    assert sorted(Mail.objects.values_list("owner_id", "state", "attempts")) == [
        (nadia.pk, "failed", 3),
        (sam.pk, "sent", 1),
    ]


def test_backlog_rings_once_and_everything_leaves(db, outbox):
    rung = []
    for number in range(30):
        owner = make.user(email=f"many{number}@example.org", next_digest_at=NOW + DAY)
        row(owner, is_alone=True)
    tally = tick(ring=lambda: rung.append(1))
    assert (tally.sent, len(outbox), len(rung), tally.is_behind) == (30, 30, 1, False)


def test_asked_to_stop_gives_the_rest_back(db, outbox):
    for number in range(5):
        owner = make.user(email=f"many{number}@example.org", next_digest_at=NOW + DAY)
        row(owner, is_alone=True)
    tick(should_stop=lambda: len(outbox) == 2)
    assert sorted(Mail.objects.values_list("state", "attempts")) == [("retry", 0)] * 3 + [("sent", 1)] * 2


def test_tick_with_nothing_due_is_one_query_and_a_heartbeat_every_15_seconds(nadia):
    tick()
    row(nadia, due_at=NOW + DAY, is_alone=True)
    with CaptureQueriesContext(
        connection,
    ) as quiet:
        tick(NOW + datetime.timedelta(seconds=5))
    with CaptureQueriesContext(connection) as beating:
        tick(NOW + datetime.timedelta(seconds=20))
    assert (len(quiet), len(beating)) == (1, 2)


@pytest.mark.parametrize("what", ["waiting", "leased", "singles", "open of one owner"])
def test_sqlite_finds_what_is_due_by_its_partial_index(nadia, is_postgres, what):
    """PostgreSQL sees values; SQLite must read the condition in the statement."""
    queries = {
        "waiting": (claim.waiting(NOW), "reminders_mail_waiting"),
        "leased": (claim._stale(NOW), "reminders_mail_leased"),
        "singles": (Reminder.objects.open().filter(alone_at__lte=NOW), "reminders_reminder_alone"),
        "open of one owner": (Reminder.objects.for_owner(nadia).due(NOW), "reminders_reminder_open"),
    }
    rows, index = queries[what]
    sql, values = rows.order_by().query.sql_with_params()
    assert not {"scheduled", "leased", "open"} & {str(value) for value in values}
    if not is_postgres:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            assert index in str(cursor.fetchall())


def test_told_to_stop_it_makes_no_more_mails(nadia, outbox, monkeypatch):
    monkeypatch.setattr(rows, "SLICE", 1)
    row(nadia)
    tomas = make.user(email="tomas@example.org", next_digest_at=NOW - HOUR)
    row(tomas)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    asked = []

    def should_stop():
        asked.append(1)
        return len(asked) > 1

    tick(should_stop=should_stop)
    assert (states(), outbox) == ([("digest", "scheduled")], [])
