"""Months that count (product.md §3): how much US clinical experience, of what kind, how recent, how deep.

The unit is the weekday. A stay's weekly hours are spread over Monday to Friday, whatever its schedule, so a
weekday is worked at hours ÷ 40 of full time. From there:

- **A weekday is counted once.** Where stays overlap, the type with the higher weight takes the *raw* day; of
  the *full-time* day, which is min(1, all hours ÷ 40), it takes its own hours first and the next type what is
  left. Stays of one type share in proportion to their hours.
- **A week** is 5 weekdays, **a month** is 20: months = weekdays × part of full time × weight ÷ 20. "20 clinic
  days = 1 month" on the screen is this rule for a full-time, hands-on rotation.
- **Done** are the days before `today`; today and what follows is **booked**.
- **Home-country** work is measured apart, takes no day from US work, and counts zero.

Only rotations that are confirmed, in progress or completed belong in here. A rotation may be handed in as
pieces (one per supervision) under one id: every figure stays the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts import spoken
from tracker.depth import Run, longest
from tracker.recency import Recency, measure, opens
from tracker.spells import DAY, Spell, falls, spells, weekdays
from tracker.weeks import MONDAY_TO_FRIDAY
from tracker.working import Figure, Line, Working, exact, figure

Number = int | float | Decimal | Fraction
ONE = Fraction(1)
KINDS = ("observership", "externship", "research", "volunteer")

FULL_TIME_HOURS, WEEK_DAYS, MONTH_DAYS = 40, 5, 20

LABELS = {
    "hands_on": "Hands-on",
    "observership": "Observership",
    "research": "Research with clinic",
    "volunteer": "Volunteer",
    "remote": "Remote",
    "lab": "Research without clinic",
    "home": "Home country",
}
TYPES = tuple(LABELS)  # on equal weight the earlier one takes the day

RAW_RULE = "Weekdays on a rotation, each counted once, for the type that weighs most. 5 weekdays are a week."
CLINIC_RULE = "Days the schedules name, each counted once, for the type that weighs most."
FTE_RULE = (
    "Weekdays times weekly hours ÷ 40, at most 1 for all stays of a day together. 5 full days are a week."
)
MONTHS_RULE = "Full-time weekdays times the weight of the type. 20 such days are a month."
HOME_RULE = "Home-country work is kept apart and counts zero months of US experience."


@dataclass(frozen=True)
class Stay:
    """A rotation as far as counting goes. `kind`: observership, externship, research or volunteer; `setting`:
    inpatient, outpatient, mixed, lab or remote; `days`: the weekdays of its schedule (Monday is 0)."""

    id: int | str
    kind: str
    start: date
    end: date
    hours_per_week: Number | None
    specialty: str = ""
    setting: str = ""
    in_us: bool = True
    hands_on: bool = False
    attending_ids: frozenset[int | str] = frozenset()
    days: frozenset[int] = MONDAY_TO_FRIDAY


@dataclass(frozen=True)
class Band:
    """From so many weighted months on, these words (domain.md §4: usual amounts, not requirements)."""

    from_months: Number
    words: str


@dataclass(frozen=True)
class Weights:
    """What counts how much: admin data, with product.md's defaults. `windows` are years of recency."""

    hands_on: Number = Fraction(1)
    observership: Number = Fraction(7, 10)
    research: Number = Fraction(6, 10)
    volunteer: Number = Fraction(4, 10)
    remote: Number = Fraction(0)
    lab: Number = Fraction(0)
    windows: tuple[int, ...] = (1, 2, 3)
    bands: tuple[Band, ...] = (
        Band(0, "Below the usual minimum of 4 weeks"),
        Band(1, "Past the usual minimum of 4 weeks"),
        Band(2, "In the usual 8 to 12 weeks"),
        Band(3, "In the usual 3 to 6 months"),
        Band(6, "6 months or more"),
    )

    def of(self, type_: str) -> Fraction:
        return Fraction(0) if type_ == "home" else exact(getattr(self, type_))


@dataclass(frozen=True)
class TypeRow:
    """One type of experience: a row of the table behind the chart. All done, except `booked`."""

    type: str
    label: str
    weight: Fraction
    raw_weeks: Figure
    clinic_days: Figure
    fte_weeks: Figure
    months: Figure
    booked: Figure


@dataclass(frozen=True)
class Part:
    """One specialty or setting of what was done; `share` of all full-time weeks (0 to 1)."""

    name: str
    weeks: Figure
    share: Fraction


@dataclass(frozen=True)
class Home:
    """Work in the home country, done so far; `months` is always zero, with its working."""

    raw_weeks: Figure
    fte_weeks: Figure
    months: Figure


