"""Readiness as a specification: the worked cases of cases_time and cases_season, and whole verdicts."""

import pytest

from letters.readiness import assess
from letters.states import LetterRecord, State
from tests.letters import cases_season, cases_time
from tests.letters.worked import (
    FOUR_WEEKS,
    LONG,
    NO_FEEDBACK,
    OBSERVED_FOUR,
    SUMMER_OBSERVED,
    THIRTEEN_WEEKS,
    d,
    facts,
    without,
)

CASES = cases_time.CASES + cases_season.CASES


@pytest.mark.parametrize("worked", CASES, ids=lambda worked: worked.name)
def test_worked_case(worked):
    verdict = assess(worked.facts(), d(worked.today))
    sentences = [reason.sentence for reason in verdict.reasons]
    said = (verdict.kind, verdict.headline, sentences[0])
    assert said == (worked.kind, worked.says, worked.because)
    assert [sentence for sentence in worked.also if sentence not in sentences] == []
    assert tuple(option.sentence for option in verdict.options) == worked.options
    if worked.then:
        assert verdict.next_step == worked.then


def letter(state: State, since: str, **more) -> LetterRecord:
    return LetterRecord("1", "Dr. Lee", "lee", state, d(since), **more)


LADDER = [
    ("signalled: readiness still speaks", letter(State.SIGNALLED, "9 Nov 2026"), "28 Nov 2026",
     "ready", "You can ask now", "4 weeks supervised; the rule asks for 4.", "Ask Dr. Lee by email."),
    ("asked", letter(State.ASKED, "25 Nov 2026", asked_on=d("25 Nov 2026")), "30 Nov 2026",
     "ladder", "Asked on Wed 25 Nov", "Dr. Lee was asked on Wed 25 Nov.",
     "If nothing comes, nudge on Wed 9 Dec."),
    ("agreed, lukewarm", letter(State.AGREED, "27 Nov 2026", promise="lukewarm"), "28 Nov 2026",
     "ladder", "Agreed on Fri 27 Nov", "Dr. Lee agreed on Fri 27 Nov, but not to a strong letter.",
     "Send the packet by Sun 29 Nov."),
    ("dated 14 months before review",
     letter(State.ASSIGNED, "2 Jun 2027", dated_on=d("22 Jul 2026"), assigned_to=frozenset({"a", "b"})),
     "3 Jun 2027", "ladder", "Assigned to 2 programs", "Assigned to 2 programs.",
     "Ask Dr. Lee for a new letter with a new date."),
    ("too late by the calendar, but the letter is in", letter(State.THANKED, "1 Sep 2027",
     assigned_to=frozenset({"a"})), "20 Sep 2027", "ladder", "In ERAS, and Dr. Lee is thanked",
     "You thanked Dr. Lee on Wed 1 Sep.", "Nothing left to do."),
    ("declined", letter(State.DECLINED, "1 Dec 2026"), "2 Dec 2026", "ladder", "Dr. Lee declined",
     "Dr. Lee declined on Tue 1 Dec.", "Thank Dr. Lee for the honest answer and ask someone else."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "record", "today", "kind", "says", "because", "then"), LADDER)
def test_once_asked_the_ladder_speaks(name, record, today, kind, says, because, then):
    verdict = assess(facts(FOUR_WEEKS, record=record), d(today))
    said = (verdict.kind, verdict.headline, verdict.reasons[0].sentence, verdict.next_step)
    assert said == (kind, says, because, then)


def test_letter_dated_14_months_before_review_says_so():
    record = letter(State.UPLOADED, "10 Aug 2026", dated_on=d("22 Jul 2026"), assigned_to=frozenset({"a"}))
    verdict = assess(facts(FOUR_WEEKS, record=record), d("3 Jun 2027"))
    assert [reason.sentence for reason in verdict.reasons] == [
        "In ERAS since Mon 10 Aug 2026.",
        "The letter of Dr. Lee is dated Wed 22 Jul 2026, "
        "more than 12 months before programs read on Wed 22 Sep.",
    ]


def test_ruler_and_dates_of_the_page_in_the_design():
    verdict = assess(facts(THIRTEEN_WEEKS, **LONG, **NO_FEEDBACK), d("27 Oct 2026"))
    ruler = (verdict.weeks_supervised, verdict.weeks_needed, verdict.weeks_planned, verdict.supervised_from)
    dates = (verdict.ask_from, verdict.last_day, verdict.latest_ask, verdict.letters_in_on)
    assert ruler == (5.14, 12, 13.0, d("21 Sep 2026"))
    assert dates == (d("14 Dec 2026"), d("18 Dec 2026"), d("3 Aug 2027"), d("14 Sep 2027"))
    assert (verdict.missing, verdict.conflict, verdict.is_late) == (("feedback",), "", False)


def test_late_from_the_day_after_the_latest_ask_to_the_letters_in_day():
    days = ("3 Aug 2027", "4 Aug 2027", "14 Sep 2027", "15 Sep 2027")
    assert [assess(facts(FOUR_WEEKS), d(day)).is_late for day in days] == [False, True, True, False]


def test_conflicts_are_named():
    after = assess(facts(SUMMER_OBSERVED), d("1 Mar 2027"))
    short = assess(facts(OBSERVED_FOUR), d("10 Nov 2026"))
    assert (after.conflict, after.ask_from) == ("after_latest_ask", d("16 Aug 2027"))
    assert (short.conflict, short.ask_from) == ("plan_ends_short", None)


def test_whole_verdict_in_words():
    verdict = assess(facts(FOUR_WEEKS, **without("growth"), role="chair"), d("30 Nov 2026"))
    assert [(reason.key, reason.sentence) for reason in verdict.reasons] == [
        ("weeks_met", "4 weeks supervised; the rule asks for 4."),
        ("last_day_past", "Your last day together was Fri 27 Nov."),
        ("examples_missing", "No example yet for growth."),
        ("feedback_asked", "You asked for feedback on Mon 5 Jan."),
        ("role", "Dr. Lee is a department chair."),
        ("preset_default", "4 weeks is the rule for hands-on rotations of up to 6 weeks."),
    ]


def test_at_least_sixty_worked_cases():
    assert len(CASES) + len(LADDER) >= 60
    assert len({worked.name for worked in CASES}) == len(CASES)


def test_unknown_preset_is_an_error():
    with pytest.raises(KeyError):
        assess(facts(FOUR_WEEKS, preset_key="forever"), d("30 Nov 2026"))
