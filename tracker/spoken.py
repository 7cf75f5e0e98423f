"""Dates and counts in the words of the screen (DESIGN.md, voice), for sentences that rule modules write.

English month and weekday names are spelled out here and not taken from the process's locale: the same facts
must give the same words on the page, in the email and in the worker.
"""

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date, today: date) -> str:
    """Says "Mon 14 Dec", and "Fri 2 Apr 2027" when it is not in the year of `today`."""
    year = "" if on.year == today.year else f" {on.year}"
    return f"{WEEKDAYS[on.weekday()]} {_short(on)}{year}"


def span(first: date, last: date) -> str:
    """Says "21 Sep – 18 Dec 2026"; both years when they differ; "21 Sep 2026" for a single day.

    A range always carries its year, also this year's: it is read long after it was written.
    """
    if first == last:
        return f"{_short(first)} {first.year}"
    opening = _short(first) if first.year == last.year else f"{_short(first)} {first.year}"
    return f"{opening} – {_short(last)} {last.year}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Says "1 week", "3 weeks"; the plural is the noun with an s unless given."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def listed(names: Sequence[str]) -> str:
    """Says "A", "A and B", "A, B and C"; empty for nothing."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _short(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"