@dataclass(frozen=True)
class Report:
    """Everything there is to say, never one number alone. Totals are done so far unless called booked."""

    today: date
    by_type: tuple[TypeRow, ...]
    raw_weeks: Figure
    clinic_days: Figure
    fte_weeks: Figure
    months: Figure
    booked: Figure
    recency: tuple[Recency, ...]
    depth: Run | None
    specialties: tuple[Part, ...]
    settings: tuple[Part, ...]
    home: Home
    band: Band | None
    next_band: Band | None

    @property
    def with_booked(self) -> Fraction:
        """Months done and booked together."""
        return self.months.value + self.booked.value

    @property
    def breadth(self) -> str:
        """Says "4 specialties in 2 settings": what `specialties` and `settings` name, blanks left out."""
        specialties, settings = (
            sum(bool(p.name) for p in parts) for parts in (self.specialties, self.settings)
        )
        counted = spoken.plural(specialties, "specialty", "specialties")
        return f"{counted} in {spoken.plural(settings, 'setting')}"

    def reaches(self, months: int | Fraction) -> date | None:
        """The day on which so many months are done, as booked: `today` if they are, None if never."""
        missing = months - self.months.value
        if missing <= 0:
            return self.today
        if missing > self.booked.value:
            return None
        first, last = self.today, max(line.end for line in self.booked.working.lines)
        while first < last:
            middle = first + (last - first) // 2
            first, last = (first, middle) if self._booked_by(middle) >= missing else (middle + DAY, last)
        return first

    def _booked_by(self, on: date) -> Fraction:
        return sum((_until(line, on).amount for line in self.booked.working.lines), Fraction(0))


@dataclass(frozen=True)
class Credit:
    """What one stay gets of one spell: `raw` and `clinic` days of its own, `fte` of each weekday."""

    stay: Stay
    type: str
    weight: Fraction
    start: date
    end: date
    weekdays: int
    raw: int
    clinic: int
    fte: Fraction


def type_of(stay: Stay) -> str:
    """The type a stay counts as. Remote work is remote whatever it is called; an externship without hands-on
    work is an observership; research in a lab is without clinic. Raises ValueError for an unknown kind."""
    if stay.kind not in KINDS:
        raise ValueError(f"no kind of stay: {stay.kind!r}")
    if not stay.in_us:
        return "home"
    if stay.setting == "remote":
        return "remote"
    if stay.kind == "externship":
        return "hands_on" if stay.hands_on else "observership"
    if stay.kind == "research" and stay.setting == "lab":
        return "lab"
    return stay.kind


def assess(stays: Iterable[Stay], weights: Weights, today: date) -> Report:
    """The whole report as of the morning of `today`. Order and splitting of stays change no figure."""
    stays = tuple(stays)
    here = tuple(stay for stay in stays if stay.in_us)
    cuts = (today, *(opens(today, years) for years in weights.windows))
    credits = _credits(here, weights, cuts)
    done = tuple(credit for credit in credits if credit.end < today)
    booked = tuple(credit for credit in credits if credit.start >= today)
    counting = tuple(stay for stay in here if weights.of(type_of(stay)))
    months = _months(done)
    band, next_band = _bands(weights, months.value)
    return Report(
        today=today,
        by_type=tuple(_row(type_, weights, done, booked) for type_ in TYPES if _of(type_, credits)),
        raw_weeks=_raw_weeks(done),
        clinic_days=_clinic_days(done),
        fte_weeks=_fte_weeks(done),
        months=months,
        booked=_months(booked),
        recency=tuple(_window(years, counting, done, today) for years in weights.windows),
        depth=longest(counting, today),
        specialties=_parts(done, lambda stay: stay.specialty),
        settings=_parts(done, lambda stay: stay.setting),
        home=_home(stays, weights, today),
        band=band,
        next_band=next_band,
    )


def totals(stays: Iterable[Stay], weights: Weights, today: date) -> tuple[Figure, Figure]:
    """Months done and months booked alone, the same figures as `assess` gives; cheap enough for Today."""
    credits = _credits(tuple(stay for stay in stays if stay.in_us), weights, (today,))
    return (
        _months(credit for credit in credits if credit.end < today),
        _months(credit for credit in credits if credit.start >= today),
    )


def _credits(stays: Sequence[Stay], weights: Weights, cuts: Iterable[date]) -> tuple[Credit, ...]:
    return tuple(credit for spell in spells(stays, cuts) for credit in _share(spell, weights))


def _share(spell: Spell, weights: Weights) -> list[Credit]:
    """Who gets what of each day of a spell: the heavier type first, and its own hours only."""
    if len(spell.stays) == 1:
        return [_alone(spell, weights)]
    ranked = sorted(spell.stays, key=lambda stay: _rank(stay, weights))
    hours = {type_: Fraction(0) for type_ in LABELS}
    for stay in ranked:
        hours[type_of(stay)] += _full_time(stay)
    room, given = Fraction(1), {}
    for type_ in dict.fromkeys(map(type_of, ranked)):
        given[type_] = min(room, hours[type_])
        room -= given[type_]
    clinic = _clinic(spell, ranked)
    return [
        Credit(
            stay,
            type_ := type_of(stay),
            weights.of(type_),
            spell.start,
            spell.end,
            weekdays=spell.weekdays,
            raw=spell.weekdays if place == 0 else 0,
            clinic=clinic[place],
            fte=given[type_] * _full_time(stay) / hours[type_] if hours[type_] else Fraction(0),
        )
        for place, stay in enumerate(ranked)
    ]


