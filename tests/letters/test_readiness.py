"""Readiness as a specification: what is said of a letter, on which day, and why.

Unless a case says otherwise: Dr. Lee, the 2028 season (programs read on Wed 22 Sep 2027, letters in by
Tue 14 Sep, latest ask Tue 3 Aug), one example in each quality, feedback asked.
"""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from letters.backplan import SeasonFacts
from letters.presets import DEFAULT_PRESETS
from letters.readiness import assess
from letters.states import LetterRecord, State
from tests.letters.worked import (
    ONE_OF_EACH,
    SEASON_2028,
    SEASON_2029,
    d,
    facts,
    hands_on,
    observed,
    research,
    surgical,
    volunteer,
)

TOO_EARLY, NEARLY, READY = "too_early", "nearly", "ready"
THIS_WEEK, TOO_SHORT, TOO_LATE = "ask_this_week", "too_short", "too_late"

FOUR_WEEKS = hands_on("2 Nov 2026", "27 Nov 2026")
SIX_WEEKS = hands_on("2 Nov 2026", "11 Dec 2026")
THREE_WEEKS = hands_on("2 Nov 2026", "20 Nov 2026")
TWO_DAYS_A_WEEK = hands_on("2 Nov 2026", "27 Nov 2026", days=2)
SIX_WEEKS_TWO_DAYS = hands_on("2 Nov 2026", "11 Dec 2026", days=2)
THREE_DAYS_A_WEEK = hands_on("2 Nov 2026", "27 Nov 2026", days=3)
SEVEN_WEEKS = hands_on("2 Nov 2026", "18 Dec 2026")
EIGHT_WEEKS = hands_on("2 Nov 2026", "25 Dec 2026")
TEN_WEEKS = hands_on("2 Nov 2026", "8 Jan 2027")
OBSERVED_EIGHT = observed("2 Nov 2026", "25 Dec 2026")
OBSERVED_FOUR = observed("2 Nov 2026", "27 Nov 2026")
THIRTEEN_WEEKS = hands_on("21 Sep 2026", "18 Dec 2026")
SATURDAYS = volunteer("11 Jul 2026", None)
TWELVE_SATURDAYS = volunteer("11 Jul 2026", "26 Sep 2026")
INTERRUPTED = hands_on("2 Nov 2026", "22 Jan 2027", away=[("7 Dec 2026", "25 Dec 2026")])
WEEK_OFF = hands_on("2 Nov 2026", "22 Jan 2027", away=[("7 Dec 2026", "11 Dec 2026")])
FIVE_DAYS_OFF = hands_on("2 Nov 2026", "22 Jan 2027", away=[("9 Dec 2026", "13 Dec 2026")])
JULY_TWO_WEEKS = hands_on("6 Jul 2026", "17 Jul 2026")
DECEMBER_TWO_WEEKS = hands_on("30 Nov 2026", "11 Dec 2026")
A_YEAR_BEFORE = hands_on("17 Nov 2025", "30 Nov 2025")
A_YEAR_AND_A_DAY = hands_on("16 Nov 2025", "29 Nov 2025")
LONG_AGO = hands_on("8 Jan 2024", "29 Mar 2024")
SUMMER_OBSERVED = observed("21 Jun 2027", "27 Aug 2027")
DONE = hands_on("2 Nov 2026", "8 Jan 2027")

COME_BACK = "Ask to come back within 12 months: the weeks add up."
ACCEPT_LESS = "Ask all the same and accept a letter that says less."
REFERENCE = "Name Dr. Lee as a reference instead of a letter."
LONG = {"preset_key": "long"}
NO_FEEDBACK = {"feedback_asked_on": None}


def without(*qualities: str) -> dict:
    return {"examples": {name: n for name, n in ONE_OF_EACH.items() if name not in qualities}}


def season(review: str, **more) -> dict:
    return {"season": SeasonFacts("2028", d(review), is_expected=False, next=SEASON_2029, **more)}


@dataclass(frozen=True)
class Worked:
    """On `today` these rotations give `kind` and `says`, first because of `because`; `also` is said too."""

    name: str
    rotations: tuple
    today: str
    kind: str
    says: str
    because: str
    also: tuple = ()
    then: str = ""
    options: tuple = ()
    given: tuple = ()

    def facts(self):
        return facts(*self.rotations, **dict(self.given))


