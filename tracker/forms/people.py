"""A person's own record of an attending."""

from django import forms

from accounts.fields import plain_line
from accounts.house import HouseForm, house_helper, row
from accounts.once import OnceField
from tracker.models import Attending


class AttendingForm(HouseForm, forms.ModelForm):
    """A person's own record of an attending."""

    institution_name = forms.CharField(
        label="Hospital, clinic or lab",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    once = OnceField()

    class Meta:
        model = Attending
        fields = ["name", "credentials", "role", "department", "specialty", "email", "phone", "city", "state"]

    def __init__(self, *args, owner, **kwargs):
        self.owner = owner
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.institution:
            self.initial["institution_name"] = self.instance.institution.name
        self.helper = house_helper(
            "once",
            row("name", "credentials"),
            row("role", "specialty"),
            "institution_name",
            "department",
            row("city", "state"),
            row("email", "phone"),
        )

    def clean_name(self):
        name = plain_line(self.cleaned_data["name"])
        for title in ("Dr. ", "Dr ", "Prof. ", "Prof "):
            name = name.removeprefix(title)
        return name

    def clean_institution_name(self):
        return plain_line(self.cleaned_data["institution_name"])
