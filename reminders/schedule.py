"""Days and hours on the owner's own wall clock (product.md §7 and "Time"); reminders.policy builds on it.

Pure. A digest belongs to a local calendar day and that day is its identity: uniqueness hangs on the
day, never on the moment, so that a changed zone or an hour that comes twice cannot make a second one.
"""

import datetime

from accounts import zones

NEAR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)
# A single mail beyond this many on one local day waits for the next digest, unless its owner says otherwise.
SINGLES_A_DAY = 3
# A digest or reminder that could not leave for this long says nothing useful any more.
WORTH_SENDING = datetime.timedelta(hours=72)
LATER_DAYS = NAG_DAYS = (1, 3, 7)


def moment(day: datetime.date, wall: datetime.time, zone: str) -> datetime.datetime | None:
    """When the digest of `day` is due (UTC), or None if the zone has no such day (Apia, 30 Dec 2011).

    A day owns the hour its clocks skip: 02:30 in a gap is 03:30 of that day.
    """
    if zones.day_in(zone, zones.at_wall(day, NOON, zone)) != day:
        return None
    return zones.at_wall(day, wall, zone)


def on_day(day: datetime.date, wall: datetime.time, zone: str) -> datetime.datetime:
    """The digest moment of `day`, or of the next day the zone has."""
    return moment(day, wall, zone) or on_day(day + DAY, wall, zone)