def case(name, rotations, today, kind, says, because, *also, then="", options=(), **given):
    rotations = rotations if isinstance(rotations, tuple) else (rotations,)
    return Worked(name, rotations, today, kind, says, because, also, then, options, tuple(given.items()))


END_OF_ROTATION = [
    case("not begun", FOUR_WEEKS, "26 Oct 2026", TOO_EARLY, "Too early: ask from Wed 25 Nov",
         "You start together on Mon 2 Nov.",
         "4 weeks is the rule for hands-on rotations of up to 6 weeks.",
         then="Log examples from your first day, and ask in person before your last day together, Fri 27 Nov."),
    case("first day", FOUR_WEEKS, "2 Nov 2026", TOO_EARLY, "Too early: ask from Wed 25 Nov",
         "0 of 4 weeks supervised.", "0 of 12 days together so far."),
    case("second week", FOUR_WEEKS, "10 Nov 2026", TOO_EARLY, "Too early: ask from Wed 25 Nov",
         "1 of 4 weeks supervised.", "6 of 12 days together so far."),
    case("the day before the third-last working day", FOUR_WEEKS, "24 Nov 2026", TOO_EARLY,
         "Too early: ask from Wed 25 Nov", "3 of 4 weeks supervised.",
         then="Keep logging examples until then, and ask in person before your last day together, Fri 27 Nov."),
    case("third-last working day", FOUR_WEEKS, "25 Nov 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 27 Nov", "Your last day together is Fri 27 Nov.",
         "The last three working days of 4 weeks together, 17 days so far.",
         then="Ask Dr. Lee in person by Fri 27 Nov."),
    case("last day", FOUR_WEEKS, "27 Nov 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 27 Nov", "Your last day together is Fri 27 Nov."),
    case("the day after the last day", FOUR_WEEKS, "28 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", "Your last day together was Fri 27 Nov.",
         then="Ask Dr. Lee by email."),
    case("six weeks: start plus four weeks comes before the last days", SIX_WEEKS, "29 Nov 2026", TOO_EARLY,
         "Too early: ask from Mon 30 Nov", "3 of 4 weeks supervised."),
    case("six weeks, four of them done", SIX_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.",
         then="Ask Dr. Lee in person before your last day together, Fri 11 Dec."),
    case("six weeks, eight days before the end", SIX_WEEKS, "3 Dec 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4."),
    case("six weeks, seven days before the end", SIX_WEEKS, "4 Dec 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 11 Dec", "Your last day together is Fri 11 Dec."),
    case("three weeks, in progress", THREE_WEEKS, "10 Nov 2026", TOO_EARLY,
         "Too early: 1 of 4 weeks supervised",
         "Your last day together, Fri 20 Nov, comes after 3 of 4 weeks.", "1 of 4 weeks supervised.",
         then="Speak with Dr. Lee before Fri 20 Nov about staying longer or coming back.",
         options=("Ask to stay 1 week longer.", COME_BACK, ACCEPT_LESS)),
    case("three weeks, over", THREE_WEEKS, "23 Nov 2026", TOO_SHORT, "Too short for a strong letter",
         "Your last day together was Fri 20 Nov, after 3 of 4 weeks.",
         then="Ask to come back, or name Dr. Lee as a reference.",
         options=(COME_BACK, ACCEPT_LESS, REFERENCE)),
    case("two days a week: eight contact days, in progress", TWO_DAYS_A_WEEK, "10 Nov 2026", TOO_EARLY,
         "Too early: 1 of 4 weeks supervised",
         "Your last day together, Fri 27 Nov, comes after 8 of 12 days together.",
         options=(COME_BACK, ACCEPT_LESS)),
    case("two days a week: eight contact days, over", TWO_DAYS_A_WEEK, "30 Nov 2026", TOO_SHORT,
         "Too short for a strong letter", "Your last day together was Fri 27 Nov, after 8 of 12 days together.",
         options=(COME_BACK, ACCEPT_LESS, REFERENCE)),
    case("two days a week, but twelve days are logged", TWO_DAYS_A_WEEK, "30 Nov 2026", READY,
         "You can ask now", "4 weeks supervised; the rule asks for 4.", days_logged=12),
    case("two days a week for six weeks: the twelfth day decides", SIX_WEEKS_TWO_DAYS, "1 Dec 2026", TOO_EARLY,
         "Too early: ask from Tue 8 Dec", "9 of 12 days together so far.",
         "4 weeks supervised; the rule asks for 4."),
    case("three days a week: the twelfth day is the third-last", THREE_DAYS_A_WEEK, "24 Nov 2026", TOO_EARLY,
         "Too early: ask from Wed 25 Nov", "3 of 4 weeks supervised.", "10 of 12 days together so far."),
    case("ends on the Wednesday before Thanksgiving", hands_on("2 Nov 2026", "25 Nov 2026"), "26 Nov 2026",
         READY, "You can ask now", "4 weeks supervised; the rule asks for 4."),
    case("begins on the Tuesday after Labor Day", hands_on("8 Sep 2026", "2 Oct 2026"), "29 Sep 2026",
         TOO_EARLY, "Too early: ask from Wed 30 Sep", "3 of 4 weeks supervised."),
    case("over the leap day, the day before", hands_on("1 Feb 2028", "29 Feb 2028"), "24 Feb 2028", TOO_EARLY,
         "Too early: ask from Fri 25 Feb", "3 of 4 weeks supervised.", season=SEASON_2029),
    case("over the leap day, on it", hands_on("1 Feb 2028", "29 Feb 2028"), "29 Feb 2028", THIS_WEEK,
         "Ask this week: your last day together is Tue 29 Feb", "Your last day together is Tue 29 Feb.",
         "4 weeks supervised; the rule asks for 4.", season=SEASON_2029),
    case("seven weeks: eight cannot be reached, the shorter rule fits", SEVEN_WEEKS, "30 Nov 2026", READY,
         "You can ask now", "4 weeks supervised; the rule asks for 4.",
         "4 weeks is the rule for hands-on rotations of fewer than 8 weeks."),
]  # fmt: skip

