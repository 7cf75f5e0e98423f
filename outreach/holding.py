"""How a change takes hold of a thread: its row locked and read again, each write guarded by its state.

An UPDATE locks the row on both databases; SELECT … FOR UPDATE would not on SQLite.
"""

import datetime

from outreach.models import Thread, Touch
from outreach.sequence import Refused


def hold(thread: Thread, now) -> Thread:
    """The thread as it is now, its row locked until the transaction ends."""
    if not Thread.objects.filter(pk=thread.pk, deleted_at=None).update(updated_at=now):
        raise Refused("This thread was deleted. Nothing was changed.")
    return Thread.objects.select_related("contact", "owner__profile").get(pk=thread.pk)


def change(held: Thread, **fields) -> None:
    """Guarded by the state the decision rested on."""
    if Thread.objects.filter(pk=held.pk, state=held.state).update(**fields) != 1:
        raise Refused("This thread changed meanwhile. Nothing was changed.")
    for name, value in fields.items():
        setattr(held, name, value)


def touch_of(held: Thread, kind: str, on: datetime.date, now, **fields) -> Touch:
    return held.touches.create(kind=kind, on=on, created_at=now, **fields)
