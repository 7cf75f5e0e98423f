"""The dates of an ERAS season, named by its match year, by the derivation rule of domain.md §3.

The rule reproduces every official date of 2024 to 2026. What no official page has said is *expected*, never
confirmed: `derive` alone confirms nothing. Admins confirm dates, applicants may set their own: see `amend`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from accounts import spoken

LETTERS_BEFORE_REVIEW = timedelta(days=8)  # ECFMG's processing, product.md §5 and domain.md §2
RANK_LIST_BEFORE_MATCH = timedelta(days=16)
MATCH_WEEK_BEFORE_MATCH = timedelta(days=4)
MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


@dataclass(frozen=True)
class SeasonDate:
    """One date of a season; `source` says where it comes from, in words the screen can show."""

    on: date
    is_confirmed: bool
    source: str


@dataclass(frozen=True)
class SeasonDates:
    """The dates of one season, in the order they come; 2028 is "ERAS 2028", applied for in 2027."""

    match_year: int
    opens_on: SeasonDate
    submit_on: SeasonDate
    letters_in_on: SeasonDate
    review_on: SeasonDate
    rank_list_on: SeasonDate
    match_week_starts_on: SeasonDate
    match_day_on: SeasonDate
    ends_on: SeasonDate

    @property
    def name(self) -> str:
        return f"ERAS {self.match_year}"


DATE_NAMES = tuple(f.name for f in fields(SeasonDates) if f.name != "match_year")

TITLES = {
    "opens_on": "MyERAS opens",
    "submit_on": "You can submit",
    "letters_in_on": "Letters in, so that programs see them on the first day",
    "review_on": "Programs can read applications",
    "rank_list_on": "Rank lists are due",
    "match_week_starts_on": "Match Week starts",
    "match_day_on": "Match Day",
    "ends_on": "ERAS closes",
}

# Domain.md §3: only dates an official page has stated. The rest of these seasons stays expected.
AAMC = "AAMC, ERAS timeline"
NRMP = "NRMP"
OWN = "set by you"
PUBLISHED: Mapping[int, Mapping[str, tuple[date, str]]] = {
    2024: {
        "opens_on": (date(2023, 6, 7), AAMC),
        "submit_on": (date(2023, 9, 6), AAMC),
        "review_on": (date(2023, 9, 27), AAMC),
        "rank_list_on": (date(2024, 2, 28), NRMP),
        "match_week_starts_on": (date(2024, 3, 11), NRMP),
        "match_day_on": (date(2024, 3, 15), NRMP),
    },
    2025: {
        "opens_on": (date(2024, 6, 5), AAMC),
        "submit_on": (date(2024, 9, 4), AAMC),
        "review_on": (date(2024, 9, 25), AAMC),
        "ends_on": (date(2025, 5, 31), AAMC),
    },
    2026: {
        "opens_on": (date(2025, 6, 4), AAMC),
        "submit_on": (date(2025, 9, 3), AAMC),
        "review_on": (date(2025, 9, 24), AAMC),
        "match_week_starts_on": (date(2026, 3, 16), NRMP),
        "match_day_on": (date(2026, 3, 20), NRMP),
        "ends_on": (date(2026, 5, 31), AAMC),
    },
}


def derive(match_year: int) -> SeasonDates:
    """Every date of the season by the pattern of 2024 to 2026 (domain.md §3); none is confirmed."""
    fall = match_year - 1
    review = nth(4, WEDNESDAY, fall, 9)
    match_day = nth(3, FRIDAY, match_year, 3)
    return SeasonDates(
        match_year,
        opens_on=_expected(nth(1, WEDNESDAY, fall, 6), "first Wednesday of June"),
        submit_on=_expected(nth(1, WEDNESDAY, fall, 9), "first Wednesday of September"),
        letters_in_on=_expected(review - LETTERS_BEFORE_REVIEW, "8 days before programs read"),
        review_on=_expected(review, "fourth Wednesday of September"),
        rank_list_on=_expected(match_day - RANK_LIST_BEFORE_MATCH, "16 days before Match Day"),
        match_week_starts_on=_expected(match_day - MATCH_WEEK_BEFORE_MATCH, "Monday of Match Day's week"),
        match_day_on=_expected(match_day, "third Friday of March"),
        ends_on=_expected(date(match_year, 5, 31), "31 May"),
    )


def published(match_year: int) -> SeasonDates:
    """The season as first loaded: stated dates confirmed with their source, the rest derived."""
    stated = PUBLISHED.get(match_year, {})
    return amend(derive(match_year), {n: SeasonDate(on, True, source) for n, (on, source) in stated.items()})


def amend(dates: SeasonDates, changes: Mapping[str, SeasonDate]) -> SeasonDates:
    """The season with some dates replaced, by an admin or by the applicant for themselves.

    When review moves, the letters-in day moves with it unless it is among the changes.
    Raises ValueError for a name that is no date of a season.
    """
    unknown = set(changes) - set(DATE_NAMES)
    if unknown:
        raise ValueError(f"no dates of a season: {', '.join(sorted(unknown))}")
    follows = {}
    if "review_on" in changes and "letters_in_on" not in changes:
        letters_in = changes["review_on"].on - LETTERS_BEFORE_REVIEW
        follows["letters_in_on"] = replace(dates.letters_in_on, on=letters_in)
    return replace(dates, **follows, **changes)


def own(on: date) -> SeasonDate:
    """A date the applicant set for themselves; not confirmed by anybody."""
    return SeasonDate(on, False, OWN)


def current(today: date) -> int:
    """The match year of the next season one can apply for in time.

    A season is over for this purpose the day after programs start to read: until then all applications
    arrive together (domain.md §3). Who applies late chooses that season by hand.
    """
    return today.year + (1 if today <= derive(today.year + 1).review_on.on else 2)


def choices(today: date) -> tuple[SeasonDates, SeasonDates]:
    """The two seasons to choose from at the start: the next one and the one after."""
    first = current(today)
    return published(first), published(first + 1)


def words(dated: SeasonDate, today: date) -> str:
    """Says "Wed 1 Sep 2027, expected"; bare once confirmed; "set by you" for one's own date."""
    said, how_sure = spoken.plain_day(dated.on, today), certainty(dated)
    return f"{said}, {how_sure}" if how_sure else said


def certainty(dated: SeasonDate) -> str:
    """Says "expected" or "set by you"; empty once confirmed."""
    if dated.is_confirmed:
        return ""
    return OWN if dated.source == OWN else "expected"


def nth(count: int, weekday: int, year: int, month: int) -> date:
    """The `count`-th `weekday` (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def _expected(on: date, rule: str) -> SeasonDate:
    return SeasonDate(on, False, f"expected: {rule}, as in 2024 to 2026")