SEVERAL_WEEKS = [
    case("eight weeks hands-on, in progress", EIGHT_WEEKS, "1 Dec 2026", TOO_EARLY,
         "Too early: ask from Fri 25 Dec", "4 of 8 weeks supervised.",
         "8 weeks is the rule for hands-on rotations of more than 6 weeks.",
         then="Keep logging examples until then, and ask in person on your last day together, Fri 25 Dec."),
    case("eight weeks, the last day completes them", EIGHT_WEEKS, "25 Dec 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 25 Dec", "Your last day together is Fri 25 Dec."),
    case("ten weeks, Sunday before the eighth is full", TEN_WEEKS, "27 Dec 2026", TOO_EARLY,
         "Too early: ask from Mon 28 Dec", "7 of 8 weeks supervised."),
    case("ten weeks, eight of them done", TEN_WEEKS, "28 Dec 2026", READY, "You can ask now",
         "8 weeks supervised; the rule asks for 8.",
         then="Ask Dr. Lee in person before your last day together, Fri 8 Jan 2027."),
    case("eight weeks fall on a Sunday: moved to Monday", observed("1 Nov 2026", "15 Jan 2027"), "20 Dec 2026",
         TOO_EARLY, "Too early: ask from Mon 28 Dec", "7 of 8 weeks supervised."),
    case("an observership only, eight weeks", OBSERVED_EIGHT, "4 Jan 2027", READY, "You can ask now",
         "8 weeks supervised; the rule asks for 8.",
         "An observership: the letter can say how you think and work with people, not what you did.",
         "8 weeks is the rule for observerships."),
    case("an observership only, four weeks, in progress", OBSERVED_FOUR, "10 Nov 2026", TOO_EARLY,
         "Too early: 1 of 8 weeks supervised", "Your last day together, Fri 27 Nov, comes after 4 of 8 weeks.",
         options=("Ask to stay 4 weeks longer.", COME_BACK,
                  "Choose the shorter rule, 4 weeks, for this letter and say why.", ACCEPT_LESS)),
    case("an observership only, four weeks, over", OBSERVED_FOUR, "30 Nov 2026", TOO_SHORT,
         "Too short for a strong letter", "Your last day together was Fri 27 Nov, after 4 of 8 weeks.",
         options=(COME_BACK,
                  "Choose the shorter rule, 4 weeks, for this letter and say why.", ACCEPT_LESS, REFERENCE)),
    case("four weeks observed, and the user chose the shorter rule", OBSERVED_FOUR, "30 Nov 2026", READY,
         "You can ask now", "4 weeks supervised; the rule asks for 4.",
         "You chose 4 weeks for this letter: Dr. Lee saw me every day.",
         preset_key="end_of_rotation", preset_why="Dr. Lee saw me every day."),
    case("an admin raised the rule to ten weeks", OBSERVED_EIGHT, "4 Jan 2027", TOO_SHORT,
         "Too short for a strong letter", "Your last day together was Fri 25 Dec 2026, after 8 of 10 weeks.",
         options=(COME_BACK,
                  "Choose the shorter rule, 4 weeks, for this letter and say why.", ACCEPT_LESS, REFERENCE),
         presets={**DEFAULT_PRESETS, "several_weeks": replace(DEFAULT_PRESETS["several_weeks"], weeks=10)}),
]  # fmt: skip

