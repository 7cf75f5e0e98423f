"""The nouns of the day: places and people, rotations, the log, the plan."""

from tracker.models.curation import (
    DirectoryChange,
    DirectoryNotice,
    MentorImport,
    MergeRecord,
    ProposedChange,
)
from tracker.models.cvs import Cv
from tracker.models.duplicates import DuplicateKey, ProbablePair
from tracker.models.examples import Example
from tracker.models.exposure_tags import ExposureMark, ExposureTag
from tracker.models.fit import FitRating
from tracker.models.guard import Colleague, GuardOverride
from tracker.models.imports import ImportBatch, ImportMemory
from tracker.models.log import Case, LogEntry
from tracker.models.mentors import Catchup, PersonNote
from tracker.models.news import News, NewsDraft
from tracker.models.opportunities import (
    Opportunity,
    OpportunityImport,
    Requirement,
    SavedOpportunity,
    SavedSearch,
)
from tracker.models.people import Attending, Institution
from tracker.models.plan import Exam, StudyBlock
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
from tracker.models.rules import ExposureRule
from tracker.models.seasons import Season, SeasonDay, SeasonOverride
from tracker.models.visas import VisaLine
from tracker.models.wallet import Document, DocumentFile

__all__ = [
    "Attending",
    "Case",
    "Catchup",
    "ChecklistItem",
    "ChecklistStep",
    "ChecklistTemplate",
    "Colleague",
    "CostLine",
    "Cv",
    "DirectoryChange",
    "DirectoryNotice",
    "Document",
    "DocumentFile",
    "DuplicateKey",
    "Exam",
    "Example",
    "ExposureMark",
    "ExposureRule",
    "ExposureTag",
    "Feedback",
    "FitRating",
    "Goal",
    "GuardOverride",
    "ImportBatch",
    "ImportMemory",
    "Institution",
    "LogEntry",
    "MentorImport",
    "MergeRecord",
    "News",
    "NewsDraft",
    "Opportunity",
    "OpportunityImport",
    "PermissionDocument",
    "PersonNote",
    "ProbablePair",
    "ProposedChange",
    "Requirement",
    "Rotation",
    "SavedOpportunity",
    "SavedSearch",
    "Season",
    "SeasonDay",
    "SeasonOverride",
    "StudyBlock",
    "Supervision",
    "VisaLine",
]
