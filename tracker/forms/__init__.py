from tracker.forms.cases import CaseForm
from tracker.forms.examples import ExampleForm
from tracker.forms.exposure import ExposureForm
from tracker.forms.fit import FitForm
from tracker.forms.log import LogForm
from tracker.forms.news import MorePeopleForm, NewsDraftForm, NewsForm
from tracker.forms.opportunities import OpportunityFilter, SearchNameForm
from tracker.forms.people import (
    AttendingForm,
    CatchupForm,
    DirectoryFilter,
    FactsForm,
    PersonNoteForm,
    ProposeForm,
)
from tracker.forms.plan import ExamForm, StudyForm
from tracker.forms.rotation_parts import ChecklistItemForm, CostForm, FeedbackForm, GoalForm, PermissionForm
from tracker.forms.rotations import RotationForm
from tracker.forms.seasons import season_form
from tracker.forms.supervisions import SupervisionForm
from tracker.forms.wallet import DocumentForm

__all__ = [
    "AttendingForm",
    "CaseForm",
    "CatchupForm",
    "ChecklistItemForm",
    "CostForm",
    "DirectoryFilter",
    "DocumentForm",
    "ExamForm",
    "ExampleForm",
    "ExposureForm",
    "FactsForm",
    "FeedbackForm",
    "FitForm",
    "GoalForm",
    "LogForm",
    "MorePeopleForm",
    "NewsDraftForm",
    "NewsForm",
    "OpportunityFilter",
    "PermissionForm",
    "PersonNoteForm",
    "ProposeForm",
    "RotationForm",
    "SearchNameForm",
    "StudyForm",
    "SupervisionForm",
    "season_form",
]
