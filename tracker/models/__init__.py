"""The nouns of the day: places and people, rotations, the log."""

from tracker.models.log import LogEntry
from tracker.models.people import Attending, Institution
from tracker.models.rotations import Rotation, Supervision

__all__ = ["Attending", "Institution", "LogEntry", "Rotation", "Supervision"]
