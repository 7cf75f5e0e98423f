"""The list of rotations: each row as finished words."""

import datetime
from dataclasses import dataclass

from accounts import spoken
from tracker import rotation_queries
from tracker.models import Rotation


@dataclass(frozen=True)
class Row:
    """`words` say the type and the dates; `since` is the first day where there is no last one yet.
    `logged` is a sentence, empty where nothing is logged."""

    path: str
    look: str
    title: str
    words: str
    since: datetime.date | None
    logged: str
    status: str
    is_running: bool


def rows(rotations, today) -> list[Row]:
    """A row for each of these rotations, in their order; one statement for what they have logged."""
    logged = rotation_queries.logged([rotation.pk for rotation in rotations])
    return [_row(rotation, today, *logged.get(rotation.pk, (0, 0))) for rotation in rotations]


def _row(rotation: Rotation, today, days, hours) -> Row:
    return Row(
        path=rotation.get_absolute_url(),
        look=rotation.look,
        title=str(rotation),
        words=_words(rotation),
        since=None if rotation.ends_on else rotation.starts_on,
        logged=f"{spoken.plural(days, 'day')} logged, {spoken.number(hours)} hours." if days else "",
        status=rotation.status(today),
        is_running=rotation.is_running(today),
    )


def _words(rotation):
    if rotation.has_dates():
        return f"{rotation.kind_words}, {spoken.span(rotation.starts_on, rotation.ends_on)}"
    return rotation.kind_words if rotation.starts_on else f"{rotation.kind_words}, no dates yet"
