"""What people type about letters: when a step happened, the rule for this letter, programs, the packet."""

import datetime

from crispy_forms.layout import Div, Field
from django import forms

from accounts import spoken
from accounts.fields import DayField, plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from accounts.pdfs import PdfField
from letters import packet
from letters.models import DraftVersion, Letter, LetterPreset, LetterStep, Packet, Statement, TargetProgram
from letters.states import State
from tracker import seasons
from tracker.models import Cv, Example

OLDEST = datetime.timedelta(days=5 * 366)
By = LetterStep.By
BUTTONS = {
    State.CONSIDERING: "Start again",
    State.SIGNALLED: "I said I hope for a letter",
    State.ASKED: "I asked",
    State.AGREED: "They agreed",
    State.DECLINED: "They declined",
    State.PACKET_SENT: "I sent the packet",
    State.REQUESTED: "I created the request in ERAS",
    State.CONFIRMED: "I confirmed the entry",
    State.UPLOADED: "It is uploaded",
    State.ASSIGNED: "I assigned it",
    State.THANKED: "I thanked them",
    State.WITHDRAWN: "It is withdrawn",
    State.IMPORTED: "I imported it from an earlier season",
    State.VOID: "The request is void",
}


class EventDay:
    """Mixin: `on` is a day that has come, not years ago."""

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                f"{spoken.day(on, self.today)} is still ahead. Record it once it has happened."
            )
        if on < self.today - OLDEST:
            raise forms.ValidationError(f"That is in {on.year}. Check the year.")
        return on


