from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import seasons
from tracker.seasons import SeasonDate, amend, choices, current, derive, own, published, words

TODAY = date(2026, 10, 27)
YEARS = st.integers(2010, 2090)

# The table of domain.md §3, with the letters-in day of product.md §5. Seasons 2024 to 2026 are what happened.
ROWS = """
match opens      submit     letters in review     rank lists Match Week Match Day  ends
2024  2023-06-07 2023-09-06 2023-09-19 2023-09-27 2024-02-28 2024-03-11 2024-03-15 2024-05-31
2025  2024-06-05 2024-09-04 2024-09-17 2024-09-25 2025-03-05 2025-03-17 2025-03-21 2025-05-31
2026  2025-06-04 2025-09-03 2025-09-16 2025-09-24 2026-03-04 2026-03-16 2026-03-20 2026-05-31
2027  2026-06-03 2026-09-02 2026-09-15 2026-09-23 2027-03-03 2027-03-15 2027-03-19 2027-05-31
2028  2027-06-02 2027-09-01 2027-09-14 2027-09-22 2028-03-01 2028-03-13 2028-03-17 2028-05-31
"""
TABLE = {int(year): tuple(days) for year, *days in (row.split() for row in ROWS.strip().splitlines()[1:])}


def days_of(season):
    return tuple(getattr(season, name).on.isoformat() for name in seasons.DATE_NAMES)


def confirmed_in(season):
    return {name for name in seasons.DATE_NAMES if getattr(season, name).is_confirmed}


@pytest.mark.parametrize("match_year", TABLE)
def test_derived_dates_are_those_of_the_table(match_year):
    assert days_of(derive(match_year)) == TABLE[match_year]


@pytest.mark.parametrize("match_year", [2024, 2025, 2026])
def test_every_published_date_is_the_derived_one(match_year):
    assert days_of(published(match_year)) == TABLE[match_year]


def test_only_what_an_official_page_said_is_confirmed():
    assert {year: confirmed_in(published(year)) for year in TABLE} == {
        2024: {"opens_on", "submit_on", "review_on", "rank_list_on", "match_week_starts_on", "match_day_on"},
        2025: {"opens_on", "submit_on", "review_on", "ends_on"},
        2026: {"opens_on", "submit_on", "review_on", "match_week_starts_on", "match_day_on", "ends_on"},
        2027: set(),
        2028: set(),
    }
    assert published(2026).submit_on == SeasonDate(date(2025, 9, 3), True, "AAMC, ERAS timeline")


def test_a_derived_date_names_its_rule():
    season = derive(2028)
    assert season.name == "ERAS 2028"
    assert season.submit_on == SeasonDate(
        date(2027, 9, 1), False, "expected: first Wednesday of September, as in 2024 to 2026"
    )
    assert {name: getattr(season, name).source.split(",")[0] for name in seasons.DATE_NAMES} == {
        "opens_on": "expected: first Wednesday of June",
        "submit_on": "expected: first Wednesday of September",
        "letters_in_on": "expected: 8 days before programs read",
        "review_on": "expected: fourth Wednesday of September",
        "rank_list_on": "expected: 16 days before Match Day",
        "match_week_starts_on": "expected: Monday of Match Day's week",
        "match_day_on": "expected: third Friday of March",
        "ends_on": "expected: 31 May",
    }
    assert set(seasons.TITLES) == set(seasons.DATE_NAMES)


@given(YEARS)
def test_a_season_runs_in_order(match_year):
    season = derive(match_year)
    ordered = [getattr(season, name).on for name in seasons.DATE_NAMES]
    assert ordered == sorted(set(ordered))
    assert confirmed_in(season) == set()
    assert (season.review_on.on - season.submit_on.on).days == 21
    weekdays = [
        getattr(season, n).on.weekday() for n in ("opens_on", "submit_on", "review_on", "rank_list_on")
    ]
    assert weekdays == [2, 2, 2, 2]
    assert (season.match_week_starts_on.on.weekday(), season.match_day_on.on.weekday()) == (0, 4)


def test_moving_the_review_day_moves_the_letters_in_day():
    moved = amend(derive(2028), {"review_on": SeasonDate(date(2027, 9, 29), True, "AAMC, ERAS timeline")})
    assert moved.review_on.is_confirmed is True
    assert moved.letters_in_on.on == date(2027, 9, 21)
    assert moved.letters_in_on.is_confirmed is False
    assert moved.submit_on == derive(2028).submit_on


def test_a_letters_in_day_of_ones_own_stays():
    changes = {"review_on": own(date(2027, 9, 29)), "letters_in_on": own(date(2027, 9, 1))}
    assert amend(derive(2028), changes).letters_in_on == own(date(2027, 9, 1))


def test_a_name_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="no dates of a season: match_year, sumbit_on"):
        amend(derive(2028), {"sumbit_on": own(TODAY), "match_year": own(TODAY)})


@pytest.mark.parametrize(
    ("today", "match_year"),
    [
        (date(2026, 1, 1), 2027),
        (date(2026, 6, 3), 2027),
        (date(2026, 9, 2), 2027),
        (date(2026, 9, 23), 2027),  # programs start to read: still together with the others
        (date(2026, 9, 24), 2028),
        (TODAY, 2028),
        (date(2026, 12, 31), 2028),
        (date(2027, 1, 1), 2028),
    ],
)
def test_current(today, match_year):
    assert current(today) == match_year


@given(st.dates(date(2010, 1, 1), date(2090, 12, 31)))
def test_choices_are_two_seasons_still_ahead(today):
    first, second = choices(today)
    assert second.match_year == first.match_year + 1
    assert derive(first.match_year - 1).review_on.on < today <= first.review_on.on


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (SeasonDate(date(2027, 9, 1), False, "derived"), "Wed 1 Sep 2027, expected"),
        (SeasonDate(date(2027, 9, 1), True, "AAMC"), "Wed 1 Sep 2027"),
        (own(date(2027, 9, 1)), "Wed 1 Sep 2027, set by you"),
        (SeasonDate(date(2026, 12, 2), False, "derived"), "Wed 2 Dec, expected"),
    ],
)
def test_words(dated, said):
    assert words(dated, TODAY) == said
