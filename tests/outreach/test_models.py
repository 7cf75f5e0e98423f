import datetime

import pytest
from django.db import IntegrityError, transaction

from outreach.models import Answer, Contact, Thread, Touch, are_gaps
from outreach.sequence import EndedBy, Sequence
from outreach.titles import split_title
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 21, 15, 0, tzinfo=datetime.UTC)
TUE = datetime.date(2026, 10, 20)


def refused(name, action):
    """The named constraint says no; SQLite names the columns of a unique index instead."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        action()


def touch(thread, kind, number=None, answer="", on=TUE):
    return Touch.objects.create(thread=thread, kind=kind, number=number, answer=answer, on=on, created_at=NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "replied"},
        {"state": "placed", "ended_on": TUE, "ended_by": "stopped"},
        {"state": "closed"},
        {"state": "closed", "ended_on": TUE, "ended_by": "boredom"},
        {"state": "waiting", "ended_on": TUE, "ended_by": "reply"},
        {"state": "waiting", "ended_by": "stopped"},
        {"state": "paused"},
    ],
)
def test_a_thread_ends_exactly_when_its_state_says_so(user, fields):
    contact = make.contact(user)
    refused(
        "outreach_thread_state_fits_end",
        lambda: Thread.objects.create(owner=user, contact=contact, **fields),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "to_write"},
        {"state": "waiting", "paused_on": TUE, "paused_until": TUE + make.DAY},
        {"state": "replied", "ended_on": TUE, "ended_by": "reply"},
        {"state": "call", "ended_on": TUE, "ended_by": "reply", "call_at": NOW},
        {"state": "closed", "ended_on": TUE, "ended_by": "silence"},
    ],
)
def test_a_legal_thread_is_taken(user, fields):
    thread = Thread.objects.create(owner=user, contact=make.contact(user), **fields)
    assert Thread.objects.filter(**fields).get() == thread


def test_a_call_has_a_time(user):
    fields = {"state": "call", "ended_on": TUE, "ended_by": "reply"}
    contact = make.contact(user)
    refused(
        "outreach_thread_call_has_a_time",
        lambda: Thread.objects.create(owner=user, contact=contact, **fields),
    )


def test_a_pause_ends_after_it_starts(user):
    contact = make.contact(user)
    for fields in ({"paused_until": TUE}, {"paused_on": TUE, "paused_until": TUE}):
        refused(
            "outreach_thread_pause_in_order",
            lambda fields=fields: Thread.objects.create(owner=user, contact=contact, **fields),
        )


def test_each_mail_of_a_thread_is_sent_once(user):
    thread = make.thread(user)
    touch(thread, "sent", 0)
    touch(thread, "follow_up", 1)
    touch(thread, "follow_up", 2)
    unique = "outreach_touch_sent_once|UNIQUE constraint failed"
    refused(unique, lambda: touch(thread, "sent", 0))
    refused(unique, lambda: touch(thread, "follow_up", 1))
    touch(thread, "note")
    touch(thread, "note")
    assert thread.touches.count() == 5


@pytest.mark.parametrize(
    ("kind", "number"),
    [("sent", 1), ("sent", None), ("follow_up", 0), ("follow_up", 4), ("follow_up", None), ("note", 1)],
)
def test_numbers_belong_to_mails(user, kind, number):
    thread = make.thread(user)
    refused("outreach_touch_number_fits_kind", lambda: touch(thread, kind, number))


def test_answers_belong_to_replies(user):
    thread = make.thread(user)
    refused("outreach_touch_answer_fits_kind", lambda: touch(thread, "reply"))
    refused("outreach_touch_answer_fits_kind", lambda: touch(thread, "reply", answer="perhaps"))
    refused("outreach_touch_answer_fits_kind", lambda: touch(thread, "note", answer=Answer.YES))


def test_a_contact_has_a_name_and_a_state_of_the_us_or_none(user):
    refused("outreach_contact_named", lambda: Contact.objects.create(owner=user, name=""))
    refused("outreach_contact_us_state", lambda: Contact.objects.create(owner=user, name="A B", state="ON"))
    assert Contact.objects.create(owner=user, name="A B", state="OH").zone == "America/New_York"


def test_the_place_tells_the_clock():
    known = Contact(name="A B", city="Akron", state="OH")
    assert (known.zone, known.zone_words) == ("America/New_York", "in Akron (ET)")
    unknown = Contact(name="A B")
    assert (unknown.zone, unknown.zone_words) == ("America/New_York", "(ET)")
    west = Contact(name="A B", city="Portland", state="OR")
    assert (west.zone, west.zone_words) == ("America/Los_Angeles", "in Portland (PT)")


def test_rows_become_the_pure_sequence(user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    touch(thread, "follow_up", 1, on=TUE + 7 * make.DAY)
    touch(thread, "note", on=TUE + 9 * make.DAY)
    Thread.objects.filter(pk=thread.pk).update(
        state="closed",
        ended_on=TUE + 8 * make.DAY,
        ended_by="stopped",
        gaps=[7, 10, 14],
        skipped=[2],
        not_before=TUE + 30 * make.DAY,
        not_before_because="you moved it",
    )
    assert Thread.objects.get(pk=thread.pk).sequence() == Sequence(
        sent=(TUE, TUE + 7 * make.DAY),
        zone="America/New_York",
        gaps=(7, 10, 14),
        skipped=frozenset({2}),
        not_before=TUE + 30 * make.DAY,
        not_before_because="you moved it",
        ended_on=TUE + 8 * make.DAY,
        ended_by=EndedBy.STOPPED,
    )


def test_nothing_sent_is_no_sequence(user):
    assert make.thread(user).sequence() is None


@pytest.mark.parametrize("gaps", [[7, 10, 14, 21], [0], [7, -1], ["a"], None, 7])
def test_gaps_are_up_to_three_days_or_more(gaps):
    with pytest.raises(Exception, match="At most three follow-ups"):
        are_gaps(gaps)


@pytest.mark.parametrize(
    ("typed", "title", "name"),
    [
        ("Anand Chaudhry", "Dr.", "Anand Chaudhry"),
        ("Dr. Anand Chaudhry", "Dr.", "Anand Chaudhry"),
        ("dr Anand Chaudhry", "Dr.", "Anand Chaudhry"),
        ("Prof. Dr. Sofia Brandt", "Prof.", "Sofia Brandt"),
        ("Ms. Jane Roe", "", "Ms. Jane Roe"),
        ("Drew Barr", "Dr.", "Drew Barr"),
    ],
)
def test_a_title_is_taken_off_the_name(typed, title, name):
    assert split_title(typed) == (title, name)
