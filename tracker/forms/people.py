"""Forms about an attending: one's own record, a change to a shared one, what one keeps about them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.fields import DayField, WebAddressField, plain_line, without_title
from accounts.house import HouseForm, house_helper, row
from accounts.once import OnceField
from tracker.models import Attending, Catchup, Institution, PersonNote
from tracker.models.people import Specialty

MOST_EMAILS = 5
YES_NO = [("", "Not known"), ("true", "Yes"), ("false", "No")]


class EmailListField(forms.CharField):
    """Several addresses, separated by commas, spaces or lines; a list of them."""

    def __init__(self, **options):
        super().__init__(
            required=False,
            max_length=600,
            widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
            help_text="Separated by commas.",
            **options,
        )

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        words = [word for word in re.split(r"[,;\s]+", super().to_python(value) or "") if word]
        for word in words:
            try:
                validate_email(word)
            except ValidationError:
                raise ValidationError(f"“{word[:60]}” is not an email address.") from None
        if len(words) > MOST_EMAILS:
            raise ValidationError(f"Keep it to {MOST_EMAILS} addresses.")
        return list(dict.fromkeys(words))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class YesNoField(forms.NullBooleanField):
    """Yes, no, or not known."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.Select(choices=YES_NO), **options)

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value or "")


class NewAttendingField(forms.CharField):
    """The name of somebody who is not in a list of attendings; cleans to it without a title."""

    def __init__(self):
        super().__init__(
            label="Somebody not in the list",
            max_length=120,
            required=False,
            help_text="First and last name. Kept as your own private record.",
        )

    def clean(self, value):
        return without_title(super().clean(value))


class AttendingForm(HouseForm, forms.ModelForm):
    """A person's own record of an attending."""

    institution_name = forms.CharField(
        label="Hospital, clinic or lab",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    other_emails = EmailListField(label="Other emails")
    once = OnceField()

    class Meta:
        model = Attending
        fields = [
            "name",
            "credentials",
            "title",
            "role",
            "department",
            "specialty",
            "email",
            "other_emails",
            "phone",
            "profile_url",
            "city",
            "state",
        ]
        field_classes = {"profile_url": WebAddressField}

    def __init__(self, *args, owner, **kwargs):
        self.owner = owner
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.institution:
            self.initial["institution_name"] = self.instance.institution.name
        self.helper = house_helper(*self.rows())

    def rows(self):
        return [
            "once",
            row("name", "credentials"),
            row("role", "specialty"),
            row("institution_name", "department"),
            row("city", "state"),
            row("email", "phone"),
            row("other_emails", "title"),
            "profile_url",
        ]

    def clean_name(self):
        name = without_title(self.cleaned_data["name"])
        if not name:
            raise ValidationError("Fill in name.")
        return name

    def clean_institution_name(self):
        return plain_line(self.cleaned_data["institution_name"])

    def as_typed(self):
        """The record as typed, its hospital not looked up yet: what the duplicate rule reads."""
        typed = self.instance
        name = self.cleaned_data["institution_name"]
        typed.institution = Institution(name=name, city=typed.city, state=typed.state) if name else None
        return typed


class FactsForm(AttendingForm):
    """Every fact of a record: for curators, and for proposing a change."""

    accepts_observers = YesNoField(label="Takes observers")
    accepts_researchers = YesNoField(label="Takes research trainees")
    visas = forms.MultipleChoiceField(
        label="Visas accepted",
        choices=Attending.Visa.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(AttendingForm.Meta):
        fields = [
            *AttendingForm.Meta.fields,
            "accepts_observers",
            "accepts_researchers",
            "visas",
            "fee",
            "languages",
            "alma_mater",
            "is_do_not_contact",
        ]

    def rows(self):
        return [
            *super().rows(),
            row("accepts_observers", "accepts_researchers"),
            "visas",
            row("fee", "languages"),
            "alma_mater",
            "is_do_not_contact",
        ]


class ProposeForm(FactsForm):
    """What somebody would change on a shared record, and how they know."""

    note = forms.CharField(
        label="How you know",
        max_length=300,
        required=False,
        help_text="For the curator, for example the page you read it on.",
    )

    def rows(self):
        return [*super().rows(), "note"]


class DirectoryFilter(forms.Form):
    """What to look for in the directory. Nonsense in the address is passed over, no error."""

    q = forms.CharField(label="Name, hospital or city", required=False, max_length=100)
    specialty = forms.ModelChoiceField(
        label="Specialty", queryset=Specialty.objects.all(), required=False, empty_label="Any specialty"
    )
    state = forms.CharField(label="State", required=False, max_length=40)
    takes = forms.ChoiceField(
        label="Takes",
        choices=[("", "Anybody"), ("observers", "Observers"), ("researchers", "Research trainees")],
        required=False,
    )
    visa = forms.ChoiceField(
        label="Visa", choices=[("", "Any visa"), *Attending.Visa.choices], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "class": "form-control"})
        self.fields["state"].widget = forms.TextInput(attrs={"class": "form-control"})
        for name in ("specialty", "takes", "visa"):
            self.fields[name].widget.attrs["class"] = "form-select"


class PersonNoteForm(HouseForm, forms.ModelForm):
    """What a person keeps about an attending for themselves."""

    rating = forms.TypedChoiceField(
        label="How well you work together",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "Not said"), *((n, str(n)) for n in range(1, 6))],
    )

    class Meta:
        model = PersonNote
        fields = ["closeness", "rating", "is_advocate", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closeness"].label = "Keep in touch"
        self.fields["closeness"].choices = PersonNote.Closeness.choices
        self.helper = house_helper(row("closeness", "rating"), "is_advocate", "notes")


class CatchupForm(HouseForm, forms.ModelForm):
    """One time they were in contact."""

    on = DayField(label="Day")
    once = OnceField()

    class Meta:
        model = Catchup
        fields = ["on", "way", "about"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", row("on", "way"), "about")

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError("That day is still to come. Write down what has been.")
        return day
