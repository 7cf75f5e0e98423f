from dataclasses import replace
from datetime import date

import pytest

from letters.presets import DEFAULT_PRESETS, Preset, default_preset
from letters.supervision import (
    Gap,
    Piece,
    Stretch,
    Supervision,
    chains,
    next_weekday,
    third_last_working_day,
    whole_days,
    year_after,
    year_before,
)
from tests.letters.worked import d, hands_on, observed, research, surgical, volunteer


@pytest.mark.parametrize(
    ("start", "end", "days_per_week", "weeks"),
    [
        ("2 Nov 2026", "27 Nov 2026", 5, 4),  # Monday to Friday of the fourth week
        ("2 Nov 2026", "25 Nov 2026", 5, 4),  # to the Wednesday before Thanksgiving
        ("8 Sep 2026", "2 Oct 2026", 5, 4),  # from the Tuesday after Labor Day
        ("2 Nov 2026", "24 Nov 2026", 5, 3),  # two days of a fourth week are not a week
        ("2 Nov 2026", "20 Nov 2026", 5, 3),
        ("11 Jul 2026", "26 Sep 2026", 1, 12),  # twelve Saturdays
        ("11 Jul 2026", "26 Sep 2026", 3, 11),
        ("1 Feb 2028", "29 Feb 2028", 5, 4),  # over the leap day
    ],
)
def test_weeks_as_a_hospital_counts_them(start, end, days_per_week, weeks):
    assert whole_days(d(start), d(end), days_per_week) // 7 == weeks


def test_days_so_far_count_without_today():
    stretch = Stretch(d("21 Sep 2026"), d("18 Dec 2026"), 91)
    days = [stretch.days_until(d(day)) for day in ("1 Sep 2026", "21 Sep 2026", "27 Oct 2026", "19 Dec 2026")]
    assert days == [0, 0, 36, 91]


def test_gap_of_three_weeks_splits_a_rotation():
    (chain,) = chains([hands_on("2 Nov 2026", "22 Jan 2027", away=[("7 Dec 2026", "25 Dec 2026")])])
    assert chain.stretches == (
        Stretch(d("2 Nov 2026"), d("4 Dec 2026"), 35),
        Stretch(d("28 Dec 2026"), d("22 Jan 2027"), 28),
    )
    assert (chain.days, chain.days_apart()) == (63, 21)


def test_gap_under_a_week_does_not_split():
    (chain,) = chains([hands_on("2 Nov 2026", "22 Jan 2027", away=[("9 Dec 2026", "13 Dec 2026")])])
    assert chain.stretches == (Stretch(d("2 Nov 2026"), d("22 Jan 2027"), 84),)


def test_six_days_between_two_rotations_are_no_gap_and_seven_are():
    first = hands_on("2 Nov 2026", "27 Nov 2026")
    six, seven = (chains([first, hands_on(start, "18 Dec 2026")]) for start in ("4 Dec 2026", "5 Dec 2026"))
    assert [len(chain.stretches) for chain in (*six, *seven)] == [1, 2]


def test_saturday_gap_is_taken_as_typed():
    (chain,) = chains([volunteer("11 Jul 2026", "29 Aug 2026", away=[("20 Jul 2026", "31 Jul 2026")])])
    assert [(one.start, one.end) for one in chain.stretches] == [
        (d("11 Jul 2026"), d("19 Jul 2026")),
        (d("1 Aug 2026"), d("29 Aug 2026")),
    ]


def test_gap_over_the_whole_rotation_leaves_nothing():
    assert chains([hands_on("2 Nov 2026", "6 Nov 2026", away=[("1 Nov 2026", "30 Nov 2026")])]) == ()


def test_gap_at_the_end_moves_the_last_day():
    (chain,) = chains([hands_on("2 Nov 2026", "18 Dec 2026", away=[("7 Dec 2026", "18 Dec 2026")])])
    assert chain.end == d("4 Dec 2026")


def test_twelve_months_apart_still_adds_up_and_a_day_more_does_not():
    later = hands_on("30 Nov 2026", "11 Dec 2026")
    assert len(chains([hands_on("17 Nov 2025", "30 Nov 2025"), later])) == 1
    assert len(chains([hands_on("16 Nov 2025", "29 Nov 2025"), later])) == 2


