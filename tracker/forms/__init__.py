from tracker.forms.cases import CaseForm
from tracker.forms.examples import ExampleForm
from tracker.forms.log import LogForm
from tracker.forms.people import (
    AttendingForm,
    CatchupForm,
    DirectoryFilter,
    FactsForm,
    PersonNoteForm,
    ProposeForm,
)
from tracker.forms.rotations import RotationForm

__all__ = [
    "AttendingForm",
    "CaseForm",
    "CatchupForm",
    "DirectoryFilter",
    "ExampleForm",
    "FactsForm",
    "LogForm",
    "PersonNoteForm",
    "ProposeForm",
    "RotationForm",
]
