import datetime

import pytest
from django.contrib.auth import get_user_model

from outreach import due, services
from outreach.models import Answer, Thread
from reminders.due import Due
from reminders.models import Reminder
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NEW = "It needs one new thing."
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)


def fresh(owner):
    return get_user_model().objects.select_related("profile").get(pk=owner.pk)


def listed(owner, now=NOW):
    return list(due.follow_ups(fresh(owner), now))


def test_a_waiting_thread_has_its_next_follow_up_due(user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    assert listed(user) == [
        Due(
            key=f"outreach.follow-up:{thread.pk}:1",
            kind="outreach.follow-up",
            title="Follow up with Dr. Anand Chaudhry",
            reason="You wrote on Tue\xa020\xa0Oct. No reply in 7 days. Follow-up 1 of 2. " + NEW,
            due_at=datetime.datetime(2026, 10, 27, 11, 30, tzinfo=datetime.UTC),
            path=f"/outreach/threads/{thread.pk}/compose/",
            action="Review and send",
            answers=("outreach.sent", "outreach.replied", "outreach.stop"),
            draft=(
                "Dear Dr. Chaudhry,\n\nI wrote to you on Tuesday, October 20 about “Your hyponatremia talk”."
                "\n\nCould we speak for 15 minutes, whenever it suits you?"
                "\n\nThank you for reading,\nNadia Rahman"
            ),
            history=("Tue\xa020\xa0Oct: You wrote",),
            icon="mail",
            is_alone=True,
            names=("Dr. Anand Chaudhry",),
        )
    ]


def test_the_second_follow_up_speaks_of_the_last_mail_and_the_last_three_touches(user):
    thread = make.thread(user, sent_on=TUE, subject="", now=NOW)
    services.record_follow_up(thread, number=1, on=TUE + 7 * make.DAY, now=NOW)
    services.record_reply(thread, kind=Answer.AUTO, on=TUE + 7 * make.DAY, now=NOW)
    services.record_note(thread, body="Met at ACP.", on=TUE + 8 * make.DAY, now=NOW)
    [second] = listed(user)
    assert second.key == f"outreach.follow-up:{thread.pk}:2"
    assert (
        second.reason == "You last wrote on Tue\xa027\xa0Oct. No reply in 14 days. Follow-up 2 of 2. " + NEW
    )
    assert second.history == (
        "Tue\xa027\xa0Oct: You sent follow-up 1",
        "Tue\xa027\xa0Oct: An automatic reply came",
        "Wed\xa028\xa0Oct: Note",
    )
    assert "I wrote to you on Tuesday, October 20.\n\nCould" in second.draft


def test_a_user_in_a_later_morning_hears_the_evening_before(user):
    make.thread(user, sent_on=TUE, now=NOW)
    type(user.profile).objects.filter(pk=user.pk).update(time_zone="Pacific/Honolulu")
    # 9:00 in Akron is 3:00 in Honolulu, before the digest of 7:30: told at 18:00 of Mon 26 Oct
    [only] = listed(user)
    assert only.due_at == datetime.datetime(2026, 10, 27, 4, 0, tzinfo=datetime.UTC)


def test_sent_weeks_ago_is_due_at_once_on_its_own_day(user):
    make.thread(user, sent_on=datetime.date(2026, 9, 1), now=NOW)
    [only] = listed(user)
    assert only.due_at == datetime.datetime(2026, 9, 8, 11, 30, tzinfo=datetime.UTC)
    assert only.reason == "You wrote on Tue\xa01\xa0Sep. No reply in 7 days. Follow-up 1 of 2. " + NEW


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "replied", "ended_on": TUE, "ended_by": "reply"},
        {"state": "closed", "ended_on": TUE, "ended_by": "stopped"},
        {"paused_on": TUE},
        {"gaps": []},
        {"skipped": [1, 2]},
        {"deleted_at": NOW},
    ],
)
def test_what_is_over_paused_or_deleted_has_nothing_due(user, fields):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    assert len(listed(user)) == 1
    Thread.objects.filter(pk=thread.pk).update(**fields)
    assert listed(user) == []


def test_nothing_sent_and_another_owner_have_nothing_due(user, stranger):
    make.thread(user, now=NOW)
    make.thread(stranger, sent_on=TUE, now=NOW)
    assert listed(user) == []


@pytest.mark.parametrize(
    ("title", "name", "greeted"),
    [
        ("Dr.", "Anand Chaudhry", "Dr. Chaudhry"),
        ("Prof.", "Sofia Brandt", "Prof. Brandt"),
        ("Dr.", "Ludwig van der Berg", "Dr. van der Berg"),
        ("Dr.", "Oduya", "Dr. Oduya"),
        ("", "Jane Roe", "Jane Roe"),
    ],
)
def test_the_draft_greets_nobody_by_half_a_name(user, title, name, greeted):
    thread = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"title": title, "name": name})
    [only] = listed(user)
    assert (only.key, only.draft.split("\n")[0]) == (thread.follow_up_key(1), f"Dear {greeted},")


def test_three_threads_cost_the_queries_of_one(user, django_assert_num_queries):
    owner = fresh(user)
    make.thread(user, sent_on=TUE, now=NOW)
    with django_assert_num_queries(4):
        assert len(list(due.follow_ups(owner, NOW))) == 1
    for nth in range(2):
        make.thread(user, sent_on=TUE - nth * make.DAY, now=NOW)
    with django_assert_num_queries(4):
        assert len(list(due.follow_ups(owner, NOW))) == 3


def test_a_day_later_the_same_sentences_are_listed(user):
    """Rows the nightly pass need not touch."""
    make.thread(user, sent_on=TUE, now=NOW)
    assert listed(user, NOW + 9 * make.DAY) == listed(user)


def test_the_row_of_the_reminder_follows_the_thread(user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    services.postpone(thread, until=datetime.date(2026, 11, 10), now=NOW)
    row = Reminder.objects.get(owner=user, state="open")
    assert row.due_at == datetime.datetime(2026, 11, 10, 12, 30, tzinfo=datetime.UTC)
