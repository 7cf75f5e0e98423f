"""The rotation on one page: what, where, when, who, and the rest."""

from crispy_forms.layout import Div, Field
from django import forms

from accounts import spoken
from accounts.fields import HoursField, plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from tracker import queries
from tracker.forms.people import NewAttendingField
from tracker.models import Attending, Rotation
from tracker.models.rotations import MOST_DAYS, MOST_HOURS_A_WEEK

WEEKDAYS = [(str(n), name) for n, name in enumerate(spoken.WEEKDAYS)]


class RotationForm(HouseForm, forms.ModelForm):
    """A rotation on one page: what, where, when, who, and the rest folded."""

    institution_name = forms.CharField(
        label="Hospital, clinic or lab",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    hours_per_week = HoursField(label="Hours a week", most=MOST_HOURS_A_WEEK)
    weekdays = forms.MultipleChoiceField(
        label="Days", choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    attendings = forms.ModelMultipleChoiceField(
        label="Supervised by",
        queryset=Attending.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_attending = NewAttendingField()
    once = OnceField()

    class Meta:
        model = Rotation
        formfield_callback = day_for_model
        fields = [
            "kind",
            "subtype",
            "specialty",
            "is_hands_on",
            "department",
            "city",
            "state",
            "is_in_us",
            "setting",
            "stage",
            "starts_on",
            "ends_on",
            "hours_per_week",
            "schedule",
            "chart_access",
            "ehr",
            "found_through",
            "coordinator_name",
            "coordinator_email",
            "notes",
        ]
        widgets = {"kind": forms.RadioSelect, "notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, owner, **kwargs):
        self.owner = owner
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Rotation.Kind.choices
        self.fields["hours_per_week"].required = True
        self.fields["attendings"].queryset = queries.attendings(owner)
        self.fields["attendings"].choices = [(a.pk, str(a)) for a in queries.own_people(owner)]
        if self.instance.pk:
            self.initial["institution_name"] = self.instance.institution.name
            self.initial["weekdays"] = list(self.instance.weekdays)
            self.initial["attendings"] = [s.attending_id for s in self.instance.supervisions.all()]
        else:
            self.initial.setdefault("weekdays", list("01234"))
        self.what = house_helper(
            "once", Div(Field("kind"), css_class="chips-field"), row("specialty", "subtype"), "is_hands_on"
        )
        self.where = house_helper(
            "institution_name", row("department", "setting"), row("city", "state"), "is_in_us"
        )
        self.when = house_helper(
            row("starts_on", "ends_on"),
            row("hours_per_week", "stage"),
            Div(Field("weekdays"), css_class="chips-field"),
            "schedule",
        )
        self.who = house_helper(
            Div(Field("attendings"), css_class="chips-field"),
            "new_attending",
            row("coordinator_name", "coordinator_email"),
        )
        self.more = house_helper(row("chart_access", "ehr"), "found_through", "notes")

    def clean_institution_name(self):
        return plain_line(self.cleaned_data["institution_name"])

    def clean_weekdays(self):
        return "".join(sorted(self.cleaned_data["weekdays"])) or "01234"

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", f"The last day is before the first, {spoken.day(start, end)}.")
        elif start and end and (end - start).days > MOST_DAYS:
            self.add_error("ends_on", "More than 3 years. Split it into the parts you did.")
        self._keep_supervisions_inside(start, end)
        if data.get("stage") == Rotation.Stage.CONFIRMED:
            for name, words in (("starts_on", "first"), ("ends_on", "last")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name, f"A confirmed rotation needs its {words} day. Not sure yet? Choose Exploring."
                    )
        return data

    def sketch(self):
        """The rotation as far as it is typed so far, unsaved; None before a type is chosen.

        Only what is valid is taken over, so that a half-typed form can be looked at. Call after is_valid().
        """
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        names = ("subtype", "specialty", "is_hands_on", "starts_on", "ends_on", "department", "stage")
        typed = {name: data[name] for name in names if data.get(name)}
        return Rotation(
            pk=self.instance.pk,
            owner=self.owner,
            kind=data["kind"],
            weekdays=data.get("weekdays") or "01234",
            **typed,
        )

    def _keep_supervisions_inside(self, start, end):
        """Dates of a supervision stay inside the rotation; whoever is taken off with this save is passed."""
        if not self.instance.pk or {"starts_on", "ends_on"} & set(self.errors):
            return
        stays = {attending.pk for attending in self.cleaned_data.get("attendings") or ()}
        for one in self.instance.supervisions.all():
            for name, day, is_out in (
                ("starts_on", one.starts_on, start and one.starts_on and one.starts_on < start),
                ("ends_on", one.ends_on, end and one.ends_on and one.ends_on > end),
            ):
                if is_out and one.attending_id in stays:
                    words = "from" if name == "starts_on" else "to"
                    said = spoken.day(day, start or end)
                    self.add_error(
                        name,
                        f"{one.attending} is down {words} {said}. Change that under Supervised by first.",
                    )
