from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.seasons import SeasonDate, amend, derive
from tracker.timeline import BEST, Bar, Block, Exam, Mark, Row, Zone, length, plan, window

TODAY = date(2026, 10, 27)
SEASON = derive(2028)
SATURDAYS = frozenset({5})

# The plan of the design's picture.
CARDIOLOGY = Block("r1", "research", "Cardiology outcomes", "Harlow", date(2026, 3, 2), date(2026, 6, 26), 40)
PULMONARY = Block("r2", "observership", "Pulmonary", "Harlow", date(2026, 7, 6), date(2026, 7, 31), 40)
LAKEVIEW = Block(
    "r3",
    "volunteer",
    "Lakeview Free Clinic",
    "Saturdays",
    date(2026, 7, 11),
    date(2026, 12, 19),
    8,
    SATURDAYS,
)
MEDICINE = Block(
    "r4", "hands_on", "Internal medicine", "St. Brendan", date(2026, 9, 21), date(2026, 12, 18), 50
)
HEART = Block("r5", "research", "Heart failure", "Mercer Valley", date(2027, 1, 11), date(2027, 4, 2), 40)
SUB_I = Block(
    "r6", "hands_on", "Sub-internship", "", date(2027, 6, 7), date(2027, 7, 2), 50, is_confirmed=False
)
STEP_2 = Block("s1", "study", "USMLE Step 2 CK", "", date(2026, 8, 3), date(2026, 9, 11), 40)
STEP_3 = Block("s2", "study", "USMLE Step 3", "", date(2027, 4, 5), date(2027, 5, 21), 30)
STAYS = (CARDIOLOGY, PULMONARY, LAKEVIEW, MEDICINE, HEART, SUB_I)
STUDY = (STEP_2, STEP_3)
EXAM = Exam("e1", "Step 3", date(2027, 5, 26))


def picture(**changes):
    given = {
        "stays": STAYS,
        "study_blocks": STUDY,
        "exams": (EXAM,),
        "season": SEASON,
        "today": TODAY,
        "start": date(2026, 3, 1),
        "end": date(2027, 9, 30),
    }
    return plan(**(given | changes))


def test_the_window_is_whole_months_to_submission():
    assert window(STAYS, SEASON, TODAY) == (date(2026, 3, 1), date(2027, 9, 30))
    assert window((), SEASON, TODAY) == (date(2026, 10, 1), date(2027, 9, 30))
    long = replace(HEART, end=date(2027, 12, 24))
    assert window((long,), SEASON, TODAY) == (date(2026, 10, 1), date(2027, 12, 31))


def test_the_bars_of_the_picture():
    bars = [(b.block.title, b.x, b.width, b.y, b.label_x, b.label_y, b.label) for b in picture().bars]
    assert bars == [
        ("Cardiology outcomes", 0.173, 20.207, 68, 20.38, 84, "17 weeks"),
        ("Pulmonary", 21.934, 4.491, 116, 26.425, 132, "4 weeks"),
        ("Lakeview Free Clinic", 22.798, 27.979, 164, 50.777, 180, "24 Saturdays"),
        ("USMLE Step 2 CK", 26.77, 6.908, 212, 33.679, 228, "6 weeks"),
        ("Internal medicine", 35.233, 15.371, 260, 50.604, 276, "13 weeks"),
        ("Heart failure", 54.577, 14.162, 308, 68.739, 324, "12 weeks"),
        ("USMLE Step 3", 69.085, 8.117, 356, 77.202, 372, "7 weeks"),
        ("Sub-internship", 79.965, 4.491, 404, 79.965, 420, "4 weeks"),
    ]


def test_one_bar_in_full():
    assert picture().bars[4] == Bar(
        block=MEDICINE,
        type="Hands-on",
        x=35.233,
        width=15.371,
        y=260,
        label_x=50.604,
        label_y=276,
        line_y=296,
        mini_y=59.0,
        label="13 weeks",
        dates="21 Sep – 18 Dec 2026",
        is_label_before=False,
        is_now=True,
        starts_before=False,
        ends_after=False,
    )
    assert [b.block.id for b in picture().bars if b.is_now] == ["r3", "r4"]
    assert [b.block.id for b in picture().bars if b.is_label_before] == ["r6"]


