from tracker.forms.cases import CaseForm
from tracker.forms.examples import ExampleForm
from tracker.forms.log import LogForm
from tracker.forms.people import AttendingForm
from tracker.forms.rotation_parts import ChecklistItemForm, CostForm, FeedbackForm, GoalForm, PermissionForm
from tracker.forms.rotations import RotationForm
from tracker.forms.supervisions import SupervisionForm

__all__ = [
    "AttendingForm",
    "CaseForm",
    "ChecklistItemForm",
    "CostForm",
    "ExampleForm",
    "FeedbackForm",
    "GoalForm",
    "LogForm",
    "PermissionForm",
    "RotationForm",
    "SupervisionForm",
]
