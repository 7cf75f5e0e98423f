from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.spoken import MONTHS
from tracker.axis import Axis, Month, Tick, add_months, months, strip

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
PICTURE = Axis(date(2026, 3, 1), date(2027, 9, 30))  # the timeline of the design


@pytest.mark.parametrize(
    ("first", "last", "x", "width"),
    [
        (date(2026, 3, 2), date(2026, 6, 26), 0.173, 20.207),
        (date(2026, 9, 21), date(2026, 12, 18), 35.233, 15.371),
        (date(2027, 6, 7), date(2027, 7, 2), 79.965, 4.491),
        (date(2026, 3, 1), date(2027, 9, 30), 0.0, 100.0),
    ],
)
def test_positions_are_those_of_the_picture(first, last, x, width):
    assert (PICTURE.x(first), PICTURE.width(first, last)) == (x, width)


def test_today_in_the_picture():
    assert PICTURE.x(date(2026, 10, 27)) == 41.451


def test_months_of_the_picture():
    found = months(PICTURE)
    assert [m.label for m in found] == [*MONTHS[2:], *MONTHS[:9]]
    assert found[0] == Month(0.0, 2.677, "Mar", "2026", False, False, True)
    assert found[1] == Month(5.354, 7.945, "Apr", "", False, True, False)
    assert found[10] == Month(52.85, 55.527, "Jan", "2027", True, False, False)
    assert [m.label for m in found if m.in_overview] == ["Mar", "Jun", "Sep", "Dec", "Mar", "Jun", "Sep"]


def test_a_month_that_began_before_the_axis():
    first, second = months(Axis(date(2026, 1, 22), date(2026, 2, 10)))
    assert first == Month(0.0, 25.0, "Jan", "2026", False, False, True)
    assert second == Month(50.0, 75.0, "Feb", "", False, True, False)


def test_several_seasons_name_every_third_month():
    found = months(Axis(date(2025, 1, 1), date(2027, 12, 31)))
    assert [m.label for m in found][:7] == ["Jan", "", "", "Apr", "", "", "Jul"]
    assert [m.year for m in found if m.year] == ["2025", "2026", "2027"]


def test_strip_of_the_picture():
    found = strip(date(2026, 3, 2), date(2027, 9, 1), date(2026, 10, 27))
    assert (found.start, found.end, found.today_x) == (date(2026, 3, 1), date(2027, 9, 1), 43.716)
    assert found.ticks[:5] == (
        Tick(0.0, False),
        Tick(5.647, True),
        Tick(11.111, False),
        Tick(16.758, False),
        Tick(22.222, True),
    )
    assert len(found.ticks) == 18


def test_strip_before_and_after():
    ends = (date(2026, 3, 2), date(2027, 9, 1))
    assert strip(*ends, date(2026, 1, 1)).today_x == 0.0
    assert strip(*ends, date(2028, 1, 1)).today_x == 100.0
    assert strip(*ends, ends[1]).today_x == 100.0
    with pytest.raises(ValueError, match="before it starts"):
        strip(date(2027, 9, 15), date(2027, 9, 1), date(2027, 9, 1))


@pytest.mark.parametrize(
    ("on", "count", "result"),
    [
        (date(2027, 9, 1), -12, date(2026, 9, 1)),
        (date(2027, 9, 1), -6, date(2027, 3, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_add_months(on, count, result):
    assert add_months(on, count) == result


def test_an_axis_has_days():
    assert Axis(date(2026, 3, 1), date(2026, 3, 1)).width(date(2026, 3, 1), date(2026, 3, 1)) == 100.0
    with pytest.raises(ValueError, match="before it starts"):
        Axis(date(2026, 3, 2), date(2026, 3, 1))


@settings(deadline=None)
@given(DAYS, st.integers(0, 1500))
def test_months_cover_the_axis_in_order(start, days):
    axis = Axis(start, start + timedelta(days=days))
    found = months(axis)
    assert found[0].x == 0.0
    assert [m.x for m in found] == sorted({m.x for m in found})
    assert all(m.x < m.label_x < 100 for m in found)
    assert found[0].label
    assert found[0].year == str(start.year)
    assert sum(m.is_new_year for m in found) == axis.end.year - start.year
