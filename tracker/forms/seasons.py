"""The dates of a season as one person wants them."""

from django import forms

from accounts import spoken
from accounts.fields import DayField
from accounts.house import HouseForm, house_helper
from tracker import seasons


class SeasonForm(HouseForm, forms.Form):
    """One optional day for each date of a season; empty means everybody's date.

    `cleaned_data["dates"]` is {name: day} of what the person set. Dates stay in the order of a season.
    """

    def __init__(self, *args, shared, own, today, **kwargs):
        self.shared, self.own, self.today = shared, own, today
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        dates = {name: data[name] for name in seasons.DATE_NAMES if data.get(name)}
        for name, on in list(dates.items()):
            if not self.shared.match_year - 2 <= on.year <= self.shared.match_year + 1:
                self.add_error(name, f"{spoken.day(on, self.today)} is not in the {self.shared.name} season.")
        if not self.errors:
            self._keep_order(dates)
        data["dates"] = dates
        return data

    def _keep_order(self, dates):
        merged = seasons.amend(self.shared, {name: seasons.own(on) for name, on in dates.items()})
        before = None
        for name in seasons.DATE_NAMES:
            on = getattr(merged, name).on
            if before and on < before[1]:
                moved = name if name in dates else before[0]
                words = (
                    f"{seasons.TITLES[before[0]]} ({spoken.day(before[1], self.today)}) comes first, then "
                )
                words += f"{seasons.TITLES[name]} ({spoken.day(on, self.today)})."
                self.add_error(moved, words)
                return
            before = name, on


def season_form(data, *, shared, own, today):
    """A SeasonForm with one field for each date of a season."""
    fields = {
        name: DayField(
            label=seasons.TITLES[name],
            required=False,
            initial=own.get(name),
            help_text=_help(shared, name, today),
        )
        for name in seasons.DATE_NAMES
    }
    form = type("SeasonForm", (SeasonForm,), fields)(data, shared=shared, own=own, today=today)
    form.helper = house_helper(*seasons.DATE_NAMES)
    return form


def _help(shared, name, today):
    dated = getattr(shared, name)
    said = f"Everybody’s date: {spoken.day(dated.on, today)}"
    if dated.is_confirmed:
        return f"{said}, confirmed. Source: {dated.source}."
    return f"{said}, {dated.source if dated.source.startswith('expected') else 'expected: ' + dated.source}."
