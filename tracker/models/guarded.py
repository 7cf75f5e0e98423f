"""A text column that refuses the identifiers nobody can vouch for, whoever writes to it."""

from django.core.exceptions import ValidationError
from django.db import models

from tracker import phi
from tracker.guarded import GuardedField, GuardedInput


class GuardedTextField(models.TextField):
    """Clinical free text. Forms get the guarded field by themselves; a save that no form checked
    (an import, a command) is refused when it holds a record number, SSN or insurance number."""

    def formfield(self, **options):
        attrs = getattr(options.pop("widget", None), "attrs", {"rows": 3})
        return super().formfield(form_class=GuardedField, widget=GuardedInput(attrs), **options)

    def pre_save(self, instance, add):
        text = super().pre_save(instance, add)
        if phi.holds_never(text or ""):
            raise ValidationError({self.attname: "This holds a number that is never allowed."})
        return text