LONG_RULE = [
    case("the page of the design", THIRTEEN_WEEKS, "27 Oct 2026", TOO_EARLY, "Too early: ask from Mon 14 Dec",
         "5 of 12 weeks supervised.", "You chose 12 weeks for this letter.",
         then="Keep logging examples until then, and ask in person before your last day together, Fri 18 Dec.",
         **LONG),
    case("the same page in its last week", THIRTEEN_WEEKS, "14 Dec 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 18 Dec", "Your last day together is Fri 18 Dec.",
         "12 weeks supervised; the rule asks for 12.", **LONG),
    case("part-time volunteer, Saturdays without an end", SATURDAYS, "27 Oct 2026", READY, "You can ask now",
         "15 weeks supervised; the rule asks for 12.", "12 weeks is the rule for volunteering.",
         "The strongest letters usually come after 24 weeks; you are at 15.",
         then="Ask Dr. Lee the next time you are together."),
    case("part-time volunteer, twelve weeks fall on a Saturday", SATURDAYS, "12 Sep 2026", TOO_EARLY,
         "Too early: ask from Mon 5 Oct", "9 of 12 weeks supervised.", then="Keep logging examples until then."),
    case("part-time volunteer, twelve Saturdays and over", TWELVE_SATURDAYS, "28 Sep 2026", READY,
         "You can ask now", "12 weeks supervised; the rule asks for 12."),
    case("part-time volunteer, the last Saturday stays a Saturday", TWELVE_SATURDAYS, "25 Sep 2026", TOO_EARLY,
         "Too early: ask from Sat 26 Sep", "10 of 12 weeks supervised."),
    case("research without clinic, twelve weeks", research("6 Jul 2026", "25 Sep 2026"), "1 Oct 2026", READY,
         "You can ask now", "12 weeks supervised; the rule asks for 12.",
         "Research without clinic: a portfolio takes at most one research or home letter.",
         "12 weeks is the rule for research."),
    case("research without clinic, ten weeks and over", research("6 Jul 2026", "11 Sep 2026"), "1 Oct 2026",
         TOO_SHORT, "Too short for a strong letter",
         "Your last day together was Fri 11 Sep, after 10 of 12 weeks.",
         options=(COME_BACK,
                  "Choose the shorter rule, 8 weeks, for this letter and say why.", ACCEPT_LESS, REFERENCE)),
    case("orthopaedics, four weeks and over", surgical("2 Nov 2026", "27 Nov 2026"), "30 Nov 2026", TOO_SHORT,
         "Too short for a strong letter", "Your last day together was Fri 27 Nov, after 4 of 12 weeks.",
         "12 weeks is the rule for surgical specialties.",
         options=(COME_BACK,
                  "Choose the shorter rule, 4 weeks, for this letter and say why.", ACCEPT_LESS, REFERENCE)),
    case("orthopaedics, twelve weeks", surgical("5 Oct 2026", "8 Jan 2027"), "28 Dec 2026", READY,
         "You can ask now", "12 weeks supervised; the rule asks for 12."),
]  # fmt: skip

