from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.calendar import (
    Blackout,
    NoGoodDay,
    at_wall_time,
    blackouts_of,
    federal_holidays,
    holiday,
    is_good_day,
    match_week,
    next_good_day,
    recipient_zone,
    why_not,
)
from outreach.places import CITIES, CODES, STATES, WORDS


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 10, 27), None),
        (date(2026, 10, 28), None),
        (date(2026, 10, 29), None),
        (date(2026, 10, 26), "not a Tuesday, Wednesday or Thursday"),
        (date(2026, 10, 30), "not a Tuesday, Wednesday or Thursday"),
        (date(2026, 10, 31), "not a Tuesday, Wednesday or Thursday"),
        (date(2026, 11, 1), "not a Tuesday, Wednesday or Thursday"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2025, 6, 19), "Juneteenth National Independence Day"),
        (date(2027, 2, 15), "Washington's Birthday"),
        (date(2024, 7, 4), "the first week of July, when new residents start"),
        (date(2026, 12, 25), "the winter break"),
        (date(2026, 6, 30), None),
        (date(2026, 7, 1), "the first week of July, when new residents start"),
        (date(2026, 7, 7), "the first week of July, when new residents start"),
        (date(2026, 7, 8), None),
        (date(2027, 3, 11), None),
        (date(2027, 3, 16), "Match Week"),
        (date(2027, 3, 19), "Match Week"),
        (date(2027, 3, 23), None),
        (date(2025, 12, 23), None),
        (date(2025, 12, 24), "the winter break"),
        (date(2024, 1, 2), "the winter break"),
        (date(2024, 1, 3), None),
    ],
)
def test_why_not(day, reason):
    assert why_not(day) == reason
    assert is_good_day(day) == (reason is None)


def test_why_not_says_the_users_own_range():
    own = [Blackout(date(2026, 10, 27), date(2026, 10, 28), "your exam")]
    assert [why_not(date(2026, 10, d), own) for d in (27, 28, 29)] == ["your exam", "your exam", None]


def test_a_blackout_ends_on_or_after_its_start():
    assert Blackout(date(2026, 10, 27), date(2026, 10, 27), "x").holds(date(2026, 10, 27))
    with pytest.raises(ValueError, match="before it starts"):
        Blackout(date(2026, 10, 27), date(2026, 10, 26), "x")


@pytest.mark.parametrize(
    ("year", "friday"),
    [(2019, 15), (2024, 15), (2025, 21), (2026, 20), (2027, 19), (2028, 17), (2030, 15), (2031, 21)],
)
def test_match_week_is_the_week_of_the_third_friday(year, friday):
    week = match_week(year)
    assert (week.first, week.last) == (date(year, 3, friday - 4), date(year, 3, friday))
    assert (week.first.weekday(), week.last.weekday()) == (0, 4)


def test_blackouts_of_a_year_reach_into_the_next():
    assert [(b.first, b.last) for b in blackouts_of(2026)] == [
        (date(2026, 3, 16), date(2026, 3, 20)),
        (date(2026, 7, 1), date(2026, 7, 7)),
        (date(2026, 12, 24), date(2027, 1, 2)),
    ]


def test_federal_holidays_are_the_eleven_and_their_observed_days():
    names = {
        name.removesuffix(" (observed)")
        for year in range(2024, 2036)
        for name in federal_holidays(year).values()
    }
    assert names == {
        "New Year's Day",
        "Martin Luther King Jr. Day",
        "Washington's Birthday",
        "Memorial Day",
        "Juneteenth National Independence Day",
        "Independence Day",
        "Labor Day",
        "Columbus Day",
        "Veterans Day",
        "Thanksgiving Day",
        "Christmas Day",
    }
    assert holiday(date(2021, 12, 31)) == "New Year's Day (observed)"
    assert holiday(date(2026, 2, 14)) is None


