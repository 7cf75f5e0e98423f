"""Every change of a thread: what it leaves, what it refuses, and that twice is once."""

import datetime
import threading

import pytest
from django.db import connection

from outreach import services
from outreach.models import Answer, Contact, Thread, Touch
from outreach.sequence import Refused
from reminders.models import Reminder
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)  # the first mail; follow-up 1 falls on Tue 27 Oct
NEXT = TUE + 7 * make.DAY
NOW = datetime.datetime(2026, 10, 27, 16, 0, tzinfo=datetime.UTC)


def state(thread):
    row = Thread.objects.get(pk=thread.pk)
    return row.state, row.ended_by, row.ended_on


def touches(thread):
    return [(t.kind, t.number, t.answer, t.on) for t in Touch.objects.filter(thread=thread)]


def open_keys(owner):
    return list(Reminder.objects.filter(owner=owner, state="open").values_list("key", flat=True))


@pytest.fixture
def waiting(user):
    return make.thread(user, sent_on=TUE, now=NOW)


def test_a_thread_starts_to_write_or_waiting(user):
    plain = make.thread(user, now=NOW)
    assert (state(plain), touches(plain)) == (("to_write", "", None), [])
    sent = make.thread(user, sent_on=TUE, now=NOW)
    assert (state(sent), touches(sent)) == (("waiting", "", None), [("sent", 0, "", TUE)])
    assert open_keys(user) == [f"outreach.follow-up:{sent.pk}:1"]


def test_a_contact_and_its_thread_are_saved_together_or_not_at_all(user):
    contact = Contact(owner=user, name="")  # the database refuses a nameless contact
    with pytest.raises(Exception, match="outreach_contact_named"):
        services.start_thread(contact, sent_on=TUE, now=NOW)
    assert (Contact.objects.count(), Thread.objects.count()) == (0, 0)


def test_the_first_mail_recorded_twice_keeps_its_day(user):
    thread = make.thread(user, now=NOW)
    first = services.record_sent(thread, on=TUE, now=NOW)
    again = services.record_sent(thread, on=TUE + make.DAY, now=NOW)
    assert again == first
    assert touches(thread) == [("sent", 0, "", TUE)]


def test_follow_ups_count_up_and_release_a_move(waiting, user):
    services.postpone(waiting, until=datetime.date(2026, 11, 10), now=NOW)
    assert Thread.objects.get(pk=waiting.pk).not_before == datetime.date(2026, 11, 10)
    services.record_follow_up(waiting, number=1, on=NEXT, now=NOW)
    row = Thread.objects.get(pk=waiting.pk)
    assert (row.not_before, row.not_before_because, row.state) == (None, "", "waiting")
    assert open_keys(user) == [f"outreach.follow-up:{waiting.pk}:2"]
    services.record_follow_up(waiting, number=2, on=NEXT + 14 * make.DAY, now=NOW)
    assert touches(waiting) == [
        ("sent", 0, "", TUE),
        ("follow_up", 1, "", NEXT),
        ("follow_up", 2, "", NEXT + 14 * make.DAY),
    ]
    assert open_keys(user) == []


def test_a_follow_up_pressed_twice_is_one(waiting):
    first = services.record_follow_up(waiting, number=1, on=NEXT, now=NOW)
    again = services.record_follow_up(waiting, number=1, on=NEXT + make.DAY, now=NOW)
    assert (again, again.on) == (first, NEXT)
    assert len(touches(waiting)) == 2


@pytest.mark.parametrize(
    ("number", "on", "sentence"),
    [
        (2, NEXT, "Follow-up 2 is not the next one in this thread. Nothing was changed."),
        (99, NEXT, "Follow-up 99 is not the next one in this thread. Nothing was changed."),
        (1, TUE - make.DAY, "The message before it left on Tue\xa020\xa0Oct."),
    ],
)
def test_a_follow_up_out_of_order_is_refused(waiting, number, on, sentence):
    with pytest.raises(Refused) as refused:
        services.record_follow_up(waiting, number=number, on=on, now=NOW)
    assert str(refused.value) == sentence
    assert touches(waiting) == [("sent", 0, "", TUE)]


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (Answer.ANSWERED, ("replied", "reply", NEXT)),
        (Answer.YES, ("replied", "reply", NEXT)),
        (Answer.CALL, ("replied", "reply", NEXT)),
        (Answer.LATER, ("replied", "reply", NEXT)),
        (Answer.FULL, ("closed", "reply", NEXT)),
        (Answer.NO, ("closed", "reply", NEXT)),
        (Answer.BOUNCED, ("closed", "bounce", NEXT)),
        (Answer.AUTO, ("waiting", "", None)),
    ],
)
def test_what_each_answer_makes_of_a_thread(waiting, user, kind, after):
    services.record_reply(waiting, kind=kind, on=NEXT, now=NOW)
    assert state(waiting) == after
    assert touches(waiting)[1:] == [("reply", None, kind, NEXT)]
    is_waiting = after[0] == "waiting"
    assert open_keys(user) == ([f"outreach.follow-up:{waiting.pk}:1"] if is_waiting else [])