INTERRUPTIONS = [
    case("interrupted for three weeks, before", INTERRUPTED, "1 Dec 2026", TOO_EARLY,
         "Too early: ask from Mon 18 Jan 2027", "4 of 8 weeks supervised.",
         "Not counted: 3 weeks without supervision."),
    case("interrupted for three weeks, during", INTERRUPTED, "16 Dec 2026", TOO_EARLY,
         "Too early: ask from Mon 18 Jan 2027", "5 of 8 weeks supervised."),
    case("interrupted for three weeks, after", INTERRUPTED, "18 Jan 2027", THIS_WEEK,
         "Ask this week: your last day together is Fri 22 Jan", "Your last day together is Fri 22 Jan.",
         "8 weeks supervised; the rule asks for 8.", "Not counted: 3 weeks without supervision."),
    case("one working week off is a gap", WEEK_OFF, "1 Dec 2026", TOO_EARLY, "Too early: ask from Mon 4 Jan 2027",
         "4 of 8 weeks supervised.", "Not counted: 1 week without supervision."),
    case("five days off are not", FIVE_DAYS_OFF, "1 Dec 2026", TOO_EARLY, "Too early: ask from Mon 28 Dec",
         "4 of 8 weeks supervised."),
]  # fmt: skip

SAME_ATTENDING = [
    case("two rotations five months apart add up", (JULY_TWO_WEEKS, DECEMBER_TWO_WEEKS), "1 Dec 2026",
         TOO_EARLY, "Too early: ask from Wed 9 Dec", "2 of 4 weeks supervised.",
         "2 rotations with Dr. Lee are added up."),
    case("a year apart to the day: they add up", (A_YEAR_BEFORE, DECEMBER_TWO_WEEKS), "1 Dec 2026", TOO_EARLY,
         "Too early: ask from Wed 9 Dec", "2 of 4 weeks supervised.", "2 rotations with Dr. Lee are added up."),
    case("a year and a day apart: judged apart", (A_YEAR_AND_A_DAY, DECEMBER_TWO_WEEKS), "1 Dec 2026",
         TOO_EARLY, "Too early: 0 of 4 weeks supervised",
         "Your last day together, Fri 11 Dec, comes after 2 of 4 weeks.",
         "Not added: 2 weeks until Sat 29 Nov 2025. More than 12 months lie between.",
         options=("Ask to stay 2 weeks longer.", COME_BACK, ACCEPT_LESS)),
    case("a long one years ago still speaks while a short one runs", (LONG_AGO, DECEMBER_TWO_WEEKS),
         "7 Dec 2026", THIS_WEEK, "Ask this week: your last day together is Fri 11 Dec",
         "Your last day together is Fri 11 Dec.", "12 weeks supervised; the rule asks for 4."),
    case("hands-on, then research: the shorter rule applies", (FOUR_WEEKS, research("4 Jan 2027", None)),
         "11 Jan 2027", READY, "You can ask now", "5 weeks supervised; the rule asks for 4."),
    case("two rotations at once are not counted twice", (FOUR_WEEKS, volunteer("7 Nov 2026", "21 Nov 2026")),
         "30 Nov 2026", READY, "You can ask now", "4 weeks supervised; the rule asks for 4."),
]  # fmt: skip

WRITER_LEFT = [
    case("the writer left the institution in the third week", THIRTEEN_WEEKS, "27 Oct 2026", TOO_SHORT,
         "Too short for a strong letter", "Your last day together was Fri 9 Oct, after 3 of 12 weeks.",
         "Dr. Lee left on Fri 9 Oct. A letter on personal letterhead is accepted.",
         options=(COME_BACK, ACCEPT_LESS, REFERENCE),
         left_on=date(2026, 10, 9), **LONG),
    case("the writer will leave before the weeks are full", THIRTEEN_WEEKS, "27 Oct 2026", TOO_EARLY,
         "Too early: 5 of 12 weeks supervised",
         "Your last day together, Fri 20 Nov, comes after 9 of 12 weeks.",
         "Dr. Lee leaves on Fri 20 Nov; your last day together is then at the latest.",
         options=("Ask to stay 3 weeks longer.", COME_BACK,
                  "Choose the shorter rule, 8 weeks, for this letter and say why.", ACCEPT_LESS),
         left_on=date(2026, 11, 20), **LONG),
    case("the writer left after the time was met", DONE, "15 Feb 2027", READY, "You can ask now",
         "10 weeks supervised; the rule asks for 8.",
         "Dr. Lee left on Sun 31 Jan. A letter on personal letterhead is accepted.",
         then="Ask Dr. Lee by email.", left_on=date(2027, 1, 31)),
    case("the writer left before a rotation at the new place", DONE, "15 Feb 2027", READY, "You can ask now",
         "10 weeks supervised; the rule asks for 8.", left_on=date(2026, 10, 1)),
]  # fmt: skip

