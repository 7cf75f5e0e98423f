from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import spoken
from tracker.axis import Axis
from tracker.gaps import Gap, fills, find
from tracker.seasons import derive
from tracker.timeline import Block

TODAY = date(2026, 10, 27)
SEASON = derive(2028)  # opens 2 Jun 2027, submit 1 Sep 2027
AXIS = Axis(date(2026, 3, 1), date(2027, 9, 30))
SATURDAYS = frozenset({5})


def block(id, start, end, hours=40, **more):
    return Block(id, "hands_on", more.pop("title", id), "", start, end, hours, **more)


def found(*blocks, today=TODAY, axis=AXIS):
    return find(blocks, SEASON, today, axis)


MEDICINE = block("medicine", date(2026, 9, 21), date(2026, 12, 18))


def until(end):
    """The plan that leaves one gap, from Sat 19 Dec 2026 to the day before `end`."""
    return MEDICINE, block("rest", end, date(2027, 8, 31), title="Heart failure")


# A gap from Sat 19 Dec 2026, by the day the next rotation starts.
@pytest.mark.parametrize(
    ("starts", "length", "reason"),
    [
        (date(2026, 12, 28), None, "Room for a week of study, too short for a 2-week observership."),
        (date(2027, 1, 4), "2 weeks", "Room for a 2-week observership, too short for a 4-week rotation."),
        (date(2027, 1, 11), "3 weeks", "Room for a 2-week observership, too short for a 4-week rotation."),
        (date(2027, 1, 15), "4 weeks", "Room for a 2-week observership, too short for a 4-week rotation."),
        (date(2027, 1, 18), "4 weeks", "Room for a 4-week rotation, too short for two 4-week rotations."),
        (
            date(2027, 2, 15),
            "8 weeks",
            "Room for two 4-week rotations, too short for 12 weeks with one attending.",
        ),
        (date(2027, 3, 15), "12 weeks", "Room for 12 weeks with one attending."),
    ],
)
def test_what_fits(starts, length, reason):
    (gap,) = found(*until(starts))
    assert (gap.start, gap.end) == (date(2026, 12, 19), starts - timedelta(days=1))
    assert gap.reason == f"{reason} Heart failure starts on {spoken.plain_day(starts, TODAY)}."
    assert (gap.length if gap.is_named else None) == length
    assert bool(gap.label) == gap.is_named


def test_the_gap_of_the_picture():
    (gap,) = found(*until(date(2027, 1, 11)))
    assert gap == Gap(
        start=date(2026, 12, 19),
        end=date(2027, 1, 10),
        x=50.604,
        width=3.972,
        length="3 weeks",
        label="3 wk",
        label_x=52.591,
        is_named=True,
        is_past=False,
        fits=("a week of study", "a 2-week observership"),
        reason="Room for a 2-week observership, too short for a 4-week rotation. "
        "Heart failure starts on Mon 11 Jan 2027.",
    )


@pytest.mark.parametrize(
    ("days", "is_named", "label"), [(6, None, None), (7, False, ""), (13, False, ""), (14, True, "2 wk")]
)
def test_a_gap_is_drawn_from_a_week_and_named_from_two(days, is_named, label):
    gaps = found(*until(date(2026, 12, 19) + timedelta(days=days)))
    assert [(g.is_named, g.label) for g in gaps] == ([] if is_named is None else [(is_named, label)])


def test_the_days_around_the_opening_are_for_the_application():
    gaps = found(
        block("a", date(2026, 9, 21), date(2027, 5, 21)),
        block("b", date(2027, 6, 7), date(2027, 8, 31), title="Sub-internship"),
    )
    assert [(g.start, g.end, g.reason) for g in gaps] == [
        (
            date(2027, 5, 22),
            date(2027, 6, 6),
            "MyERAS opens on Wed 2 Jun 2027, expected: keep these days for the application. "
            "Sub-internship starts on Mon 7 Jun 2027.",
        )
    ]


def test_the_last_gap_ends_the_day_before_submission():
    assert [(g.start, g.end) for g in found(MEDICINE)] == [(date(2026, 12, 19), date(2027, 8, 31))]


