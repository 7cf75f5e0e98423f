import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import curators

CURATORS_MAY = [
    ("tracker", "attending", ("view", "add", "change")),
    ("tracker", "institution", ("view", "add", "change")),
    ("tracker", "proposedchange", ("view", "change")),
    ("tracker", "mergerecord", ("view",)),
    ("tracker", "directorychange", ("view",)),
    ("tracker", "opportunity", ("view", "add", "change", "delete")),
    ("accounts", "specialty", ("view", "add", "change")),
]
# The expression is the one Django writes for icontains, or PostgreSQL would not use the index.
TRIGRAMS = {
    "tracker_attending_trigrams": "tracker_attending",
    "tracker_institution_trigrams": "tracker_institution",
}


def grant_curators(apps, schema_editor):
    curators.grant(apps, CURATORS_MAY)


def add_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for index, table in TRIGRAMS.items():
        schema_editor.execute(
            f'CREATE INDEX {index} ON "{table}" USING gin (UPPER("search_text"::text) gin_trgm_ops)'
        )


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for index in TRIGRAMS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0002_specialties"),
        ("tracker", "0004_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Catchup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("on", models.DateField(verbose_name="day")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "Email"),
                            ("call", "Call"),
                            ("met", "In person"),
                            ("message", "Message"),
                        ],
                        default="email",
                        max_length=7,
                        verbose_name="how",
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="what about")),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DirectoryChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("record", models.BigIntegerField()),
                ("label", models.CharField(max_length=200)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("created", "Made"),
                            ("changed", "Changed"),
                            ("verified", "Checked"),
                            ("declined", "Left private"),
                            ("merged", "Merged"),
                            ("undone", "Merge undone"),
                            ("proposal", "Proposal taken over"),
                            ("imported", "Imported"),
                            ("removed", "Removed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DirectoryNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=600)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DuplicateKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="MentorImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("headers", models.JSONField()),
                ("rows", models.JSONField()),
                ("columns", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "Not brought in yet"),
                            ("done", "Brought in"),
                            ("undone", "Undone"),
                        ],
                        default="read",
                        max_length=6,
                    ),
                ),
                ("is_verified", models.BooleanField(default=False)),
                ("made", models.JSONField(default=dict)),
                ("left", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("survivor", models.BigIntegerField(db_index=True)),
                ("losers", models.JSONField()),
                ("labels", models.JSONField(default=dict)),
                ("snapshots", models.JSONField()),
                ("steps", models.JSONField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("left", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="private notes")),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="how well we work together",
                    ),
                ),
                ("is_advocate", models.BooleanField(default=False, verbose_name="speaks up for me")),
                (
                    "closeness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Do not remind me"),
                            ("contact", "A contact: every 120 days"),
                            ("mentor", "A mentor: every 60 days"),
                            ("advocate", "An advocate: every 30 days"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="keep in touch",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProbablePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-score", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="how you know")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for a curator"),
                            ("approved", "Taken over"),
                            ("rejected", "Not taken over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="attending",
            name="accepts_observers",
            field=models.BooleanField(blank=True, null=True, verbose_name="takes observers"),
        ),
        migrations.AddField(
            model_name="attending",
            name="accepts_researchers",
            field=models.BooleanField(blank=True, null=True, verbose_name="takes research trainees"),
        ),
        migrations.AddField(
            model_name="attending",
            name="alma_mater",
            field=models.CharField(blank=True, max_length=150, verbose_name="medical school"),
        ),
        migrations.AddField(
            model_name="attending",
            name="bounced_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="attending",
            name="bounced_email",
            field=models.EmailField(blank=True, editable=False, max_length=254),
        ),
        migrations.AddField(
            model_name="attending",
            name="declined_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="attending",
            name="fee",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="attending",
            name="languages",
            field=models.CharField(blank=True, help_text="Words, separated by commas.", max_length=120),
        ),
        migrations.AddField(
            model_name="attending",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_from",
                to="tracker.attending",
            ),
        ),
        migrations.AddField(
            model_name="attending",
            name="other_emails",
            field=models.JSONField(blank=True, default=list, verbose_name="other emails"),
        ),
        migrations.AddField(
            model_name="attending",
            name="profile_url",
            field=models.URLField(blank=True, verbose_name="profile page"),
        ),
        migrations.AddField(
            model_name="attending",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="attending",
            name="state_code",
            field=models.CharField(db_index=True, default="", editable=False, max_length=2),
        ),
        migrations.AddField(
            model_name="attending",
            name="title",
            field=models.CharField(blank=True, help_text="Associate Professor of Medicine …", max_length=120),
        ),
        migrations.AddField(
            model_name="attending",
            name="verified_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attending",
            name="visas",
            field=models.JSONField(blank=True, default=list, verbose_name="visas accepted"),
        ),
        migrations.AddField(
            model_name="institution",
            name="aliases",
            field=models.JSONField(blank=True, default=list, verbose_name="also called"),
        ),
        migrations.AddField(
            model_name="institution",
            name="application_url",
            field=models.URLField(blank=True, verbose_name="application page"),
        ),
        migrations.AddField(
            model_name="institution",
            name="declined_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="institution",
            name="departments",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="institution",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_from",
                to="tracker.institution",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="programs",
            field=models.CharField(blank=True, max_length=200, verbose_name="program affiliation"),
        ),
        migrations.AddField(
            model_name="institution",
            name="requirements",
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="institution",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="institution",
            name="state_code",
            field=models.CharField(db_index=True, default="", editable=False, max_length=2),
        ),
        migrations.AddField(
            model_name="institution",
            name="verified_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="attending",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="tracker.institution",
                verbose_name="hospital, clinic or lab",
            ),
        ),
        migrations.AlterField(
            model_name="attending",
            name="verified_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last checked"),
        ),
        migrations.AlterField(
            model_name="institution",
            name="verified_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last checked"),
        ),
        migrations.AddIndex(
            model_name="attending",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("verified_at__isnull", False)),
                fields=["name", "id"],
                name="tracker_attending_verified",
            ),
        ),
        migrations.AddIndex(
            model_name="attending",
            index=models.Index(
                condition=models.Q(("declined_at", None), ("deleted_at", None), ("verified_at", None)),
                fields=["created_at", "id"],
                name="tracker_attending_unchecked",
            ),
        ),
        migrations.AddIndex(
            model_name="attending",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("verified_at__isnull", False)),
                fields=["verified_at", "id"],
                name="tracker_attending_checked",
            ),
        ),
        migrations.AddIndex(
            model_name="attending",
            index=models.Index(
                condition=models.Q(("bounced_at__isnull", False), ("deleted_at", None)),
                fields=["bounced_at", "id"],
                name="tracker_attending_bounced",
            ),
        ),
        migrations.AddField(
            model_name="catchup",
            name="attending",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="catchups", to="tracker.attending"
            ),
        ),
        migrations.AddField(
            model_name="catchup",
            name="owner",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(app_label)s_%(class)ss",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="directorychange",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="directorynotice",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="directory_notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duplicatekey",
            name="attending",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duplicate_keys",
                to="tracker.attending",
            ),
        ),
        migrations.AddField(
            model_name="mentorimport",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mergerecord",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mergerecord",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personnote",
            name="attending",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="person_notes",
                to="tracker.attending",
            ),
        ),
        migrations.AddField(
            model_name="personnote",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="person_notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="probablepair",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="probablepair",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairs_as_first",
                to="tracker.attending",
            ),
        ),
        migrations.AddField(
            model_name="probablepair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairs_as_second",
                to="tracker.attending",
            ),
        ),
        migrations.AddField(
            model_name="proposedchange",
            name="attending",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="tracker.attending"
            ),
        ),
        migrations.AddField(
            model_name="proposedchange",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposedchange",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposed_changes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="catchup",
            index=models.Index(fields=["owner", "on"], name="tracker_catchup_by_day"),
        ),
        migrations.AddIndex(
            model_name="directorychange",
            index=models.Index(fields=["kind", "record"], name="tracker_directorychange_of"),
        ),
        migrations.AddIndex(
            model_name="directorynotice",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["owner"], name="tracker_directorynotice_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatekey",
            constraint=models.UniqueConstraint(fields=("key", "attending"), name="tracker_duplicatekey_once"),
        ),
        migrations.AddConstraint(
            model_name="personnote",
            constraint=models.UniqueConstraint(fields=("owner", "attending"), name="tracker_personnote_once"),
        ),
        migrations.AddConstraint(
            model_name="personnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating", None), models.Q(("rating__gte", 1), ("rating__lte", 5)), _connector="OR"
                ),
                name="tracker_personnote_rating_one_to_five",
            ),
        ),
        migrations.AddIndex(
            model_name="probablepair",
            index=models.Index(
                condition=models.Q(("decided_at", None)),
                fields=["-score", "id"],
                name="tracker_probablepair_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="probablepair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="tracker_probablepair_once"),
        ),
        migrations.AddConstraint(
            model_name="probablepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="tracker_probablepair_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="proposedchange",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["created_at", "id"],
                name="tracker_proposedchange_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="tracker_proposedchange_decided_has_a_time",
            ),
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
        migrations.RunPython(grant_curators, migrations.RunPython.noop),
    ]
