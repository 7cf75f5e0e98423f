"""The one clock. Views, tasks and commands read it; everything below them is given `now`.

settings.CLOCK_FILE may name a file that holds an offset in seconds: drills move the clock of running
processes with it. It is never set in production.
"""

import contextlib
import datetime
import time
from pathlib import Path

from django.conf import settings

_stopped = None


def now() -> datetime.datetime:
    """The moment it is, aware, in UTC."""
    if _stopped is not None:
        return _stopped
    moment = datetime.datetime.now(datetime.UTC)
    if path := getattr(settings, "CLOCK_FILE", ""):
        moment += datetime.timedelta(seconds=_offset(Path(path)))
    return moment


def _offset(path):
    try:
        return float(path.read_text() or 0)
    except (OSError, ValueError):
        return 0.0


@contextlib.contextmanager
def stopped_at(moment):
    """For tests: the clock shows `moment` until the block ends."""
    global _stopped
    before, _stopped = _stopped, moment
    try:
        yield
    finally:
        _stopped = before


class Watch:
    """Tells the moment inside one piece of work: its start plus what a steady timer counted since.

    A wall clock that jumps while mail is being sent cannot make a lease look fresh or spent.
    """

    def __init__(self, start):
        self.start = start
        self._began = time.monotonic()

    def __call__(self) -> datetime.datetime:
        return self.start + datetime.timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        return time.monotonic() - self._began