def test_rotations_at_once_count_their_weeks_once_and_their_days_both():
    (chain,) = chains([hands_on("2 Nov 2026", "27 Nov 2026", 2), volunteer("7 Nov 2026", "21 Nov 2026")])
    assert chain.days == 28
    assert chain.contact_days_before(d("28 Nov 2026")) == 8 + 3


@pytest.mark.parametrize(
    ("days_per_week", "number", "on"),
    [(5, 12, "17 Nov 2026"), (3, 12, "25 Nov 2026"), (1, 4, "23 Nov 2026"), (0.5, 2, "23 Nov 2026"),
     (2.5, 5, "11 Nov 2026")],
)  # fmt: skip
def test_projected_contact_day(days_per_week, number, on):
    days = list(Piece(d("2 Nov 2026"), d("31 Dec 2026"), days_per_week).contact_dates())
    assert days[number - 1] == d(on)


def test_contact_days_end_with_the_rotation():
    assert len(list(Piece(d("2 Nov 2026"), d("27 Nov 2026"), 2).contact_dates())) == 8


def test_reached_on_the_last_day_when_its_week_counts_whole():
    (chain,) = chains([hands_on("2 Nov 2026", "27 Nov 2026")])
    assert chain.reached_in(28) == (d("27 Nov 2026"), chain.stretches[0])
    assert chain.reached_in(29) is None


def test_working_days_and_years():
    fridays = [third_last_working_day(d(day)) for day in ("27 Nov 2026", "29 Nov 2026", "24 Nov 2026")]
    assert fridays == [d("25 Nov 2026"), d("25 Nov 2026"), d("20 Nov 2026")]
    assert next_weekday(d("28 Nov 2026")) == next_weekday(d("29 Nov 2026")) == d("30 Nov 2026")
    assert next_weekday(d("27 Nov 2026")) == d("27 Nov 2026")
    assert (year_after(date(2028, 2, 29)), year_before(date(2028, 2, 29))) == (
        date(2029, 2, 28),
        date(2027, 2, 28),
    )


def test_impossible_supervision_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        hands_on("2 Nov 2026", "1 Nov 2026")
    for days in (0, 8):
        with pytest.raises(ValueError, match="days a week"):
            Supervision(d("2 Nov 2026"), None, days, (Gap(d("2 Nov 2026"), d("2 Nov 2026")),))


def key(*supervisions) -> str:
    return default_preset(supervisions)[0].key


def test_default_preset_by_type_and_length():
    assert key(hands_on("2 Nov 2026", "11 Dec 2026")) == "end_of_rotation"
    assert key(hands_on("2 Nov 2026", "18 Dec 2026")) == "end_of_rotation"
    assert key(hands_on("2 Nov 2026", "25 Dec 2026")) == "several_weeks"
    assert key(hands_on("2 Nov 2026", None)) == "several_weeks"
    assert key(observed("2 Nov 2026", "27 Nov 2026")) == "several_weeks"
    assert key(research("2 Nov 2026", None)) == "long"
    assert key(volunteer("2 Nov 2026", None)) == "long"
    assert key(surgical("2 Nov 2026", "27 Nov 2026")) == "long"
    assert key() == "several_weeks"


def test_preset_says_what_it_is_the_rule_for():
    ends = ("11 Dec 2026", "18 Dec 2026", "25 Dec 2026")
    assert [default_preset([hands_on("2 Nov 2026", end)])[1] for end in ends] == [
        "hands-on rotations of up to 6 weeks",
        "hands-on rotations of fewer than 8 weeks",
        "hands-on rotations of more than 6 weeks",
    ]


def test_shorter_preset_applies_between_two_rotations():
    assert key(research("2 Nov 2026", None), observed("2 Nov 2026", "27 Nov 2026")) == "several_weeks"


def test_default_preset_follows_the_admins_numbers():
    presets = {**DEFAULT_PRESETS, "several_weeks": replace(DEFAULT_PRESETS["several_weeks"], weeks=10)}
    preset, what = default_preset([hands_on("2 Nov 2026", "1 Jan 2027")], presets)
    assert (preset.key, what) == ("end_of_rotation", "hands-on rotations of fewer than 10 weeks")


def test_presets_as_shipped():
    assert tuple(DEFAULT_PRESETS.values()) == (
        Preset("end_of_rotation", "End of rotation", 4, contact_days=12, opens_in_last_days=True),
        Preset("several_weeks", "Several weeks", 8),
        Preset("long", "Long", 12, strongest_weeks=24),
    )
