from tracker.forms.cases import CaseForm
from tracker.forms.examples import ExampleForm
from tracker.forms.exposure import ExposureForm
from tracker.forms.fit import FitForm
from tracker.forms.log import LogForm
from tracker.forms.people import AttendingForm
from tracker.forms.plan import ExamForm, StudyForm
from tracker.forms.rotations import RotationForm
from tracker.forms.seasons import season_form
from tracker.forms.wallet import DocumentForm

__all__ = [
    "AttendingForm",
    "CaseForm",
    "DocumentForm",
    "ExamForm",
    "ExampleForm",
    "ExposureForm",
    "FitForm",
    "LogForm",
    "RotationForm",
    "StudyForm",
    "season_form",
]
