"""The buttons of a follow-up reminder, pressed through the engine's own door."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from outreach import services
from outreach.models import Thread, Touch
from reminders import actions, queries
from reminders.models import Reminder
from tests import make

pytestmark = pytest.mark.django_db
SENT = datetime.date(2026, 10, 1)
NOW = datetime.datetime(2026, 10, 27, 16, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 10, 27)


@pytest.fixture
def owner(user):
    return get_user_model().objects.select_related("profile").get(pk=user.pk)


@pytest.fixture
def thread(owner):
    """Recorded today as sent weeks ago: its first follow-up is due at once."""
    return make.thread(owner, sent_on=SENT, now=NOW)


def due(owner):
    return list(queries.due_for(owner, NOW))


def kinds(thread):
    return [(t.kind, t.number, t.on) for t in Touch.objects.filter(thread=thread)]


def test_sent_in_the_past_is_due_now_and_a_reply_ends_it(owner, thread):
    [reminder] = due(owner)
    assert (reminder.title, reminder.is_alone) == ("Follow up with Dr. Anand Chaudhry", True)
    labels = [action.label for _, action in actions.offered(reminder)]
    assert labels == ["I sent it", "They replied", "Later (3 days)", "Stop following up"]

    answer = actions.answer(reminder, "outreach.replied", NOW)

    assert answer == actions.Answer("Dr. Anand Chaudhry replied. No more follow-ups in this thread.", True)
    row = Thread.objects.get(pk=thread.pk)
    assert (row.state, row.ended_by, row.ended_on) == ("replied", "reply", TODAY)
    assert kinds(thread) == [("sent", 0, SENT), ("reply", None, TODAY)]
    assert due(owner) == []


def test_i_sent_it_records_the_follow_up_and_plans_the_next(owner, thread):
    [reminder] = due(owner)
    answer = actions.answer(reminder, "outreach.sent", NOW)
    assert answer.sentence == "Follow-up 1 to Dr. Anand Chaudhry is recorded, sent on Tue\xa027\xa0Oct."
    assert kinds(thread) == [("sent", 0, SENT), ("follow_up", 1, TODAY)]
    states = list(Reminder.objects.filter(owner=owner).order_by("key").values_list("key", "state"))
    assert states == [
        (f"outreach.follow-up:{thread.pk}:1", "done"),
        (f"outreach.follow-up:{thread.pk}:2", "open"),
    ]


def test_stop_closes_the_thread(owner, thread):
    [reminder] = due(owner)
    answer = actions.answer(reminder, "outreach.stop", NOW)
    assert answer.sentence == "Stopped. No more follow-ups to Dr. Anand Chaudhry."
    assert Thread.objects.get(pk=thread.pk).state == "closed"
    assert due(owner) == []


@pytest.mark.parametrize("name", ["outreach.sent", "outreach.replied", "outreach.stop"])
def test_the_same_button_twice_acts_once(owner, thread, name):
    [reminder] = due(owner)
    assert actions.answer(reminder, name, NOW).has_acted is True
    after = kinds(thread), Thread.objects.get(pk=thread.pk).state
    assert actions.answer(reminder, name, NOW).has_acted is False
    assert (kinds(thread), Thread.objects.get(pk=thread.pk).state) == after


@pytest.mark.parametrize(
    ("first", "then", "state"),
    [
        ("outreach.sent", "outreach.replied", "waiting"),
        ("outreach.replied", "outreach.sent", "replied"),
        ("outreach.stop", "outreach.sent", "closed"),
        ("outreach.replied", "outreach.stop", "replied"),
    ],
)
def test_two_buttons_from_one_mail_leave_the_first(owner, thread, first, then, state):
    [reminder] = due(owner)
    actions.answer(reminder, first, NOW)
    assert actions.answer(reminder, then, NOW).has_acted is False
    assert Thread.objects.get(pk=thread.pk).state == state


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sent", "They replied on Tue\xa027\xa0Oct, so the follow-ups had stopped. Nothing was changed."),
        ("replied", "Dr. Anand Chaudhry replied. No more follow-ups in this thread."),
        ("stop", "This thread with Dr. Anand Chaudhry had already ended. Nothing was changed."),
    ],
)
def test_a_button_of_an_old_mail_tells_what_is_true_now(owner, thread, name, sentence):
    """The page of the reminder was open on one device while the other recorded the reply."""
    [reminder] = due(owner)
    services.record_reply(thread, on=TODAY, now=NOW)
    run = actions.find(f"outreach.{name}").run
    try:
        said = run(reminder, now=NOW)
    except actions.Refused as refused:
        said = str(refused)
    assert said == sentence
    assert kinds(thread) == [("sent", 0, SENT), ("reply", None, TODAY)]
    assert Thread.objects.get(pk=thread.pk).state == "replied"


def test_a_refused_button_leaves_the_reminder_open(owner, thread):
    [reminder] = due(owner)
    Touch.objects.filter(thread=thread).update(on=datetime.date(2026, 12, 1))  # as if typed ahead of time
    with pytest.raises(actions.Refused, match="The message before it left on Tue\xa01\xa0Dec"):
        actions.answer(reminder, "outreach.sent", NOW)
    assert Reminder.objects.get(pk=reminder.pk).state == "open"


def test_a_deleted_thread_is_said_to_be_gone(owner, thread):
    [reminder] = due(owner)
    make.deleted(thread)
    with pytest.raises(actions.Refused, match="This thread was deleted"):
        actions.answer(reminder, "outreach.replied", NOW)


def test_undo_on_the_page_brings_back_what_the_mail_finished(owner, thread):
    [reminder] = due(owner)
    actions.answer(reminder, "outreach.stop", NOW)
    services.reopen(thread, now=NOW)
    assert [row.key for row in due(owner)] == [f"outreach.follow-up:{thread.pk}:1"]
