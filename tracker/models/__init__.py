"""The nouns of the day: places and people, rotations, the log."""

from tracker.models.examples import Example
from tracker.models.guard import Colleague, GuardOverride
from tracker.models.log import Case, LogEntry
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
    "Case",
    "ChecklistItem",
    "ChecklistStep",
    "ChecklistTemplate",
    "Colleague",
    "CostLine",
    "Example",
    "Feedback",
    "Goal",
    "GuardOverride",
    "Institution",
    "LogEntry",
    "PermissionDocument",
    "Rotation",
    "Supervision",
]
