from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import spoken

TODAY = date(2026, 10, 27)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 12, 14), "Mon 14 Dec"),
        (date(2026, 10, 27), "Tue 27 Oct"),
        (date(2026, 1, 1), "Thu 1 Jan"),
        (date(2027, 4, 2), "Fri 2 Apr 2027"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
        (date(2028, 2, 29), "Tue 29 Feb 2028"),
    ],
)
def test_day(on, words):
    assert spoken.plain_day(on, TODAY) == words
    assert spoken.day(on, TODAY) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 9, 21), date(2026, 12, 18), "21 Sep – 18 Dec 2026"),
        (date(2026, 7, 6), date(2026, 7, 31), "6 Jul – 31 Jul 2026"),
        (date(2026, 12, 19), date(2027, 1, 10), "19 Dec 2026 – 10 Jan 2027"),
        (date(2026, 9, 21), date(2026, 9, 21), "21 Sep 2026"),
    ],
)
def test_span(first, last, words):
    assert spoken.plain_span(first, last) == words
    assert spoken.span(first, last) == words.replace(" ", "\u00a0").replace("\u00a0–\u00a0", " – ")


@given(on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_day_is_never_ambiguous(on, today):
    weekday, number, month, *year = spoken.plain_day(on, today).split(" ")
    assert (spoken.WEEKDAYS.index(weekday), int(number), spoken.MONTHS.index(month) + 1) == (
        on.weekday(),
        on.day,
        on.month,
    )
    assert [int(y) for y in year] == ([] if on.year == today.year else [on.year])


def test_plural_and_listed():
    assert [spoken.plural(n, "week") for n in (0, 1, 2)] == ["0 weeks", "1 week", "2 weeks"]
    assert spoken.plural(2, "specialty", "specialties") == "2 specialties"
    assert [spoken.listed(names) for names in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_day_in_a_year():
    assert spoken.day_in(date(2026, 12, 14)) == "Mon\u00a014\u00a0Dec"
    assert spoken.day_in(date(2026, 12, 14), year=2026) == "Mon\u00a014\u00a0Dec"
    assert spoken.day_in(date(2027, 4, 2), year=2026) == "Fri\u00a02\u00a0Apr\u00a02027"
