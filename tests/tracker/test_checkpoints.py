from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.checkpoints import Checkpoint, Nudge, behind, log_gap, missing_days, plan, working_days

START, END, TODAY = date(2026, 9, 21), date(2026, 12, 18), date(2026, 10, 27)
MON_FRI = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
SATURDAYS = frozenset({5})
ORDER = ("expectations", "quarter", "feedback", "hope", "ask", "thanks")

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SCHEDULES = st.frozensets(st.integers(0, 6), min_size=1)


def test_thirteen_weeks_have_all_six():
    assert plan(START, END, TODAY, attending="Dr. Ruth Feldman") == (
        Checkpoint(
            "expectations",
            date(2026, 9, 21),
            date(2026, 10, 12),
            "Ask Dr. Ruth Feldman what is expected of you",
            "First day: Mon 21 Sep. Ten minutes on hours, your role, notes, and how you will get feedback.",
        ),
        Checkpoint(
            "quarter",
            date(2026, 10, 13),
            date(2026, 11, 3),
            "Check where you stand",
            "A quarter is over on Tue 13 Oct. What goes well, what is missing, what do you change?",
        ),
        Checkpoint(
            "feedback",
            date(2026, 11, 4),
            date(2026, 11, 25),
            "Ask Dr. Ruth Feldman for feedback",
            "Half-way is Wed 4 Nov. Ask while there is time to change something.",
        ),
        Checkpoint(
            "hope",
            date(2026, 11, 26),
            date(2026, 12, 15),
            "Tell Dr. Ruth Feldman you hope for a letter",
            "Three quarters are over on Thu 26 Nov. Said now, the question at the end is no surprise.",
        ),
        Checkpoint(
            "ask",
            date(2026, 12, 16),
            date(2026, 12, 18),
            "Ask Dr. Ruth Feldman for a letter, or say when you will",
            "The last days are Wed 16 Dec to Fri 18 Dec. In person is easier than by email later.",
        ),
        Checkpoint(
            "thanks",
            date(2026, 12, 20),
            date(2026, 12, 27),
            "Thank Dr. Ruth Feldman",
            "Your last day was Fri 18 Dec. Two days later, a few lines are still remembered.",
        ),
    )


# Monday 5 Oct 2026, Monday to Friday: which checkpoints a rotation of so many working days keeps, and when.
@pytest.mark.parametrize(
    ("working", "end", "kept"),
    [
        (1, date(2026, 10, 5), "expectations 5 Oct, thanks 7 Oct"),
        (2, date(2026, 10, 6), "expectations 5 Oct, thanks 8 Oct"),
        (3, date(2026, 10, 7), "expectations 5 Oct, feedback 6 Oct, thanks 9 Oct"),
        (4, date(2026, 10, 8), "expectations 5 Oct, feedback 7 Oct, thanks 10 Oct"),
        (5, date(2026, 10, 9), "expectations 5 Oct, feedback 7 Oct, ask 8 Oct, thanks 11 Oct"),
        (6, date(2026, 10, 12), "expectations 5 Oct, feedback 8 Oct, ask 9 Oct, thanks 14 Oct"),
        (9, date(2026, 10, 15), "expectations 5 Oct, feedback 9 Oct, ask 13 Oct, thanks 17 Oct"),
        (
            10,
            date(2026, 10, 16),
            "expectations 5 Oct, quarter 7 Oct, feedback 12 Oct, ask 14 Oct, thanks 18 Oct",
        ),
        (
            12,
            date(2026, 10, 20),
            "expectations 5 Oct, quarter 8 Oct, feedback 13 Oct, ask 16 Oct, thanks 22 Oct",
        ),
        (
            13,
            date(2026, 10, 21),
            "expectations 5 Oct, quarter 8 Oct, feedback 13 Oct, hope 16 Oct, ask 19 Oct, thanks 23 Oct",
        ),
        (
            20,
            date(2026, 10, 30),
            "expectations 5 Oct, quarter 12 Oct, feedback 19 Oct, hope 26 Oct, ask 28 Oct, thanks 1 Nov",
        ),
    ],
)
def test_short_rotations_keep_what_matters(working, end, kept):
    start = date(2026, 10, 5)
    assert len(working_days(start, end)) == working
    assert ", ".join(f"{c.key} {c.on.day} {c.on:%b}" for c in plan(start, end, TODAY)) == kept


def test_holidays_move_a_checkpoint_to_a_working_day():
    thanksgiving = frozenset({date(2026, 11, 26), date(2026, 11, 27)})
    found = {c.key: c.on for c in plan(START, END, TODAY, off=thanksgiving)}
    assert found["feedback"] == date(2026, 11, 3)
    assert found["hope"] == date(2026, 11, 25)


def test_saturdays_only():
    found = plan(date(2026, 7, 11), date(2026, 12, 19), TODAY, weekdays=SATURDAYS)
    assert [(c.key, c.on) for c in found] == [
        ("expectations", date(2026, 7, 11)),
        ("quarter", date(2026, 8, 22)),
        ("feedback", date(2026, 10, 3)),
        ("hope", date(2026, 11, 14)),
        ("ask", date(2026, 12, 5)),
        ("thanks", date(2026, 12, 21)),
    ]


def test_a_weekend_course_is_worked_at_the_weekend():
    found = plan(date(2026, 10, 24), date(2026, 10, 25), TODAY)
    assert [(c.key, c.on) for c in found] == [
        ("expectations", date(2026, 10, 24)),
        ("thanks", date(2026, 10, 27)),
    ]


def test_the_sentences_name_the_year_when_it_is_another():
    reason = plan(START, END, date(2027, 1, 4))[2].reason
    assert reason == "Half-way is Wed 4 Nov 2026. Ask while there is time to change something."


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        plan(END, START, TODAY)


