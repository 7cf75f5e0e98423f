"""The nouns of the day: places and people, rotations, the log."""

from tracker.models.curation import (
    DirectoryChange,
    DirectoryNotice,
    MentorImport,
    MergeRecord,
    ProposedChange,
)
from tracker.models.duplicates import DuplicateKey, ProbablePair
from tracker.models.examples import Example
from tracker.models.guard import Colleague, GuardOverride
from tracker.models.log import Case, LogEntry
from tracker.models.mentors import Catchup, PersonNote
from tracker.models.people import Attending, Institution
from tracker.models.rotations import Rotation, Supervision

__all__ = [
    "Attending",
    "Case",
    "Catchup",
    "Colleague",
    "DirectoryChange",
    "DirectoryNotice",
    "DuplicateKey",
    "Example",
    "GuardOverride",
    "Institution",
    "LogEntry",
    "MentorImport",
    "MergeRecord",
    "PersonNote",
    "ProbablePair",
    "ProposedChange",
    "Rotation",
    "Supervision",
]
