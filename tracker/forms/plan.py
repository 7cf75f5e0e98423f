"""Study blocks and exams: what is on the plan besides rotations."""

from django import forms

from accounts import spoken
from accounts.fields import HoursField, plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from tracker.models import Exam, StudyBlock
from tracker.models.rotations import MOST_HOURS_A_WEEK

MOST_STUDY_DAYS = 366


class StudyForm(HouseForm, forms.ModelForm):
    """A study block: what for, from when to when."""

    hours_per_week = HoursField(label="Hours a week", most=MOST_HOURS_A_WEEK)
    once = OnceField()

    class Meta:
        model = StudyBlock
        formfield_callback = day_for_model
        fields = ["title", "starts_on", "ends_on", "hours_per_week"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["placeholder"] = "USMLE Step 2 CK"
        self.helper = house_helper("once", "title", row("starts_on", "ends_on"), "hours_per_week")

    def clean_title(self):
        return plain_line(self.cleaned_data["title"])

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", f"The last day is before the first, {spoken.day(start, end)}.")
        elif start and end and (end - start).days > MOST_STUDY_DAYS:
            self.add_error("ends_on", "More than a year. Split it into the parts you plan.")
        return data


class ExamForm(HouseForm, forms.ModelForm):
    """One sitting and its day."""

    once = OnceField()

    class Meta:
        model = Exam
        formfield_callback = day_for_model
        fields = ["title", "on", "is_booked"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["placeholder"] = "USMLE Step 3"
        self.helper = house_helper("once", row("title", "on"), "is_booked")

    def clean_title(self):
        return plain_line(self.cleaned_data["title"])
