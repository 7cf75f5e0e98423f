"""One cell → one value, or the sentence that says what is wrong with it."""

import datetime
import re
from decimal import Decimal

from accounts import spoken
from accounts.hours import read_hours
from tracker.folding import fold
from tracker.importing.columns import Column
from tracker.importing.formulas import is_formula, restored
from tracker.importing.limits import MOST_LETTERS

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_MONTHS = {name.lower(): number for number, name in enumerate(spoken.MONTHS, 1)}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-\s.]+([A-Za-z]{3,9})[-\s.,]+(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})[-\s.]+(\d{1,2})(?:st|nd|rd|th)?[-\s.,]+(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_YES = frozenset(["yes", "y", "true", "1", "x", "on", "accepts", "ja", "si", "oui"])
_NO = frozenset(["no", "n", "false", "0", "off", "none", "never", "nein", "non"])
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(?:\.[^@\s<>,;\".]+)*\.[^@\s<>,;\".]{2,}")


class Wrong(ValueError):
    """What is wrong with a cell, in a sentence."""


def order_of(cells) -> str:
    """How the numeric dates among `cells` are written: "dmy", "mdy", "" (no matter), or "?" (must be asked).

    Decided when some can only be read one way and none only the other.
    """
    day_first = month_first = unclear = False
    for text in cells:
        found = _NUMERIC.fullmatch(_WEEKDAY.sub("", text.strip()))
        if not found:
            continue
        first, second = int(found[1]), int(found[2])
        day_first |= first > 12
        month_first |= second > 12
        unclear |= first <= 12 and second <= 12 and first != second
    if not unclear:
        return ""
    if day_first == month_first:
        return "?"
    return DAY_FIRST if day_first else MONTH_FIRST


def read_day(text: str, order: str) -> datetime.date:
    """A day from 2026-12-14, 14/12/2026, 12/14/2026 or 14 Dec 2026. Raises Wrong."""
    text = _WEEKDAY.sub("", text.strip())
    parts = _day_parts(text, order)
    try:
        day = datetime.date(*parts) if parts else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(f"“{text[:30]}” is not a day. Write it like 2026-12-14 or 14 Dec 2026.")
    if not 1950 <= day.year <= 2100:
        raise Wrong(f"“{text[:30]}” is in the year {day.year}. Check it.")
    return day


def _day_parts(text, order):
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        if first > 12 or (order == DAY_FIRST and second <= 12):
            return year, second, first
        return year, first, second
    if found := _DAY_MONTH.fullmatch(text):
        return _year(found[3]), _MONTHS.get(found[2][:3].lower(), 0), int(found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _year(found[3]), _MONTHS.get(found[1][:3].lower(), 0), int(found[2])
    return None


def _year(text):
    return int(text) if len(text) == 4 else 2000 + int(text)


def plain(text: str) -> str:
    """A cell as its writer meant it: an export's quote before a sign is gone. Raises Wrong for a formula."""
    meant = restored(text)
    if meant == text and is_formula(text):
        raise Wrong(f"“{text[:20]}” is a formula. Wardbook reads values only: paste it as a value.")
    return meant


def read_cell(text: str, column: Column, *, order: str, words: dict[str, str]):
    """The value of a cell that is not empty. `words` are answers for unknown words (folded → value).

    Raises Wrong. A choice that nobody has answered yet is Wrong as well.
    """
    if len(text) > MOST_LETTERS:
        raise Wrong(f"More than {MOST_LETTERS:,} letters in one cell. Shorten it.")
    return _READERS[column.kind](plain(text), column, order, words)


def _line(text, column, order, words):
    return _text(one_line(text), column, order, words)


def one_line(text: str) -> str:
    """The same on one line: single spaces, nothing that does not print."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _text(text, column, order, words):
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    text = text.strip()
    if len(text) > column.most:
        raise Wrong(f"{len(text):,} letters are too many. Keep it to {column.most:,}.")
    return text


def _day(text, column, order, words):
    return read_day(text, order)


def _hours(text, column, order, words):
    hours = read_hours(text)
    if hours is None:
        raise Wrong(f"“{text[:20]}” is not a number of hours. Write 9, 7.5 or 8:30.")
    if not 0 < hours <= Decimal(column.most):
        raise Wrong(f"{spoken.number(hours)} hours cannot be. Write more than 0 and at most {column.most}.")
    return hours


def _yes(text, column, order, words):
    said = yes_or_no(text)
    if said is None:
        raise Wrong(f"“{text[:20]}” is neither yes nor no.")
    return said


def yes_or_no(text: str) -> bool | None:
    """What a word of a spreadsheet says; None for neither."""
    word = fold(text)
    return True if word in _YES else False if word in _NO else None


def _choice(text, column, order, words):
    value = column.meaning(text) or words.get(fold(text))
    if not value:
        raise Wrong(f"“{text[:30]}” is not known here. Say above what it means, or leave the cell empty.")
    return "" if value == "-" else value


def _email(text, column, order, words):
    if not is_email(text) or len(text) > column.most:
        raise Wrong(f"“{text[:40]}” is not an email address.")
    return text


def is_email(text: str) -> bool:
    """One address and nothing else."""
    return bool(_EMAIL.fullmatch(text))


_READERS = {
    "line": _line,
    "text": _text,
    "day": _day,
    "hours": _hours,
    "yes": _yes,
    "choice": _choice,
    "email": _email,
}
