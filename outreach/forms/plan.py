"""When the follow-ups rest."""

from django import forms

from accounts import spoken
from accounts.fields import DayField
from accounts.house import HouseForm, house_helper
from outreach.forms.threads import FARTHEST


class PauseForm(HouseForm, forms.Form):
    """Until a day, or until the user goes on."""

    paused_until = DayField(label="Until", required=False)

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.helper = house_helper("paused_until")

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day and day <= self.today:
            raise forms.ValidationError(f"{spoken.day(day, self.today)} has passed. Pick a day to come.")
        if day and day > self.today + FARTHEST:
            raise forms.ValidationError("Pick a day within a year, or leave it empty.")
        return day
