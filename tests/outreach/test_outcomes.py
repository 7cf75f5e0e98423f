"""After a reply: the call with its file and brief, the thank-you, writing again, the rotation."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from outreach import outcome_services, services
from outreach.ics import event
from outreach.models import Answer, Contact, Thread
from reminders import actions
from reminders.models import Reminder
from tests import make
from tracker.models import Attending, Institution, Rotation

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 27, 16, 0, tzinfo=datetime.UTC)
CALL = datetime.datetime(2026, 10, 29, 20, 0, tzinfo=datetime.UTC)  # 4 pm in Akron


@pytest.fixture(autouse=True)
def _on_tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


@pytest.fixture
def replied(user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    services.record_reply(thread, kind=Answer.CALL, on=TUE + make.DAY, now=NOW)
    return thread


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def open_rows(user):
    return [(one.kind, one.due_at) for one in Reminder.objects.filter(owner=user, state="open")]


def test_a_call_is_reminded_on_its_morning_and_the_thanks_on_the_next(user, replied):
    services.plan_call(replied, at=CALL, now=NOW)
    morning = datetime.datetime(2026, 10, 29, 11, 30, tzinfo=datetime.UTC)
    assert open_rows(user) == [("outreach.call", morning)]
    later = CALL + datetime.timedelta(hours=1)
    services.record_note(replied, body="She asked for dates.", on=CALL.date(), now=later)
    assert open_rows(user) == [("outreach.thanks", morning + make.DAY)]
    [reminder] = Reminder.objects.filter(owner=user, state="open")
    answer = actions.answer(reminder, "outreach.thanked", later + make.DAY)
    assert answer.sentence == "Recorded: you thanked Dr. Anand Chaudhry."
    assert open_rows(user) == []
    assert outcome_services.record_thanks(replied, on=datetime.date(2026, 10, 30), now=later).words == (
        "You said thank you"
    )


def test_a_call_before_the_morning_is_told_the_day_before(user, replied):
    early = datetime.datetime(
        2026, 10, 29, 11, 30, tzinfo=datetime.UTC
    )  # 7:30 in Akron, the digest's own hour
    services.plan_call(replied, at=early, now=NOW)
    assert open_rows(user) == [("outreach.call", early - make.DAY)]


def test_maybe_later_comes_back_on_the_day_the_user_chose(client, user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    typed = {"reply-kind": "later", "reply-replied_on": "2026-10-27", "reply-again_on": "2027-01-04"}
    client.post(url("thread-replied", thread.pk), typed)
    assert open_rows(user) == [("outreach.again", datetime.datetime(2027, 1, 4, 12, 30, tzinfo=datetime.UTC))]
    refused = client.post(url("thread-replied", thread.pk), {**typed, "reply-again_on": "2026-10-01"})
    assert refused.status_code == 422
    assert "Pick a day to come" in refused.content.decode()


def test_the_calendar_file_is_one_event_in_utc(client, replied):
    assert client.get(url("thread-ics", replied.pk)).status_code == 302
    services.plan_call(replied, at=CALL, now=NOW)
    answer = client.get(url("thread-ics", replied.pk))
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wardbook//Outreach//EN",
        "METHOD:PUBLISH",
    ]
    assert {
        "DTSTART:20261029T200000Z",
        "DTEND:20261029T201500Z",
        "SUMMARY:Call with Dr. Anand Chaudhry",
    } <= set(lines)
    assert all(len(line.encode()) <= 75 for line in lines)


def test_calendar_text_is_escaped_and_folded_inside_no_character():
    content = event(
        uid="x",
        start=CALL,
        minutes=15,
        summary="Ä" * 60,
        description="a;b,c\\d\r\nBEGIN:VALARM\x00",
        place="",
        stamp=CALL,
    ).decode()
    assert r"DESCRIPTION:a\;b\,c\\d\nBEGIN:VALARM" in content
    assert content.replace("\r\n ", "").count("Ä" * 60) == 1
    with pytest.raises(ValueError, match="carries its zone"):
        event(
            uid="x",
            start=CALL.replace(tzinfo=None),
            minutes=1,
            summary="",
            description="",
            place="",
            stamp=CALL,
        )


def test_the_brief_says_what_was_written_and_noted(client, user, replied):
    make.email(replied)
    services.record_note(replied, body="Knows Dr. Osei.", on=TUE, now=NOW)
    page = client.get(url("thread-brief", replied.pk)).content.decode()
    assert "Your 2025 study of discharge calls" in page
    assert "Knows Dr. Osei." in page


def test_yes_makes_one_exploring_rotation_with_the_attending(client, user, replied):
    for _ in range(2):
        answer = client.post(url("thread-rotation", replied.pk))
    rotation = Rotation.objects.get()
    assert answer.url == reverse("tracker:rotation-edit", args=[rotation.pk])
    assert (rotation.stage, rotation.kind, rotation.found_through, rotation.owner) == (
        "exploring",
        "observership",
        "cold_email",
        user,
    )
    assert str(rotation.institution) == "Marlow Medical Center"
    assert [one.name for one in rotation.attendings.all()] == ["Anand Chaudhry"]
    assert Contact.objects.get().attending == Attending.objects.get()
    assert Thread.objects.get().rotation == rotation


def test_a_rotation_needs_a_reply_and_a_place(client, user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    client.post(url("thread-rotation", thread.pk))
    nowhere = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"institution": ""})
    services.record_reply(nowhere, on=TUE, now=NOW)
    assert client.post(url("thread-rotation", nowhere.pk)).url == nowhere.contact.get_absolute_url()
    assert Rotation.objects.count() == 0


def test_a_contact_is_linked_to_an_attending_one_may_see(client, user, stranger):
    contact = make.contact(user)
    own = make.attending(user, name="Anand Chaudhry")
    theirs = make.attending(stranger, name="Anand Chaudhry")
    page = client.get(url("contact-edit", contact.pk))
    assert list(page.context["likely"]) == [own]
    assert client.post(url("contact-link", contact.pk), {"attending": theirs.pk}).status_code == 404
    assert client.post(url("contact-link", contact.pk), {"attending": "x"}).status_code == 404
    client.post(url("contact-link", contact.pk), {"attending": own.pk})
    assert Contact.objects.get().attending == own
    client.post(url("contact-link", contact.pk))
    assert Contact.objects.get().attending is None


def test_a_verified_do_not_contact_is_honoured_through_the_link(user):
    asked = Attending.objects.create(name="Anand Chaudhry", verified_at=NOW, is_do_not_contact=True)
    thread = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"attending": asked})
    assert open_rows(user) == []
    outcome_services.link(thread.contact, None)
    services.save_changes(thread.contact, fields=["attending"], now=NOW)
    assert [kind for kind, _ in open_rows(user)] == ["outreach.follow-up"]
    assert Institution.objects.count() == 0
