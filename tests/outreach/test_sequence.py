from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.calendar import Blackout, at_wall_time, is_good_day, why_not
from outreach.places import WORDS
from outreach.sequence import (
    EndedBy,
    Refused,
    Sequence,
    Step,
    away_until,
    closes_on,
    closing,
    end,
    free_again_on,
    is_closed_by_silence,
    may_write_again_on,
    move,
    next_step,
    pause,
    plan,
    record_sent,
    remind_at,
    resume,
    sent_on,
    skip,
    upcoming,
)

ET = "America/New_York"
ZONES = st.sampled_from(sorted(WORDS))
DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
GAPS = st.sampled_from([(), (7,), (7, 10), (7, 10, 14), (1, 1, 1), (30, 2)])
NBSP = "\u00a0"


def said(*sentences):
    """Sentences with the no-break spaces of their dates put in: days are written "Tue_3_Nov"."""
    return tuple(sentence.replace("_", NBSP) for sentence in sentences)


def days(steps):
    return [step.on for step in steps]


def test_plan_default_two_follow_ups_each_at_nine_in_the_recipients_zone():
    steps = plan(date(2026, 10, 27), zone="America/Chicago")
    chicago = ZoneInfo("America/Chicago")
    assert steps == (
        Step(1, date(2026, 11, 3), datetime(2026, 11, 3, 9, tzinfo=chicago), date(2026, 11, 3)),
        Step(
            2,
            date(2026, 11, 17),
            datetime(2026, 11, 17, 9, tzinfo=chicago),
            date(2026, 11, 13),
            said("Fri_13_Nov – Mon_16_Nov: not a Tuesday, Wednesday or Thursday."),
        ),
    )
    assert steps[0].at.astimezone(ZoneInfo("UTC")).hour == 15


def test_plan_names_every_reason_it_passed():
    (step,) = plan(date(2026, 12, 17), gaps=(7,), zone=ET)
    assert (step.on, step.gap_ends_on) == (date(2027, 1, 5), date(2026, 12, 24))
    assert step.moved_because == said(
        "Thu_24_Dec – Sat_2_Jan_2027: the winter break.",
        "Sun_3_Jan_2027 – Mon_4_Jan_2027: not a Tuesday, Wednesday or Thursday.",
    )


def test_plan_passes_match_week_and_the_users_own_days():
    own = (Blackout(date(2027, 3, 22), date(2027, 3, 24), "your week off"),)
    (step,) = plan(date(2027, 3, 9), gaps=(7,), zone=ET, blackouts=own)
    assert step.on == date(2027, 3, 25)
    assert step.moved_because == said(
        "Tue_16_Mar – Fri_19_Mar: Match Week.",
        "Sat_20_Mar – Sun_21_Mar: not a Tuesday, Wednesday or Thursday.",
        "Mon_22_Mar – Wed_24_Mar: your week off.",
    )


def test_next_step_counts_from_the_day_the_message_before_it_was_really_sent():
    late = (date(2026, 10, 27), date(2026, 11, 9))
    assert next_step((date(2026, 10, 27),), zone=ET).on == date(2026, 11, 3)
    assert next_step(late, zone=ET).number == 2
    assert next_step(late, zone=ET).gap_ends_on == date(2026, 11, 19)
    assert next_step((*late, date(2026, 11, 19)), zone=ET) is None


@pytest.mark.parametrize("gaps", [(7, 10, 14, 21), (0,), (7, -1)])
def test_plan_refuses_a_fourth_follow_up_and_a_gap_under_a_day(gaps):
    with pytest.raises(ValueError):
        plan(date(2026, 10, 27), gaps=gaps, zone=ET)


def test_sequence_refuses_no_send_and_sends_out_of_order():
    with pytest.raises(ValueError, match="starts with a mail"):
        Sequence(sent=(), zone=ET)
    with pytest.raises(ValueError, match="oldest first"):
        Sequence(sent=(date(2026, 11, 3), date(2026, 10, 27)), zone=ET)