def test_the_rest_of_the_picture():
    found = picture()
    assert (found.today_x, found.height, found.gap_y, found.gap_label_y, found.mini_height) == (
        41.451,
        488,
        454,
        486,
        118.0,
    )
    assert found.zone == Zone(date(2026, 9, 1), date(2027, 3, 1), 31.779, 31.261, 47.409, BEST)
    assert found.marks == (
        Mark(
            "opens_on",
            "season",
            date(2027, 6, 2),
            79.102,
            "MyERAS opens",
            "end",
            "MyERAS opens: Wed 2 Jun 2027, expected",
        ),
        Mark(
            "submit_on",
            "season",
            date(2027, 9, 1),
            94.819,
            "Submit",
            "middle",
            "You can submit: Wed 1 Sep 2027, expected",
        ),
        Mark("e1", "exam", date(2027, 5, 26), 77.893, "Step 3", "middle", "Step 3: Wed 26 May 2027"),
    )
    assert [(g.x, g.width, g.label) for g in found.gaps] == [
        (20.38, 1.554, ""),
        (33.679, 1.554, ""),
        (50.604, 3.972, "3 wk"),
        (77.202, 2.763, "2 wk"),
        (84.456, 10.363, "9 wk"),
    ]
    assert [g.length for g in found.named_gaps] == ["3 weeks", "2 weeks", "9 weeks"]
    assert len(found.months) == 19


def test_what_is_too_much():
    found = picture()
    assert [o.ids for o in found.overlaps] == [("r2", "r3"), ("r3", "s1"), ("r3", "r4")]
    assert [o.shared_days for o in found.overlaps] == [0, 0, 0]
    assert found.overloads == ()
    assert [c.words for c in found.clashes] == [
        "Step 3 on Wed 26 May 2027 is 12 days before Sub-internship starts (Mon 7 Jun 2027)."
    ]
    heavy = picture(stays=(*STAYS[:3], replace(MEDICINE, hours_per_week=60)))
    assert [(o.start, o.end, o.hours) for o in heavy.overloads] == [
        (date(2026, 9, 21), date(2026, 12, 20), 68)
    ]


def test_the_table_says_the_same():
    found = picture()
    assert [(r.when, r.kind, r.what, r.dates, r.length) for r in found.rows] == [
        ("past", "research", "Cardiology outcomes", "2 Mar – 26 Jun 2026", "17 weeks"),
        ("past", "observership", "Pulmonary", "6 Jul – 31 Jul 2026", "4 weeks"),
        ("now", "volunteer", "Lakeview Free Clinic", "11 Jul – 19 Dec 2026", "24 Saturdays"),
        ("past", "study", "USMLE Step 2 CK", "3 Aug – 11 Sep 2026", "6 weeks"),
        ("now", "hands_on", "Internal medicine", "21 Sep – 18 Dec 2026", "13 weeks"),
        ("ahead", "gap", "Gap", "19 Dec 2026 – 10 Jan 2027", "3 weeks"),
        ("ahead", "research", "Heart failure", "11 Jan – 2 Apr 2027", "12 weeks"),
        ("ahead", "study", "USMLE Step 3", "5 Apr – 21 May 2027", "7 weeks"),
        ("ahead", "gap", "Gap", "22 May – 6 Jun 2027", "2 weeks"),
        ("ahead", "exam", "Step 3", "Wed 26 May 2027", ""),
        ("ahead", "season", "MyERAS opens", "Wed 2 Jun 2027, expected", ""),
        ("ahead", "hands_on", "Sub-internship", "7 Jun – 2 Jul 2027", "4 weeks"),
        ("ahead", "gap", "Gap", "3 Jul – 31 Aug 2027", "9 weeks"),
        ("ahead", "season", "You can submit", "Wed 1 Sep 2027, expected", ""),
        (
            "ahead",
            "season",
            "Letters in, so that programs see them on the first day",
            "Tue 14 Sep 2027, expected",
            "",
        ),
        ("ahead", "season", "Programs can read applications", "Wed 22 Sep 2027, expected", ""),
    ]
    assert found.rows[11] == Row(
        kind="hands_on",
        what="Sub-internship",
        detail="Hands-on",
        start=date(2027, 6, 7),
        end=date(2027, 7, 2),
        dates="7 Jun – 2 Jul 2027",
        length="4 weeks",
        when="ahead",
        id="r6",
        is_confirmed=False,
    )
    assert [r.what for r in found.earlier] == ["USMLE Step 2 CK", "Pulmonary", "Cardiology outcomes"]
    assert [r.what for r in found.ahead][:3] == ["Lakeview Free Clinic", "Internal medicine", "Gap"]


def test_a_confirmed_date_moves_the_mark_and_loses_its_word():
    opens = SeasonDate(date(2027, 6, 9), True, "AAMC, ERAS timeline")
    mark = picture(season=amend(SEASON, {"opens_on": opens})).marks[0]
    assert (mark.on, mark.words) == (date(2027, 6, 9), "MyERAS opens: Wed 9 Jun 2027")


