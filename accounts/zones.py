"""Time zones by name, and the moment a wall clock shows a time (product.md, Time)."""

import datetime
import zoneinfo

# Where applicants and their attendings are most often; the rest of the list follows it.
COMMON = [
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Puerto Rico"),
]


def is_known(name: str) -> bool:
    """Whether zoneinfo knows a zone of this name."""
    return name in zoneinfo.available_timezones()


def choices():
    """Grouped choices for a select: US zones first, then every other place by region."""
    common = {name for name, _ in COMMON}
    others = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")) and name not in common
    )
    return [
        ("United States", COMMON),
        ("Everywhere else", [(name, name.replace("_", " ").replace("/", ", ", 1)) for name in others]),
        ("Universal time", [("UTC", "UTC")]),
    ]


def words(name: str) -> str:
    """As "New York time", "UTC"."""
    city = name.rpartition("/")[2].replace("_", " ")
    return f"{city} time" if "/" in name else city


def at_wall(day: datetime.date, wall: datetime.time, zone: str) -> datetime.datetime:
    """The moment clocks in `zone` show `wall` on `day`, as an aware UTC datetime.

    Inside a gap it happens after the gap by the same amount (02:30 becomes 03:30), in an
    overlap the first time counts: fold=0 gives both (PEP 495, product.md "Time").
    """
    local = datetime.datetime.combine(day, wall.replace(tzinfo=None), zoneinfo.ZoneInfo(zone))
    return local.astimezone(datetime.UTC)


def day_in(zone: str, now: datetime.datetime) -> datetime.date:
    """The calendar day it is in `zone` at the moment `now`."""
    return now.astimezone(zoneinfo.ZoneInfo(zone)).date()
