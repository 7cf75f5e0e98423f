from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.axis import Axis
from tracker.crowding import Clash, Overlap, Overload, clashes, overlaps, overloads
from tracker.timeline import Block, Exam

TODAY = date(2026, 10, 27)
AXIS = Axis(date(2026, 9, 1), date(2026, 12, 9))  # 100 days: one percent a day
SATURDAYS = frozenset({5})


def block(id, start, end, hours=40, kind="hands_on", **more):
    return Block(id, kind, more.pop("title", id), "", start, end, hours, **more)


MEDICINE = block("medicine", date(2026, 9, 21), date(2026, 12, 18), 50, title="Internal medicine")
CLINIC = block(
    "clinic", date(2026, 7, 11), date(2026, 10, 17), 8, "volunteer", title="Free clinic", weekdays=SATURDAYS
)


def test_an_overlap_on_different_days():
    assert overlaps([MEDICINE, CLINIC]) == (
        Overlap(
            ("clinic", "medicine"),
            date(2026, 9, 21),
            date(2026, 10, 17),
            0,
            "Free clinic and Internal medicine: 21 Sep – 17 Oct 2026, on different days of the week.",
        ),
    )


def test_an_overlap_on_the_same_days():
    study = block("s", date(2026, 12, 14), date(2027, 1, 8), 20, "study", title="USMLE Step 3")
    assert [(o.shared_days, o.words) for o in overlaps([study, MEDICINE])] == [
        (5, "Internal medicine and USMLE Step 3: 14 Dec – 18 Dec 2026, both on 5 days.")
    ]


def test_one_after_the_other_is_no_overlap():
    assert overlaps([MEDICINE, block("next", date(2026, 12, 19), date(2027, 1, 8))]) == ()


def test_weeks_over_sixty_hours():
    study = block("s", date(2026, 10, 7), date(2026, 10, 23), 20, "study", title="USMLE Step 3")
    assert overloads([MEDICINE, CLINIC, study], AXIS) == (
        Overload(
            date(2026, 10, 5),
            date(2026, 10, 25),
            Fraction(78),
            ("s", "clinic", "medicine"),
            34.0,
            21.0,
            "5 Oct – 25 Oct 2026: up to 78 h a week. "
            "Internal medicine 50 h, USMLE Step 3 20 h and Free clinic 8 h.",
        ),
    )


@pytest.mark.parametrize(
    ("case", "blocks", "hours"),
    [
        ("sixty is not over", [block("a", date(2026, 10, 5), date(2026, 10, 9), 60)], []),
        ("one rotation alone", [block("a", date(2026, 10, 5), date(2026, 10, 9), 61)], [61]),
        ("half a week of 80 hours", [block("a", date(2026, 10, 7), date(2026, 10, 9), 80)], []),
        (
            "one ends on Friday, the next starts on Monday",
            [
                block("a", date(2026, 10, 5), date(2026, 10, 9), 50),
                block("b", date(2026, 10, 12), date(2026, 10, 16), 50),
            ],
            [],
        ),
        (
            "handed over on a Wednesday",
            [
                block("a", date(2026, 10, 5), date(2026, 10, 7), 50),
                block("b", date(2026, 10, 7), date(2026, 10, 9), 50),
            ],
            [],
        ),
        (
            "two weeks apart are two marks",
            [
                block("a", date(2026, 10, 5), date(2026, 10, 9), 70),
                block("b", date(2026, 10, 19), date(2026, 10, 23), 80),
            ],
            [70, 80],
        ),
        (
            "hours nobody gave add nothing",
            [
                block("a", date(2026, 10, 5), date(2026, 10, 9), 50),
                block("b", date(2026, 10, 5), date(2026, 10, 9), None),
            ],
            [],
        ),
        ("off the axis", [block("a", date(2027, 3, 1), date(2027, 3, 5), 80)], []),
    ],
)
def test_overloads(case, blocks, hours):
    assert [o.hours for o in overloads(blocks, AXIS)] == hours, case


def test_an_overload_is_drawn_within_the_axis():
    (mark,) = overloads([block("a", date(2026, 8, 3), date(2026, 9, 4), 80)], AXIS)
    assert (mark.start, mark.end, mark.x, mark.width) == (date(2026, 8, 31), date(2026, 9, 6), 0.0, 6.0)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 9, 6), None),
        (date(2026, 9, 7), "Step 2 on Mon 7 Sep is 14 days before Internal medicine starts (Mon 21 Sep)."),
        (date(2026, 9, 20), "Step 2 on Sun 20 Sep is 1 day before Internal medicine starts (Mon 21 Sep)."),
        (date(2026, 9, 21), "Step 2 on Mon 21 Sep is the day Internal medicine starts (Mon 21 Sep)."),
        (date(2026, 10, 5), "Step 2 on Mon 5 Oct is 14 days after Internal medicine starts (Mon 21 Sep)."),
        (date(2026, 10, 6), None),
    ],
)
def test_an_exam_beside_a_hands_on_start(on, words):
    found = clashes([Exam("e", "Step 2", on)], [MEDICINE], TODAY)
    assert found == ((Clash("e", "medicine", on, words),) if words else ())


def test_an_exam_beside_an_observership_is_no_clash():
    observing = block("o", date(2026, 9, 21), date(2026, 10, 16), kind="observership")
    assert clashes([Exam("e", "Step 2", date(2026, 9, 20))], [observing], TODAY) == ()


PLANS = st.lists(
    st.builds(
        lambda number, offset, length, hours, weekdays: block(
            f"b{number}",
            AXIS.start + timedelta(days=offset),
            AXIS.start + timedelta(days=offset + length),
            hours,
            weekdays=weekdays,
        ),
        st.integers(0, 10**6),
        st.integers(-20, 90),
        st.integers(0, 40),
        st.sampled_from([None, 8, 30, 40, 61]),
        st.frozensets(st.integers(0, 6), min_size=1),
    ),
    max_size=5,
    unique_by=lambda b: b.id,
)


@settings(deadline=None)
@given(PLANS)
def test_a_week_is_marked_when_its_days_add_up_to_more_than_sixty_hours(blocks):
    marked = {
        m.start + timedelta(days=i)
        for m in overloads(blocks, AXIS)
        for i in range((m.end - m.start).days + 1)
    }
    monday = AXIS.start - timedelta(days=AXIS.start.weekday())
    while monday <= AXIS.end:
        week = [monday + timedelta(days=i) for i in range(7)]
        hours = sum(
            Fraction(b.hours_per_week or 0) / len(b.weekdays)
            for b in blocks
            for day in week
            if b.start <= day <= b.end and day.weekday() in b.weekdays
        )
        assert {day in marked for day in week} == {hours > 60}
        monday += timedelta(days=7)


@settings(deadline=None)
@given(PLANS)
def test_overlaps_count_the_days_worked_on_both(blocks):
    by_id = {b.id: b for b in blocks}
    for found in overlaps(blocks):
        a, b = (by_id[i] for i in found.ids)
        days = [found.start + timedelta(days=i) for i in range((found.end - found.start).days + 1)]
        assert all(a.start <= d <= a.end and b.start <= d <= b.end for d in days)
        assert found.shared_days == sum(d.weekday() in a.weekdays and d.weekday() in b.weekdays for d in days)
    assert len(overlaps(blocks)) == sum(
        a.start <= b.end and b.start <= a.end for i, a in enumerate(blocks) for b in blocks[i + 1 :]
    )