@pytest.mark.parametrize(
    ("days", "anchors"),
    [
        ((0,), ["start"]),
        ((2,), ["start"]),
        ((3,), ["middle"]),
        ((97,), ["middle"]),
        ((98,), ["end"]),
        ((40, 59), ["end", "middle"]),  # 19 percent apart
        ((40, 60), ["middle", "middle"]),
        ((1, 5), ["start", "middle"]),
    ],
)
def test_labels_of_marks_hang_where_there_is_room(days, anchors):
    start = date(2026, 1, 1)  # an axis of 100 days: one percent each
    exams = [Exam(f"e{n}", "Step", start + timedelta(days=n)) for n in days]
    found = picture(exams=exams, start=start, end=start + timedelta(days=99))
    assert [mark.anchor for mark in found.marks] == anchors


@pytest.mark.parametrize(
    ("today", "is_now", "when"),
    [
        (date(2026, 9, 20), False, "ahead"),
        (date(2026, 9, 21), True, "now"),
        (date(2026, 12, 18), True, "now"),
        (date(2026, 12, 19), False, "past"),
    ],
)
def test_a_rotation_runs_from_its_first_to_its_last_day(today, is_now, when):
    found = picture(stays=(MEDICINE,), study_blocks=(), today=today)
    assert [bar.is_now for bar in found.bars] == [is_now]
    assert [row.when for row in found.rows if row.id == "r4"] == [when]


def test_bars_are_clipped_and_the_rest_is_counted():
    found = picture(start=date(2026, 10, 1), end=date(2026, 10, 31))
    assert [(b.block.id, b.x, b.width, b.starts_before, b.ends_after) for b in found.bars] == [
        ("r3", 0.0, 100.0, True, True),
        ("r4", 0.0, 100.0, True, True),
    ]
    assert found.outside == 6
    assert (found.marks, found.gaps) == ((), ())
    assert (found.zone.x, found.zone.width) == (0.0, 100.0)


def test_a_window_without_today_or_zone():
    found = picture(start=date(2026, 3, 1), end=date(2026, 8, 31))
    assert (found.today_x, found.zone) == (None, None)


def test_an_empty_plan_is_one_gap():
    found = picture(stays=(), study_blocks=(), exams=())
    assert (found.bars, found.overlaps, found.overloads, found.clashes) == ((), (), (), ())
    assert [g.length for g in found.gaps] == ["44 weeks"]
    assert [r.kind for r in found.rows] == ["gap", "season", "season", "season", "season"]


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        (SATURDAYS, "3 Saturdays"),
        (frozenset({0}), "2 Mondays"),
        (frozenset({0, 1}), "2 weeks"),
        (frozenset(range(5)), "2 weeks"),
    ],
)
def test_length(weekdays, words):
    block = Block("a", "volunteer", "A", "", date(2026, 10, 3), date(2026, 10, 17), 8, weekdays)
    assert length(block) == words


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        picture(start=date(2027, 1, 1), end=date(2026, 1, 1))


BLOCKS = st.lists(
    st.builds(
        lambda number, offset, days, hours, kind: Block(
            f"b{number}",
            kind,
            f"Block {number}",
            "",
            TODAY + timedelta(days=offset),
            TODAY + timedelta(days=offset + days),
            hours,
        ),
        st.integers(0, 10**6),
        st.integers(-400, 400),
        st.integers(0, 150),
        st.sampled_from([None, 8, 40, 70]),
        st.sampled_from(["hands_on", "observership", "research", "volunteer", "remote", "lab", "home"]),
    ),
    max_size=8,
    unique_by=lambda block: block.id,
)


@settings(deadline=None)
@given(BLOCKS, st.randoms(use_true_random=False))
def test_everything_lies_inside_and_order_does_not_matter(blocks, random):
    start, end = date(2026, 3, 1), date(2027, 9, 30)
    found = plan(blocks, (), (), SEASON, TODAY, start, end)
    for drawn in (*found.bars, *found.gaps, *found.overloads):
        assert 0 <= drawn.x <= 100
        assert 0 < drawn.width <= 100.001 - drawn.x
    assert len(found.bars) + found.outside == len(blocks)
    assert [bar.y for bar in found.bars] == [68 + 48 * i for i in range(len(found.bars))]
    assert all(a.start <= b.start for a, b in pairwise(found.rows))
    assert {r.id for r in found.rows if r.id} == {b.block.id for b in found.bars}
    assert {(r.start, r.end) for r in found.rows if r.kind == "gap"} == {
        (g.start, g.end) for g in found.named_gaps
    }
    assert plan(random.sample(blocks, len(blocks)), (), (), SEASON, TODAY, start, end) == found
