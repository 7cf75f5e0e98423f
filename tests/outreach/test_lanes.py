"""Moves on the board, filters, five hundred threads; and the numbers with nothing under five."""

import datetime
import time

import pytest
import time_machine
from django.urls import reverse

from outreach import services
from outreach.models import Answer, Contact, Thread, Touch
from outreach.numbers import Approach, Row, Stage, count
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def move(client, thread, lane):
    return client.post(url("thread-lane", thread.pk), {"lane": lane}).url


def state(thread):
    return Thread.objects.get(pk=thread.pk).state


def test_what_can_be_undone_is_done_and_the_rest_asks(client, user):
    to_write, waiting = make.thread(user, now=NOW), make.thread(user, sent_on=TUE, now=NOW)
    assert move(client, to_write, "sent") == url("thread-send", to_write.pk)
    assert move(client, waiting, "sent") == url("thread-send", waiting.pk)
    assert move(client, waiting, "reply") == url("board")
    assert state(waiting) == "replied"
    assert move(client, waiting, "call") == f"/outreach/threads/{waiting.pk}/#call"
    assert move(client, waiting, "placed") == f"/outreach/threads/{waiting.pk}/#placed"
    assert move(client, waiting, "sent") == url("board")
    assert (state(waiting), state(to_write)) == ("waiting", "to_write")
    move(client, waiting, "closed")
    assert state(waiting) == "closed"


@pytest.mark.parametrize("lane", ["", "due", "nonsense", "reply", "closed"])
def test_a_move_that_does_not_fit_changes_nothing(client, user, lane):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    services.record_reply(thread, on=TUE, now=NOW)
    services.plan_call(thread, at=NOW + make.DAY, now=NOW)
    move(client, thread, lane)
    assert state(thread) == "call"


def test_a_reply_before_the_first_mail_is_a_sentence(client, user):
    thread = make.thread(user, now=NOW)
    page = client.post(url("thread-lane", thread.pk), {"lane": "reply"}, follow=True)
    assert "Nothing was sent in this thread yet" in page.content.decode()


def test_every_card_has_the_buttons_a_drag_would_press(client, user):
    thread = make.thread(user, sent_on=TUE, now=NOW)
    page = client.get(url("board"))
    [card] = [card for lane in page.context["board"].lanes for card in lane.cards]
    assert (card.pk, card.moves) == (thread.pk, (("reply", "They replied"), ("closed", "Stop")))
    html = page.content.decode()
    assert 'name="lane" value="reply"' in html
    assert 'data-lane="sent"' in html


def test_the_board_and_the_table_show_one_source_only(client, user):
    make.thread(user, now=NOW)
    make.thread(user, now=NOW, contact_fields={"name": "Sofia Brandt", "source": "alumni"})
    for source, names in [
        ("alumni", ["Dr. Sofia Brandt"]),
        ("nonsense", ["Dr. Anand Chaudhry", "Dr. Sofia Brandt"]),
    ]:
        lanes = client.get(url("board"), {"source": source}).context["board"].lanes
        assert sorted(card.name for lane in lanes for card in lane.cards) == names
        rows = client.get(url("thread-list"), {"source": source}).context["rows"]
        assert sorted(row.name for row in rows) == names


def test_the_board_and_the_table_show_one_specialty_only(client, user):
    make.thread(user, now=NOW, contact_fields={"specialty": make.specialty("Neurology")})
    other = {"name": "Sofia Brandt", "specialty": make.specialty("Surgery")}
    surgery = make.thread(user, now=NOW, contact_fields=other).contact.specialty_id
    both = ["Dr. Anand Chaudhry", "Dr. Sofia Brandt"]
    for asked, names in [(str(surgery), both[1:]), ("nonsense", both), ("٣", both), ("9" * 18, [])]:
        page = client.get(url("board"), {"specialty": asked})
        assert sorted(card.name for lane in page.context["board"].lanes for card in lane.cards) == names
        assert [name for _, name in page.context["specialties"]] == ["Neurology", "Surgery"]
        rows = client.get(url("thread-list"), {"specialty": asked}).context["rows"]
        assert sorted(row.name for row in rows) == names


