"""refresh: the rows say what the sources say, and keep what the user said."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile
from reminders import heal, services
from reminders.due import columns
from reminders.models import Mail, Reminder
from tests.reminders.conftest import DAY, HOUR, NOW, due, listed, row, save


def rows():
    return list(Reminder.objects.order_by("key").values_list("key", "state", "title"))


def refresh(owner, *items, now=NOW):
    listed[owner.pk] = list(items)
    services.refresh(owner, now)


def test_new_changed_and_gone(nadia):
    refresh(nadia, due("a"), due("b"))
    refresh(nadia, due("b", title="Follow up with Dr. Clarke"), due("c"))
    title = "Follow up with Dr. Anand Chaudhry"
    assert rows() == [
        ("a", "closed", title),
        ("b", "open", "Follow up with Dr. Clarke"),
        ("c", "open", title),
    ]


def test_every_column_of_a_due_is_kept(nadia):
    one = due(
        "a",
        answers=("outreach.sent",),
        draft="Dear Dr. Chaudhry,",
        history=("Sent on Tue 20 Oct",),
        icon="talk",
        is_alone=True,
        names=("Anand Chaudhry",),
    )
    refresh(nadia, one)
    kept = Reminder.objects.get()
    assert {name: getattr(kept, name) for name in columns(one)} == columns(one)
    assert kept.alone_at == one.due_at


def test_what_comes_back_is_open_again(nadia):
    refresh(nadia, due("a"))
    refresh(nadia)
    refresh(nadia, due("a"))
    assert [state for _, state, _ in rows()] == ["open"]


@pytest.mark.parametrize("end", [services.finish, services.stop])
def test_what_the_user_ended_stays_ended(nadia, end):
    refresh(nadia, due("a"))
    assert end(Reminder.objects.get(), NOW) is True
    before = Reminder.objects.values().get()
    refresh(nadia, due("a", title="Something else", due_at=NOW + DAY))
    refresh(nadia)
    assert Reminder.objects.values().get() == before
    assert end(Reminder.objects.get(), NOW) is False


def test_put_off_stays_put_off(nadia):
    refresh(nadia, due("a"))
    back_at = services.postpone(Reminder.objects.get(), NOW, days=3)
    refresh(nadia, due("a", title="Other words"))
    kept = Reminder.objects.get()
    assert (kept.snoozed_until, kept.shows_at, kept.title) == (back_at, back_at, "Other words")
    assert back_at == datetime.datetime(2026, 10, 30, 11, 30, tzinfo=datetime.UTC)  # 07:30 in New York


def test_moved_to_a_later_day_may_be_mailed_again(nadia):
    refresh(nadia, due("a", is_alone=True))
    Reminder.objects.update(notified_at=NOW, alone_at=None)
    refresh(nadia, due("a", is_alone=True, due_at=NOW - DAY))
    assert Reminder.objects.values_list("notified_at", "cycle", "alone_at").get() == (NOW, 0, None)
    refresh(nadia, due("a", is_alone=True, due_at=NOW + DAY))
    assert Reminder.objects.values_list("notified_at", "cycle", "alone_at").get() == (None, 1, NOW + DAY)


def test_only_the_owner_is_touched(nadia, stranger):
    refresh(stranger, due("a"))
    refresh(nadia)
    assert [state for _, state, _ in rows()] == ["open"]


def test_long_words_are_cut_and_never_refused(nadia):
    refresh(nadia, due("a", title="Ü" * 5000, reason="🙂" * 5000, draft="x" * 50_000))
    kept = Reminder.objects.get()
    assert (len(kept.title), len(kept.reason), len(kept.draft)) == (200, 500, 20_000)


def test_due_without_a_zone_or_key_is_an_error():
    with pytest.raises(ValueError, match="no time zone"):
        due(due_at=datetime.datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="1 to 190"):
        due("")


def test_queries_stay_flat(nadia):
    def count(size, **fields):
        with CaptureQueriesContext(connection) as queries:
            refresh(nadia, *[due(f"a:{n}", is_alone=True, **fields) for n in range(size)])
        return len(queries)

    made = count(3), count(40)
    unchanged = count(40)
    moved = count(40, due_at=NOW + DAY)
    gone = count(0)
    back = count(40, due_at=NOW + DAY)
    # SQLite takes about 50 changed rows in one statement; the sizes here stay below.
    assert (made, unchanged, moved, gone, back) == ((3, 3), 2, 5, 5, 4)


def test_stopped_kind_stays_away_until_resumed(nadia):
    refresh(nadia, due("a"), due("b", kind="letters.nudge"))
    assert services.stop_kind(nadia, "outreach.follow-up", NOW) == 1
    refresh(nadia, due("a"), due("c"), due("b", kind="letters.nudge"))
    assert [(key, state) for key, state, _ in rows()] == [("a", "stopped"), ("b", "open")]
    services.resume_kind(nadia, "outreach.follow-up", NOW)
    assert [(key, state) for key, state, _ in rows()] == [("a", "open"), ("b", "open"), ("c", "open")]


def test_first_refresh_sets_the_first_digest(nadia):
    Profile.objects.update(next_digest_at=None)
    nadia.profile.refresh_from_db()
    refresh(nadia)
    tomorrow = datetime.datetime(2026, 10, 28, 11, 30, tzinfo=datetime.UTC)
    assert Profile.objects.get(pk=nadia.pk).next_digest_at == tomorrow


def test_retime_follows_the_profile(nadia):
    nadia.profile.digest_at, nadia.profile.time_zone = datetime.time(6, 0), "Asia/Kolkata"
    services.retime(nadia.profile, NOW)
    assert Profile.objects.get(pk=nadia.pk).next_digest_at == datetime.datetime(
        2026, 10, 28, 0, 30, tzinfo=datetime.UTC
    )


def test_reopen_undoes_done_and_later(nadia):
    reminder = row(nadia)
    services.finish(reminder, NOW)
    assert services.reopen(reminder, NOW) is True
    services.postpone(reminder, NOW, days=1)
    assert services.reopen(reminder, NOW) is True
    assert Reminder.objects.values_list("state", "snoozed_until", "finished_at").get() == ("open", None, None)
    assert services.reopen(reminder, NOW) is False


def test_mail_of_its_own_that_waits_is_cancelled_unless_it_may_have_arrived(nadia):
    reminder = row(nadia)
    for number, ambiguous in enumerate((0, 1)):
        save(
            kind="reminder",
            key=f"r:{number}",
            owner=nadia,
            reminder=reminder,
            local_date=NOW,
            ambiguous=ambiguous,
            state="retry",
        )
    services.stop(reminder, NOW)
    assert list(Mail.objects.order_by("key").values_list("state", flat=True)) == ["cancelled", "uncertain"]


def test_heal_refreshes_those_whose_hour_it_is_and_survives_one_that_fails(nadia, stranger, caplog):
    listed[nadia.pk], listed[stranger.pk] = [due("a")], ["no Due at all"]
    assert sum(heal.heal(NOW, slot=slot) for slot in range(heal.SLOTS)) == 2
    assert [(key, state) for key, state, _ in rows()] == [("a", "open")]
    assert f"Owner {stranger.pk} could not be refreshed." in caplog.text


def test_heal_forgets_mails_of_last_season(nadia):
    save(kind="test", key="old", owner=nadia, state="skipped", finished_at=NOW - 91 * DAY)
    save(kind="test", key="new", owner=nadia, state="skipped", finished_at=NOW - HOUR)
    heal.heal(NOW)
    assert list(Mail.objects.values_list("key", flat=True)) == ["new"]