def test_sent_on_is_the_recipients_day():
    moment = datetime(2026, 10, 28, 2, 30, tzinfo=ZoneInfo("UTC"))
    assert sent_on(moment, ET) == date(2026, 10, 27)
    assert sent_on(moment, "Pacific/Guam") == date(2026, 10, 28)
    with pytest.raises(ValueError):
        sent_on(datetime(2026, 10, 28), ET)


def test_closing_is_not_moved_and_six_months_follow():
    assert closes_on(date(2026, 12, 11)) == date(2026, 12, 25)
    assert may_write_again_on(date(2026, 12, 25)) == date(2027, 6, 25)
    assert may_write_again_on(date(2026, 8, 31)) == date(2027, 2, 28)
    assert may_write_again_on(date(2027, 8, 31)) == date(2028, 2, 29)
    assert may_write_again_on(date(2026, 6, 30)) == date(2026, 12, 30)


# changes of an immutable sequence

START = Sequence(sent=(date(2026, 10, 27),), zone=ET)


def test_move_holds_the_next_step_back_and_shifts_the_rest():
    moved = move(START, date(2026, 11, 7))
    assert days(upcoming(moved)) == [date(2026, 11, 10), date(2026, 11, 24)]
    assert upcoming(moved)[0].moved_because == said(
        "From Tue_3_Nov to Sat_7_Nov: you moved it.",
        "Sat_7_Nov – Mon_9_Nov: not a Tuesday, Wednesday or Thursday.",
    )
    assert upcoming(START)[0].on == date(2026, 11, 3)


def test_move_cannot_undercut_the_gap():
    assert days(upcoming(move(START, date(2026, 10, 28)))) == days(upcoming(START))


def test_a_move_that_changes_nothing_is_not_given_as_a_reason():
    ten_days = Sequence(sent=(date(2026, 11, 3),), zone=ET, gaps=(10,))
    (step,) = upcoming(move(ten_days, date(2026, 11, 14)))
    assert step.on == date(2026, 11, 17)
    assert step.moved_because == said("Fri_13_Nov – Mon_16_Nov: not a Tuesday, Wednesday or Thursday.")


def test_away_until_puts_the_next_step_after_that_day():
    step = upcoming(away_until(START, date(2026, 11, 17)))[0]
    assert step.on == date(2026, 11, 18)
    assert step.moved_because == said("From Tue_3_Nov to Wed_18_Nov: their auto-reply says they are away.")


def test_skip_leaves_one_out_and_keeps_the_distance_of_the_other():
    skipped = skip(START)
    assert [(step.number, step.gap_ends_on) for step in upcoming(skipped)] == [(2, date(2026, 11, 13))]
    assert upcoming(skip(skipped)) == ()
    sent = record_sent(skipped, date(2026, 11, 17))
    assert upcoming(sent) == ()
    with pytest.raises(Refused, match="left to skip"):
        skip(sent)


def test_skip_keeps_an_absence_in_force():
    assert days(upcoming(skip(away_until(START, date(2026, 11, 30))))) == [date(2026, 12, 1)]


def test_skip_after_a_send_leaves_out_the_one_after_it():
    three = Sequence(sent=(date(2026, 10, 27), date(2026, 11, 3)), zone=ET, gaps=(7, 10, 14))
    assert [step.number for step in upcoming(skip(three))] == [3]


def test_pause_without_end_plans_nothing_until_resume():
    paused = pause(START, date(2026, 10, 30))
    assert upcoming(paused) == ()
    assert days(upcoming(resume(paused))) == days(upcoming(START))
    assert days(upcoming(resume(paused), today=date(2026, 11, 20))) == [date(2026, 11, 24), date(2026, 12, 8)]


def test_pause_until_a_day_moves_the_next_step():
    step = upcoming(pause(START, date(2026, 10, 30), until=date(2026, 11, 10)))[0]
    assert step.on == date(2026, 11, 10)
    assert step.moved_because == said("From Tue_3_Nov to Tue_10_Nov: this thread is paused until then.")
    with pytest.raises(Refused):
        pause(START, date(2026, 10, 30), until=date(2026, 10, 30))


