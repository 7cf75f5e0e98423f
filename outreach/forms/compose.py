"""The six lines as a form, templates of them, and CVs."""

from django import forms

from accounts.fields import DayField, plain_line
from accounts.house import HouseForm, house_helper, row
from accounts.once import OnceField
from accounts.pdfs import PdfField
from outreach import drafting
from outreach.composer import LABELS, LINES, Draft
from outreach.models.emails import LONGEST_GREETING, LONGEST_LINE, LONGEST_SIGNATURE, LONGEST_SUBJECT
from tracker.guarded import GuardedField, GuardedInput

LONGEST = {"subject": LONGEST_SUBJECT, "greeting": LONGEST_GREETING}


def guarded(key, rows=2):
    """One text of the mail. Optional: the lint says what is missing, the form never does."""
    return GuardedField(
        label=LABELS[key],
        max_length=LONGEST.get(key, LONGEST_LINE),
        required=False,
        widget=GuardedInput(attrs={"rows": rows}),
    )


class LinesForm(HouseForm, forms.Form):
    """Subject, greeting, six lines, signature. `draft(number)` is what was typed, as the rules take it."""

    subject = guarded("subject", 1)
    greeting = guarded("greeting", 1)
    intro = guarded("intro")
    why_them = guarded("why_them")
    signal = guarded("signal")
    offer = guarded("offer")
    ask = guarded("ask")
    attachments = guarded("attachments")
    signature = forms.CharField(
        label="Signature",
        max_length=LONGEST_SIGNATURE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, colleagues=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("subject", "greeting", *LINES):
            self.fields[name].label = LABELS[name]
            self.fields[name].vouch_for(colleagues)

    def clean_subject(self):
        return self._one_line("subject")

    def clean_greeting(self):
        return self._one_line("greeting")

    def _one_line(self, name):
        """A header cannot hold a line break. The overrides of the guard stay with the text."""
        text = self.cleaned_data[name]
        return type(text)(plain_line(text), text.overrides)

    def draft(self, number=0, cv="") -> Draft:
        texts = {name: self.cleaned_data[name] for name in ("subject", "greeting", *LINES, "signature")}
        return Draft(**texts, number=number, cv=cv)


class ComposeForm(LinesForm):
    """The mail, the CV that goes with it, and the day the dates are shown for."""

    cv = forms.ModelChoiceField(
        label="CV version", queryset=None, required=False, empty_label="No CV yet", to_field_name="pk"
    )
    send_on = DayField(label="If you send it on", required=False)
    template_name = forms.CharField(label="Name of the template", max_length=80, required=False)

    def __init__(self, *args, owner, thread, **kwargs):
        contact = thread.contact
        super().__init__(*args, colleagues={contact.name, contact.recipient.surname}, **kwargs)
        self.fields["cv"].queryset = drafting.cvs(owner)
        for name, css in (
            ("cv", "form-select"),
            ("send_on", "form-control"),
            ("template_name", "form-control"),
        ):
            self.fields[name].widget.attrs["class"] = css

    def clean_template_name(self):
        return plain_line(self.cleaned_data["template_name"])


class TemplateForm(LinesForm):
    """A template under its name."""

    name = forms.CharField(label="Name", max_length=80)

    field_order = ("name",)

    def clean_name(self):
        name = plain_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give it a name.")
        return name


class CvForm(HouseForm, forms.Form):
    """One more CV version."""

    label = forms.CharField(
        label="What you call it", max_length=80, help_text="Only you see it: “Cardiology”."
    )
    file = PdfField(label="PDF")
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("once", row("label", "file"))

    def clean_label(self):
        return plain_line(self.cleaned_data["label"]) or "CV"