class StepForm(EventDay, HouseForm, forms.Form):
    """One step of the ladder, on the day it happened. `programs` are offered when it is assigned."""

    on = DayField(label="On", error_messages={"required": "Pick the day it happened."})
    promise = forms.ChoiceField(
        label="What they said", choices=Letter.Promise.choices, required=False, widget=forms.RadioSelect
    )
    eras_id = forms.CharField(
        label="Letter ID",
        max_length=20,
        required=False,
        help_text="From the Letter Request Form. Each one works once.",
    )
    by = forms.ChoiceField(
        label="Who uploaded it",
        choices=[(By.WRITER, "The writer"), (By.DESIGNEE, "Their designee"), (By.APPLICANT, "I did"),
                 (By.ADVISER, "An adviser of mine")],
        required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    programs = forms.ModelMultipleChoiceField(
        label="Programs",
        queryset=TargetProgram.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, state, today, owner, letter=None, **kwargs):
        self.state, self.today = State(state), today
        initial = {"on": today, "by": By.WRITER, "promise": Letter.Promise.STRONG}
        super().__init__(*args, initial=initial, prefix=f"{self.state}", **kwargs)
        shown = ["on", *self._more()]
        for name in set(self.fields) - set(shown):
            del self.fields[name]
        if "programs" in self.fields:
            there = letter.assignments.values("program") if letter else []
            self.fields["programs"].queryset = TargetProgram.objects.for_owner(owner).exclude(pk__in=there)
        self.helper = house_helper(*(self._laid_out(name) for name in shown))

    def _more(self):
        return {
            State.AGREED: ["promise"],
            State.REQUESTED: ["eras_id"],
            State.UPLOADED: ["by"],
            State.ASSIGNED: ["programs"],
        }.get(self.state, [])

    @staticmethod
    def _laid_out(name):
        return Div(Field(name), css_class="chips-field") if name in ("promise", "by") else name

    @property
    def button(self):
        return BUTTONS[self.state]

    def clean_eras_id(self):
        return plain_line(self.cleaned_data["eras_id"]).upper()

    def values(self):
        """What services.record takes beside the letter and the state."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "by": data.get("by", ""),
            "promise": data.get("promise", ""),
            "eras_id": data.get("eras_id", ""),
            "programs": list(data.get("programs", ())),
        }


class CorrectForm(EventDay, HouseForm, forms.Form):
    """A step that happened, but on another day, or with another promise or Letter ID."""

    on = DayField(label="On", error_messages={"required": "Pick the day it happened."})
    promise = forms.ChoiceField(
        label="What they said", choices=Letter.Promise.choices, required=False, widget=forms.RadioSelect
    )
    eras_id = forms.CharField(label="Letter ID", max_length=20, required=False)

    def __init__(self, *args, step, today, **kwargs):
        self.today = today
        initial = {"on": step.on, "promise": step.promise, "eras_id": step.eras_id}
        super().__init__(*args, initial=initial, **kwargs)
        if step.state != State.AGREED:
            del self.fields["promise"]
        if step.state != State.REQUESTED:
            del self.fields["eras_id"]
        names = list(self.fields)
        self.helper = house_helper(
            *(Div(Field(n), css_class="chips-field") if n == "promise" else n for n in names)
        )

    def clean_eras_id(self):
        return plain_line(self.cleaned_data["eras_id"]).upper()


class PresetForm(HouseForm, forms.ModelForm):
    """How long is long enough for this letter, and why it is not the rule."""

    preset = forms.ModelChoiceField(
        LetterPreset.objects.all(), required=False, empty_label="The rule for this rotation"
    )

    class Meta:
        model = Letter
        fields = ["preset_why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["preset"].label = "How long is long enough"
        self.initial["preset"] = self.instance.preset_id
        self.helper = house_helper("preset", "preset_why")

    def clean(self):
        data = super().clean()
        if data.get("preset") and not data.get("preset_why", "").strip() and "preset_why" not in self.errors:
            self.add_error("preset_why", "Say why this letter needs another rule.")
        return data


class DetailsForm(HouseForm, forms.ModelForm):
    """Facts of one letter: season, specialty, waiver, dates."""

    match_year = forms.TypedChoiceField(label="Season", coerce=int, required=False, empty_value=None)

    class Meta:
        model = Letter
        formfield_callback = day_for_model
        fields = ["match_year", "specialty", "is_waived", "due_on", "dated_on", "leaves_on"]
        help_texts = {
            "is_waived": "Usually yes. A waived letter never passes through your hands.",
            "due_on": "When you want it to be in ERAS. Empty: the season’s own date.",
            "dated_on": "Some programs want letters of the last 12 months.",
            "leaves_on": "Supervision there ends that day.",
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        first = seasons.current(today) - 1
        years = sorted({first, first + 1, first + 2, self.instance.match_year or first})
        self.fields["match_year"].choices = [("", "Not sure yet"), *((y, f"ERAS {y}") for y in years)]
        self.helper = house_helper(
            row("match_year", "specialty"), "is_waived", row("due_on", "dated_on"), "leaves_on"
        )


class ProgramForm(HouseForm, forms.ModelForm):
    """A residency program letters will go to."""

    once = OnceField()

    class Meta:
        model = TargetProgram
        fields = ["name", "specialty"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", row("name", "specialty"))

    def clean_name(self):
        return plain_line(self.cleaned_data["name"])

    def clean(self):
        data = super().clean()
        same = TargetProgram.objects.for_owner(self.instance.owner).filter(
            name__iexact=data.get("name", ""),
            specialty=data.get("specialty"),
            match_year=self.instance.match_year,
        )
        if data.get("name") and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "This program is on your list already.")
        return data


class StatementForm(HouseForm, forms.Form):
    """A personal statement, as a PDF."""

    file = PdfField(label="Personal statement")
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", "file")


class PacketForm(HouseForm, forms.ModelForm):
    """What the attending will read."""

    class Meta:
        model = Packet
        fields = ["note", "examples", "cv", "statement", "shows_email"]
        widgets = {"examples": forms.CheckboxSelectMultiple}

    def __init__(self, *args, owner, attending, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Example.objects.for_owner(owner).filter(attending=attending)
        self.fields["examples"].queryset = seen
        if self.instance.pk is None:
            offered = packet.offer(owner, attending)
            self.initial |= {"examples": offered.examples, "cv": offered.cv, "statement": offered.statement}
        self.fields["examples"].label_from_instance = lambda one: f"{one.get_quality_display()}: {one.text}"
        for name, model in (("cv", Cv), ("statement", Statement)):
            versions = model.objects.for_owner(owner)
            self.fields[name].queryset = versions
            self.fields[name].label_from_instance = lambda one: f"{one}, {one.size_words}"
            self.fields[name].empty_label = "None"
        self.helper = house_helper("note", "examples", row("cv", "statement"), "shows_email")


class DraftForm(HouseForm, forms.ModelForm):
    """The next version of the draft."""

    once = OnceField()

    class Meta:
        model = DraftVersion
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", "text")


class FinalForm(HouseForm, forms.Form):
    """The letter itself; offered only where the right to view it is not waived."""

    file = PdfField(label="The letter")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("file")