@settings(deadline=None)
@given(start=DAYS, length=st.integers(0, 400), weekdays=SCHEDULES, off=st.frozensets(DAYS, max_size=20))
def test_no_two_checkpoints_share_a_day(start, length, weekdays, off):
    end = start + timedelta(days=length)
    found = plan(start, end, TODAY, weekdays=weekdays, off=off)
    assert [c.key for c in found] == [key for key in ORDER if key in {c.key for c in found}]
    assert [c.on for c in found] == sorted({c.on for c in found})
    assert {"expectations", "thanks"} <= {c.key for c in found}
    worked = working_days(start, end, weekdays, off)
    assert all(c.on in worked for c in found[:-1])
    assert (found[0].on, found[-1].on) == (worked[0], worked[-1] + timedelta(days=2))
    assert all(c.on <= c.until for c in found)
    assert all(earlier.until < later.on for earlier, later in pairwise(found))


@settings(deadline=None)
@given(start=DAYS, length=st.integers(0, 12), weekdays=SCHEDULES)
def test_under_two_weeks_each_day_asks_one_thing(start, length, weekdays):
    end = start + timedelta(days=length)
    found = plan(start, end, TODAY, weekdays=weekdays)
    worked = len(working_days(start, end, weekdays))
    assert len(found) <= worked + 1
    assert worked >= 13 or "hope" not in {c.key for c in found}
    assert worked >= 10 or "quarter" not in {c.key for c in found}
    assert worked >= 5 or "ask" not in {c.key for c in found}


LOGGED = frozenset(working_days(START, date(2026, 10, 26))) - {date(2026, 10, 23), date(2026, 9, 30)}


@pytest.mark.parametrize(
    ("case", "today", "off", "missing"),
    [
        ("before it starts", date(2026, 9, 20), (), ()),
        ("on the first day, which is not over", START, (), ()),
        ("in week six", TODAY, (), (date(2026, 9, 30), date(2026, 10, 23))),
        ("a holiday is not missing", TODAY, (date(2026, 9, 30),), (date(2026, 10, 23),)),
        ("on the missing day itself", date(2026, 10, 23), (), (date(2026, 9, 30),)),
    ],
)
def test_missing_days(case, today, off, missing):
    assert missing_days(START, END, MON_FRI, LOGGED, today, off) == missing, case


def test_nothing_is_missing_after_the_end():
    logged = frozenset(working_days(START, END)) - {END}
    assert missing_days(START, END, MON_FRI, logged, date(2027, 3, 1)) == (END,)


@settings(deadline=None)
@given(start=DAYS, length=st.integers(0, 120), weekdays=SCHEDULES, ahead=st.integers(-5, 150), data=st.data())
def test_missing_and_logged_make_the_days_that_are_over(start, length, weekdays, ahead, data):
    end, today = start + timedelta(days=length), start + timedelta(days=ahead)
    all_days = [start + timedelta(days=i) for i in range(length + 1)]
    logged = data.draw(st.frozensets(st.sampled_from(all_days)))
    missing = missing_days(start, end, weekdays, logged, today)
    assert not set(missing) & logged
    over = {d for d in all_days if d.weekday() in weekdays and d < today}
    assert set(missing) | (logged & over) == over
    assert list(missing) == sorted(missing)


def test_log_gap_of_one_day():
    assert log_gap((date(2026, 10, 23),), TODAY) == Nudge(
        "log.gap:2026-10-23",
        "Fri 23 Oct has no entry",
        "Write one line while you remember it, or mark it as a day off.",
        (date(2026, 10, 23),),
    )


def test_log_gap_of_several_days():
    assert log_gap((date(2026, 10, 21), date(2026, 10, 23), date(2026, 10, 22)), TODAY) == Nudge(
        "log.gap:2026-10-23",
        "3 days have no entry",
        "Wed 21 Oct, Thu 22 Oct and Fri 23 Oct. One line each, or mark them as days off.",
        (date(2026, 10, 21), date(2026, 10, 22), date(2026, 10, 23)),
    )


def test_log_gap_leaves_what_is_too_far_back():
    assert log_gap((date(2026, 10, 12), date(2026, 10, 13)), TODAY).days == (date(2026, 10, 13),)
    assert log_gap((date(2026, 10, 12),), TODAY) is None
    assert log_gap((), TODAY) is None


# Half-way of the thirteen weeks is Wed 4 Nov, when 32 working days are over.
@pytest.mark.parametrize(
    ("today", "done", "target", "title"),
    [
        (date(2026, 11, 3), 0, None, None),
        (date(2026, 11, 4), 15, None, "You have logged 15 of 32 days so far"),
        (date(2026, 11, 4), 16, None, None),
        (date(2026, 11, 4), 9, 20, "You have logged 9 of 20"),
        (date(2026, 11, 4), 10, 20, None),
        (END, 32, None, None),
        (END, 31, None, "You have logged 31 of 64 days so far"),
        (date(2026, 12, 19), 0, None, None),
    ],
)
def test_behind(today, done, target, title):
    found = behind(START, END, MON_FRI, done, today, target=target)
    assert (found and found.title) == title


def test_behind_says_half_way():
    assert behind(START, END, MON_FRI, 9, date(2026, 11, 5), target=20) == Nudge(
        "log.behind", "You have logged 9 of 20", "Half-way was Wed 4 Nov. Add the days you still remember."
    )
    assert behind(START, END, MON_FRI, 9, date(2026, 11, 4), target=20).reason == (
        "Half-way is Wed 4 Nov. Add the days you still remember."
    )


def test_a_single_day_is_never_behind():
    assert behind(TODAY, TODAY, EVERY_DAY, 0, TODAY) is None
