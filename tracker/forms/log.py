"""One day: which, how long, one thing learned. Chips first, everything else behind them."""

import datetime
from decimal import Decimal

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.utils.html import format_html

from accounts import spoken
from accounts.fields import DayField, HoursField
from accounts.house import HouseForm, house_helper
from tracker import queries
from tracker.guarded import GuardedField, GuardedInput
from tracker.models import Attending, Example, Rotation
from tracker.models.log import COMPETENCIES, EPAS, LONGEST_LESSON

HOUR_CHIPS = (6, 8, 9, 10, 12)
OTHER = "other"


class LogForm(HouseForm, forms.Form):
    """`cleaned_data` gains `on` (the day) and `worked` (hours, None on a day off)."""

    rotation = forms.ModelChoiceField(label="Rotation", queryset=Rotation.objects.none(), empty_label=None)
    day = forms.ChoiceField(label="Day", widget=forms.RadioSelect)
    other_day = DayField(label="Other day", required=False)
    hours = forms.ChoiceField(label="Hours", widget=forms.RadioSelect, required=False)
    other_hours = HoursField(label="Other hours", required=False)
    lesson = GuardedField(
        label="One thing you learned",
        max_length=LONGEST_LESSON,
        required=False,
        widget=GuardedInput(attrs={"rows": 3, "placeholder": "The lesson, not the patient"}),
        help_text="The lesson, not the patient: no names, record numbers, beds or birth dates.",
    )
    attending = forms.ModelChoiceField(
        label="Supervised by",
        queryset=Attending.objects.none(),
        required=False,
        empty_label="Nobody in particular",
    )
    is_day_off = forms.BooleanField(label="This was a day off", required=False)
    qualities = forms.MultipleChoiceField(
        label="Does it show a strength?",
        choices=Example.Quality.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.CharField(
        label="Skills", max_length=200, required=False, help_text="Words, separated by commas."
    )
    epas = forms.TypedMultipleChoiceField(
        label="Core activities (EPA)",
        coerce=int,
        choices=[(number, f"{number} {name}") for number, name in EPAS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    competencies = forms.MultipleChoiceField(
        label="ACGME competencies",
        choices=COMPETENCIES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, owner, today, rotations, missing=(), colleagues=frozenset(), **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        # labels of chips and single choices speak for themselves
        for name in ("hours", "lesson"):
            self.fields[name].label = type(self).base_fields[name].label
        self.fields["lesson"].vouch_for(colleagues)
        self.fields["rotation"].queryset = Rotation.objects.for_owner(owner).filter(
            pk__in=[r.pk for r in rotations]
        )
        self.fields["rotation"].choices = [(r.pk, str(r)) for r in rotations]
        self.fields["attending"].queryset = queries.supervisors(rotations)
        self.fields["day"].choices = day_choices(today, missing, self.initial.get("day"), rotations)
        self.fields["hours"].choices = hour_choices(self.initial.get("hours"))
        if len(rotations) == 1:
            self.fields["rotation"].widget = forms.HiddenInput()
        self.helper = house_helper(
            "replaces",
            "rotation",
            Div(Field("day"), css_class="chips-field chips-field--fill"),
            Div("other_day", css_class="other-day"),
            Div(Field("hours"), css_class="chips-field chips-field--fill"),
            Div("other_hours", css_class="other-hours"),
            "lesson",
            Div(Field("qualities"), css_class="chips-field"),
            HTML('<details class="more-fields"><summary>More fields</summary>'),
            "attending",
            "skills",
            Div(Field("epas"), css_class="chips-field"),
            Div(Field("competencies"), css_class="chips-field"),
            "is_day_off",
            HTML("</details>"),
        )

    def clean(self):
        data = super().clean()
        if data.get("qualities") and not data.get("lesson") and "lesson" not in self.errors:
            self.add_error("lesson", "Write the line first: it becomes the example.")
        self._settle_day(data)
        self._settle_hours(data)
        return data

    def _settle_day(self, data):
        chosen = data.get("day")
        data["on"] = (
            data.get("other_day") if chosen == OTHER else datetime.date.fromisoformat(chosen or "0001-01-01")
        )
        where = "other_day" if chosen == OTHER else "day"
        if {"day", "other_day"} & set(self.errors):
            return
        if data["on"] is None:
            self.add_error("other_day", "Pick the day.")
        elif data["on"] > self.today:
            self.add_error(where, f"{spoken.day(data['on'], self.today)} has not happened yet.")
        elif (rotation := data.get("rotation")) and not rotation.starts_on <= data["on"] <= rotation.ends_on:
            span = spoken.span(rotation.starts_on, rotation.ends_on)
            self.add_error(where, f"{spoken.day(data['on'], self.today)} is outside this rotation ({span}).")

    def _settle_hours(self, data):
        data["worked"] = None
        if data.get("is_day_off") or {"hours", "other_hours"} & set(self.errors):
            return
        chosen = data.get("hours")
        data["worked"] = data.get("other_hours") if chosen in (OTHER, "") else HoursField().to_python(chosen)
        if data["worked"] is None:
            self.add_error(
                "other_hours" if chosen == OTHER else "hours", "Say how many hours, or mark it as a day off."
            )


def hour_choices(usual):
    """Five chips and Other; the person's own usual hours take the place of the nearest one."""
    chips = [Decimal(n) for n in HOUR_CHIPS]
    if usual not in (None, "", OTHER) and Decimal(usual) not in chips:
        nearest = min(chips, key=lambda chip: abs(chip - Decimal(usual)))
        chips[chips.index(nearest)] = Decimal(usual)
    return [(spoken.number(chip), spoken.number(chip)) for chip in sorted(chips)] + [(OTHER, "Other")]


def day_choices(today, missing, chosen, rotations):
    """Today (while a rotation runs), the last missing workdays (marked so), and any other day."""
    days = {}
    if any(rotation.ends_on >= today for rotation in rotations):
        days[today] = f"Today, {spoken.short_day(today)}"
    for day in missing[:2]:
        days[day] = format_html(
            '{} <span class="dotmiss" aria-hidden="true"></span>'
            '<span class="visually-hidden">, no entry yet</span>',
            spoken.short_day(day),
        )
    if chosen and chosen != OTHER and (day := datetime.date.fromisoformat(str(chosen))) not in days:
        days[day] = spoken.day(day, today)
    return [(day.isoformat(), words) for day, words in days.items()] + [(OTHER, "Other day")]
