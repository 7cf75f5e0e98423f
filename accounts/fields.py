"""Form fields that read what people type and answer in sentences."""

import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from accounts import spoken
from accounts.hours import read_hours

_DAY_FORMATS = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"]

_TITLE = re.compile(r"^(?:(?:dr|prof)(?:\.\s*|\s+))+", re.IGNORECASE)


class DayInput(forms.DateInput):
    """The native date picker; a plain text box when what was typed is no date, so that it stays visible."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["value"] and not _is_iso(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def _is_iso(text):
    try:
        datetime.date.fromisoformat(str(text))
    except ValueError:
        return False
    return True


class DayField(forms.DateField):
    """A calendar day. 10/12/2026 is refused: it is October in one country and December in another."""

    widget = DayInput

    def __init__(self, **options):
        super().__init__(input_formats=_DAY_FORMATS, **options)

    def to_python(self, value):
        try:
            day = super().to_python(value)
        except ValidationError:
            raise ValidationError(
                f"“{str(value)[:40]}” is not a day. Pick it, or write it like 2026-12-14 or 14 Dec 2026."
            ) from None
        if day and not 1950 <= day.year <= 2100:
            raise ValidationError("Write the year with four digits, for example 2026.")
        return day


class HoursField(forms.Field):
    """Hours as people write them: 9, 7.5, "8h", "8:30", "full day". A Decimal in quarter hours."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most=24, **options):
        self.most = most
        super().__init__(**options)

    def prepare_value(self, value):
        return spoken.number(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        text = str(value or "").strip().lower()
        if not text:
            return None
        hours = read_hours(text)
        if hours is None:
            raise ValidationError(f"“{text[:20]}” is not a number of hours. Write 9, 7.5 or 8:30.")
        if not 0 < hours <= self.most:
            raise ValidationError(
                f"{spoken.number(hours)} hours cannot be. Write more than 0 and at most {self.most}."
            )
        return hours


class WebAddressField(forms.URLField):
    """A web address; one typed without a scheme is https."""

    def __init__(self, **options):
        super().__init__(**{"assume_scheme": "https", **options})


def plain_line(text):
    """One line without control characters: names end up in mail headers."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def without_title(text):
    """A doctor's name as it is kept: one line, without the "Dr." or "Prof." that pages put before it."""
    return _TITLE.sub("", plain_line(text))