def _alone(spell: Spell, weights: Weights) -> Credit:
    """The common case, for Today's sake: one stay takes the whole of each day it is worked."""
    (stay,) = spell.stays
    type_, days = type_of(stay), spell.weekdays
    clinic = sum(falls(weekday, spell.start, spell.end) for weekday in stay.days)
    fte = min(ONE, _full_time(stay))
    return Credit(stay, type_, weights.of(type_), spell.start, spell.end, days, days, clinic, fte)


def _rank(stay: Stay, weights: Weights) -> tuple:
    type_ = type_of(stay)
    return -weights.of(type_), TYPES.index(type_), stay.start, str(stay.id)


def _full_time(stay: Stay) -> Fraction:
    """The part of full time its hours are, above 1 for more than 40; 0 when nobody said."""
    return exact(stay.hours_per_week or 0) / FULL_TIME_HOURS


def _clinic(spell: Spell, ranked: Sequence[Stay]) -> list[int]:
    """How many days of the spell each stay's schedule takes, a day given to the first that has it."""
    taken = [0] * len(ranked)
    for weekday in range(7):
        place = next((i for i, stay in enumerate(ranked) if weekday in stay.days), None)
        if place is not None:
            taken[place] += falls(weekday, spell.start, spell.end)
    return taken


def _raw_weeks(credits: Iterable[Credit]) -> Figure:
    return figure("weeks", RAW_RULE, (_line(c, c.raw, WEEK_DAYS) for c in credits if c.raw))


def _clinic_days(credits: Iterable[Credit]) -> Figure:
    return figure("days", CLINIC_RULE, (_line(c, c.clinic, 1) for c in credits if c.clinic))


def _fte_weeks(credits: Iterable[Credit]) -> Figure:
    return figure("weeks", FTE_RULE, (_line(c, c.weekdays, WEEK_DAYS, c.fte) for c in credits if c.weekdays))


def _months(credits: Iterable[Credit]) -> Figure:
    lines = (_line(c, c.weekdays, MONTH_DAYS, c.fte, c.weight) for c in credits if c.weekdays)
    return figure("months", MONTHS_RULE, lines)


def _line(credit: Credit, days: int, per: int, share: Fraction = ONE, weight: Fraction = ONE) -> Line:
    return Line(credit.stay.id, credit.start, credit.end, days, share, weight, per)


def _of(type_: str, credits: Iterable[Credit]) -> tuple[Credit, ...]:
    return tuple(credit for credit in credits if credit.type == type_)


def _row(type_: str, weights: Weights, done: Sequence[Credit], booked: Sequence[Credit]) -> TypeRow:
    mine = _of(type_, done)
    return TypeRow(
        type_,
        LABELS[type_],
        weights.of(type_),
        _raw_weeks(mine),
        _clinic_days(mine),
        _fte_weeks(mine),
        _months(mine),
        _months(_of(type_, booked)),
    )


def _window(years: int, counting: Sequence[Stay], done: Sequence[Credit], today: date) -> Recency:
    inside = _months(credit for credit in done if credit.start >= opens(today, years))
    return measure(counting, inside, years, today)


def _parts(done: Sequence[Credit], name_of: Callable[[Stay], str]) -> tuple[Part, ...]:
    """The full-time weeks of what counts, by name, most first. A name nobody filled in is ""."""
    counting = [credit for credit in done if credit.weight]
    total = _fte_weeks(counting).value
    names = {name_of(credit.stay) for credit in counting}
    weeks = {name: _fte_weeks(c for c in counting if name_of(c.stay) == name) for name in names}
    parts = (Part(name, of, of.value / total if total else Fraction(0)) for name, of in weeks.items())
    return tuple(sorted(parts, key=lambda part: (-part.share, part.name)))


def _home(stays: Sequence[Stay], weights: Weights, today: date) -> Home:
    away = [stay for stay in stays if not stay.in_us]
    done = [credit for credit in _credits(away, weights, (today,)) if credit.end < today]
    months = _months(done)
    zero = Figure(months.value, "months", Working(HOME_RULE, months.working.lines))
    return Home(_raw_weeks(done), _fte_weeks(done), zero)


def _bands(weights: Weights, months: Fraction) -> tuple[Band | None, Band | None]:
    bands = sorted(weights.bands, key=lambda band: exact(band.from_months))
    reached = [band for band in bands if exact(band.from_months) <= months]
    return (reached[-1] if reached else None), next(iter(bands[len(reached) :]), None)


def _until(line: Line, on: date) -> Line:
    end = min(line.end, on)
    return replace(line, end=end, days=weekdays(line.start, end))
