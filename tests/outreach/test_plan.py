"""Pause, skip, move and their undoing, for one and for all; closing by silence in the nightly pass."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from outreach import plan_services, queries, services
from outreach.models import Answer, FollowUpPlan, Thread
from outreach.sequence import Refused
from reminders import heal
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)
DAY = make.DAY


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


@pytest.fixture
def waiting(user):
    return make.thread(user, sent_on=TUE, now=NOW)


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def due(user):
    return [(one.key.split(":", 1)[1], one.due_at.date()) for one in user.reminders.filter(state="open")]


def row(thread):
    return Thread.objects.get(pk=thread.pk)


def test_a_pause_until_a_day_moves_the_reminder_and_going_on_brings_it_back(user, waiting):
    plan_services.pause(waiting, until=datetime.date(2026, 11, 9), now=NOW)
    assert due(user) == [(f"{waiting.pk}:1", datetime.date(2026, 11, 10))]
    plan_services.resume(waiting, now=NOW)
    assert due(user) == [(f"{waiting.pk}:1", datetime.date(2026, 10, 27))]


def test_a_pause_without_an_end_closes_the_reminder(user, waiting):
    plan_services.pause(waiting, now=NOW)
    assert due(user) == []


def test_a_skipped_follow_up_adds_its_gap_to_the_next(user, waiting):
    for _ in range(2):
        plan_services.skip(waiting, number=1, now=NOW)
    assert (row(waiting).skipped, due(user)) == ([1], [(f"{waiting.pk}:2", datetime.date(2026, 11, 10))])
    plan_services.unskip(waiting, number=1, now=NOW)
    assert (row(waiting).skipped, due(user)) == ([], [(f"{waiting.pk}:1", datetime.date(2026, 10, 27))])


def test_a_skip_of_another_number_is_refused(waiting):
    with pytest.raises(Refused, match="Follow-up 2 is not the next one"):
        plan_services.skip(waiting, number=2, now=NOW)


def test_an_automatic_reply_moves_the_next_step_after_the_absence_and_release_undoes_it(user, waiting):
    back = datetime.date(2026, 11, 2)
    services.record_reply(waiting, kind=Answer.AUTO, on=TUE, back_on=back, now=NOW)
    assert due(user) == [(f"{waiting.pk}:1", datetime.date(2026, 11, 3))]
    plan_services.release(waiting, now=NOW)
    assert due(user) == [(f"{waiting.pk}:1", datetime.date(2026, 10, 27))]


@pytest.mark.parametrize("change", ["pause", "resume", "release"])
def test_an_ended_thread_takes_no_change(waiting, change):
    services.record_reply(waiting, on=TUE, now=NOW)
    with pytest.raises(Refused, match="They replied on"):
        getattr(plan_services, change)(waiting, now=NOW)


def test_all_of_them_as_one_action(client, user, stranger, waiting):
    other = make.thread(stranger, sent_on=TUE, now=NOW)
    paused = make.thread(user, sent_on=TUE, now=NOW)
    plan_services.pause(paused, now=NOW)
    replied = make.thread(user, sent_on=TUE, now=NOW)
    services.record_reply(replied, on=TUE, now=NOW)
    client.post(url("pause-all"), {"paused_until": "2026-11-09"})
    assert [row(one).paused_until for one in (waiting, paused, replied, other)] == [
        datetime.date(2026, 11, 9),
        None,
        None,
        None,
    ]
    client.post(url("resume-all"))
    assert Thread.objects.exclude(paused_on=None).count() == 0
    assert row(replied).state == "replied"


def test_a_pause_that_has_passed_is_a_sentence(client, waiting):
    page = client.post(url("pause-all"), {"paused_until": "2026-10-22"}, follow=True)
    assert "has passed. Pick a day to come." in page.content.decode()
    assert row(waiting).paused_on is None


def test_the_buttons_of_the_thread_page(client, waiting):
    client.post(url("thread-pause", waiting.pk), {"paused_until": ""})
    assert row(waiting).paused_on == datetime.date(2026, 10, 22)
    assert "Go on with the follow-ups" in client.get(url("thread-show", waiting.pk)).content.decode()
    client.post(url("thread-resume", waiting.pk))
    client.post(url("thread-skip", waiting.pk), {"number": "1"})
    assert (row(waiting).paused_on, row(waiting).skipped) == (None, [1])
    client.post(url("thread-unskip", waiting.pk) + "?number=1")
    assert row(waiting).skipped == []
    client.post(url("thread-skip", waiting.pk), {"number": "x"})
    assert row(waiting).skipped == []


@pytest.mark.parametrize(
    ("verb", "after"),
    [
        ("pause", ("waiting", True, False)),
        ("skip", ("waiting", False, False)),
        ("stop", ("closed", False, False)),
        ("delete", ("waiting", False, True)),
    ],
)
def test_bulk_changes_what_fits_and_says_what_did_not(client, user, stranger, waiting, verb, after):
    replied = make.thread(user, sent_on=TUE, now=NOW)
    services.record_reply(replied, on=TUE, now=NOW)
    other = make.thread(stranger, sent_on=TUE, now=NOW)
    ticked = {"thread": [waiting.pk, replied.pk, other.pk, "x"], "verb": verb}
    page = client.post(url("bulk"), ticked, follow=True).content.decode()
    changed = row(waiting)
    assert (changed.state, changed.paused_on is not None, changed.deleted_at is not None) == after
    assert (row(other).state, row(other).deleted_at) == ("waiting", None)
    assert ("It did not fit 1 other" in page) == (verb != "delete")


def test_bulk_without_a_tick_or_a_verb_says_so(client, waiting):
    for asked in ({}, {"verb": "stop"}, {"thread": [waiting.pk], "verb": "explode"}):
        assert "Tick the threads first" in client.post(url("bulk"), asked, follow=True).content.decode()
    assert row(waiting).state == "waiting"


def test_bulk_of_many_asks_the_reminders_once(user, django_assert_max_num_queries):
    threads = [make.thread(user, sent_on=TUE, now=NOW) for _ in range(10)]
    with django_assert_max_num_queries(4 * 10 + 30):
        assert plan_services.change_many(user, threads, "stop", now=NOW) == 10


def test_the_nightly_pass_closes_what_was_silent_on_its_day(user):
    sent = datetime.date(2026, 8, 4)
    silent = make.thread(user, sent_on=sent, now=NOW)
    services.record_follow_up(silent, number=1, on=datetime.date(2026, 8, 11), now=NOW)
    services.record_follow_up(silent, number=2, on=datetime.date(2026, 8, 25), now=NOW)
    still = make.thread(user, sent_on=TUE, now=NOW)
    before = datetime.datetime(2026, 9, 8, 3, 59, tzinfo=datetime.UTC)  # Mon 7 Sep, 23:59 in Akron
    heal.heal(before, slot=user.pk % heal.SLOTS)
    assert row(silent).state == "waiting"
    for _ in range(2):
        heal.heal(before + datetime.timedelta(minutes=1), slot=user.pk % heal.SLOTS)
    closed = row(silent)
    assert (closed.state, closed.ended_on, closed.ended_by) == (
        "closed",
        datetime.date(2026, 9, 8),
        "silence",
    )
    assert row(still).state == "waiting"


# ---- for all threads ----


def days_of(threads):
    return [next_day(thread) for thread in threads]


def next_day(thread):
    steps = queries.next_steps(row(thread))
    return steps[0].on.isoformat() if steps else ""


def spaced(client, **typed):
    data = {"gaps-count": "2", "gaps-gap_1": "7", "gaps-gap_2": "10", "gaps-gap_3": "14", **typed}
    return client.post(url("plan-edit"), data)


def test_new_threads_follow_the_gaps_one_has_chosen(client, user, waiting):
    assert spaced(client, **{"gaps-count": "3", "gaps-gap_1": "14"}).status_code == 302
    after = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"name": "Sofia Brandt"})
    assert (row(after).gaps, row(waiting).gaps) == ([14, 10, 14], [7, 10])
    assert days_of([waiting, after]) == ["2026-10-27", "2026-11-03"]
    shown = client.post(url("thread-add"), {"name": "Ann Lee", "state": "OH", "sent_on": "2026-10-20"})
    assert "Tue\xa03\xa0Nov" in shown.content.decode()


def test_the_gaps_can_be_given_to_all_that_wait(client, user, waiting):
    to_write = make.thread(user, now=NOW)
    spaced(client, **{"gaps-count": "1", "gaps-gap_1": "9", "gaps-is_for_all": "on"})
    assert (row(waiting).gaps, row(to_write).gaps) == ([9], [9])
    assert due(user) == [(f"{waiting.pk}:1", datetime.date(2026, 10, 29))]
    spaced(client, **{"gaps-count": "0", "gaps-is_for_all": "on"})
    assert (row(waiting).gaps, due(user)) == ([], [])


@pytest.mark.parametrize("days", ["0", "-3", "91", "", "many", "9" * 30])
def test_a_gap_that_cannot_be_gets_its_sentence(client, user, days):
    page = spaced(client, **{"gaps-gap_1": days})
    assert page.status_code == 422
    assert "Write a number of days from 1 to 90." in page.content.decode()
    assert not FollowUpPlan.objects.exists()


def test_all_next_follow_ups_move_and_come_back(client, user, waiting, stranger):
    others = make.thread(stranger, sent_on=TUE, now=NOW)
    second = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"name": "Sofia Brandt"})
    page = client.post(url("move-all"), {"move-until": "2026-11-16"}, follow=True)
    assert "2 next follow-ups not before Mon\xa016\xa0Nov." in page.content.decode()
    assert days_of([waiting, second, others]) == ["2026-11-17", "2026-11-17", "2026-10-27"]
    client.post(url("release-all"))
    assert days_of([waiting, second]) == ["2026-10-27", "2026-10-27"]
    assert "has passed" in client.post(url("move-all"), {"move-until": "2026-10-01"}).content.decode()


def test_stopping_all_leaves_other_people_alone(client, user, waiting, stranger):
    others = make.thread(stranger, sent_on=TUE, now=NOW)
    replied = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"name": "Sofia Brandt"})
    services.record_reply(replied, on=TUE, now=NOW)
    client.post(url("stop-all"))
    assert [row(one).state for one in (waiting, replied, others)] == ["closed", "replied", "waiting"]
    assert due(user) == []
