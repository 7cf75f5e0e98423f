"""How long to put a reminder off, and when reminder emails come."""

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.html import format_html

from accounts import spoken, zones
from accounts.fields import DayField, plain_line
from accounts.house import HouseForm, house_helper, row
from accounts.models import Profile
from reminders import schedule
from reminders.policy import Policy
from reminders.wording import WEEKDAYS

OFF = "off"
MODES = [
    (
        "daily",
        "One email a day",
        "What is due, at your hour. Later follow-ups come by themselves.",
    ),
    ("weekly", "One email a week", "Everything waits for one day of the week."),
    ("each", "Each reminder at its time", "What falls due together comes together."),
    (OFF, "No emails", "What is due is listed in Wardbook only."),
]
SPAN_DAYS = 366


class LaterForm(forms.Form):
    """`days` of 1, 3 or 7, or a date to come; `cleaned_data` has one of them set."""

    days = forms.TypedChoiceField(
        choices=[(n, n) for n in schedule.LATER_DAYS], coerce=int, empty_value=None, required=False
    )
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, zone, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = zones.day_in(zone, now)
        self.fields["days"].error_messages["invalid_choice"] = "Choose 1, 3 or 7 days, or a date."
        self.fields["until"].error_messages["invalid"] = "Write the date like 2026-11-30."

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until is not None and not self.today < until <= self.today + 366 * schedule.DAY:
            raise forms.ValidationError("Choose a day after today, within a year.")
        return until

    def clean(self):
        given = super().clean()
        if not self.errors and given.get("days") is None and given.get("until") is None:
            raise forms.ValidationError("Choose 1, 3 or 7 days, or a date.")
        return given

    def sentence(self):
        """What is wrong, as one sentence."""
        return next(iter(self.errors.values()))[0]


def time_field(label, **options):
    """A time of the wall clock."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, error_messages={"invalid": "Write a time such as 07:30."}, **options
    )


class WishesForm(HouseForm, forms.ModelForm):
    """When reminder emails come. `save` leaves the profile ready for services.follow_profile."""

    comes = forms.ChoiceField(
        label="How should reminders come?",
        widget=forms.RadioSelect,
        choices=[(key, format_html("{} <small>{}</small>", title, words)) for key, title, words in MODES],
    )
    digest_at = time_field("Email at")
    weekly_on = forms.TypedChoiceField(label="Weekly email on", coerce=int, choices=list(enumerate(WEEKDAYS)))
    days = forms.TypedMultipleChoiceField(
        label="Emails may come on",
        coerce=int,
        choices=list(enumerate(spoken.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="What falls due on other days comes with the next email.",
    )
    singles_a_day = forms.IntegerField(
        label="Emails beside the digest, at most",
        min_value=0,
        max_value=20,
        help_text="On one day; the rest waits for the digest.",
    )
    quiet_from = time_field("Quiet from", required=False)
    quiet_until = time_field("Quiet until", required=False)
    paused_until = DayField(label="Pause until", required=False)
    away_from = DayField(label="Vacation from", required=False)
    away_until = DayField(label="Vacation to", required=False)

    class Meta:
        model = Profile
        fields = [
            "digest_at",
            "weekly_on",
            "singles_a_day",
            "quiet_from",
            "quiet_until",
            "paused_until",
            "away_from",
            "away_until",
        ]

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self._forget_the_past()
        wishes = self.instance
        self.fields["comes"].initial = wishes.mail_mode if wishes.wants_mail else OFF
        self.fields["days"].initial = [n for n in range(7) if wishes.mail_days >> n & 1]
        self.fields["days"].label = "Emails may come on"
        self.how = house_helper(Div(Field("comes"), css_class="choices-field"))
        self.when = house_helper(
            row("digest_at", "weekly_on"), Div(Field("days"), css_class="chips-field"), row("singles_a_day")
        )
        self.quiet = house_helper(row("quiet_from", "quiet_until"))
        self.away = house_helper(row("away_from", "away_until"), "paused_until")

    def _forget_the_past(self):
        """A pause or a vacation that is over is not offered for saving again."""
        if self.instance.paused_until and self.instance.paused_until <= self.today:
            self.initial["paused_until"] = None
        if self.instance.away_until and self.instance.away_until < self.today:
            self.initial["away_from"] = self.initial["away_until"] = None

    def clean_days(self):
        days = self.cleaned_data["days"]
        if not days:
            raise forms.ValidationError("Choose at least one day. For none at all, choose “No emails” above.")
        return days

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day and not self.today < day <= self.today + SPAN_DAYS * schedule.DAY:
            raise forms.ValidationError("Choose a day after today, within a year.")
        return day

    def clean(self):
        given = super().clean()
        self._both("quiet_from", "quiet_until", "Fill in both times, or leave both empty.")
        self._both("away_from", "away_until", "Fill in both days, or leave both empty.")
        if not self.errors:
            self._clean_quiet(given)
            self._clean_away(given)
        return given

    def _both(self, first, second, sentence):
        for name, other in ((first, second), (second, first)):
            is_left_out = name not in self.errors and self.cleaned_data.get(name) is None
            if is_left_out and self.cleaned_data.get(other) is not None:
                self.add_error(name, sentence)

    def _clean_quiet(self, given):
        quiet = {"quiet_from": given["quiet_from"], "quiet_until": given["quiet_until"]}
        if given["quiet_from"] is not None and given["quiet_from"] == given["quiet_until"]:
            self.add_error("quiet_until", "Choose two different times, or leave both empty.")
        elif Policy("UTC", **quiet).is_quiet(given["digest_at"]):
            hours = f"{spoken.clock(given['quiet_from'])} to {spoken.clock(given['quiet_until'])}"
            wall = spoken.clock(given["digest_at"])
            self.add_error("digest_at", f"{wall} is inside your quiet hours, {hours}. Change one of them.")

    def _clean_away(self, given):
        first, last = given["away_from"], given["away_until"]
        if first is None:
            return
        if last < first:
            self.add_error("away_until", "This is before the first day. Choose a later one.")
        elif last < self.today or max(last - first, first - self.today) > SPAN_DAYS * schedule.DAY:
            self.add_error("away_until", "Choose days to come, within a year.")

    def save(self, commit=True):
        wishes = self.instance
        wishes.wants_mail = self.cleaned_data["comes"] != OFF
        if wishes.wants_mail:
            wishes.mail_mode = self.cleaned_data["comes"]
        wishes.mail_days = sum(1 << n for n in self.cleaned_data["days"])
        return super().save(commit)


class SettleForm(forms.Form):
    """What staff found out about mails that were perhaps sent."""

    verdict = forms.ChoiceField(
        label="What happened to them?",
        widget=forms.RadioSelect,
        choices=[
            ("sent", "Sent: the person has it, or the server’s log says so"),
            ("failed", "Failed: the person does not have it; what it told of comes with the next digest"),
        ],
        error_messages={"required": "Choose one of the two."},
    )
    note = forms.CharField(
        label="How you know",
        max_length=200,
        help_text="Kept in the history of each mail. No names, no addresses.",
        error_messages={"required": "Write how you know."},
    )

    def clean_note(self):
        return plain_line(self.cleaned_data["note"])