SEASON = [
    case("ask-from after the latest ask, not begun", SUMMER_OBSERVED, "1 Mar 2027", TOO_EARLY,
         "Too early: ask from Mon 16 Aug", "You start together on Mon 21 Jun.",
         "Mon 16 Aug is after Tue 3 Aug, the latest day to ask for the 2028 season.",
         then="Pick one of the options while there is time.",
         options=("Start by Tue 8 Jun, the latest start that still fits.",
                  "Ask on Mon 16 Aug all the same: letters can arrive until Tue 14 Sep.",
                  "Choose the shorter rule, 4 weeks, for this letter and say why.",
                  "Keep this letter for the 2029 season.")),
    case("ask-from after the latest ask, begun", SUMMER_OBSERVED, "7 Jul 2027", TOO_EARLY,
         "Too early: ask from Mon 16 Aug", "2 of 8 weeks supervised.",
         options=("Ask on Mon 16 Aug all the same: letters can arrive until Tue 14 Sep.",
                  "Choose the shorter rule, 4 weeks, for this letter and say why.",
                  "Keep this letter for the 2029 season.")),
    case("the same conflict on the day it is met: late, and said so", SUMMER_OBSERVED, "16 Aug 2027", THIS_WEEK,
         "Ask this week: it is late for the 2028 season",
         "Late: the latest day to ask, Tue 3 Aug, has passed. Letters can arrive until Tue 14 Sep.",
         then="Ask Dr. Lee in person this week."),
    case("ask-from after the letters-in day", observed("26 Jul 2027", "24 Sep 2027"), "1 Aug 2027", TOO_LATE,
         "Too late for the 2028 season: ask for 2029",
         "Mon 20 Sep is after Tue 14 Sep, when letters for the 2028 season must be in.",
         "For the 2029 season, ask by Tue 8 Aug 2028 (expected); letters are in by Tue 19 Sep 2028 (expected).",
         then="Ask Dr. Lee from Mon 20 Sep, for the 2029 season.",
         options=("Keep this letter for the 2029 season.",)),
    case("begins after the letters-in day, and too short", observed("20 Sep 2027", "15 Oct 2027"), "1 Aug 2027",
         TOO_LATE, "Too late for the 2028 season: ask for 2029",
         "You start together on Mon 20 Sep, after letters for the 2028 season must be in.",
         then="Plan more time with Dr. Lee before the 2029 season.",
         options=("Keep this letter for the 2029 season.",)),
    case("eight days before the latest ask", DONE, "26 Jul 2027", READY, "You can ask now",
         "10 weeks supervised; the rule asks for 8."),
    case("seven days before the latest ask", DONE, "27 Jul 2027", THIS_WEEK,
         "Ask this week: the latest day to ask is Tue 3 Aug",
         "The latest day to ask for the 2028 season is Tue 3 Aug.",
         then="Ask Dr. Lee by email this week."),
    case("on the latest ask", DONE, "3 Aug 2027", THIS_WEEK, "Ask this week: the latest day to ask is Tue 3 Aug",
         "The latest day to ask for the 2028 season is Tue 3 Aug."),
    case("the day after the latest ask", DONE, "4 Aug 2027", THIS_WEEK,
         "Ask this week: it is late for the 2028 season",
         "Late: the latest day to ask, Tue 3 Aug, has passed. Letters can arrive until Tue 14 Sep."),
    case("on the letters-in day", DONE, "14 Sep 2027", THIS_WEEK, "Ask this week: it is late for the 2028 season",
         "Late: the latest day to ask, Tue 3 Aug, has passed. Letters can arrive until Tue 14 Sep."),
    case("the day after the letters-in day", DONE, "15 Sep 2027", TOO_LATE,
         "Too late for the 2028 season: ask for 2029",
         "Letters for the 2028 season had to be in by Tue 14 Sep.",
         then="Ask Dr. Lee by Tue 8 Aug 2028 (expected), for the 2029 season.",
         options=("Keep this letter for the 2029 season.",)),
    case("two years on: the first season that can still be served", DONE, "1 Sep 2028", TOO_LATE,
         "Too late for the 2028 season: ask for 2030",
         "Letters for the 2028 season had to be in by Tue 14 Sep 2027.",
         then="Ask Dr. Lee by Tue 7 Aug 2029 (expected), for the 2030 season.",
         options=("Keep this letter for the 2030 season.",)),
    case("too late, and no later season is known", DONE, "15 Sep 2027", TOO_LATE, "Too late for the 2028 season",
         "Letters for the 2028 season had to be in by Tue 14 Sep.",
         "Wardbook does not have the dates of the next season yet.",
         then="Keep in touch with Dr. Lee until the next season has its dates.",
         season=replace(SEASON_2028, next=None)),
    case("too late and too short: more time is the way", OBSERVED_FOUR, "15 Sep 2027", TOO_LATE,
         "Too late for the 2028 season: ask for 2029", "Letters for the 2028 season had to be in by Tue 14 Sep.",
         then="Plan more time with Dr. Lee before the 2029 season.",
         options=("Keep this letter for the 2029 season.",)),
    case("season dates moved forward by an admin: now late", DONE, "27 Jul 2027", THIS_WEEK,
         "Ask this week: it is late for the 2028 season",
         "Late: the latest day to ask, Tue 20 Jul, has passed. Letters can arrive until Tue 31 Aug.",
         **season("8 Sep 2027")),
    case("season dates moved back by an admin: no hurry", DONE, "27 Jul 2027", READY, "You can ask now",
         "10 weeks supervised; the rule asks for 8.", **season("6 Oct 2027")),
    case("an admin gave writers four weeks instead of six", DONE, "4 Aug 2027", READY, "You can ask now",
         "10 weeks supervised; the rule asks for 8.", **season("22 Sep 2027", writing_days=28)),
    case("dates AAMC has not published are called expected", DONE, "27 Jul 2027", THIS_WEEK,
         "Ask this week: the latest day to ask is Tue 3 Aug (expected)",
         "The latest day to ask for the 2028 season is Tue 3 Aug (expected).",
         season=replace(SEASON_2028, is_expected=True)),
    case("last day and latest ask in one week: the nearer one leads", observed("7 Jun 2027", "30 Jul 2027"),
         "30 Jul 2027", THIS_WEEK, "Ask this week: your last day together is Fri 30 Jul",
         "The latest day to ask for the 2028 season is Tue 3 Aug.", "Your last day together is Fri 30 Jul."),
    case("no season chosen", FOUR_WEEKS, "28 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", season=None),
    case("no season chosen, too early", FOUR_WEEKS, "10 Nov 2026", TOO_EARLY, "Too early: ask from Wed 25 Nov",
         "1 of 4 weeks supervised.", season=None),
]  # fmt: skip

