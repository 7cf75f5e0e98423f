"""A file to bring in, which column is what, and what is asked once for the whole file."""

from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError

from accounts import spoken
from accounts.house import HouseForm, house_helper
from accounts.once import OnceField
from tracker import import_services
from tracker.folding import fold
from tracker.guarded import GuardedField, GuardedInput, Typed
from tracker.importing import reading
from tracker.importing.columns import SKIP
from tracker.importing.limits import MOST_BYTES, Refused
from tracker.importing.target import JOIN, KEEP, REPLACE

LEAVE_EMPTY = "-"


class TableField(forms.FileField):
    """A CSV or XLSX file; cleans to (name, Table). Each refusal is a sentence at the field."""

    widget = forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"})

    def __init__(self, **options):
        super().__init__(allow_empty_file=True, **options)

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > MOST_BYTES:  # before it is read into memory
            raise ValidationError(reading.too_big(upload.size))
        try:
            return upload.name, reading.read(upload.read())
        except Refused as refused:
            raise ValidationError(str(refused)) from None


class TableForm(forms.Form):
    """A file, and nothing else."""

    file = TableField(
        label="File",
        help_text="CSV or XLSX, at most 10 MB and 50,000 rows. The first sheet is read.",
        error_messages={"required": "Choose a CSV or XLSX file first."},
    )


class ImportForm(HouseForm, TableForm):
    """What it is, and the file."""

    kind = forms.ChoiceField(label="What is in the file?", widget=forms.RadioSelect)
    once = OnceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(t.key, t.title) for t in import_services.targets().values()]
        self.helper = house_helper("once", Div(Field("kind"), css_class="chips-field"), "file")


class ColumnsForm(HouseForm, forms.Form):
    """One choice for each column of the file. `mapping()` is {header: key}."""

    def __init__(self, *args, target, table, mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.target, self.headers = target, table.headers
        choices = [(SKIP, "Leave out"), *((column.key, column.label) for column in target.columns)]
        for place, header in enumerate(table.headers):
            samples = [cells[place][:40] for _, cells in table.rows[:50] if cells[place]][:2]
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                required=False,
                initial=mapping.get(header, SKIP),
                help_text=f"As in “{'”, “'.join(samples)}”" if samples else "Empty in the first rows.",
                error_messages={"invalid_choice": "Choose one from the list."},
            )
        self.helper = house_helper(Div(*self.fields, css_class="field-grid"))

    def clean(self):
        data = super().clean()
        first = {}
        for place, header in enumerate(self.headers):
            key = data.get(f"column-{place}")
            if key and key in first:
                words = self.target.column(key).label
                self.add_error(f"column-{place}", f"“{first[key]}” is {words} already. Leave one out.")
            elif key:
                first[key] = header
        if not self.errors:
            for words in self.target.missing(first):
                self.add_error(None, words)
        return data

    def mapping(self):
        return {header: self.cleaned_data[f"column-{n}"] for n, header in enumerate(self.headers)}


class DecideForm(HouseForm, forms.Form):
    """The clinical texts of one row that the guard stopped. `texts` are (column, header, text)."""

    def __init__(self, data, *, texts, colleagues=frozenset()):
        # as if it had just been typed, so that the note of the guard stands under it from the beginning
        as_it_came = {f"text-{place}": Typed(text) for place, (_, _, text) in enumerate(texts)}
        super().__init__(data, initial=as_it_came)
        self.headers = [header for _, header, _ in texts]
        for place, (column, header, _) in enumerate(texts):
            self.fields[f"text-{place}"] = GuardedField(
                label=header, max_length=column.most, required=False, widget=GuardedInput(attrs={"rows": 3})
            )
            self.fields[f"text-{place}"].vouch_for(colleagues)
        self.helper = house_helper(*self.fields)

    def decided(self):
        """Header → (text, what its writer vouched for in it)."""
        texts = {header: self.cleaned_data[f"text-{n}"] for n, header in enumerate(self.headers)}
        return {header: (str(text), [o.choice for o in text.overrides]) for header, text in texts.items()}


class AnswersForm(HouseForm, forms.Form):
    """What the file leaves open: order of dates, words not known, second entries, the rotation of a row."""

    def __init__(self, *args, target, options, questions, clashes, defaults, **kwargs):
        super().__init__(*args, **kwargs)
        self.target, self.unknown = target, list(questions.words)
        names = []
        if questions.asks_order:
            self._radio("order", f"How are days like {questions.examples[0]} written?", _ORDERS, None)
            names.append("order")
        for place, (key, word, count) in enumerate(self.unknown):
            self._word(f"word-{place}", target.column(key), word, count)
            names.append(f"word-{place}")
        if target.asks_clash and clashes:
            question = "Some days have an entry already. What becomes of the second?"
            self._radio("clash", question, _CLASHES, options.get("clash"))
            names.append("clash")
        if defaults:
            self.fields["default"] = forms.ChoiceField(
                label=target.default_label,
                choices=[("", "Stop such rows"), *defaults],
                initial=options.get("default", ""),
                required=False,
            )
            names.append("default")
        layout = [Div(Field(n), css_class="choices-field") if n in ("order", "clash") else n for n in names]
        self.helper = house_helper(*layout)

    def _radio(self, name, label, choices, initial):
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            initial=initial,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one."},
        )

    def _word(self, name, column, word, count):
        rows = spoken.plural(count, "row")
        self.fields[name] = forms.ChoiceField(
            label=f"“{word[:60]}” as {column.label.lower()}",
            choices=[("", "Choose"), *column.choices, (LEAVE_EMPTY, "Leave it empty")],
            help_text=f"In {rows}. Remembered for the next file.",
            error_messages={"required": f"Say what “{word[:60]}” means."},
        )

    def answers(self):
        """Keywords of `import_services.save_answers`."""
        words = {}
        for place, (key, word, _) in enumerate(self.unknown):
            words.setdefault(key, {})[fold(word)] = self.cleaned_data[f"word-{place}"]
        given = {name: self.cleaned_data.get(name, "") for name in ("order", "clash", "default")}
        return {**given, "words": words}


_ORDERS = [
    ("dmy", "Day first: 3/4 is the third of April"),
    ("mdy", "Month first: 3/4 is the fourth of March"),
]
_CLASHES = [
    (KEEP, "Keep the entry that is there"),
    (REPLACE, "Replace it with the row of the file"),
    (JOIN, "Join them: hours added up, lines under each other"),
]
