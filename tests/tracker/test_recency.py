from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exposure import Stay, Weights, assess
from tracker.recency import Leaving, anniversary, opens

TODAY = date(2026, 10, 27)


def observing(id, start, end):
    return Stay(id, "observership", start, end, 40)


def window(years, *stays, today=TODAY):
    return next(r for r in assess(stays, Weights(), today).recency if r.years == years)


@pytest.mark.parametrize(
    ("ended", "years", "words"),
    [
        (date(2026, 2, 12), 1, "leaves the 1-year window on Fri 12 Feb 2027"),
        (date(2025, 12, 1), 1, "leaves the 1-year window on Tue 1 Dec"),
        (date(2025, 10, 28), 1, "leaves the 1-year window on Wed 28 Oct"),
        (date(2025, 10, 27), 1, "left the 1-year window on Tue 27 Oct"),
        (date(2025, 2, 12), 1, "left the 1-year window on Thu 12 Feb"),
        (date(2025, 2, 12), 2, "leaves the 2-year window on Fri 12 Feb 2027"),
        (date(2024, 2, 29), 3, "leaves the 3-year window on Mon 1 Mar 2027"),
    ],
)
def test_when_a_stay_leaves_a_window(ended, years, words):
    found = window(years, observing("a", ended - timedelta(days=25), ended))
    assert [out.words for out in found.leavings] == [words]


def test_a_window_names_what_leaves_next_first():
    old = observing("old", date(2024, 6, 3), date(2024, 6, 28))
    last_year = observing("last year", date(2025, 11, 3), date(2025, 11, 28))
    running = observing("running", date(2026, 10, 5), date(2026, 11, 13))
    later = observing("later", date(2027, 1, 4), date(2027, 1, 29))
    found = window(1, later, running, last_year, old)
    assert found.leavings == (
        Leaving(
            "last year", date(2025, 11, 28), date(2026, 11, 28), "leaves the 1-year window on Sat 28 Nov"
        ),
        Leaving(
            "running", date(2026, 11, 13), date(2027, 11, 13), "leaves the 1-year window on Sat 13 Nov 2027"
        ),
        Leaving("later", date(2027, 1, 29), date(2028, 1, 29), "leaves the 1-year window on Sat 29 Jan 2028"),
        Leaving("old", date(2024, 6, 28), date(2025, 6, 28), "left the 1-year window on Sat 28 Jun 2025"),
    )
    assert found.leaves_on == date(2028, 1, 29)
    assert found.words == "As booked, the newest of it leaves the 1-year window on Sat 29 Jan 2028."
    assert window(1, last_year).words == "The newest of it leaves the 1-year window on Sat 28 Nov."
    assert [(line.stay_id, line.days) for line in found.months.working.lines] == [
        ("last year", 20),
        ("running", 16),
    ]


def test_a_stay_partly_outside_counts_with_what_is_inside():
    found = window(1, observing("a", date(2025, 10, 13), date(2025, 11, 7)))
    assert [(line.start, line.days) for line in found.months.working.lines] == [(date(2025, 10, 28), 9)]


def test_nothing_and_long_ago():
    assert window(1).words == "Nothing counts in the 1-year window yet."
    assert window(1).leaves_on is None
    long_ago = observing("a", date(2020, 6, 1), date(2020, 6, 26))
    assert window(3, long_ago).words == "The last of it left the 3-year window on Mon 26 Jun 2023."
    assert window(3, long_ago).months.value == 0


def test_what_weighs_nothing_leaves_no_window():
    remote = Stay("a", "observership", date(2026, 9, 1), date(2026, 9, 30), 40, setting="remote")
    home = Stay("b", "externship", date(2026, 9, 1), date(2026, 9, 30), 40, in_us=False, hands_on=True)
    assert window(1, remote, home).leavings == ()


def test_pieces_of_one_rotation_leave_together():
    pieces = (
        observing("a", date(2026, 3, 2), date(2026, 3, 27)),
        observing("a", date(2026, 3, 28), date(2026, 4, 24)),
    )
    assert [out.last_day for out in window(1, *pieces).leavings] == [date(2026, 4, 24)]


@settings(deadline=None)
@given(st.dates(date(2019, 1, 1), date(2033, 1, 1)), st.integers(1, 5), st.integers(-3, 3))
def test_a_day_is_in_the_window_until_its_anniversary(today, years, near):
    first = opens(today, years)
    assert anniversary(first, years) > today
    assert anniversary(first - timedelta(days=1), years) <= today
    on = first + timedelta(days=near)
    assert (on >= first) == (anniversary(on, years) > today)