EVIDENCE = [
    case("everything there", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", "5 examples across all five qualities.",
         "You asked for feedback on Mon 5 Jan."),
    case("feedback asked and acted on", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", "You asked for feedback on Tue 10 Nov and acted on it.",
         feedback_asked_on=date(2026, 11, 10), feedback_acted_on=date(2026, 11, 16)),
    case("feedback not asked", FOUR_WEEKS, "30 Nov 2026", NEARLY, "Nearly: missing mid-rotation feedback",
         "4 weeks supervised; the rule asks for 4.", "Mid-rotation feedback is not asked yet.",
         then="Write to Dr. Lee for feedback: what to keep and what to change.", **NO_FEEDBACK),
    case("feedback planned for next week is not asked yet", SIX_WEEKS, "30 Nov 2026", NEARLY,
         "Nearly: missing mid-rotation feedback", "4 weeks supervised; the rule asks for 4.",
         then="Ask Dr. Lee for feedback: what to keep and what to change.",
         feedback_asked_on=date(2026, 12, 2)),
    case("one initiative example", FOUR_WEEKS, "30 Nov 2026", NEARLY, "Nearly: missing one initiative example",
         "4 weeks supervised; the rule asks for 4.", "No example yet for initiative.",
         then="Write down one initiative example that Dr. Lee saw.", **without("initiative")),
    case("feedback and one initiative example", FOUR_WEEKS, "30 Nov 2026", NEARLY,
         "Nearly: missing mid-rotation feedback and one initiative example",
         "4 weeks supervised; the rule asks for 4.", **without("initiative"), **NO_FEEDBACK),
    case("Saturdays with four of five qualities", SATURDAYS, "27 Oct 2026", NEARLY,
         "Nearly: missing one growth example", "15 weeks supervised; the rule asks for 12.", **without("growth")),
    case("nothing written down", FOUR_WEEKS, "30 Nov 2026", NEARLY,
         "Nearly: missing mid-rotation feedback and examples in 5 qualities",
         "4 weeks supervised; the rule asks for 4.",
         "No example yet for reliability, initiative, communication, teamwork and growth.",
         examples={}, **NO_FEEDBACK),
    case("last week with things missing: ask, and they are named", FOUR_WEEKS, "26 Nov 2026", THIS_WEEK,
         "Ask this week: your last day together is Fri 27 Nov", "Your last day together is Fri 27 Nov.",
         "No example yet for growth.", "Mid-rotation feedback is not asked yet.",
         then="Ask Dr. Lee in person by Fri 27 Nov; fill in what is missing afterwards.",
         **without("growth"), **NO_FEEDBACK),
    case("no rotation together", (), "30 Nov 2026", TOO_EARLY, "Too early: no rotation together yet",
         "No rotation with Dr. Lee yet.", then="Add the rotation where Dr. Lee supervised you."),
]  # fmt: skip