def test_next_good_day_keeps_a_good_day_and_refuses_an_endless_blackout():
    assert next_good_day(date(2026, 10, 27)) == date(2026, 10, 27)
    assert next_good_day(date(2026, 10, 30)) == date(2026, 11, 3)
    with pytest.raises(NoGoodDay):
        next_good_day(date(2026, 10, 27), [Blackout(date(2026, 1, 1), date(2029, 1, 1), "away")])


def test_wall_time_in_a_gap_comes_after_it_and_in_an_overlap_first():
    gap = at_wall_time(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert gap.replace(tzinfo=None) == datetime(2026, 3, 8, 3, 30)
    assert gap.utcoffset() == timedelta(hours=-4)
    fold = at_wall_time(date(2026, 11, 1), time(1, 30), "America/New_York")
    assert (fold.replace(tzinfo=None), fold.utcoffset()) == (
        datetime(2026, 11, 1, 1, 30),
        timedelta(hours=-4),
    )
    half = at_wall_time(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")
    assert half.replace(tzinfo=None) == datetime(2026, 10, 4, 2, 45)


@pytest.mark.parametrize(
    ("city", "state", "zone", "words"),
    [
        ("Cleveland", "OH", "America/New_York", "ET"),
        ("Cleveland", "Ohio", "America/New_York", "ET"),
        ("Cleveland", "TN", "America/New_York", "ET"),
        ("Memphis", "TN", "America/Chicago", "CT"),
        ("", "Tennessee", "America/Chicago", "CT"),
        ("Miami", "FL", "America/New_York", "ET"),
        ("St. Petersburg", "FL", "America/New_York", "ET"),
        ("saint petersburg", "florida", "America/New_York", "ET"),
        ("Pensacola", "FL", "America/Chicago", "CT"),
        ("Nowhere Springs", "FL", "America/Chicago", "CT"),
        ("Houston", "tx", "America/Chicago", "CT"),
        ("El Paso", "TX", "America/Denver", "MT"),
        ("Louisville", "KY", "America/Kentucky/Louisville", "ET"),
        ("Indianapolis", "IN", "America/Indiana/Indianapolis", "ET"),
        ("Gary", "IN", "America/Chicago", "CT"),
        ("Detroit", "MI", "America/Detroit", "ET"),
        ("Sault Ste. Marie", "MI", "America/Detroit", "ET"),
        ("Iron Mountain", "MI", "America/Menominee", "CT"),
        ("Omaha", "NE", "America/Chicago", "CT"),
        ("Boise", "ID", "America/Boise", "MT"),
        ("Coeur d'Alene", "ID", "America/Los_Angeles", "PT"),
        ("Phoenix", "AZ", "America/Phoenix", "MST"),
        ("Tuba City", "AZ", "America/Denver", "MT"),
        ("Anchorage", "AK", "America/Anchorage", "AKT"),
        ("Billings", "MT", "America/Denver", "MT"),
        ("Washington", "D.C.", "America/New_York", "ET"),
        ("Honolulu", "HI", "Pacific/Honolulu", "HST"),
        ("San Juan", "PR", "America/Puerto_Rico", "AST"),
        ("", "Guam", "Pacific/Guam", "ChST"),
        ("", "U.S. Virgin Islands", "America/St_Thomas", "AST"),
        ("Dhaka", "Dhaka Division", "America/New_York", "ET"),
        ("", "", "America/New_York", "ET"),
    ],
)
def test_recipient_zone(city, state, zone, words):
    assert recipient_zone(city, state) == (zone, words)


def test_every_state_and_territory_has_a_zone_with_words():
    assert len(STATES) == 56
    assert set(CODES.values()) == set(STATES)
    zones = set(STATES.values()) | {zone for cities in CITIES.values() for zone in cities.values()}
    assert zones == set(WORDS)
    for zone in zones:
        assert ZoneInfo(zone).key == zone


def test_the_default_of_a_state_with_two_zones_is_the_later_one():
    for state, cities in CITIES.items():
        for zone in set(cities.values()):
            for month in (1, 7):
                day = date(2027, month, 12)
                assert at_wall_time(day, time(9), STATES[state]) >= at_wall_time(day, time(9), zone), (
                    state,
                    zone,
                )
