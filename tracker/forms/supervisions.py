"""Who supervised a rotation: from when to when, how many days a week, how directly."""

from decimal import Decimal

from crispy_forms.layout import Div, Field
from django import forms

from accounts import spoken
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from tracker import queries
from tracker.forms.people import NewAttendingField
from tracker.models import Supervision

_DAYS_WRONG = "Write a number of days from 0.5 to 7, for example 5 or 2.5."


class SupervisionForm(HouseForm, forms.ModelForm):
    """One line of "Supervised by". A new one may name somebody who is not in the list yet."""

    new_attending = NewAttendingField()
    once = OnceField()

    class Meta:
        model = Supervision
        formfield_callback = day_for_model
        fields = ["attending", "starts_on", "ends_on", "days_per_week", "directness"]
        widgets = {"directness": forms.RadioSelect}
        labels = {"attending": "Attending", "directness": "How directly"}

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.rotation = self.instance.rotation
        self.is_new = self.instance.pk is None
        self._offer_people(owner)
        self.fields["days_per_week"].error_messages.update(
            dict.fromkeys(("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), _DAYS_WRONG)
        )
        self.fields["days_per_week"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["directness"].choices = Supervision.Directness.choices
        self.initial["days_per_week"] = spoken.number(self.initial.get("days_per_week"))
        who = ("attending", "new_attending") if self.is_new else ("attending",)
        self.helper = house_helper(
            "once",
            *who,
            row("starts_on", "ends_on"),
            "days_per_week",
            Div(Field("directness"), css_class="chips-field"),
        )

    def _offer_people(self, owner):
        """Everybody one knows who is not on this rotation yet, and who stands on this line."""
        taken = self.rotation.supervisions.exclude(pk=self.instance.pk).values_list("attending", flat=True)
        field = self.fields["attending"]
        field.queryset = queries.attendings(owner)
        field.choices = [("", "Choose somebody")] + [
            (one.pk, str(one)) for one in queries.own_people(owner) if one.pk not in set(taken)
        ]
        field.required = not self.is_new
        if not self.is_new:
            del self.fields["new_attending"]

    def clean_days_per_week(self):
        days = self.cleaned_data["days_per_week"]
        if days is None or not Decimal("0.5") <= days <= 7:
            raise forms.ValidationError(_DAYS_WRONG)
        return days

    def clean(self):
        data = super().clean()
        is_nobody = not data.get("attending") and not data.get("new_attending")
        if self.is_new and is_nobody and not {"attending", "new_attending"} & set(self.errors):
            self.add_error("attending", "Choose somebody, or write a name below.")
        first, last = data.get("starts_on"), data.get("ends_on")
        for name, day in (("starts_on", first), ("ends_on", last)):
            if day and (sentence := self._outside(day)):
                self.add_error(name, sentence)
        if first and last and last < first and "ends_on" not in self.errors:
            self.add_error("ends_on", f"This is before the first day, {spoken.day(first, last)}.")
        return data

    def _outside(self, day):
        start, end = self.rotation.starts_on, self.rotation.ends_on
        if (start and day < start) or (end and day > end):
            said = spoken.span(start, end) if start and end else "its dates"
            return f"{spoken.day(day, start or end)} is outside this rotation ({said})."
        return ""
