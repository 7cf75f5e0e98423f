from tracker.forms.log import LogForm
from tracker.forms.people import AttendingForm
from tracker.forms.rotations import RotationForm

__all__ = ["AttendingForm", "LogForm", "RotationForm"]