def test_once_submitted_the_axis_is_the_end():
    today = date(2027, 9, 10)
    assert [(g.start, g.end) for g in found(MEDICINE, today=today)] == [
        (date(2026, 12, 19), date(2027, 9, 30))
    ]


def test_a_gap_that_runs_counts_from_today():
    (gap,) = found(*until(date(2027, 1, 18)), today=date(2027, 1, 6))
    assert (gap.start, gap.fits) == (date(2026, 12, 19), ("a week of study",))


def test_a_gap_that_starts_soon_says_that_papers_take_a_month():
    (gap,) = found(*until(date(2027, 1, 18)), today=date(2026, 11, 20))
    assert gap.reason == (
        "Room for a 4-week rotation, too short for two 4-week rotations. "
        "Many sites want papers 30 days ahead. Heart failure starts on Mon 18 Jan 2027."
    )


def test_a_gap_that_is_over_offers_nothing():
    gaps = found(
        block("a", date(2026, 3, 2), date(2026, 6, 26)), block("b", date(2026, 8, 3), date(2027, 8, 31))
    )
    assert [(g.start, g.end, g.is_past, g.fits, g.reason) for g in gaps] == [
        (date(2026, 6, 27), date(2026, 8, 2), True, (), "Over. Nothing full-time is recorded.")
    ]


def test_days_too_few_for_anything():
    (gap,) = found(*until(date(2027, 1, 4)), today=date(2026, 12, 31))
    assert gap.reason == "Too short for a rotation. Heart failure starts on Mon 4 Jan 2027."


def test_an_empty_plan_is_one_gap_from_today():
    assert [(g.start, g.end) for g in found()] == [(TODAY, date(2027, 8, 31))]


@pytest.mark.parametrize(
    ("hours", "weekdays", "expected"),
    [
        (40, frozenset(range(5)), True),
        (20, frozenset(range(5)), True),
        (19, frozenset(range(5)), False),
        (8, SATURDAYS, False),
        (None, frozenset(range(5)), True),
        (None, SATURDAYS, False),
    ],
)
def test_what_fills_a_week(hours, weekdays, expected):
    assert fills(block("a", TODAY, TODAY, hours, weekdays=weekdays)) is expected


def test_saturdays_leave_the_gap_open():
    clinic = block("clinic", date(2026, 7, 11), date(2027, 8, 28), 8, weekdays=SATURDAYS)
    assert found(*until(date(2027, 1, 11)), clinic) == found(*until(date(2027, 1, 11)))


PLANS = st.lists(
    st.builds(
        lambda number, offset, length, hours: block(
            f"b{number}",
            TODAY + timedelta(days=offset),
            TODAY + timedelta(days=offset + length),
            hours,
        ),
        st.integers(0, 99),
        st.integers(-300, 400),
        st.integers(0, 120),
        st.sampled_from([None, 8, 40]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(PLANS)
def test_gaps_are_free_in_order_and_inside(blocks):
    gaps = found(*blocks)
    for gap in gaps:
        assert AXIS.start <= gap.start <= gap.end < SEASON.submit_on.on
        assert not any(b.start <= gap.end and b.end >= gap.start for b in blocks if fills(b))
        assert gap.is_named == ((gap.end - gap.start).days >= 13)
        assert 0 <= gap.x < gap.x + gap.width <= 100
    assert all(a.end < b.start for a, b in pairwise(gaps))


@settings(deadline=None)
@given(PLANS)
def test_every_free_stretch_of_a_week_is_found(blocks):
    filling = [b for b in blocks if fills(b)]
    first = max(AXIS.start, min([TODAY, *(b.start for b in filling)]))
    free, run = [], 0
    for i in range((SEASON.submit_on.on - first).days + 1):
        day = first + timedelta(days=i)
        if day < SEASON.submit_on.on and not any(b.start <= day <= b.end for b in filling):
            run += 1
            continue
        if run >= 7:
            free.append((day - timedelta(days=run), day - timedelta(days=1)))
        run = 0
    assert [(g.start, g.end) for g in found(*blocks)] == free
