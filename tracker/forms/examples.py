"""An example written directly, not from a day."""

from crispy_forms.layout import Div, Field
from django import forms

from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from tracker import queries
from tracker.models import Example, Rotation


class ExampleForm(HouseForm, forms.ModelForm):
    once = OnceField()

    class Meta:
        model = Example
        formfield_callback = day_for_model
        fields = ["quality", "text", "on", "rotation", "attending"]
        widgets = {"quality": forms.RadioSelect}

    def __init__(self, *args, owner, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["quality"].choices = Example.Quality.choices
        self.fields["rotation"].queryset = Rotation.objects.for_owner(owner).select_related(
            "specialty", "institution"
        )
        self.fields["attending"].queryset = queries.attendings(owner)
        self.fields["attending"].choices = [
            ("", "Nobody in particular"),
            *((a.pk, str(a)) for a in queries.own_people(owner)),
        ]
        self.helper = house_helper(
            "once",
            Div(Field("quality"), css_class="chips-field"),
            "text",
            row("on", "attending"),
            "rotation",
        )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("That day has not happened yet.")
        return on
