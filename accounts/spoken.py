"""Dates, times and numbers in words (DESIGN.md §7): "Mon 14 Dec", never 12/14.

English names are spelled out here and not taken from the process's locale: the same facts must give the same
words on the page, in the email and in the worker. This is the only place that spells them.
"""

import datetime
from decimal import Decimal

NBSP = "\u00a0"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: datetime.date, today: datetime.date) -> str:
    """As "Mon 14 Dec", and "Fri 2 Apr 2027" when the year is not today's. No-break spaces."""
    return day_in(on, today.year)


def day_in(on: datetime.date, year: int | None = None) -> str:
    """As "Mon 14 Dec"; the year is added when it is not `year`, never without one. No-break spaces."""
    return _dated(on, year).replace(" ", NBSP)


def plain_day(on: datetime.date, today: datetime.date) -> str:
    """The same words as `day` with ordinary spaces, for the sentences that rules write."""
    return _dated(on, today.year)


def _dated(on, year):
    words = f"{WEEKDAYS[on.weekday()]} {_short(on)}"
    return words if year in (None, on.year) else f"{words} {on.year}"


def _short(on):
    return f"{on.day} {MONTHS[on.month - 1]}"


def short_day(on: datetime.date) -> str:
    """As "Mon 14"."""
    return f"{WEEKDAYS[on.weekday()]}{NBSP}{on.day}"


def span(first: datetime.date, last: datetime.date) -> str:
    """As "21 Sep – 18 Dec 2026", both years when they differ, one date for a single day. No-break spaces.

    A range always carries its year, also this year's: it is read long after it was written.
    """
    return " – ".join(part.replace(" ", NBSP) for part in plain_span(first, last).split(" – "))


def plain_span(first: datetime.date, last: datetime.date) -> str:
    """The same words as `span` with ordinary spaces."""
    if first == last:
        return f"{_short(first)} {first.year}"
    opening = _short(first) if first.year == last.year else f"{_short(first)} {first.year}"
    return f"{opening} – {_short(last)} {last.year}"


def clock(at: datetime.time) -> str:
    """As "7:30 am"."""
    return f"{at.hour % 12 or 12}:{at.minute:02d}{NBSP}{'am' if at.hour < 12 else 'pm'}"


def number(value) -> str:
    """As "9" or "7.5", no needless zeros; empty stays empty."""
    if value in (None, ""):
        return ""
    return f"{Decimal(value).normalize():f}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """As "1 day", "3 days"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(names) -> str:
    """As "A", "A and B", "A, B and C"; empty for nothing."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
