"""The strip of Today: where the season stands, how many months count. Finished numbers in percent.

A further meter (settings.TODAY_METERS) is any object with a `template`, which finds it as `meter`.
"""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from accounts import spoken
from tracker import axis, exposure, seasons, weeks
from tracker.working import months_shown, shown

HEADROOM = Fraction(7, 6)  # the usual amount ends at six sevenths of the bar, as drawn
LABEL_ROOM = 14  # percent between two labels
LETTER = 2  # percent of the season ruler that one letter of its labels takes


@dataclass(frozen=True)
class SeasonMeter:
    """Month ticks from the first rotation to submission, filled up to today."""

    label: str
    value: str
    unit: str
    path: str
    words: str
    strip: axis.Strip
    first: str
    note: str
    names_today: bool
    template: str = "tracker/_meter_season.html"


@dataclass(frozen=True)
class MonthsMeter:
    """Months done and booked on a bar with the usual amount marked."""

    value: str
    wanted: str
    path: str
    words: str
    done: float
    booked: float
    from_x: float
    to_x: float
    wanted_from: str
    wanted_to: str
    booked_words: str
    template: str = "tracker/_meter_months.html"


def season(dates, first_on: datetime.date | None, today: datetime.date) -> SeasonMeter | None:
    """None without a season, and once submission has come."""
    if dates is None or dates.submit_on.on <= today:
        return None
    start = min(first_on or today, today)
    strip = axis.strip(start, dates.submit_on.on, today)
    submits = seasons.words(dates.submit_on, today)
    first = f"{spoken.MONTHS[strip.start.month - 1]} {strip.start.year}"
    note = submits.split(" ", 1)[1]  # "1 Sep 2027, expected": the ruler has little room
    count = weeks.nearest((dates.submit_on.on - today).days)
    begins = "From your first rotation on" if first_on and first_on <= today else "From"
    return SeasonMeter(
        label=f"{dates.name} season",
        value=spoken.plural(count, "week"),
        unit="to submission",
        path=reverse("tracker:season-edit"),
        words=f"{begins} {spoken.day(start, today)} to ERAS submission on {submits}. "
        f"Today is {round(strip.today_x)} percent of the way.",
        strip=strip,
        first=first,
        note=note,
        names_today=LETTER * (len(first) + 4) < strip.today_x < 100 - LETTER * (len(note) + 4),
    )


def months(stays, rules, today: datetime.date) -> MonthsMeter | None:
    """None while no US rotation is on the calendar."""
    if not any(stay.in_us for stay in stays):
        return None
    done, booked = exposure.totals(stays, rules.weights, today)
    both = done.value + booked.value
    scale = max(rules.wanted_to, both) * HEADROOM
    from_x, to_x = _percent(rules.wanted_from, scale), _percent(rules.wanted_to, scale)
    booked_x = _percent(both, scale)
    wanted_from, wanted_to = shown(rules.wanted_from), shown(rules.wanted_to)
    total = months_shown(both)
    has_room = min(booked_x, abs(booked_x - from_x), abs(booked_x - to_x)) >= LABEL_ROOM
    return MonthsMeter(
        value=done.shown,
        wanted=f"{wanted_from} to {wanted_to}",
        path=reverse("tracker:insights"),
        words=f"{done.shown} months done, {total} with booked rotations. "
        f"Programs usually want {wanted_from} to {wanted_to}.",
        done=_percent(done.value, scale),
        booked=booked_x,
        from_x=from_x,
        to_x=to_x,
        wanted_from=wanted_from,
        wanted_to=wanted_to,
        booked_words=f"{total} booked" if booked.value and has_room else "",
    )


def _percent(value: Fraction, whole: Fraction) -> float:
    return round(float(value * 100 / whole), 3)
