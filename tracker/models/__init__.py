"""The nouns of the day: places and people, rotations, the log."""

from tracker.models.cvs import Cv
from tracker.models.examples import Example
from tracker.models.guard import Colleague, GuardOverride
from tracker.models.log import Case, LogEntry
from tracker.models.people import Attending, Institution
from tracker.models.rotations import Rotation, Supervision

__all__ = [
    "Attending",
    "Case",
    "Colleague",
    "Cv",
    "Example",
    "GuardOverride",
    "Institution",
    "LogEntry",
    "Rotation",
    "Supervision",
]
