"""How long to put a reminder off."""

from django import forms

from accounts import zones
from reminders import schedule


class LaterForm(forms.Form):
    """`days` of 1, 3 or 7, or a date to come; `cleaned_data` has one of them set."""

    days = forms.TypedChoiceField(
        choices=[(n, n) for n in schedule.LATER_DAYS], coerce=int, empty_value=None, required=False
    )
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, zone, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = zones.day_in(zone, now)
        self.fields["days"].error_messages["invalid_choice"] = "Choose 1, 3 or 7 days, or a date."
        self.fields["until"].error_messages["invalid"] = "Write the date like 2026-11-30."

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until is not None and not self.today < until <= self.today + 366 * schedule.DAY:
            raise forms.ValidationError("Choose a day after today, within a year.")
        return until

    def clean(self):
        given = super().clean()
        if not self.errors and given.get("days") is None and given.get("until") is None:
            raise forms.ValidationError("Choose 1, 3 or 7 days, or a date.")
        return given

    def sentence(self):
        """What is wrong, as one sentence."""
        return next(iter(self.errors.values()))[0]
