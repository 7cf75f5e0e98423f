"""A case of a day: what, how old, what one did. Nothing that identifies a patient."""

from crispy_forms.layout import Div, Field
from django import forms

from accounts.house import HouseForm, house_helper, row
from accounts.once import OnceField
from tracker.models import Case


class CaseForm(HouseForm, forms.ModelForm):
    once = OnceField()

    class Meta:
        model = Case
        fields = ["complaint", "role", "age_band", "setting", "procedure"]
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args, colleagues=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("complaint", "procedure"):
            self.fields[name].widget.attrs["rows"] = 2
            self.fields[name].vouch_for(colleagues)
        self.fields["role"].choices = Case.Role.choices
        self.helper = house_helper(
            "once",
            "complaint",
            Div(Field("role"), css_class="chips-field"),
            row("age_band", "setting"),
            "procedure",
        )
