"""What people type about outreach: whom they write to, when a mail left, what came back."""

import datetime

from crispy_forms.layout import Div, Field
from django import forms

from accounts import spoken, zones
from accounts.fields import DayField
from accounts.forms import plain_line
from accounts.house import HouseForm, house_helper, row
from accounts.once import OnceField
from outreach.models import LONGEST_NOTE, Answer, Contact, Thread
from outreach.places import CODES, plain
from outreach.titles import split_title

# An older mail is most likely a slip in the year; nobody follows up after five.
OLDEST = datetime.timedelta(days=5 * 366)
FARTHEST = datetime.timedelta(days=366)


class StateField(forms.CharField):
    """A US state by its two letters or its name; becomes the two letters, or "" when left empty."""

    def __init__(self, **options):
        super().__init__(max_length=40, **options)

    def to_python(self, value):
        text = plain_line(super().to_python(value))
        if not text:
            return ""
        if plain(text) not in CODES:
            raise forms.ValidationError(
                f"“{text[:40]}” is not a US state. Write OH or Ohio, or leave it empty for a place abroad."
            )
        return CODES[plain(text)]


class SentOn:
    """Mixin: a day a mail left. Not to come, not years ago."""

    def check_sent(self, day):
        if day is None:
            return None
        if day > self.today:
            raise forms.ValidationError(
                f"{spoken.day(day, self.today)} is still to come. Write the day it really left."
            )
        if day < self.today - OLDEST:
            raise forms.ValidationError(f"That is in {day.year}. Check the year.")
        return day


class WriteForm(SentOn, HouseForm, forms.ModelForm):
    """A new person and what is written to them, in one go. `today` is the owner's."""

    state = StateField(
        label="State",
        required=False,
        help_text="OH or Ohio. With the city it tells when it is morning there.",
    )
    subject = forms.CharField(
        label="Subject", max_length=200, required=False, help_text="Of your email to them."
    )
    sent_on = DayField(label="I sent it on", required=False)
    once = OnceField()

    class Meta:
        model = Contact
        fields = ["name", "email", "institution", "city", "state"]
        labels = {"institution": "Hospital, clinic or lab"}
        help_texts = {"name": "As you would greet them: Dr. Anand Chaudhry."}

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 120
        self.who = house_helper("once", row("name", "email"), "institution", row("city", "state"))
        self.mail = house_helper("subject", "sent_on")

    def clean_name(self):
        self.instance.title, name = split_title(plain_line(self.cleaned_data["name"]))
        if not name:
            raise forms.ValidationError("Write the name after the title.")
        return name

    def clean_institution(self):
        return plain_line(self.cleaned_data["institution"])

    def clean_city(self):
        return plain_line(self.cleaned_data["city"])

    def clean_subject(self):
        return plain_line(self.cleaned_data["subject"])

    def clean_sent_on(self):
        return self.check_sent(self.cleaned_data["sent_on"])


class AgainForm(SentOn, HouseForm, forms.Form):
    """Another thread with somebody the owner has written to before."""

    subject = forms.CharField(
        label="Subject", max_length=200, required=False, help_text="Of your email to them."
    )
    sent_on = DayField(label="I sent it on", required=False)
    once = OnceField()

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.mail = house_helper("once", "subject", "sent_on")

    def clean_subject(self):
        return plain_line(self.cleaned_data["subject"])

    def clean_sent_on(self):
        return self.check_sent(self.cleaned_data["sent_on"])


class ContactForm(HouseForm, forms.ModelForm):
    """Everything kept about a person."""

    state = StateField(label="State", required=False, help_text="OH or Ohio.")

    class Meta:
        model = Contact
        fields = [
            "title",
            "name",
            "credentials",
            "email",
            "institution",
            "department",
            "specialty",
            "city",
            "state",
            "source",
            "works",
            "notes",
            "is_do_not_contact",
        ]
        labels = {"institution": "Hospital, clinic or lab"}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4}), "works": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper(
            row("title", "name"),
            row("credentials", "email"),
            "institution",
            row("department", "specialty"),
            row("city", "state"),
            "source",
            "works",
            "notes",
            "is_do_not_contact",
        )

    def clean(self):
        data = super().clean()
        for name in ("name", "credentials", "institution", "department", "city"):
            if data.get(name):
                data[name] = plain_line(data[name])
        if "name" in data and not data["name"]:
            self.add_error("name", "Fill in name.")
        return data


