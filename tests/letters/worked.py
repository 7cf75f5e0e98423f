"""Builders for the worked cases: dates as words, one attending, a season."""

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
