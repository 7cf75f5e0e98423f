"""When the follow-ups rest, how far apart they are, and moving all of them."""

from django import forms

from accounts import spoken
from accounts.fields import DayField
from accounts.house import HouseForm, house_helper, row
from outreach.forms.threads import FARTHEST, MoveForm
from outreach.sequence import GAPS, MOST_FOLLOW_UPS

LONGEST_GAP = 90


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


class MoveAllForm(MoveForm):
    """Every next follow-up not before a day."""


class GapsForm(HouseForm, forms.Form):
    """How many follow-ups, and how many days each waits after the mail before it."""

    count = forms.TypedChoiceField(
        label="Follow-ups",
        coerce=int,
        choices=[(n, str(n) if n else "None") for n in range(MOST_FOLLOW_UPS + 1)],
    )
    gap_1 = forms.IntegerField(label="Days before the first")
    gap_2 = forms.IntegerField(label="Days before the second")
    gap_3 = forms.IntegerField(label="Days before the third")
    is_for_all = forms.BooleanField(
        label="Also for threads that wait now",
        required=False,
    )

    def __init__(self, *args, gaps, **kwargs):
        spaced = [*gaps, *GAPS[len(gaps) :]]
        initial = {"count": len(gaps)} | {f"gap_{n}": days for n, days in enumerate(spaced, 1)}
        super().__init__(*args, initial=initial, prefix="gaps", **kwargs)
        for name in self._names():
            self._bound(self.fields[name])
        self.helper = house_helper(row("count", "gap_1"), row("gap_2", "gap_3"), "is_for_all")

    @staticmethod
    def _names():
        return [f"gap_{n}" for n in range(1, MOST_FOLLOW_UPS + 1)]

    @staticmethod
    def _bound(field):
        words = f"Write a number of days from 1 to {LONGEST_GAP}."
        field.widget.attrs |= {"min": 1, "max": LONGEST_GAP, "inputmode": "numeric"}
        field.error_messages |= {"required": words, "invalid": words}

    def clean(self):
        data = super().clean()
        for name in self._names():
            if name in data and not 1 <= data[name] <= LONGEST_GAP:
                self.add_error(name, f"Write a number of days from 1 to {LONGEST_GAP}.")
        return data

    def gaps(self) -> list[int]:
        """The days, as many as follow-ups are wanted. Call after is_valid()."""
        return [self.cleaned_data[name] for name in self._names()[: self.cleaned_data["count"]]]
