"""Forms about the person: signing up, the three first questions, settings."""

from crispy_forms.layout import Div, Field
from django import forms

from accounts import zones
from accounts.fields import plain_line
from accounts.house import HouseForm, house_helper
from accounts.models import Profile, Specialty, User


def zone_field(**options):
    return forms.ChoiceField(choices=zones.choices, **options)


class SignupForm(forms.Form):
    """Added to allauth's sign-up: the name, the zone the browser told, and the pledge."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="As it should appear under your emails.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""})
    )
    pledge = forms.BooleanField(
        label="I will never enter patient information",
        error_messages={"required": "Tick this box. Wardbook is for lessons, never for patients."},
    )
    field_order = ["name", "email", "password1", "pledge", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:
            self.fields["password1"].label = "Password"
            self.fields["password1"].help_text = "12 characters or more; a short sentence works well."
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.helper = house_helper()

    def clean_name(self):
        return plain_line(self.cleaned_data["name"])

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        guessed = self.cleaned_data.get("time_zone")
        if guessed and zones.is_known(guessed):
            Profile.objects.filter(pk=user.pk).update(time_zone=guessed)


class WelcomeForm(HouseForm, forms.ModelForm):
    """Three questions: season, specialty, time zone."""

    match_year = forms.TypedChoiceField(
        label="When will you apply?",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    specialties = forms.ModelMultipleChoiceField(
        label="Which specialty?",
        queryset=Specialty.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One or several. Sets how long an attending should know you before you ask for a letter.",
    )
    time_zone = zone_field(
        label="Where are you?", help_text="Reminders come in your own morning, in this time zone."
    )

    class Meta:
        model = Profile
        fields = ["match_year", "specialties", "time_zone"]

    def __init__(self, *args, season_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["match_year"].choices = season_choices
        self.fields["time_zone"].widget.attrs["data-zone-guess"] = ""
        self.helper = house_helper(
            Div(Field("match_year"), css_class="choices-field"),
            Div(Field("specialties"), css_class="chips-field"),
            Field("time_zone"),
        )


class SettingsForm(WelcomeForm):
    """The same, and how pages look, and what the composer knows about the person. When emails come is a page
    of its own (reminders.preferences_views)."""

    name = forms.CharField(
        label="Your name", max_length=150, help_text="As it should appear under your emails."
    )

    class Meta:
        model = Profile
        fields = [
            "time_zone",
            "hides_names",
            "match_year",
            "specialties",
            "kind",
            "degree",
            "medical_school",
            "graduation_year",
            "visa_status",
            "about_me",
            "signal",
            "look",
        ]
        widgets = {
            "look": forms.RadioSelect,
            "about_me": forms.Textarea(attrs={"rows": 2}),
            "signal": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.attrs.pop("data-zone-guess")
        self.fields["time_zone"].label = "Time zone"
        self.fields["time_zone"].help_text = "Moved? Reminders not yet sent move with you."
        self.fields["look"].choices = Profile.Look.choices
        self.fields["name"].initial = self.instance.user.name
        for name in ("degree", "medical_school", "graduation_year", "visa_status", "about_me", "signal"):
            self.fields[name].label_suffix = ""
        self.mail = house_helper("time_zone", "hides_names")
        self.season = house_helper(
            Div(Field("match_year"), css_class="choices-field"),
            Div(Field("specialties"), css_class="chips-field"),
        )
        self.about = house_helper(
            "name", "kind", "degree", "medical_school", "graduation_year", "visa_status", "about_me", "signal"
        )
        self.looks = house_helper(Div(Field("look"), css_class="chips-field"))

    def clean_name(self):
        return plain_line(self.cleaned_data["name"])

    def clean_graduation_year(self):
        year = self.cleaned_data["graduation_year"]
        if year is not None and not 1950 <= year <= 2050:
            raise forms.ValidationError("Write the year with four digits, for example 2024.")
        return year

    def save(self, commit=True):
        User.objects.filter(pk=self.instance.user_id).update(name=self.cleaned_data["name"])
        return super().save(commit)
