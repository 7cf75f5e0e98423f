"""Which season one rotation can still serve, in company and alone."""

from dataclasses import replace

from letters import serving
from letters.presets import LONG
from letters.serving import Company, Outlook, outlook
from tests.letters.worked import SEASON_2028, SEASON_2029, d, hands_on, observed

SEASONS = [SEASON_2028, SEASON_2029]
TODAY = d("27 Oct 2026")


def said(company, sketch, today=TODAY, seasons=SEASONS):
    return outlook(company, sketch, seasons, today)


def alone(one, today=TODAY):
    return said([Company("", one)], one, today)


def test_a_rotation_in_time_says_its_season_its_asking_day_and_its_latest_start():
    found = alone(hands_on("7 Jun 2027", "2 Jul 2027"))
    assert (found.sentence, found.reasons, found.is_warning) == (
        "Serves the 2028 season: ask from Wed 30 Jun 2027, latest start Tue 6 Jul 2027 for 4 weeks.",
        (),
        False,
    )
    assert [(step.key, step.on) for step in found.steps] == [
        ("latest_start", d("6 Jul 2027")),
        ("latest_ask", d("3 Aug 2027")),
        ("letters_in", d("14 Sep 2027")),
        ("review", d("22 Sep 2027")),
    ]


def test_a_later_start_serves_the_season_after_and_says_what_was_missed():
    found = alone(observed("2 Aug 2027", "1 Oct 2027"))
    assert (found.sentence, found.reasons, found.is_warning) == (
        "Serves the 2029 season: ask from Mon 27 Sep 2027, latest start "
        "Tue 13 Jun 2028 (expected) for 8 weeks.",
        ("Not 2028: its latest start for 8 weeks is Tue 8 Jun 2027.",),
        False,
    )


def test_late_is_named_and_warns():
    found = alone(hands_on("19 Jul 2027", "13 Aug 2027"))
    assert found.is_warning
    assert found.sentence == (
        "Late for the 2028 season: ask from Wed 11 Aug 2027, after the latest ask, Tue 3 Aug 2027. "
        "Letters can arrive until Tue 14 Sep 2027. On time for the 2029 season."
    )


def test_late_season_mode_is_named_as_such():
    found = alone(observed("1 Nov 2027", "7 Jan 2028"), today=d("20 Aug 2027"))
    assert found.reasons == (
        "Late-season mode for 2028: the latest day to ask, Tue 3 Aug, has passed. "
        "Letters can arrive until Tue 14 Sep.",
        "Not 2028: its latest start for 8 weeks was Tue 8 Jun.",
    )


def test_weeks_elsewhere_with_the_same_attending_add_up():
    before, here = observed("1 Feb 2027", "26 Feb 2027"), observed("3 May 2027", "28 May 2027")
    company = [Company("Dr. Feldman", here, (before,))]
    assert alone(here).sentence == "Too short for a letter: the rule asks for 8 weeks."
    found = said(company, here)
    assert found.sentence.startswith("Serves the 2028 season: ask from Fri 28 May 2027")
    assert found.reasons == ("Counted with the weeks you have with Dr. Feldman on other rotations.",)


def test_weeks_more_than_a_year_before_do_not_add_up():
    before, here = observed("5 Jan 2026", "27 Feb 2026"), observed("3 May 2027", "28 May 2027")
    found = said([Company("Dr. Feldman", here, (before,))], here)
    assert (found.sentence, found.reasons) == (
        "Too short for a letter: the rule asks for 8 weeks.",
        (),
    )


def test_of_several_attendings_the_earliest_season_speaks():
    here = hands_on("7 Jun 2027", "2 Jul 2027")
    slow = Company("Dr. Arbor", here, preset_key=LONG)
    found = said([slow, Company("Dr. Feldman", here)], here)
    assert found.sentence.startswith("Serves the 2028 season: ask from Wed 30 Jun 2027")
    assert found.reasons == ("Reckoned for Dr. Feldman.",)


def test_the_rule_chosen_for_a_letter_is_the_rule_here():
    here = hands_on("7 Jun 2027", "2 Jul 2027")
    found = said([Company("Dr. Arbor", here, preset_key=LONG)], here)
    assert found.sentence == "Too short for a letter: the rule asks for 12 weeks."


def test_without_days_the_last_start_is_said():
    sketch = observed("3 May 2027", "28 May 2027")
    assert said([Company("", None)], sketch).sentence == (
        "Start by Tue 8 Jun 2027 to serve the 2028 season: the rule asks for 8 weeks."
    )
    after = said([Company("", None)], sketch, today=d("9 Jun 2027"))
    assert after.sentence == (
        "Start by Tue 13 Jun 2028 (expected) to serve the 2029 season: the rule asks for 8 weeks."
    )
    assert said([Company("", None)], sketch, seasons=[]) == Outlook(
        "After every season Wardbook knows.", is_warning=True
    )


def test_a_first_day_without_a_last_is_read_as_going_on():
    sketch = replace(observed("3 May 2027", "28 May 2027"), end=None)
    assert alone(sketch).sentence == (
        "Serves the 2028 season: ask from Mon 28 Jun 2027, latest start Tue 8 Jun 2027 for 8 weeks."
    )


def test_the_latest_start_it_names_is_the_last_that_serves():
    for day, mode in (("8 Jun 2027", False), ("9 Jun 2027", True)):
        assert alone(observed(day, "27 Aug 2027")).is_warning is mode


def test_a_season_that_is_open_is_not_called_late():
    assert list(serving.late_words(SEASONS, d("27 Oct 2026"))) == []


def test_what_can_be_asked_already_says_so():
    found = alone(hands_on("7 Sep 2026", "18 Dec 2026"), today=d("15 Nov 2026"))
    assert found.sentence == (
        "Serves the 2028 season: you can ask now, latest start Tue 8 Jun 2027 for 8 weeks."
    )
