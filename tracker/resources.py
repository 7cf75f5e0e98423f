"""Columns of the directory in CSV and XLSX (django-import-export). Formulas are defused on the way out."""

from import_export import fields, resources

from tracker.importing.formulas import defused
from tracker.mentor_rows import LABELS
from tracker.models import Attending, Institution

_PLAIN = [name for name in LABELS if name not in ("first_name", "last_name")]


class DirectoryResource(resources.ModelResource):
    """Export only: rows come in through the desk, which names every faulty cell and can be undone."""

    def export_field(self, field, instance, **kwargs):
        return defused(super().export_field(field, instance, **kwargs))


def _said(value):
    """Lists with commas, yes and no as the import reads them."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


class AttendingResource(DirectoryResource):
    """The columns that the import of mentors reads, under the same names: what goes out can come in."""

    class Meta:
        model = Attending
        fields = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name in _PLAIN:
            self.fields[name] = fields.Field(column_name=LABELS[name], dehydrate_method=_reader(name))

    def get_queryset(self):
        return Attending.objects.verified().select_related("institution", "specialty").order_by("name", "pk")


def _reader(name):
    return lambda attending: _said(getattr(attending, name))


class InstitutionResource(DirectoryResource):
    class Meta:
        model = Institution
        fields = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for name in Institution.FACTS:
            label = str(Institution._meta.get_field(name).verbose_name).capitalize()
            self.fields[name] = fields.Field(column_name=label, dehydrate_method=_reader(name))

    def get_queryset(self):
        return Institution.objects.verified().order_by("name", "pk")
