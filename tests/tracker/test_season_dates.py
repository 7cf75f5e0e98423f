"""Seasons as admin data, and a person's own dates."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests import make
from tracker import queries, seasons
from tracker.models import Season, SeasonDay, SeasonOverride

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 10, 27)
SEASON = "/season/"


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(db):
    return make.user(match_year=2028)


def change(match_year, name, **fields):
    SeasonDay.objects.filter(season__match_year=match_year, name=name).update(**fields)


def test_the_first_seasons_come_with_the_app():
    assert list(Season.objects.values_list("match_year", flat=True)) == [2029, 2028, 2027, 2026, 2025, 2024]


@pytest.mark.parametrize("year", range(2024, 2030))
def test_what_was_loaded_is_what_was_published(user, year):
    assert queries.season_for(user, year) == seasons.published(year)


def test_a_year_without_a_row_is_derived(user):
    assert queries.season_for(user, 2035) == seasons.derive(2035)


def test_a_curator_moves_review_and_letters_follow(user):
    day = datetime.date(2027, 9, 29)
    change(2028, "review_on", on=day, is_confirmed=True, source="AAMC, ERAS timeline")
    season = queries.season_of(user.profile, TODAY)
    assert season.review_on == seasons.SeasonDate(day, True, "AAMC, ERAS timeline")
    assert season.letters_in_on.on == datetime.date(2027, 9, 21)


def test_ones_own_date_is_for_oneself_only(user, stranger, signed_in):
    answer = signed_in(user).post(SEASON, {"submit_on": "2027-09-08"})
    assert answer.headers["Location"] == SEASON
    own = seasons.SeasonDate(datetime.date(2027, 9, 8), False, seasons.OWN)
    assert queries.season_for(user, 2028).submit_on == own
    assert queries.season_for(stranger, 2028) == seasons.published(2028)
    assert queries.season_for(user, 2027) == seasons.published(2027)
    text = signed_in(user).get("/timeline/").content.decode()
    assert "Wed 8 Sep 2027, set by you" in text


def test_an_emptied_field_goes_back_to_everybodys_date(user, signed_in):
    client = signed_in(user)
    client.post(SEASON, {"submit_on": "2027-09-08", "review_on": "2027-09-29"})
    client.post(SEASON, {"review_on": "2027-09-29"})
    assert list(SeasonOverride.objects.values_list("match_year", "name", "on")) == [
        (2028, "review_on", datetime.date(2027, 9, 29))
    ]


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"submit_on": "2030-09-08"}, "is not in the ERAS 2028 season."),
        (
            {"review_on": "2027-08-25"},
            "You can submit (Wed\u00a01\u00a0Sep\u00a02027) comes first, then Letters in",
        ),
        ({"submit_on": "09/08/2027"}, "is not a day. Pick it"),
    ],
)
def test_an_impossible_date_is_a_sentence(user, signed_in, posted, said):
    answer = signed_in(user).post(SEASON, posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SeasonOverride.objects.exists()


def test_without_a_season_the_page_asks_for_one(signed_in):
    text = signed_in(make.user()).get(SEASON).content.decode()
    assert "You have not chosen a season yet" in text


def test_expected_is_said_of_every_date_nobody_published(user, signed_in):
    text = signed_in(user).get(SEASON).content.decode()
    listed = text.split('season-dates">')[1].split("</ul>")[0]
    assert listed.count("<li>") == 8
    assert listed.count(", expected</time>") == 8
    change(2028, "submit_on", is_confirmed=True)
    listed = signed_in(user).get(SEASON).content.decode().split('season-dates">')[1].split("</ul>")[0]
    assert listed.count(", expected</time>") == 7


def test_the_database_keeps_one_row_for_each_date(user):
    day = SeasonDay.objects.filter(season__match_year=2028).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SeasonDay.objects.create(season=day.season, name=day.name, on=day.on, source="twice")
    SeasonOverride.objects.create(owner=user, match_year=2028, name="submit_on", on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeasonOverride.objects.create(owner=user, match_year=2028, name="submit_on", on=TODAY)


def test_the_page_asks_at_most_six_questions(user, signed_in, django_assert_max_num_queries):
    client = signed_in(user)
    client.post(SEASON, {"submit_on": "2027-09-08"})
    client.get(SEASON)
    with django_assert_max_num_queries(6):
        client.get(SEASON)