def test_five_hundred_live_threads_stay_usable(client, user, django_assert_num_queries):
    contacts = Contact.objects.bulk_create(
        Contact(owner=user, name=f"Ann Person{nth}", state="OH", city="Akron") for nth in range(500)
    )
    threads = Thread.objects.bulk_create(
        Thread(owner=user, contact=contact, subject="Your study", state="waiting") for contact in contacts
    )
    Touch.objects.bulk_create(
        Touch(thread=one, kind="sent", number=0, on=TUE, created_at=NOW) for one in threads
    )
    client.get(url("board"))
    began = time.perf_counter()
    with django_assert_num_queries(7):
        page = client.get(url("board"))
    assert time.perf_counter() - began < 5
    [waiting] = [lane for lane in page.context["board"].lanes if lane.count]
    assert (waiting.slug, len(waiting.cards), waiting.more, waiting.count) == ("sent", 25, 475, 500)
    assert len(page.content) < 120_000
    assert "475 more in the table" in page.content.decode()


# ---- the numbers ----


def approach(days=None, **fields):
    given = {"sent_on": TUE, "source": "Cold email", "template": "", "specialty": "", **fields}
    replied_on = given["sent_on"] + days * make.DAY if days is not None else None
    return Approach(replied_on=replied_on, **given)


def test_nothing_is_said_under_five():
    page = count([approach(3)] * 4)
    assert (page.is_enough, page.groups, page.finding, page.days) == (False, (), "", "")
    assert page.stages[0] == Stage("Written to", 4, 100.0)
    assert count([]).stages[1] == Stage("Answered", 0, 0.0)


def test_a_group_under_five_has_no_rate_and_no_days():
    page = count([approach(3), *[approach()] * 4, *[approach(1, source="Alumni")] * 4])
    [sources] = [rows for title, rows in page.groups if title == "How you found them"]
    assert sources == (
        Row("Cold email", 5, 1, 20, "", 20.0),
        Row("Alumni", 4, 4, None, "", 0.0),
    )
    assert page.finding == "5 of 9 answered; half of them within 1 day."


def test_days_until_an_answer_are_the_middle_of_five():
    page = count([approach(days) for days in (1, 2, 6, 9, 30)])
    assert page.days == "6 days"
    weekdays = dict(page.groups)["Day it was sent"]
    assert [(row.name, row.words) for row in weekdays] == [("Tue", "5 of 5 answered")]


def test_the_page_counts_a_persons_answer_and_no_machines(client, user, stranger):
    template = make.template(user)
    for nth in range(5):
        thread = make.thread(user, sent_on=TUE, now=NOW)
        make.email(thread, template=template)
        services.record_reply(thread, kind=Answer.AUTO, on=TUE, now=NOW)
        if nth < 2:
            services.record_reply(thread, kind=Answer.FULL, on=TUE + 2 * make.DAY, now=NOW)
    make.thread(user, now=NOW)
    make.thread(stranger, sent_on=TUE, now=NOW)
    page = client.get(url("numbers"))
    assert [(one.name, one.count) for one in page.context["page"].stages] == [
        ("Written to", 5),
        ("Answered", 2),
        ("Call", 0),
        ("Placed", 0),
    ]
    assert dict(page.context["page"].groups)["Template"] == (Row("Chart review", 5, 2, 40, "", 40.0),)
    assert "<h1>2 of 5 answered.</h1>" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"), [("numbers", 6), ("inbox", 6), ("template-list", 5), ("cv-list", 4)]
)
def test_lists_cost_the_same_for_one_and_three(client, user, django_assert_num_queries, name, most, rows):
    for nth in range(rows):
        thread = make.thread(user, sent_on=TUE, now=NOW)
        make.email(thread, template=make.template(user, name=f"T{nth}"))
        make.saved_line(user)
        make.cv(user)
        make.inbound(user, candidates=[thread.pk])
        make.inbound(user, thread=thread, state="filed")
    with django_assert_num_queries(most):
        assert client.get(url(name)).status_code == 200