def test_record_sent_clears_pause_and_move():
    sent = record_sent(move(pause(START, date(2026, 10, 30)), date(2026, 11, 10)), date(2026, 11, 5))
    assert sent == Sequence(sent=(date(2026, 10, 27), date(2026, 11, 5)), zone=ET)
    with pytest.raises(Refused, match="message before"):
        record_sent(START, date(2026, 10, 26))
    done = record_sent(sent, date(2026, 11, 17))
    with pytest.raises(Refused, match="is sent"):
        record_sent(done, date(2026, 11, 20))


def test_end_is_final_and_ending_twice_keeps_the_first():
    replied = end(START, date(2026, 10, 29), EndedBy.REPLY)
    assert upcoming(replied) == ()
    assert end(replied, date(2026, 11, 2), EndedBy.STOPPED) is replied
    for change in (
        lambda: record_sent(replied, date(2026, 11, 3)),
        lambda: move(replied, date(2026, 11, 3)),
        lambda: skip(replied),
        lambda: pause(replied, date(2026, 11, 3)),
        lambda: resume(replied),
    ):
        with pytest.raises(Refused, match="has ended"):
            change()


def test_closing_and_rest_by_how_it_ended():
    assert closing(START) == date(2026, 12, 1)
    assert closing(pause(START, date(2026, 10, 30))) == date(2026, 12, 1)
    assert free_again_on(START) == date(2027, 6, 1)
    assert free_again_on(end(START, date(2026, 11, 2), EndedBy.STOPPED)) == date(2027, 5, 2)
    assert free_again_on(end(START, date(2026, 11, 2), EndedBy.REPLY)) is None
    assert free_again_on(end(START, date(2026, 11, 2), EndedBy.BOUNCE)) is None


def test_silence_closes_only_after_the_last_message():
    done = Sequence(sent=(date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 17)), zone=ET)
    assert not is_closed_by_silence(START, date(2027, 10, 27))
    assert not is_closed_by_silence(done, date(2026, 11, 30))
    assert is_closed_by_silence(done, date(2026, 12, 1))
    assert not is_closed_by_silence(end(done, date(2026, 11, 18), EndedBy.REPLY), date(2026, 12, 1))


# reminders

TUESDAY = plan(date(2026, 10, 27), gaps=(7,), zone=ET)[0]


@pytest.mark.parametrize(
    ("zone", "digest", "expected"),
    [
        ("America/Chicago", time(7, 30), datetime(2026, 11, 3, 7, 30)),
        ("Asia/Karachi", time(7, 30), datetime(2026, 11, 3, 7, 30)),
        ("America/Los_Angeles", time(7, 30), datetime(2026, 11, 2, 18, 0)),
        (ET, time(9), datetime(2026, 11, 2, 18, 0)),
        (ET, time(8, 59), datetime(2026, 11, 3, 8, 59)),
        (ET, time(20), datetime(2026, 11, 2, 20, 0)),
        ("Pacific/Auckland", time(7, 30), datetime(2026, 11, 3, 18, 0)),
    ],
)
def test_remind_at_that_morning_or_the_evening_before(zone, digest, expected):
    assert remind_at(TUESDAY, zone, digest) == expected.replace(tzinfo=ZoneInfo(zone))


# properties over ten years and every US zone


@settings(max_examples=1500, deadline=None)
@given(DAYS, ZONES, GAPS)
def test_every_step_is_a_good_day_and_no_closer_than_its_gap(start, zone, gaps):
    steps = plan(start, gaps=gaps, zone=zone)
    assert [step.number for step in steps] == list(range(1, len(gaps) + 1))
    before = start
    for step, gap in zip(steps, gaps, strict=True):
        assert step.on.weekday() in (1, 2, 3)
        assert why_not(step.on) is None
        assert step.on >= before + timedelta(days=gap) == step.gap_ends_on
        assert all(
            not is_good_day(step.gap_ends_on + timedelta(days=n))
            for n in range((step.on - step.gap_ends_on).days)
        )
        assert bool(step.moved_because) == (step.on != step.gap_ends_on)
        assert (step.at.date(), step.at.time(), str(step.at.tzinfo)) == (step.on, time(9), zone)
        before = step.on


