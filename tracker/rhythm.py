"""Keeping in touch: when somebody should hear from the person again (product.md §4)."""

import datetime

# Days between two contacts, by how close they are. Any contact starts the count anew.
EVERY = {"advocate": 30, "mentor": 60, "contact": 120}


def next_on(closeness: str, last_on: datetime.date | None, since: datetime.date) -> datetime.date | None:
    """The day to be in touch again; None for whom nobody wants to be reminded of.

    `last_on` is the last contact of any kind; without one the count begins on `since`.
    """
    days = EVERY.get(closeness)
    return (last_on or since) + datetime.timedelta(days=days) if days else None


def days_since(last_on: datetime.date | None, today: datetime.date) -> int | None:
    """Whole days since the last contact; None when there was none."""
    return (today - last_on).days if last_on else None
