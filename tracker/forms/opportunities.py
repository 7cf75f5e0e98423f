"""What to look for among the listings, and the name a person gives to a search."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import plain_line
from accounts.house import HouseForm, house_helper
from accounts.once import OnceField
from tracker import opportunity_search
from tracker.models import Attending, Opportunity
from tracker.models.people import Specialty


class OpportunityFilter(forms.Form):
    """The filter of the list. Nonsense in the address is passed over, no error."""

    q = forms.CharField(label="Title, hospital or city", required=False, max_length=100)
    specialty = forms.ModelChoiceField(
        label="Specialty", queryset=Specialty.objects.all(), required=False, empty_label="Any specialty"
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any kind"), *Opportunity.Kind.choices], required=False
    )
    state = forms.CharField(label="State", required=False, max_length=40)
    visa = forms.ChoiceField(
        label="Visa", choices=[("", "Any visa"), *Attending.Visa.choices], required=False
    )
    by = forms.ChoiceField(label="Apply by", choices=opportunity_search.DEADLINES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "class": "form-control"})
        self.fields["state"].widget = forms.TextInput(attrs={"class": "form-control"})
        for name in ("specialty", "kind", "visa", "by"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def asked(self):
        """{name: value as JSON keeps it} of what narrows; call after is_valid()."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "specialty" in found:
            found["specialty"] = found["specialty"].pk
        return found


class SearchNameForm(HouseForm, forms.Form):
    """The name of a saved search."""

    name = forms.CharField(label="Name of this search", max_length=60)
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", "name")

    def clean_name(self):
        name = plain_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError("Fill in name of this search.")
        return name
