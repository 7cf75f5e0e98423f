"""Finds out that this database came out of a backup: then mail is held until somebody has looked
(docs/decisions/0005-hold-after-restore.md). A backup does not know what was sent after it was made.

Two witnesses. The row of Instance says where it lives; restored elsewhere, it lives elsewhere. And a file
beside the database says how far the row had come; a row that is behind its file was turned back.
"""

import contextlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from reminders import claim, queries
from reminders.models import Instance

logger = logging.getLogger(__name__)
COPIED = 60  # seconds between the moment a witness was written and the one its file was changed
# Cluster, database and table: a restored dump has a table of another number. The timeline at the end changes
# when a server is wound back to a moment, and when a standby takes over.
_TABLE = f"'{Instance._meta.db_table}'::regclass::oid"
_DATABASE = "(SELECT oid FROM pg_database WHERE datname = current_database())"
_WHERE = {
    "whole": "(SELECT 'pg:' || system_identifier FROM pg_control_system()) "
    f"|| ':' || {_DATABASE} || ':' || {_TABLE} "
    "|| '/' || (SELECT timeline_id FROM pg_control_checkpoint())",
    "short": f"'pg:?:' || {_DATABASE} || ':' || {_TABLE} || '/?'",  # where a role may not ask
}
_way = {"pg": "whole"}


@dataclass(frozen=True)
class Witness:
    """What the file says, and whether it is where it was written."""

    epoch: str
    beats: int
    is_copy: bool


def beat(look, now, worker):
    """Write the heartbeat; True when mail must be held because this row comes from a backup.

    `look` is the Instance as just read. One statement while all is well.
    """
    seen = _read()
    is_known = seen is not None and seen.epoch == look.epoch
    is_behind = is_known and (look.beats < seen.beats or (seen.is_copy and connection.vendor == "sqlite"))
    rows = Instance.objects.filter(pk=1, epoch=look.epoch)
    if not is_behind and _beat_at_home(rows, now, worker):
        _write(look.epoch, look.beats + 1)
        return False
    here = home()
    was_here = look.home in ("", here) or _has_taken_over(look, here, now)
    beats = max(look.beats, seen.beats if is_known else 0) + 1
    mark = {"home": here, "beats": beats, "ticked_at": now, "ticked_by": worker}
    is_restored = look.ticked_at is not None and (is_behind or not was_here)
    if is_restored:
        mark |= {"is_held": True, "held_at": now, "restored_at": now, "restored_to": look.ticked_at}
    if rows.filter(beats=look.beats, home=look.home).update(**mark):
        _write(look.epoch, beats)
        if is_restored:
            claim.free_all(now)  # so that what was in somebody's hands is reviewed with the rest
            logger.error("This database comes from a backup. All mail is held: see manage.py hold.")
    return is_restored


def _beat_at_home(rows, now, worker):
    mark = {"ticked_at": now, "ticked_by": worker, "beats": F("beats") + 1}
    if connection.vendor != "postgresql":
        return rows.filter(home=home()).update(**mark)
    try:
        return rows.filter(home=RawSQL(_WHERE[_way["pg"]], [])).update(**mark)
    except DatabaseError:  # outside of any transaction, so nothing else is lost with it
        if _way["pg"] == "short":
            raise
        _way["pg"] = "short"
        return 0


def home():
    """Where this database is: the same until it is restored or copied."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_WHERE[_way['pg']]}")
            return cursor.fetchone()[0][:80]
    with contextlib.suppress(OSError):
        return f"sqlite:{os.stat(connection.settings_dict['NAME']).st_ino}"
    return "sqlite:memory"


def _has_taken_over(look, here, now):
    """A standby that took over has the same tables on another timeline, and knows of the last minutes."""
    is_same = here.rpartition("/")[0] == look.home.rpartition("/")[0] != ""
    return is_same and now - look.ticked_at < queries.LATE


def _file():
    return Path(settings.VAR) / "last_beat"


def _read():
    path = _file()
    try:
        epoch, beats, at = path.read_text().split()
        return Witness(epoch, int(beats), abs(path.stat().st_ctime - float(at)) > COPIED)
    except (OSError, ValueError):
        return None


def _write(epoch, beats):
    """A machine without a place to write has one witness less."""
    path = _file()
    part = path.with_name(f"last_beat.{os.getpid()}")
    with contextlib.suppress(OSError):
        part.touch()
        at = part.stat().st_ctime  # by the clock of the disk, which is asked again in _read
        part.write_text(f"{epoch} {beats} {at}")
        part.replace(path)
