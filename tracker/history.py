"""Everything between a person and an attending, in one history (settings.HISTORY_SOURCES).

A source is `(owner, attending=None) -> Iterable[Line]`: of one attending, or of all of them at once in the
same number of statements, which is how the keep-in-touch rhythm asks.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils.module_loading import import_string

from accounts import spoken
from tracker.models import Catchup, LogEntry, Supervision


@dataclass(frozen=True)
class Line:
    """One thing that passed between two people. `is_contact`: it counts as having been in touch."""

    attending: int
    on: datetime.date
    words: str
    path: str = ""
    icon: str = "talk"
    is_contact: bool = True


def gather(owner, attending=None):
    """Every line, the latest first, of one attending or of all."""
    lines = [line for path in settings.HISTORY_SOURCES for line in import_string(path)(owner, attending)]
    return sorted(lines, key=lambda line: (line.on, line.words), reverse=True)


def last_contacts(owner, today):
    """{attending id: the last day they were in touch, not after today} for everybody of `owner`."""
    found = {}
    for line in gather(owner):
        if line.is_contact and line.on <= today:
            found.setdefault(line.attending, line.on)
    return found


def rotations(owner, attending=None):
    """First and last days together. The last day is a contact, a first day to come is none."""
    rows = Supervision.objects.filter(rotation__owner=owner, rotation__deleted_at=None)
    if attending is not None:
        rows = rows.filter(attending=attending)
    for row in rows.select_related("rotation__institution", "rotation__specialty"):
        rotation = row.rotation
        first, last = row.starts_on or rotation.starts_on, row.ends_on or rotation.ends_on
        words, path = str(rotation), rotation.get_absolute_url()
        is_real = rotation.stage == rotation.Stage.CONFIRMED
        if first:
            yield Line(row.attending_id, first, f"First day: {words}", path, "timeline", is_real)
        if last and last != first:
            yield Line(row.attending_id, last, f"Last day: {words}", path, "timeline", is_real)


def days(owner, attending=None):
    """Days logged with them, a line for each rotation, on the last of those days."""
    rows = LogEntry.objects.for_owner(owner).filter(
        attending__isnull=False, is_day_off=False, rotation__deleted_at=None
    )
    if attending is not None:
        rows = rows.filter(attending=attending)
    grouped = (
        rows.order_by()
        .values("attending", "rotation")
        .annotate(days=Count("pk"), first=Min("day"), last=Max("day"))
    )
    for row in grouped:
        span = f", {spoken.span(row['first'], row['last'])}" if row["days"] > 1 else ""
        words = f"{spoken.plural(row['days'], 'day')} logged with them{span}"
        yield Line(row["attending"], row["last"], words, f"/rotations/{row['rotation']}/", "pen")


def catchups(owner, attending=None):
    """What the person wrote down themselves: a call, a mail, a meeting."""
    rows = Catchup.objects.for_owner(owner)
    if attending is not None:
        rows = rows.filter(attending=attending)
    for row in rows:
        about = f": {row.about}" if row.about else ""
        icon = {"email": "mail", "call": "phone"}.get(row.way, "talk")
        yield Line(row.attending_id, row.on, f"{row.get_way_display()}{about}", icon=icon)


def by_attending(lines):
    """{attending id: its lines}."""
    found = defaultdict(list)
    for line in lines:
        found[line.attending].append(line)
    return found
