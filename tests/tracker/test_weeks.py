from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.weeks import Segment, nearest, ruler, segments

# The rotation of the design's pictures: thirteen weeks, seen on the Tuesday of the sixth.
START, END, TODAY = date(2026, 9, 21), date(2026, 12, 18), date(2026, 10, 27)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def test_ruler_is_the_picture_of_the_rotation_head():
    drawn = ruler(START, END, TODAY)
    assert (drawn.weeks, drawn.done, drawn.current) == (13, 5, 6)
    assert (drawn.words, drawn.label) == ("Week 6 of 13", "Week 6 of 13. 5 weeks done.")
    assert drawn.segments == (
        Segment(0.0, 7.142, 100.0, 7.142),
        Segment(7.692, 7.142, 100.0, 7.142),
        Segment(15.385, 7.142, 100.0, 7.142),
        Segment(23.077, 7.142, 100.0, 7.142),
        Segment(30.769, 7.142, 100.0, 7.142),
        Segment(38.462, 7.142, 20.0, 1.428),
        Segment(46.154, 7.142, 0.0, 0.0),
        Segment(53.846, 7.142, 0.0, 0.0),
        Segment(61.538, 7.142, 0.0, 0.0),
        Segment(69.231, 7.142, 0.0, 0.0),
        Segment(76.923, 7.142, 0.0, 0.0),
        Segment(84.615, 7.142, 0.0, 0.0),
        Segment(92.308, 7.142, 0.0, 0.0),
    )


@pytest.mark.parametrize(
    ("today", "done", "current", "fill", "words"),
    [
        (date(2026, 9, 20), 0, None, None, "Starts Mon 21 Sep"),
        (date(2026, 9, 21), 0, 1, 0.0, "Week 1 of 13"),
        (date(2026, 9, 25), 0, 1, 80.0, "Week 1 of 13"),
        (date(2026, 9, 27), 0, 1, 100.0, "Week 1 of 13"),  # a Sunday: its five working days are over
        (date(2026, 9, 28), 1, 2, 0.0, "Week 2 of 13"),
        (date(2026, 12, 18), 12, 13, 80.0, "Week 13 of 13"),
        (date(2026, 12, 19), 13, None, None, "13 weeks, ended Fri 18 Dec"),
        (date(2027, 1, 4), 13, None, None, "13 weeks, ended Fri 18 Dec 2026"),
    ],
)
def test_ruler_day_by_day(today, done, current, fill, words):
    drawn = ruler(START, END, today)
    assert (drawn.done, drawn.current, drawn.words) == (done, current, words)
    assert current is None or drawn.segments[current - 1].fill == fill


def test_saturdays_only_fill_on_saturday_night():
    clinic = {"start": date(2026, 7, 11), "end": date(2026, 12, 19), "weekdays": frozenset({5})}
    assert ruler(today=date(2026, 7, 18), **clinic).segments[1].fill == 0.0
    assert ruler(today=date(2026, 7, 19), **clinic).segments[1].fill == 100.0


def test_a_week_without_a_working_day_fills_by_the_calendar():
    weekend = ruler(date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 25))
    assert (weekend.words, weekend.segments[0].fill) == ("Week 1 of 1", 50.0)


def test_segments_for_letters():
    assert segments(12, 5, Fraction(28, 100))[5] == Segment(41.667, 7.783, 28.0, 2.179)
    assert {s.fill for s in segments(12, 15)} == {100.0}


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        ruler(END, START, TODAY)
    with pytest.raises(ValueError, match="at least one week"):
        segments(0, 0)


@pytest.mark.parametrize(("days", "weeks"), [(1, 1), (16, 2), (23, 3), (26, 4), (60, 9), (89, 13), (117, 17)])
def test_nearest(days, weeks):
    assert nearest(days) == weeks


@settings(deadline=None)
@given(start=DAYS, days=st.integers(1, 1096), offset=st.integers(-10, 1200))
def test_ruler_holds_together(start, days, offset):
    end, today = start + timedelta(days=days - 1), start + timedelta(days=offset)
    drawn = ruler(start, end, today)
    assert len(drawn.segments) == drawn.weeks
    assert (drawn.weeks - 1) * 7 < days <= drawn.weeks * 7
    assert [s.fill for s in drawn.segments[: drawn.done]] == [100.0] * drawn.done
    after = drawn.done + (drawn.current is not None)
    assert [s.fill for s in drawn.segments[after:]] == [0.0] * (drawn.weeks - after)
    assert (drawn.current is None) == (not start <= today <= end)
    assert all(a.x + a.width < b.x for a, b in pairwise(drawn.segments))
    assert drawn.segments[-1].x + drawn.segments[-1].width < 100


@settings(deadline=None)
@given(start=DAYS, days=st.integers(1, 400), offset=st.integers(0, 500))
def test_a_ruler_never_empties_as_days_pass(start, days, offset):
    end, today = start + timedelta(days=days - 1), start + timedelta(days=offset)
    filled = [sum(s.fill for s in ruler(start, end, t).segments) for t in (today, today + timedelta(days=1))]
    assert filled[0] <= filled[1]
