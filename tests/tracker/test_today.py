"""Today: one column of what needs the person."""

import datetime

import pytest
import time_machine

from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)  # Tue 27 Oct, 6 pm in Cleveland


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client):
    return client.get("/").content.decode()


def test_a_new_person_is_asked_three_questions_first(signed_in):
    person = make.user(is_onboarded=False)
    client = signed_in(person)
    assert client.get("/").headers["Location"] == "/welcome/"
    client.post("/welcome/", {"skip": "1"})
    assert "Start with one email" in page(client)


def test_the_season_is_counted_in_weeks(signed_in, user):
    user.profile.match_year = 2028
    user.profile.save()
    text = page(signed_in(user))
    assert "44 weeks" in text
    assert "Wed 1 Sep 2027, expected" in text


def test_a_running_rotation_asks_how_today_was_until_it_is_said(signed_in, user):
    client = signed_in(user)
    rotation = make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))
    assert "How was today?" in page(client)
    make.log_entry(rotation, day=datetime.date(2026, 10, 27))
    assert "How was today?" not in page(client)
    assert "Today is logged." in page(client)


def test_a_free_weekday_asks_nothing(signed_in, user):
    make.rotation(
        user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18), weekdays="5"
    )
    assert "How was today?" not in page(signed_in(user))


def test_what_is_due_stands_above_what_comes(signed_in, user):
    make.reminder(user, title="Follow up with Dr. Chaudhry")
    make.reminder(user, title="Nudge Dr. Marsh", due_at=NOW + datetime.timedelta(days=3))
    make.reminder(user, title="Far away", due_at=NOW + datetime.timedelta(days=30))
    text = page(signed_in(user))
    assert text.index("Follow up with Dr. Chaudhry") < text.index("Nudge Dr. Marsh")
    assert "Far away" not in text


def test_today_shows_the_first_25_and_the_navigation_counts_all(signed_in, user):
    for number in range(24):
        make.reminder(user, title=f"Due {number}")
    make.reminder(user, title="To come first", due_at=NOW + datetime.timedelta(days=1))
    assert "More reminders" not in page(signed_in(user))
    make.reminder(user, title="To come next", due_at=NOW + datetime.timedelta(days=2))
    text = page(signed_in(user))
    assert [said in text for said in ("To come first", "To come next", "More reminders")] == [
        True,
        False,
        True,
    ]
    for number in range(24, 40):
        make.reminder(user, title=f"Due {number}")
    assert '<span class="count">40<span class="visually-hidden"> waiting' in page(signed_in(user))


@pytest.mark.parametrize("count", [1, 3])
def test_today_asks_at_most_ten_questions(signed_in, user, count, django_assert_max_num_queries):
    for n in range(count):
        make.log_entry(make.rotation(user), day=make.today() - (n + 1) * make.DAY)
        make.rotation(user, starts_on=make.today() + 90 * make.DAY, ends_on=make.today() + 120 * make.DAY)
        make.reminder(user)
    client = signed_in(user)
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get("/")