def test_an_automatic_reply_moves_the_next_step_after_the_absence(waiting):
    back_on = datetime.date(2026, 11, 4)
    services.record_reply(waiting, kind=Answer.AUTO, on=NEXT, back_on=back_on, now=NOW)
    row = Thread.objects.get(pk=waiting.pk)
    assert (row.not_before, row.not_before_because) == (
        back_on + make.DAY,
        "their auto-reply says they are away",
    )


def test_they_replied_pressed_twice_is_one_reply(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    services.record_reply(waiting, on=NEXT + make.DAY, now=NOW)
    assert touches(waiting)[1:] == [("reply", None, "answered", NEXT)]
    assert state(waiting) == ("replied", "reply", NEXT)


def test_what_they_write_next_is_kept_and_the_same_words_twice_are_one(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    for _ in "twice":
        services.record_reply(waiting, on=NEXT + make.DAY, body="Come on Monday.", now=NOW)
    replies = waiting.touches.filter(kind="reply").order_by("pk")
    assert [(row.on, row.body) for row in replies] == [(NEXT, ""), (NEXT + make.DAY, "Come on Monday.")]
    assert state(waiting) == ("replied", "reply", NEXT)


def test_a_further_mail_does_not_take_back_a_call(waiting):
    services.record_reply(waiting, kind=Answer.CALL, on=NEXT, now=NOW)
    services.plan_call(waiting, at=NOW + 9 * make.DAY, now=NOW)
    services.record_reply(waiting, on=NEXT + make.DAY, body="Four o'clock suits me.", now=NOW)
    assert state(waiting) == ("call", "reply", NEXT)


def test_a_later_no_closes_a_conversation_and_keeps_its_first_end(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    services.record_reply(waiting, kind=Answer.NO, on=NEXT + 3 * make.DAY, now=NOW)
    assert state(waiting) == ("closed", "reply", NEXT)


def test_a_reply_after_stop_opens_the_conversation(waiting):
    assert services.stop(waiting, now=NOW) is True
    assert state(waiting) == ("closed", "stopped", NEXT)
    services.record_reply(waiting, on=NEXT, now=NOW)
    assert state(waiting) == ("replied", "reply", NEXT)


def test_a_reply_needs_a_mail_before_it(user, waiting):
    unsent = make.thread(user, now=NOW)
    with pytest.raises(Refused, match="Nothing was sent in this thread yet"):
        services.record_reply(unsent, on=TUE, now=NOW)
    with pytest.raises(Refused, match="Your first mail left on Tue"):
        services.record_reply(waiting, on=TUE - make.DAY, now=NOW)
    assert touches(waiting) == [("sent", 0, "", TUE)]


def test_sent_after_a_reply_from_another_device_changes_nothing(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    with pytest.raises(Refused) as refused:
        services.record_follow_up(waiting, number=1, on=NEXT, now=NOW)
    assert str(refused.value) == (
        "They replied on Tue\xa027\xa0Oct, so the follow-ups had stopped. Nothing was changed."
    )
    assert state(waiting) == ("replied", "reply", NEXT)


def test_stop_twice_and_stop_after_a_reply_change_nothing(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    assert services.stop(waiting, now=NOW) is False
    assert state(waiting) == ("replied", "reply", NEXT)


def test_reopen_undoes_a_stop_and_brings_the_reminder_back(waiting, user):
    services.stop(waiting, now=NOW)
    assert open_keys(user) == []
    services.reopen(waiting, now=NOW)
    assert state(waiting) == ("waiting", "", None)
    assert open_keys(user) == [f"outreach.follow-up:{waiting.pk}:1"]


def test_reopen_takes_a_pressed_reply_back_and_keeps_typed_words(waiting):
    services.record_reply(waiting, on=NEXT, now=NOW)
    services.reopen(waiting, now=NOW)
    assert touches(waiting) == [("sent", 0, "", TUE)]
    services.record_reply(waiting, kind=Answer.YES, on=NEXT, body="Come in June.", now=NOW)
    services.reopen(waiting, now=NOW)
    assert [(t.kind, t.answer, t.body) for t in waiting.touches.all()][1:] == [("note", "", "Come in June.")]


def test_a_call_and_a_place_come_after_a_reply(waiting):
    at = datetime.datetime(2026, 10, 29, 20, 0, tzinfo=datetime.UTC)
    for change in (
        lambda: services.plan_call(waiting, at=at, now=NOW),
        lambda: services.record_placed(waiting, on=NEXT, now=NOW),
    ):
        with pytest.raises(Refused, match="needs a reply first"):
            change()
    services.record_reply(waiting, kind=Answer.CALL, on=NEXT, now=NOW)
    services.plan_call(waiting, at=at, now=NOW)
    services.plan_call(waiting, at=at, now=NOW)
    assert (state(waiting)[0], Thread.objects.get(pk=waiting.pk).call_at) == ("call", at)
    services.record_placed(waiting, on=NEXT, now=NOW)
    services.record_placed(waiting, on=TUE, now=NOW)
    assert state(waiting) == ("placed", "reply", NEXT)
    assert touches(waiting)[2:] == [
        ("placed", None, "", NEXT),
        ("call", None, "", datetime.date(2026, 10, 29)),
    ]


def test_deleting_and_restoring_a_thread_takes_its_reminder_along(waiting, user):
    services.delete_thread(waiting, now=NOW)
    assert open_keys(user) == []
    with pytest.raises(Refused, match="deleted"):
        services.record_follow_up(waiting, number=1, on=NEXT, now=NOW)
    services.restore_thread(waiting, now=NOW)
    assert open_keys(user) == [f"outreach.follow-up:{waiting.pk}:1"]


def test_a_restored_contact_brings_back_only_what_went_with_it(waiting, user):
    before = make.thread(user, contact=waiting.contact, sent_on=TUE, now=NOW)
    services.delete_thread(before, now=NOW)
    services.delete_contact(waiting.contact, now=NOW + datetime.timedelta(hours=1))
    assert list(Thread.objects.for_owner(user)) == []
    services.restore_contact(Contact.objects.get(), now=NOW)
    assert list(Thread.objects.for_owner(user)) == [waiting]
    assert open_keys(user) == [f"outreach.follow-up:{waiting.pk}:1"]


def test_a_moved_contact_moves_the_reminder(waiting, user):
    contact = waiting.contact
    contact.city, contact.state = "Honolulu", "HI"
    services.save_changes(contact, fields=["city", "state"], now=NOW)
    due_at = Reminder.objects.get(owner=user, state="open").due_at
    assert due_at == datetime.datetime(2026, 10, 27, 11, 30, tzinfo=datetime.UTC)
    assert Contact.objects.get().zone == "Pacific/Honolulu"


def test_todays_mail_counts_on_the_recipients_day():
    late = datetime.datetime(2026, 10, 20, 20, 30, tzinfo=datetime.UTC)  # Wed 01:30 in Karachi, Tue in Akron
    zones = {"own_zone": "Asia/Karachi", "zone": "America/New_York", "now": late}
    wed = datetime.date(2026, 10, 21)
    assert services.on_their_calendar(wed, **zones) == TUE
    assert services.on_their_calendar(TUE, **zones) == TUE
    assert services.on_their_calendar(TUE - make.DAY, **zones) == TUE - make.DAY


@pytest.mark.django_db(transaction=True)
def test_many_devices_pressing_both_buttons_leave_one_legal_thread():
    owner = make.user()
    thread = make.thread(owner, sent_on=TUE, now=NOW)
    start, told = threading.Barrier(12), []

    def press(nth):
        start.wait()
        try:
            if nth % 2:
                services.record_reply(thread, on=NEXT, now=NOW)
            else:
                services.record_follow_up(thread, number=1, on=NEXT, now=NOW)
            told.append("done")
        except Refused as refused:
            told.append(str(refused)[:16])
        finally:
            connection.close()

    devices = [threading.Thread(target=press, args=[nth]) for nth in range(12)]
    for device in devices:
        device.start()
    for device in devices:
        device.join()

    kinds = sorted(t.kind for t in Touch.objects.filter(thread=thread))
    assert kinds in (["reply", "sent"], ["follow_up", "reply", "sent"])
    assert state(thread) == ("replied", "reply", NEXT)
    assert len(told) == 12
    # who was refused, was refused because a reply had come and no follow-up had
    assert set(told) <= {"done", "They replied on "}
    assert ("They replied on " in told) == (kinds == ["reply", "sent"])
