"""Asking for feedback half-way: the question offered, and when it counts as asked. Pure."""

from collections.abc import Iterable
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def question(half_on: date, last_on: date) -> str:
    """What to ask, with the time left to change something: "… before December?" (design, rotation)."""
    is_same = (half_on.year, half_on.month) == (last_on.year, last_on.month)
    until = "my last day" if is_same else MONTHS[last_on.month - 1]
    return f"What is one thing I should keep doing, and one thing I should change before {until}?"


def is_asked(asked: Iterable[date], quarter_on: date | None) -> bool:
    """Whether mid-rotation feedback was asked for.

    A word on the third day is not half-way: it counts from the quarter on, in a rotation long enough to
    have one (product.md §3).
    """
    return any(quarter_on is None or day >= quarter_on for day in asked)
