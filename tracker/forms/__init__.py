from tracker.forms.cases import CaseForm
from tracker.forms.examples import ExampleForm
from tracker.forms.log import LogForm
from tracker.forms.people import AttendingForm
from tracker.forms.rotations import RotationForm

__all__ = ["AttendingForm", "CaseForm", "ExampleForm", "LogForm", "RotationForm"]