WEIGHT = [
    case("same specialty", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", "Dr. Lee is in neurology, where you apply.",
         specialty="neurology", targets=("neurology",)),
    case("two specialties", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.",
         "Dr. Lee is in neurology; the letter counts there, less in psychiatry.",
         specialty="neurology", targets=("neurology", "psychiatry")),
    case("neither of two specialties", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.",
         "Dr. Lee is in cardiology; you apply in neurology and psychiatry.",
         specialty="cardiology", targets=("neurology", "psychiatry")),
    case("a program director", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.", "Dr. Lee is a program director.", role="program_director"),
    case("a fellow", FOUR_WEEKS, "30 Nov 2026", READY, "You can ask now",
         "4 weeks supervised; the rule asks for 4.",
         "Dr. Lee is a fellow. Programs usually look for an attending.", role="fellow"),
    case("indirect supervision", hands_on("2 Nov 2026", "27 Nov 2026", is_direct=False), "30 Nov 2026", READY,
         "You can ask now", "4 weeks supervised; the rule asks for 4.",
         "Dr. Lee did not supervise you directly. Programs usually want someone who did."),
]  # fmt: skip

CASES = (
    END_OF_ROTATION + SEVERAL_WEEKS + LONG_RULE + INTERRUPTIONS + SAME_ATTENDING + WRITER_LEFT
    + SEASON + EVIDENCE + WEIGHT
)  # fmt: skip


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
        "The letter of Dr. Lee is dated Wed 22 Jul 2026, more than 12 months before programs read on Wed 22 Sep.",
    ]


def test_ruler_and_dates_of_the_page_in_the_design():
    verdict = assess(facts(THIRTEEN_WEEKS, **LONG, **NO_FEEDBACK), d("27 Oct 2026"))
    ruler = (verdict.weeks_supervised, verdict.weeks_needed, verdict.weeks_planned, verdict.supervised_from)
    dates = (verdict.ask_from, verdict.last_day, verdict.latest_ask, verdict.letters_in_on)
    assert ruler == (5.14, 12, 13.0, d("21 Sep 2026"))
    assert dates == (d("14 Dec 2026"), d("18 Dec 2026"), d("3 Aug 2027"), d("14 Sep 2027"))
    assert (verdict.missing, verdict.conflict, verdict.is_late) == (("feedback",), "", False)


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
