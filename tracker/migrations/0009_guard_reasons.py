from django.conf import settings
from django.db import migrations, models

# What the one button of each kind said before there were reasons; the others said "it is not that".
REASONS = {
    "colleague": ["name", "phone", "email"],
    "mine": ["date", "licence"],
    "public": ["url", "handle"],
}


def give(apps, schema_editor):
    overrides = apps.get_model("tracker", "GuardOverride").objects
    for reason, kinds in REASONS.items():
        overrides.filter(kind__in=kinds).update(reason=reason)


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0008_exposure_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="guardoverride", name="tracker_guardoverride_once"),
        migrations.AddField(
            model_name="guardoverride",
            name="reason",
            field=models.CharField(
                choices=[
                    ("colleague", "A colleague"),
                    ("mine", "Their own"),
                    ("public", "Public already"),
                    ("other", "Not what it looks like"),
                ],
                default="other",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="guardoverride",
            constraint=models.UniqueConstraint(
                fields=("owner", "kind", "reason"), name="tracker_guardoverride_once"
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
