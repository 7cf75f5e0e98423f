"""Builders for the worked cases: dates as words, one attending, a season, and the rotations they share."""

from dataclasses import dataclass
from datetime import date, datetime

from letters.backplan import SeasonFacts
from letters.readiness import LetterFacts
from letters.supervision import Gap, Supervision

# Programs read on Wed 22 Sep 2027: letters in by Tue 14 Sep, latest ask Tue 3 Aug.
SEASON_2030 = SeasonFacts("2030", date(2029, 9, 26), is_expected=True)
SEASON_2029 = SeasonFacts("2029", date(2028, 9, 27), is_expected=True, next=SEASON_2030)
SEASON_2028 = SeasonFacts("2028", date(2027, 9, 22), is_expected=False, next=SEASON_2029)

ONE_OF_EACH = {"reliability": 1, "initiative": 1, "communication": 1, "teamwork": 1, "growth": 1}


def d(words: str) -> date:
    """date from "2 Nov 2026"."""
    return datetime.strptime(words, "%d %b %Y").date()


def hands_on(start: str, end: str | None, days: float = 5, away=(), **more) -> Supervision:
    gaps = tuple(Gap(d(first), d(last)) for first, last in away)
    return Supervision(d(start), d(end) if end else None, days, gaps, **more)


def observed(start: str, end: str | None, days: float = 5, **more) -> Supervision:
    return hands_on(start, end, days, rotation_kind="observership", is_hands_on=False, **more)


def volunteer(start: str, end: str | None, days: float = 1, **more) -> Supervision:
    return hands_on(start, end, days, rotation_kind="volunteer", **more)


def research(start: str, end: str | None, **more) -> Supervision:
    return hands_on(start, end, rotation_kind="research", is_hands_on=False, has_clinic=False, **more)


def surgical(start: str, end: str | None) -> Supervision:
    return hands_on(start, end, is_surgical=True, specialty="orthopaedic surgery")


def facts(*supervisions: Supervision, **more) -> LetterFacts:
    """Facts about Dr. Lee with everything in place but the time, unless told otherwise."""
    given = {"season": SEASON_2028, "examples": ONE_OF_EACH, "feedback_asked_on": date(2026, 1, 5)} | more
    return LetterFacts("Dr. Lee", supervisions, **given)


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
TUESDAY_TO_MONDAY_OFF = hands_on("2 Nov 2026", "22 Jan 2027", away=[("8 Dec 2026", "14 Dec 2026")])
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
