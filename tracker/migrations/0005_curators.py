"""Curators keep the seasons, rules and lists as well as the directory (product.md, People)."""

from django.db import migrations

from accounts import curators

LISTS = (
    "season",
    "seasonday",
    "exposurerule",
    "exposuretag",
    "visaline",
    "checklisttemplate",
    "checkliststep",
)


def grant_curators(apps, schema_editor):
    curators.grant(apps, [("tracker", model, ("view", "add", "change", "delete")) for model in LISTS])


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0004_imports"),
        ("accounts", "0002_specialties"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant_curators, migrations.RunPython.noop)]
