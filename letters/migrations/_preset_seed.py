"""The presets as first loaded (product.md §5, Presets). Curators change them afterwards."""

from accounts import curators

DEFAULTS = [
    {
        "key": "end_of_rotation",
        "name": "End of rotation",
        "weeks": 4,
        "contact_days": 12,
        "opens_in_last_days": True,
        "strongest_weeks": 0,
    },
    {
        "key": "several_weeks",
        "name": "Several weeks",
        "weeks": 8,
        "contact_days": 0,
        "opens_in_last_days": False,
        "strongest_weeks": 0,
    },
    {
        "key": "long",
        "name": "Long",
        "weeks": 12,
        "contact_days": 0,
        "opens_in_last_days": False,
        "strongest_weeks": 24,
    },
]


def load(apps, schema_editor):
    presets = apps.get_model("letters", "LetterPreset").objects
    for row in DEFAULTS:
        presets.get_or_create(key=row["key"], defaults=row)
    curators.grant(apps, [("letters", "letterpreset", ("view", "add", "change", "delete"))])
