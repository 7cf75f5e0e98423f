"""The Insights page: findings as sentences, with the numbers for the drawing and the working behind each."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts import spoken
from tracker import exposure, exposure_facts, heat, plan_queries
from tracker.examples import AIM
from tracker.exposure import Report
from tracker.models import Example, Rotation
from tracker.plan_page import LOOKS
from tracker.working import Figure, months_shown, shown

FEWEST_DAYS = 10  # under so many logged days nothing is said (product.md §8, DESIGN.md)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Opened:
    """A figure and how it came about: `lines` are (rotation, words)."""

    what: str
    value: str
    rule: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Segment:
    """A piece of the bar: percent across; booked pieces are dashed."""

    x: float
    width: float
    look: str
    is_booked: bool


@dataclass(frozen=True)
class TypeLine:
    """One row of the table by type, with every figure of it opened."""

    look: str
    label: str
    weight: str
    days: str
    months: str
    booked: str
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class Share:
    """A labeled bar: percent, the value in words, and its working."""

    name: str
    width: float
    value: str
    opened: Opened | None = None
    note: str = ""


@dataclass(frozen=True)
class Months:
    """Months that count. `from_x` and `to_x` mark the usual amount on the bar."""

    heading: str
    words: str
    band: str
    segments: tuple[Segment, ...]
    from_x: float
    to_x: float
    zone_width: float
    is_to_at_end: bool
    wanted_from: str
    wanted_to: str
    label: str
    types: tuple[TypeLine, ...]
    total: Opened
    total_days: str
    total_months: str
    total_booked: str
    rule: str


@dataclass(frozen=True)
class Finding:
    """A sentence, what follows from it, and its bars."""

    heading: str
    words: str
    shares: tuple[Share, ...]
    opened: Opened | None = None


@dataclass(frozen=True)
class Page:
    """`is_enough` is false under 10 logged days: then only `months` is there, without a conclusion."""

    days_logged: int
    is_enough: bool
    months: Months | None
    recency: Finding | None
    depth: Finding | None
    specialties: Finding | None
    settings: Finding | None
    home: Finding | None
    heat: heat.Heat | None
    heat_words: str
    examples: Finding | None


def gather(owner, today):
    """Everything the page says of `owner` as of `today`, in three statements."""
    rules = exposure_facts.rules(today)
    facts = exposure_facts.gather(owner)
    entries, tally, days_logged = _log(plan_queries.log_and_examples(owner, heat.first_day(today)))
    report = exposure.assess(facts.stays, rules.weights, today)
    is_enough = days_logged >= FEWEST_DAYS
    planned = _planned(facts.stays, min(entries, default=today), today)
    drawn = heat.draw(entries, planned, today) if is_enough else None
    has_us = any(stay.in_us for stay in facts.stays)
    counts = is_enough and bool(report.fte_weeks.value)
    return Page(
        days_logged=days_logged,
        is_enough=is_enough,
        months=_months(report, rules, facts.names, today, is_enough) if has_us else None,
        recency=_recency(report, facts.names) if counts else None,
        depth=_depth(report, facts, today) if is_enough and has_us else None,
        specialties=_mix(report.specialties, "specialty", "specialties", facts.names) if counts else None,
        settings=_mix(_named_settings(report.settings), "setting", "settings", facts.names)
        if counts
        else None,
        home=_home(report, facts.names) if is_enough and report.home.raw_weeks.value else None,
        heat=drawn,
        heat_words=_heat_words(drawn, today) if drawn else "",
        examples=_examples(tally) if is_enough else None,
    )


def _log(rows):
    entries: dict[datetime.date, Decimal | None] = {}
    tally: dict[str, int] = {}
    days_logged = 0
    for day, hours, quality, count in rows:
        if day is None and quality:
            tally[quality] = count
        elif day is None:
            days_logged = count
        else:
            known = entries.get(day)
            entries[day] = known if hours is None else Decimal(hours) + (known or 0)
    return entries, tally, days_logged


def _planned(
    stays: Iterable[exposure.Stay], first: datetime.date, today: datetime.date
) -> set[datetime.date]:
    """Workdays from the first entry on: nobody missed a day before they began to write."""
    planned = set()
    for stay in stays:
        on, last = max(first, stay.start), min(today, stay.end)
        while on <= last:
            if on.weekday() in stay.days:
                planned.add(on)
            on += DAY
    return planned


def _open(what: str, figure: Figure, names: dict) -> Opened:
    lines = tuple((names.get(line.stay_id, ""), line.words) for line in figure.working.lines)
    unit = figure.unit[:-1] if figure.shown in ("1", "1.0") else figure.unit
    return Opened(what, f"{figure.shown} {unit}", figure.working.rule, lines)


def _months(report: Report, rules, names, today, is_enough: bool) -> Months:
    scale = max(rules.wanted_to, report.with_booked)
    wanted_from, wanted_to = shown(rules.wanted_from), shown(rules.wanted_to)
    return Months(
        heading=_months_heading(report, rules, today) if is_enough else "From your calendar so far",
        words=_months_words(report, today),
        band=report.band.words if report.band and is_enough else "",
        segments=_segments(report, scale),
        from_x=_percent(rules.wanted_from, scale),
        to_x=_percent(rules.wanted_to, scale),
        zone_width=_percent(rules.wanted_to - rules.wanted_from, scale),
        is_to_at_end=rules.wanted_to == scale,
        wanted_from=f"{wanted_from} months",
        wanted_to=f"{wanted_to} months",
        label=f"{report.months.shown} months done, {months_shown(report.with_booked)} with what is booked, "
        f"{wanted_from} to {wanted_to} wanted",
        types=tuple(_type_line(row, names) for row in report.by_type),
        total=_open("All together", report.months, names),
        total_days=report.clinic_days.shown,
        total_months=report.months.shown,
        total_booked=_booked(report.booked),
        rule=_rule_words(rules),
    )


def _months_heading(report: Report, rules, today) -> str:
    months, wanted = report.months.value, shown(rules.wanted_from)
    if months >= rules.wanted_to:
        return f"You have {report.months.shown} months that count"
    if months >= rules.wanted_from:
        return f"You have {report.months.shown} months, in the usual {wanted} to {shown(rules.wanted_to)}"
    reached = report.reaches(rules.wanted_from)
    if reached:
        return f"As booked, you reach {wanted} months on {spoken.day(reached, today)}"
    return f"You have {report.months.shown} of {wanted} months, and nothing booked takes you there"


def _months_words(report: Report, today) -> str:
    said = "20 full-time weekdays count as one month, times the weight of the type. "
    said += f"You have {report.months.shown}."
    if report.booked.value:
        last = max(line.end for line in report.booked.working.lines)
        total = months_shown(report.with_booked)
        said += f" With what is booked you will have {total} by {spoken.day(last, today)}."
    return said


def _rule_words(rules) -> str:
    weights = rules.weights
    said = ", ".join(
        f"{exposure.LABELS[name].lower()} {shown(weights.of(name), 2)}"
        for name in ("hands_on", "observership", "research", "volunteer", "remote", "lab")
    )
    source = f" {rules.source}." if rules.source else ""
    return f"Weights: {said}. They are Wardbook’s defaults, not an official rule.{source}"


def _segments(report: Report, scale: Fraction) -> tuple[Segment, ...]:
    found, at = [], Fraction(0)
    for is_booked in (False, True):
        for row in report.by_type:
            value = (row.booked if is_booked else row.months).value
            if value:
                found.append(Segment(_percent(at, scale), _percent(value, scale), LOOKS[row.type], is_booked))
                at += value
    return tuple(found)


def _type_line(row, names) -> TypeLine:
    return TypeLine(
        look=LOOKS[row.type],
        label=row.label,
        weight=shown(row.weight, 2),
        days=row.clinic_days.shown,
        months=row.months.shown,
        booked=_booked(row.booked),
        opened=(
            _open("On the calendar", row.raw_weeks, names),
            _open("Clinic days", row.clinic_days, names),
            _open("Full-time", row.fte_weeks, names),
            _open("Months that count", row.months, names),
            _open("Booked", row.booked, names),
        ),
    )


def _recency(report: Report, names) -> Finding:
    newest, total = report.recency[0], report.months.value
    years = spoken.plural(newest.years, "year") if newest.years > 1 else "year"
    if newest.months.value == total:
        heading = f"All of it is from the last {years}"
    else:
        heading = f"{newest.months.shown} of your {report.months.shown} months are from the last {years}"
    shares = tuple(
        Share(
            f"Last {spoken.plural(window.years, 'year') if window.years > 1 else 'year'}",
            _percent(window.months.value, total) if total else 0.0,
            f"{window.months.shown} months",
            Opened(
                f"The {window.years}-year window",
                f"{window.months.shown} months",
                window.words,
                tuple((names.get(out.stay_id, ""), out.words) for out in window.leavings),
            ),
        )
        for window in report.recency
    )
    words = f"{newest.words} Programs usually ask for the last 1 to 3 years."
    return Finding(heading, words, shares)


def _depth(report: Report, facts, today) -> Finding:
    run = report.depth
    if run is None:
        words = (
            "Name who sees you work on a rotation: depth with one attending is the ground of a strong letter."
        )
        return Finding("No attending is named for what you did", words, ())
    who = facts.attendings.get(run.attending_id, "one attending")
    weeks = _open(f"With {who}", run.weeks, facts.names)
    words = (
        f"{spoken.span(run.start, run.end)}. A long run with one attending is the ground of a strong letter."
    )
    return Finding(f"Your longest run is {weeks.value}, with {who}", words, (), weeks)


def _named_settings(parts):
    labels = dict(Rotation.Setting.choices)
    return tuple((labels.get(part.name, ""), part) for part in parts)


def _mix(parts, one: str, many: str, names) -> Finding:
    pairs = [pair if isinstance(pair, tuple) else (pair.name, pair) for pair in parts]
    counted = sum(bool(name) for name, _ in pairs)
    heading = f"You have worked in {spoken.plural(counted, one, many)}"
    if counted == 0:
        heading = f"No {one} is named for what you did"
    shares = tuple(
        Share(
            name or "Not said",
            round(float(part.share) * 100, 3),
            f"{part.weeks.shown} {'week' if part.weeks.shown == '1' else 'weeks'}",
            _open(name or "Not said", part.weeks, names),
        )
        for name, part in pairs
    )
    return Finding(heading, "Full-time weeks of what counts, done so far.", shares)


def _home(report: Report, names) -> Finding:
    weeks = _open("On the calendar", report.home.raw_weeks, names)
    return Finding(
        f"{weeks.value[:1].upper()}{weeks.value[1:]} in your home country, kept apart",
        "It counts zero months of US experience. It still belongs in your application.",
        (),
        weeks,
    )


def _heat_words(drawn: heat.Heat, today) -> str:
    if not drawn.missed:
        return "No workday is missing."
    days = spoken.plural(drawn.missed, "workday")
    verb = "has" if drawn.missed == 1 else "have"
    if (today - drawn.oldest_missed).days > 14:
        return f"{days} {verb} no entry (outlined). The oldest is too far back to remember well; leave it."
    return f"{days} {verb} no entry (outlined). Write one line while you remember."


def _examples(tally) -> Finding:
    counts = [(label, tally.get(value, 0)) for value, label in Example.Quality.choices]
    none = [label.lower() for label, count in counts if not count]
    most = max([AIM, *(count for _, count in counts)])
    heading = "Every quality has an example"
    if len(none) == len(counts):
        heading = "No example is written down yet"
    elif none:
        heading = (
            f"No example yet of {none[0] if len(none) == 1 else ', '.join(none[:-1]) + ' or ' + none[-1]}"
        )
    shares = tuple(Share(label, round(100 * count / most, 3), str(count)) for label, count in counts)
    return Finding(heading, f"Examples are what a letter is made from. Aim for {AIM} of each.", shares)


def _percent(value: Fraction, whole: Fraction) -> float:
    return round(float(value * 100 / whole), 3)


def _booked(figure: Figure) -> str:
    if not figure.value:
        return "–"
    return f"+{figure.shown}" if figure.value * 20 >= 1 else "under 0.1"
