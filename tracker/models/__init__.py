"""The nouns of the day: places and people, rotations, the log."""

from tracker.models.log import LogEntry
from tracker.models.people import Attending, Institution
from tracker.models.rotation_parts import (
    ChecklistItem,
    ChecklistStep,
    ChecklistTemplate,
    CostLine,
    Feedback,
    Goal,
    PermissionDocument,
)
from tracker.models.rotations import Rotation, Supervision

__all__ = [
    "Attending",
    "ChecklistItem",
    "ChecklistStep",
    "ChecklistTemplate",
    "CostLine",
    "Feedback",
    "Goal",
    "Institution",
    "LogEntry",
    "PermissionDocument",
    "Rotation",
    "Supervision",
]
