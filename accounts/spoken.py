"""Dates, times and numbers in words (DESIGN.md §7): "Mon 14 Dec", never 12/14."""

import datetime
from decimal import Decimal

NBSP = "\u00a0"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: datetime.date, today: datetime.date) -> str:
    """As "Mon 14 Dec", and "Fri 2 Apr 2027" when the year is not today's. No-break spaces."""
    words = f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"
    if on.year != today.year:
        words += f" {on.year}"
    return words.replace(" ", NBSP)


def short_day(on: datetime.date) -> str:
    """As "Mon 14"."""
    return f"{WEEKDAYS[on.weekday()]}{NBSP}{on.day}"


def span(first: datetime.date, last: datetime.date) -> str:
    """As "21 Sep – 18 Dec 2026", and both years when they differ."""
    start = f"{first.day}{NBSP}{MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f"{NBSP}{first.year}"
    return f"{start} – {last.day}{NBSP}{MONTHS[last.month - 1]}{NBSP}{last.year}"


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