def test_every_start_date_of_ten_years_gives_good_days_in_order():
    longest = timedelta(0)
    for n in range((date(2035, 1, 1) - date(2025, 1, 1)).days):
        before = date(2025, 1, 1) + timedelta(days=n)
        for step, gap in zip(plan(before, gaps=(7, 10, 14), zone=ET), (7, 10, 14), strict=True):
            assert (step.on.weekday() in (1, 2, 3), why_not(step.on)) == (True, None)
            assert step.on - before >= timedelta(days=gap)
            longest = max(longest, step.on - step.gap_ends_on)
            before = step.on
    assert longest == timedelta(days=18)  # from Fri 20 Dec over the winter break to Tue 7 Jan


def test_nine_in_the_morning_on_every_good_day_of_ten_years_in_every_zone():
    days_ = [date(2025, 1, 1) + timedelta(days=n) for n in range(3652)]
    for zone in WORDS:
        moments = [at_wall_time(day, time(9), zone) for day in days_ if is_good_day(day)]
        assert {(moment.hour, moment.minute) for moment in moments} == {(9, 0)}
        stamps = [moment.timestamp() for moment in moments]
        assert all(later - earlier >= 23 * 3600 for earlier, later in pairwise(stamps))


@settings(max_examples=500, deadline=None)
@given(DAYS, ZONES, st.integers(0, 40), st.integers(0, 40))
def test_order_holds_across_clock_changes_and_late_sends(start, zone, late_one, late_two):
    sequence = Sequence(sent=(start,), zone=zone, gaps=(7, 10, 14))
    moments = []
    for late in (late_one, late_two, 0):
        step = upcoming(sequence)[0]
        moments.append(step.at.astimezone(ZoneInfo("UTC")))
        sequence = record_sent(sequence, step.on + timedelta(days=late))
        assert step.on - timedelta(days=(7, 10, 14)[step.number - 1]) >= sequence.sent[-2]
    assert moments == sorted(set(moments))
    assert upcoming(sequence) == ()


@settings(max_examples=500, deadline=None)
@given(DAYS, ZONES, st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.data())
def test_the_reminder_always_comes_before_the_moment_and_within_a_day_and_a_half(start, zone, digest, data):
    user_zone = data.draw(
        st.sampled_from(
            [*sorted(WORDS), "Asia/Karachi", "Asia/Kolkata", "Pacific/Kiritimati", "Africa/Casablanca"]
        )
    )
    step = plan(start, gaps=(7,), zone=zone)[0]
    at = remind_at(step, user_zone, digest)
    utc = ZoneInfo("UTC")
    ahead = step.at.astimezone(utc) - at.astimezone(utc)
    assert timedelta(0) < ahead <= timedelta(hours=31)


@settings(max_examples=500, deadline=None)
@given(
    DAYS, ZONES, st.lists(st.sampled_from(["send", "skip", "move", "pause", "resume", "away"]), max_size=8)
)
def test_any_run_of_changes_keeps_the_rules(start, zone, changes):
    sequence, today = Sequence(sent=(start,), zone=zone, gaps=(7, 10, 14)), start
    for change in changes:
        today += timedelta(days=5)
        try:
            sequence = {
                "send": lambda s, d: record_sent(s, max(d, s.sent[-1])),
                "skip": lambda s, _: skip(s),
                "move": lambda s, d: move(s, d + timedelta(days=3)),
                "pause": lambda s, d: pause(s, d, until=d + timedelta(days=9)),
                "resume": lambda s, _: resume(s),
                "away": lambda s, d: away_until(s, d + timedelta(days=4)),
            }[change](sequence, today)
        except Refused:
            continue
    before = sequence.sent[-1]
    for step in upcoming(sequence, today):
        assert is_good_day(step.on)
        assert step.on >= max(today, step.gap_ends_on)
        assert step.on - before >= timedelta(days=sequence.gaps[step.number - 1])
        before = step.on
