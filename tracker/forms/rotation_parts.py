"""Short forms around a rotation: a cost, a permission, a goal, a line of the checklist, feedback."""

import re
from decimal import Decimal

from django import forms

from accounts import spoken
from accounts.fields import plain_line
from accounts.house import HouseForm, day_for_model, house_helper, row
from accounts.once import OnceField
from accounts.pdfs import PdfField
from tracker import guard_services
from tracker.guarded import Allowed
from tracker.models import ChecklistItem, CostLine, Feedback, Goal
from tracker.models.rotation_parts import MOST_DOLLARS, MOST_STEPS

_TARGET_WRONG = f"Write a whole number from 1 to {MOST_STEPS}, or leave it out."


class DollarsField(forms.Field):
    """US dollars as people write them: 1200, "1,200.50", "$1,200", "USD 1200". A Decimal with cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        text = re.sub(r"^(us\$|usd|\$)\s*|\s*(usd|\$)$", "", str(value or "").strip().lower())
        if not text:
            return None
        if not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?|\d{1,12}(\.\d{1,2})?", text):
            raise forms.ValidationError(f"“{text[:20]}” is not an amount. Write 1200 or 1,200.50.")
        amount = Decimal(text.replace(",", ""))
        if not 0 < amount <= MOST_DOLLARS:
            raise forms.ValidationError("Write an amount of more than 0 and less than a million dollars.")
        return amount


class CostForm(HouseForm, forms.ModelForm):
    """One cost line."""

    amount = DollarsField(label="US dollars")
    once = OnceField()

    class Meta:
        model = CostLine
        fields = ["kind", "amount", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = CostLine.Kind.choices
        self.helper = house_helper("once", row("kind", "amount"), "note")

    def clean_note(self):
        return plain_line(self.cleaned_data["note"])


class PermissionForm(HouseForm, forms.Form):
    """A PDF to keep with the rotation."""

    file = PdfField(label="Permission, as PDF", error_messages={"required": "Choose the PDF first."})
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", "file")


class GoalForm(HouseForm, forms.ModelForm):
    """One goal; a number makes it count."""

    once = OnceField()

    class Meta:
        model = Goal
        fields = ["text", "target", "unit"]
        labels = {"text": "What you want to have done", "target": "How many times", "unit": "Counted in"}
        help_texts = {"text": "The skill, not the patient.", "unit": "Cases, patients, presentations …"}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "target": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].vouch_for(guard_services.colleagues_of(self.instance.rotation))
        self.fields["target"].error_messages["invalid"] = _TARGET_WRONG
        self.fields["target"].validators = []
        self.helper = house_helper("once", "text", row("target", "unit"))

    def clean_text(self):
        text = self.cleaned_data["text"]
        return Allowed(plain_line(text), text.overrides)

    def clean_target(self):
        target = self.cleaned_data["target"]
        if target is not None and not 1 <= target <= MOST_STEPS:
            raise forms.ValidationError(_TARGET_WRONG)
        return target

    def clean_unit(self):
        return plain_line(self.cleaned_data["unit"])


class ChecklistItemForm(HouseForm, forms.ModelForm):
    """A line of one's own on the checklist."""

    once = OnceField()

    class Meta:
        model = ChecklistItem
        fields = ["text"]
        labels = {"text": "Something of your own to settle"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", "text")

    def clean_text(self):
        return plain_line(self.cleaned_data["text"])


class FeedbackForm(HouseForm, forms.ModelForm):
    """The answer to the half-way question, and later what one changed."""

    once = OnceField()

    class Meta:
        model = Feedback
        formfield_callback = day_for_model
        fields = ["attending", "asked_on", "heard", "changed", "changed_on"]
        labels = {"attending": "Who answered", "changed_on": "Since when"}
        help_texts = {
            "heard": "In their words, as far as you remember them. No patients.",
            "changed": "You can add this later. It becomes an example of growth for a letter.",
        }
        widgets = {"heard": forms.Textarea(attrs={"rows": 3}), "changed": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.rotation = self.instance.rotation
        colleagues = guard_services.colleagues_of(self.rotation)
        for name in ("heard", "changed"):
            self.fields[name].vouch_for(colleagues)
        people = [one.attending for one in self.rotation.supervisions.all()]
        field = self.fields["attending"]
        field.queryset = field.queryset.filter(pk__in=[one.pk for one in people])
        field.choices = [("", "Somebody else")] + [(one.pk, str(one)) for one in people]
        self.helper = house_helper(
            "once", row("attending", "asked_on"), "heard", "changed", row("changed_on")
        )

    def clean(self):
        data = super().clean()
        asked, changed = data.get("asked_on"), data.get("changed_on")
        start = self.rotation.starts_on
        for name, day in (("asked_on", asked), ("changed_on", changed)):
            if day and day > self.today:
                self.add_error(name, f"{spoken.day(day, self.today)} has not happened yet.")
            elif day and start and day < start:
                self.add_error(name, f"This is before the rotation began, {spoken.day(start, self.today)}.")
        if asked and changed and changed < asked and not {"asked_on", "changed_on"} & set(self.errors):
            self.add_error("changed_on", f"This is before you asked, {spoken.day(asked, self.today)}.")
        if changed and not data.get("changed") and "changed" not in self.errors:
            self.add_error("changed", "Say what you changed, or leave the date out.")
        return data
