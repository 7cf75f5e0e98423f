"""Drill 18: every zone, every day of three years."""

import datetime
import zoneinfo

from accounts import zones
from reminders import policy
from reminders.policy import Policy

HOURS = [datetime.time(0, 15), datetime.time(1, 30), datetime.time(2, 30), datetime.time(8, 0)]
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)
TRICKY = [
    *("America/New_York", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Australia/Lord_Howe"),
    *("Pacific/Apia", "America/Havana", "Asia/Gaza", "America/Santiago", "Europe/Dublin", "UTC"),
]


def drill(stage):
    """The digest of each local day comes once, on that day, and after a gap, never in it."""
    names = stage.size(sorted(zoneinfo.available_timezones()), TRICKY)
    twice, missing, off, seen = walk(names, after)
    stage.hold("zones", len(names), at_least=stage.size(500, 11))
    stage.hold("digests", seen, at_least=len(names) * len(HOURS) * 1090)
    stage.hold("two on one local day", twice, exactly=0)
    stage.hold("local days without one", missing, exactly=0)
    stage.hold("off their hour", off, exactly=0)


def control(stage):
    """The next one is 24 hours after the last: an hour off after each change of clocks."""

    def naive(now, wall, zone):
        if now == start(zone):
            return after(now, wall, zone)
        return now + datetime.timedelta(hours=24)

    _, _, off, _ = walk(["America/New_York"], naive)
    stage.hold("off their hour", off, exactly=0)


def after(now, wall, zone):
    return policy.next_digest(Policy(zone, digest_at=wall), now)


def start(zone):
    return zones.at_wall(FIRST, datetime.time(0), zone) - datetime.timedelta(seconds=1)


def exists(day, wall, tz):
    """Whether clocks show this time on this day at all."""
    at = datetime.datetime.combine(day, wall, tz)
    return at.astimezone(datetime.UTC).astimezone(tz).time() == wall


def walk(names, following):
    twice = missing = off = seen = 0
    for zone in names:
        tz = zoneinfo.ZoneInfo(zone)
        for wall in HOURS:
            days, at = [], start(zone)
            while (local := (at := following(at, wall, zone)).astimezone(tz)).date() <= LAST:
                days.append(local.date())
                off += local.time() != wall and exists(local.date(), wall, tz)
            seen += len(days)
            twice += len(days) - len(set(days))
            missing += (LAST - FIRST).days + 1 - len(set(days))
    return twice, missing, off, seen
