"""Columns of the listings in CSV and XLSX: what goes out can come in again (django-import-export)."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from import_export import fields, resources, results
from import_export.widgets import Widget

from accounts.models import Specialty
from tracker import opportunity_import, opportunity_services
from tracker.importing.formulas import defused, restored
from tracker.importing.values import yes_or_no
from tracker.models import Attending, Institution, Opportunity, Requirement

_LABELS = {
    "title": "Title",
    "kind": "Kind",
    "institution": "Hospital",
    "specialty": "Specialty",
    "department": "Department",
    "city": "City",
    "state": "State",
    "about": "What it is",
    "deadline": "Apply by",
    "timing": "When",
    "fee": "Fee",
    "visas": "Visas",
    "url": "Page",
    "contact_name": "Whom to write to",
    "contact_email": "Their email",
    "is_listed": "Shown",
}
REQUIREMENTS = "Requirements"
_COLUMNS = {**_LABELS, "requirements": REQUIREMENTS}


def _text(value):
    return str(value if value is not None else "").strip()


class WordsWidget(Widget):
    """Text as it stands; a guarded formula comes back without its quote."""

    def clean(self, value, row=None, **kwargs):
        return restored(_text(value))

    def render(self, value, obj=None, **kwargs):
        return _text(value)


class ChoiceWidget(Widget):
    """A choice by its word or its key."""

    def __init__(self, choices):
        self.choices = {str(word).casefold(): key for key, word in choices}
        self.choices |= {str(key).casefold(): key for key, _ in choices}
        self.words = dict(choices)

    def clean(self, value, row=None, **kwargs):
        said = _text(value)
        if said and said.casefold() not in self.choices:
            raise ValueError(f"“{said[:40]}” is none of: {', '.join(self.words.values())}.")
        return self.choices.get(said.casefold(), "")

    def render(self, value, obj=None, **kwargs):
        return self.words.get(value, _text(value))


class NamedWidget(Widget):
    """A record of `rows` by its name; a name nobody knows is a fault of the row."""

    def __init__(self, rows, what):
        self.rows, self.what = rows, what

    def clean(self, value, row=None, **kwargs):
        said = _text(value)
        if not said:
            return None
        found = self.rows().filter(name__iexact=said).order_by("pk").first()
        if found is None:
            raise ValueError(f"“{said[:60]}” is not a {self.what} of the directory.")
        return found

    def render(self, value, obj=None, **kwargs):
        return str(value or "")


class DayWidget(Widget):
    """A day as 2026-12-14; a spreadsheet's own date is one too."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date) or not _text(value):
            return value or None
        return _day(_text(value))

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


def _day(text):
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a day. Write it like 2026-12-14.") from None


class VisasWidget(Widget):
    """Visas by their words, separated by commas."""

    choices = ChoiceWidget(Attending.Visa.choices)

    def clean(self, value, row=None, **kwargs):
        return [self.choices.clean(word) for word in _text(value).split(",") if word.strip()]

    def render(self, value, obj=None, **kwargs):
        return ", ".join(self.choices.render(one) for one in value or [])


class YesWidget(Widget):
    def clean(self, value, row=None, **kwargs):
        text = _text(value)
        said = yes_or_no(text) if text else True
        if said is None:
            raise ValueError(f"“{text[:20]}” is neither yes nor no.")
        return said

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


def read_requirements(cell):
    """[Requirement] of a cell: one a line, "what they ask | where it stands | address | day read".

    Raises ValueError with a sentence for a line that lacks its source or its day.
    """
    found = []
    for line in filter(None, (line.strip() for line in _text(cell).splitlines())):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or not (parts[0] and parts[1]):
            raise ValueError(f"“{line[:60]}”: write what they ask | where it stands | address | day read.")
        one = Requirement(words=parts[0], source=parts[1], source_url=parts[2], read_on=_day(parts[3]))
        try:
            one.full_clean(exclude=["opportunity"])
            if one.source_url:
                URLValidator(schemes=["http", "https"])(one.source_url)
        except ValidationError as wrong:
            raise ValueError(f"“{line[:60]}”: {' '.join(wrong.messages)}") from None
        found.append(one)
    return found