class SubjectForm(HouseForm, forms.ModelForm):
    """The one fact of a thread that is typed."""

    class Meta:
        model = Thread
        fields = ["subject"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = house_helper("subject")

    def clean_subject(self):
        return plain_line(self.cleaned_data["subject"])


class SentForm(SentOn, HouseForm, forms.Form):
    """A mail left, the first one or a follow-up."""

    sent_on = DayField(label="I sent it on", error_messages={"required": "Write the day you sent it."})

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, initial={"sent_on": today}, prefix="sent", **kwargs)
        self.helper = house_helper("sent_on")

    def clean_sent_on(self):
        return self.check_sent(self.cleaned_data["sent_on"])


class ReplyForm(SentOn, HouseForm, forms.Form):
    """What came back, on which day, and the words worth keeping."""

    kind = forms.ChoiceField(
        label="What they said",
        choices=Answer.choices,
        initial=Answer.ANSWERED,
        widget=forms.RadioSelect,
    )
    replied_on = DayField(label="On", error_messages={"required": "Write the day they replied."})
    body = forms.CharField(
        label="Their words, or yours",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    again_on = DayField(label="Maybe later: remind me on", required=False)
    back_on = DayField(label="Automatic reply: they are back on", required=False)
    once = OnceField()

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, initial={"replied_on": today}, prefix="reply", **kwargs)
        self.helper = house_helper(
            "once",
            Div(Field("kind"), css_class="chips-field"),
            "replied_on",
            "body",
            row("again_on", "back_on"),
        )

    def clean_again_on(self):
        return self._to_come("again_on")

    def clean_back_on(self):
        return self._to_come("back_on")

    def _to_come(self, name):
        day = self.cleaned_data[name]
        if day and not self.today <= day <= self.today + 2 * FARTHEST:
            raise forms.ValidationError("Pick a day to come, within two years.")
        return day

    def clean_replied_on(self):
        return self.check_sent(self.cleaned_data["replied_on"])


class NoteForm(HouseForm, forms.Form):
    """Words of the user's own about a thread."""

    body = forms.CharField(label="Note", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="note", **kwargs)
        self.helper = house_helper("once", "body")


class MoveForm(HouseForm, forms.Form):
    """The next follow-up not before a day."""

    until = DayField(label="Not before", error_messages={"required": "Pick the day it may leave."})

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, prefix="move", **kwargs)
        self.helper = house_helper("until")

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < self.today:
            raise forms.ValidationError(f"{spoken.day(day, self.today)} has passed. Pick a day to come.")
        if day > self.today + FARTHEST:
            raise forms.ValidationError("Pick a day within a year, or stop following up.")
        return day


class CallForm(HouseForm, forms.Form):
    """When the call is, on the clock of the person called."""

    day = DayField(label="Day", error_messages={"required": "Pick the day of the call."})
    time = forms.TimeField(
        label="Time there",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": "Write a time such as 16:00.",
            "required": "Write the time of the call, such as 16:00.",
        },
    )

    def __init__(self, *args, today, contact, **kwargs):
        self.today, self.contact = today, contact
        super().__init__(*args, prefix="call", **kwargs)
        self.fields["time"].help_text = f"On the clock {contact.zone_words}."
        self.helper = house_helper(row("day", "time"))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if abs((day - self.today).days) > FARTHEST.days:
            raise forms.ValidationError("Pick a day within a year.")
        return day

    def moment(self):
        return zones.at_wall(self.cleaned_data["day"], self.cleaned_data["time"], self.contact.zone)


class PlacedForm(HouseForm, forms.Form):
    """From when they have a place for the user."""

    starts_on = DayField(label="From", error_messages={"required": "Write the first day."})

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"starts_on": today}, prefix="placed", **kwargs)
        self.helper = house_helper("starts_on")
