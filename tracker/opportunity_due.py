"""Deadlines of the listings a person saved, as reminders (settings.REMINDER_SOURCES)."""

import datetime
from collections.abc import Iterable

from accounts import spoken, zones
from reminders.due import Due
from tracker.models import SavedOpportunity

KIND = "tracker.opportunity"
AHEAD = datetime.timedelta(days=14)  # papers and a letter of good standing take about that long


def deadlines(owner, now) -> Iterable[Due]:
    """One Due for each saved listing with a deadline to come, 14 days before it. One statement.

    A listing taken off the list, and one whose day has passed, is listed no more. A new deadline is a
    new key: what was ticked off for the old one comes again.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    saved = (
        SavedOpportunity.objects.filter(
            owner=owner, opportunity__is_listed=True, opportunity__deadline__gte=today
        )
        .select_related("opportunity__institution")
        .order_by("pk")
    )
    for row in saved:
        yield _due(row, owner, today)


def _due(row, owner, today):
    listing, zone = row.opportunity, owner.profile.time_zone
    # not before the day it was saved: a listing found late is due on the day it is found
    on = max(listing.deadline - AHEAD, zones.day_in(zone, row.created_at))
    started = row.started_at and spoken.day(zones.day_in(zone, row.started_at), today)
    reason = f"Apply by {spoken.day(listing.deadline, today)}."
    reason += f" You started on {started}." if started else " You saved it and have not started."
    return Due(
        key=f"{KIND}:{listing.pk}:{listing.deadline.isoformat()}",
        kind=KIND,
        title=f"Apply: {listing.title}",
        reason=reason,
        due_at=zones.at_wall(on, owner.profile.digest_at, zone),
        path=listing.get_absolute_url(),
        action="Look at the listing",
        icon="clip",
    )