class PlainDiff:
    """Before and after of a row as plain words: the page shows them without the package's inline styles."""

    def __init__(self, resource, instance, new):
        self.before = [] if new else self._values(resource, instance)
        self.after = []

    def compare_with(self, resource, instance):
        self.after = self._values(resource, instance)

    def as_html(self):
        """[words] a column; "before → after" where it differs."""
        before = self.before or [""] * len(self.after)
        return [
            now if was == now or not was else f"{was} → {now or 'nothing'}"
            for was, now in zip(before, self.after, strict=True)
        ]

    def _values(self, resource, instance):
        return [str(resource.export_field(field, instance)) for field in resource.get_import_fields()]


_WIDGETS = {
    "kind": ChoiceWidget(Opportunity.Kind.choices),
    "institution": NamedWidget(Institution.objects.verified, "hospital"),
    "specialty": NamedWidget(Specialty.objects.all, "specialty"),
    "deadline": DayWidget(),
    "visas": VisasWidget(),
    "is_listed": YesWidget(),
}


class ListingsResult(results.Result):
    """What a file would do, its faults in the words of the file."""

    def faults(self):
        """(row of the sheet, its column or "", what is wrong) of each fault; row 1 is the heading."""
        for row in self.invalid_rows:
            for name, errors in row.error_dict.items():
                for error in errors:
                    yield row.number + 1, _COLUMNS.get(name, ""), error


class OpportunityResource(resources.ModelResource):
    """A row is the listing of the same title at the same hospital, or a new one."""

    class Meta:
        model = Opportunity
        fields = ()
        clean_model_instances = True
        skip_unchanged = False
        use_bulk = False

    def __init__(self, *, actor=None, now=None, **kwargs):
        super().__init__(**kwargs)
        self.actor, self.now = actor, now
        self.rows = []  # as OpportunityImport keeps them
        for name, label in _LABELS.items():
            widget = _WIDGETS.get(name) or WordsWidget()
            self.fields[name] = fields.Field(attribute=name, column_name=label, widget=widget)
        self.fields["requirements"] = fields.Field(
            column_name=REQUIREMENTS, readonly=True, dehydrate_method=_requirement_lines
        )

    def get_queryset(self):
        rows = Opportunity.objects.shared().select_related("institution", "specialty")
        return rows.prefetch_related("requirements").order_by("title", "pk")

    def get_import_id_fields(self):
        return []

    def get_diff_class(self):
        return PlainDiff

    def get_result_class(self):
        return ListingsResult

    def export_field(self, field, instance, **kwargs):
        return defused(super().export_field(field, instance, **kwargs))

    def get_instance(self, instance_loader, row):
        title, house = _text(row.get("Title")), _text(row.get("Hospital"))
        found = self.get_queryset().filter(title__iexact=title)
        return found.filter(
            **({"institution__name__iexact": house} if house else {"institution": None})
        ).first()

    def before_import_row(self, row, **kwargs):
        """Columns a file leaves out keep what is stored; a faulty requirement is a fault of its row."""
        try:
            row["_requirements"] = read_requirements(row[REQUIREMENTS]) if REQUIREMENTS in row else None
        except ValueError as wrong:
            raise ValidationError({"requirements": str(wrong)}) from None

    def before_save_instance(self, instance, row, **kwargs):
        stored = Opportunity.objects.filter(pk=instance.pk).prefetch_related("requirements").first()
        instance._before = opportunity_services.told(stored) if stored else {}

    def after_save_instance(self, instance, row, **kwargs):
        wanted, before = row["_requirements"], None
        if wanted is not None:
            before = opportunity_import.kept_requirements(instance)
            instance.requirements.all().delete()
            for one in wanted:
                one.opportunity = instance
            Requirement.objects.bulk_create(wanted)
        instance._prefetched_objects_cache = {}  # the lines read with the record are old now
        change = opportunity_services.record(
            instance, instance._before, actor=self.actor, now=self.now, reason="From a spreadsheet."
        )
        if change:
            self.rows.append(opportunity_import.row(instance, change, before))

    def after_import(self, dataset, result, **kwargs):
        """Within the transaction of the rows: looking at a file leaves nothing behind."""
        if self.rows and not kwargs.get("dry_run"):
            result.undo = opportunity_import.keep(
                self.rows, kwargs.get("file_name") or "", owner=self.actor, now=self.now
            )


def _requirement_lines(opportunity):
    if not opportunity.pk:
        return ""
    return "\n".join(one.line for one in opportunity.requirements.all())
