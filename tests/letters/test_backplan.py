from dataclasses import replace

import pytest

from letters.backplan import PlanStep, Service, latest_start, plan, season_mode, serves
from letters.presets import DEFAULT_PRESETS
from tests.letters.worked import SEASON_2028, SEASON_2029, d, hands_on, observed, volunteer

END, SEVERAL, LONG = DEFAULT_PRESETS.values()
SEASONS = (SEASON_2029, SEASON_2028)


def test_dates_follow_from_the_day_programs_read():
    assert (SEASON_2028.letters_in_on, SEASON_2028.latest_ask) == (d("14 Sep 2027"), d("3 Aug 2027"))
    assert [latest_start(SEASON_2028, preset) for preset in (END, SEVERAL, LONG)] == [
        d("6 Jul 2027"),
        d("8 Jun 2027"),
        d("11 May 2027"),
    ]


def test_admin_moves_the_lead_times():
    season = replace(SEASON_2028, upload_days=5, writing_days=28)
    assert (season.letters_in_on, season.latest_ask) == (d("17 Sep 2027"), d("20 Aug 2027"))


def test_plan_in_words():
    assert plan(SEASON_2029, SEVERAL, d("27 Oct 2026")) == (
        PlanStep("latest_start", d("13 Jun 2028"),
                 "Tue 13 Jun 2028 (expected): latest start for 8 weeks together."),
        PlanStep("latest_ask", d("8 Aug 2028"), "Tue 8 Aug 2028 (expected): latest ask; 6 weeks to write."),
        PlanStep("letters_in", d("19 Sep 2028"), "Tue 19 Sep 2028 (expected): "
                 "letters in; ECFMG needs 8 days."),
        PlanStep("review", d("27 Sep 2028"), "Wed 27 Sep 2028 (expected): programs start to read."),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "mode"),
    [("3 Aug 2027", "open"), ("4 Aug 2027", "late_season"), ("14 Sep 2027", "late_season"),
     ("15 Sep 2027", "closed")],
)  # fmt: skip
def test_late_season_begins_after_the_latest_ask(today, mode):
    assert season_mode(SEASON_2028, d(today)) == mode


def test_rotation_in_time():
    found = serves([hands_on("7 Jun 2027", "2 Jul 2027")], END, SEASONS, d("27 Oct 2026"))
    assert found == Service(
        "on_time", SEASON_2028, d("30 Jun 2027"), d("6 Jul 2027"),
        "Serves the 2028 season: ask from Wed 30 Jun 2027, latest start Tue 6 Jul 2027 for 4 weeks.",
    )  # fmt: skip


def test_latest_start_is_the_last_day_that_serves():
    on_it = serves([observed("8 Jun 2027", "6 Aug 2027")], SEVERAL, SEASONS, d("27 Oct 2026"))
    after = serves([observed("9 Jun 2027", "6 Aug 2027")], SEVERAL, SEASONS, d("27 Oct 2026"))
    assert [(one.mode, one.ask_on) for one in (on_it, after)] == [
        ("on_time", d("3 Aug 2027")),
        ("late", d("4 Aug 2027")),
    ]


def test_asked_on_the_letters_in_day_is_still_late_not_next_season():
    found = serves([observed("20 Jul 2027", "24 Sep 2027")], SEVERAL, SEASONS, d("27 Oct 2026"))
    assert (found.mode, found.season, found.ask_on) == ("late", SEASON_2028, d("14 Sep 2027"))


def test_late_season_is_named_with_the_season_it_serves_in_time():
    found = serves([observed("21 Jun 2027", "27 Aug 2027")], SEVERAL, SEASONS, d("27 Oct 2026"))
    assert (found.mode, found.season) == ("late", SEASON_2028)
    assert found.sentence == (
        "Late for the 2028 season: ask from Mon 16 Aug 2027, after the latest ask, Tue 3 Aug 2027. "
        "Letters can arrive until Tue 14 Sep 2027. On time for the 2029 season."
    )


def test_rotation_after_the_letters_in_day_serves_the_next_season():
    found = serves([observed("2 Aug 2027", "29 Oct 2027")], SEVERAL, SEASONS, d("27 Oct 2026"))
    assert (found.mode, found.season, found.ask_on) == ("on_time", SEASON_2029, d("27 Sep 2027"))
    assert found.sentence == (
        "Serves the 2029 season: ask from Mon 27 Sep 2027, "
        "latest start Tue 13 Jun 2028 (expected) for 8 weeks."
    )


def test_rotation_of_the_past_is_asked_from_today():
    found = serves([hands_on("2 Nov 2026", "27 Nov 2026")], END, SEASONS, d("4 Aug 2027"))
    assert (found.mode, found.ask_on) == ("late", d("4 Aug 2027"))


def test_rotation_too_short_for_any_letter():
    found = serves([hands_on("7 Jun 2027", "18 Jun 2027")], END, SEASONS, d("27 Oct 2026"))
    assert found == Service(
        "too_short", None, None, d("6 Jul 2027"),
        "Too short for a letter: the rule asks for 4 weeks and 12 days together.",
    )  # fmt: skip


def test_rotation_after_every_known_season():
    found = serves([volunteer("2 Oct 2028", None)], LONG, SEASONS, d("27 Oct 2026"))
    assert (found.mode, found.season) == ("no_season", None)
    assert found.sentence == "Ask from Mon 25 Dec 2028: after every season Wardbook knows."


def test_following_season_is_the_first_still_in_time():
    assert SEASON_2028.following(d("8 Aug 2028")) == SEASON_2029
    assert SEASON_2028.following(d("9 Aug 2028")).name == "2030"
    assert SEASON_2028.following(d("1 Jan 2031")) is None
