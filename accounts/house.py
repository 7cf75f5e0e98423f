"""The house style of forms: our markup, our sentences, the same once-only key everywhere."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.html import format_html

from accounts import spoken
from accounts.fields import DayField


def house_helper(*layout):
    """The crispy helper every form uses: the template brings the <form> tag and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.html5_required = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


def row(*names):
    """Fields beside each other, under each other on a phone."""
    return Div(*names, css_class="field-grid")


def day_for_model(db_field, **options):
    """`formfield_callback`: model dates use DayField, everything else its own field."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return db_field.formfield(form_class=DayField, widget=DayField.widget, **options)
    return db_field.formfield(**options)


class HouseForm:
    """Mixin for Form and ModelForm: says which fields are optional, and says limits in plain words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_plainly(field)
            if isinstance(field, DayField):
                self._echo_day(name, field)
            if (
                not field.required
                and not isinstance(field, forms.BooleanField)
                and not field.widget.is_hidden
            ):
                field.label = format_html('{} <span class="opt">optional</span>', field.label or "")

    def _echo_day(self, name, field):
        """Under a date the server repeats it in words: the picker may show 09/21/2026."""
        try:
            day = field.to_python(self._shown(name, field))
        except forms.ValidationError:
            return
        if day:
            field.help_text = (
                f"{spoken.WEEKDAYS[day.weekday()]} {day.day} {spoken.MONTHS[day.month - 1]} {day.year}"
            )

    def _shown(self, name, field):
        """What the field will show. Not `self[name]`: a bound field keeps the label it is made with."""
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return self.get_initial_for_field(field, name)


def _speak_plainly(field):
    _name_the_empty_choice(field)
    label = str(field.label or "this").lower()
    field.error_messages.setdefault("required", "")
    if field.error_messages["required"] in ("", forms.Field.default_error_messages["required"]):
        field.error_messages["required"] = f"Fill in {label}."
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = "%(show_value)d characters are too many. Keep it to %(limit_value)d."
    if isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = "Choose one from the list."


def _name_the_empty_choice(field):
    """A select begins with words, not with dashes."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == "---------":
            field.empty_label = "Not said"
    elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        field.choices = [
            (v, "Not said" if v in ("", None) and not _is_group(w) else w) for v, w in field.choices
        ]


def _is_group(words):
    return isinstance(words, (list, tuple))
