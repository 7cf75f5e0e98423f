"""How a specialty fits: five ratings and a sentence."""

from crispy_forms.layout import Div, Field
from django import forms

from accounts.house import HouseForm, house_helper
from tracker.models import FitRating
from tracker.models.fit import RATINGS

SCALE = [(n, str(n)) for n in range(1, 6)]


def _rating(label):
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        choices=SCALE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a number from 1 to 5."},
    )


class FitForm(HouseForm, forms.ModelForm):
    """Each rating is five chips from 1 (not for me) to 5 (very much for me)."""

    work = _rating("The daily work")
    medicine = _rating("The medicine itself")
    people = _rating("The people in it")
    hours = _rating("The hours and the life around them")
    future = _rating("Myself in it in ten years")

    class Meta:
        model = FitRating
        fields = [*RATINGS, "sentence"]

    def __init__(self, *args, colleagues=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentence"].vouch_for(colleagues)
        chips = (Div(Field(name), css_class="chips-field") for name in RATINGS)
        self.helper = house_helper(*chips, "sentence")
