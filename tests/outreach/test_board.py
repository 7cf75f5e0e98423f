"""The board, the lists, the sample, strangers and administrators, and what a page costs."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from outreach import sample, services
from outreach.models import Thread, Touch
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)  # Thu 22 Oct, noon in Akron
NBSP = "\xa0"


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def text(response):
    """The words of a page, white space folded, no-break spaces as spaces."""
    return " ".join(response.content.decode().replace(NBSP, " ").split())


@pytest.fixture
def waiting(user):
    return make.thread(user, sent_on=TUE, now=NOW)


def lanes(page):
    return {lane.title: [card.name for card in lane.cards] for lane in page.context["board"].lanes}


def test_the_empty_board_says_what_to_do(client):
    words = text(client.get(url("board")))
    assert "Nobody written to yet" in words
    assert words.count("Write to someone") == 1


def test_the_sample_fills_every_lane_and_building_again_adds_nothing(client, user):
    for _ in range(2):
        sample.build(user, NOW.date())
    page = client.get(url("board"))
    assert lanes(page) == {
        "To write": ["Dr. Naomi Whitfield", "Dr. Peter Lang"],
        "Waiting": ["Dr. Karen Oduya", "Dr. Sofia Brandt", "Dr. Hugh Tanaka", "Dr. Elena Voss"],
        "Follow up": ["Dr. Anand Chaudhry"],
        "Replied": ["Dr. Miguel Santos", "Dr. Wren Halloran"],
        "Call": ["Dr. Lucia Ferreira"],
        "Placed": ["Dr. Grace Achebe"],
    }
    assert "1st of 2, due today" in text(page)
    assert "2 closed" in text(page)
    assert "2 said no." in text(page)
    closed = text(client.get(url("thread-list"), {"state": "closed"}))
    assert ("Tobias Rowe" in closed, "Sana Iqbal" in closed, "Chaudhry" in closed) == (True, True, False)


@pytest.mark.parametrize("days", range(0, 380, 31))
def test_the_sample_has_its_due_follow_up_on_every_day_of_the_year(user, days):
    today = NOW.date() + days * make.DAY
    with time_machine.travel(datetime.datetime.combine(today, datetime.time(16), datetime.UTC), tick=False):
        sample.build(user, today)
    states = [thread.state for thread in Thread.objects.all()]
    assert sorted(set(states)) == ["call", "closed", "placed", "replied", "to_write", "waiting"]
    assert user.reminders.filter(
        state="open", due_at__lte=datetime.datetime.combine(today, datetime.time(16), datetime.UTC)
    ).exists()


def test_silence_closes_the_card_without_a_button(client, user):
    thread = make.thread(user, sent_on=datetime.date(2026, 8, 4), now=NOW)
    services.record_follow_up(thread, number=1, on=datetime.date(2026, 8, 11), now=NOW)
    services.record_follow_up(thread, number=2, on=datetime.date(2026, 8, 25), now=NOW)
    page = client.get(url("board"))
    assert lanes(page)["Waiting"] == []
    assert "1 never replied." in text(page)
    words = text(client.get(url("thread-show", thread.pk)))
    assert "Closed, no reply" in words
    assert "Not again before Mon 8 Mar 2027." in words


def test_a_search_finds_the_closed_too(client, user, waiting):
    make.thread(user, contact_fields={"name": "Sofia Brandt", "city": "Madison", "state": "WI"}, now=NOW)
    services.stop(waiting, now=NOW)
    found = client.get(url("thread-list"), {"q": "akron chaud"})
    assert [row.name for row in found.context["rows"]] == ["Dr. Anand Chaudhry"]
    assert client.get(url("thread-list"), {"q": "zzz", "page": "-3", "state": "no"}).status_code == 200


def test_a_strangers_records_are_a_404_and_stay_as_they_are(signed_in, stranger, waiting):
    client = signed_in(stranger)
    for name in ("thread-show", "thread-edit"):
        assert client.get(url(name, waiting.pk)).status_code == 404
    for name in ["sent", "replied", "note", "move", "stop", "reopen", "call", "placed", "delete", "restore"]:
        assert client.post(url(f"thread-{name}", waiting.pk), {}).status_code == 404
    for name in ("contact-edit", "contact-write", "contact-delete", "contact-restore"):
        assert client.post(url(name, waiting.contact_id), {}).status_code == 404
    assert client.get(url("thread-show", 10**30)).status_code == 404
    assert lanes_of(client) == 0
    assert [touch.kind for touch in Touch.objects.filter(thread=waiting)] == ["sent"]


def lanes_of(client):
    return sum(len(lane.cards) for lane in client.get(url("board")).context["board"].lanes)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"), [("board", 7), ("thread-list", 7), ("contact-list", 5), ("thread-show", 6)]
)
def test_pages_cost_the_same_for_one_and_for_three(
    client, user, django_assert_num_queries, django_assert_max_num_queries, name, most, count
):
    for _ in range(count):
        thread = make.thread(user, sent_on=TUE, now=NOW)
    path = url(name, thread.pk) if name == "thread-show" else url(name)
    with django_assert_max_num_queries(most) as seen:
        assert client.get(path).status_code == 200
    assert len(seen) == most


def test_the_admin_shows_counts_to_superusers_and_nothing_to_curators(signed_in, waiting, user):
    listed = reverse("admin:outreach_thread_changelist")
    assert signed_in(make.curator()).get(listed).status_code == 403
    chief = signed_in(make.administrator())
    page = text(chief.get(listed))
    assert ("Waiting" in page, "hyponatremia" in page, "Chaudhry" in page) == (True, False, False)
    one = chief.get(reverse("admin:outreach_thread_change", args=[waiting.pk]))
    assert ("hyponatremia" in text(one), "Chaudhry" in text(one)) == (False, False)
    assert (
        chief.post(reverse("admin:outreach_thread_delete", args=[waiting.pk]), {"post": "yes"}).status_code
        == 403
    )
    # deleting the whole account is not held up by threads, and names nobody the applicant wrote to
    account = text(chief.get(reverse("admin:accounts_user_delete", args=[user.pk])))
    assert ("Nadia Rahman" in account, "<li>thread</li>" in account) == (True, False)
    assert ("hyponatremia" in account, "Chaudhry" in account) == (False, False)


def test_a_get_changes_nothing(client, waiting):
    for name in ["sent", "replied", "note", "move", "stop", "reopen", "call", "placed", "delete", "restore"]:
        assert client.get(url(f"thread-{name}", waiting.pk)).status_code == 405
    assert Thread.objects.get(pk=waiting.pk).state == "waiting"
