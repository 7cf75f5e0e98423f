"""Marks everything one person wrote with a word that nobody else may ever read."""

from django.contrib.admin.utils import NestedObjects
from django.db import IntegrityError, models, transaction

WORD = "zqxcanary"
# Text that is not words but works: with a canary in it the page would break, not leak.
WORKING = {
    "accounts.User.password",
    "accounts.Profile.time_zone",
    "accounts.Profile.link_nonce",
    "accounts.Submission.key",
    "accounts.Submission.path",
    "mfa.Authenticator.type",
    "sessions.Session.session_data",
    "usersessions.UserSession.session_key",
    "letters.PacketLink.token_hash",
    "letters.Statement.stored_as",
    "letters.FinalLetter.stored_as",
    "tracker.PermissionDocument.stored_as",
    "tracker.ImportBatch.kind",
    "tracker.ImportBatch.stored_as",
    "tracker.ImportMemory.kind",
    "reminders.Reminder.public_id",
    "reminders.Reminder.key",
    "reminders.Reminder.kind",
    "reminders.Reminder.path",
    "reminders.Reminder.icon",
    "reminders.Mail.public_id",
    "reminders.Mail.key",
    "reminders.Mail.message_id",
    "reminders.Mail.lease_token",
    "reminders.Mail.worker",
}


def belongings(owner):
    """Every row that would be deleted with this person, as {model: [rows]}."""
    collector = NestedObjects(using="default")
    collector.collect([owner])
    return {model: list(rows) for model, rows in collector.data.items()}


def is_words(field):
    """Text a person can read: no choices, no key, long enough for a canary."""
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.UUIDField):
        return False
    label = f"{field.model._meta.label}.{field.name}"
    is_long = field.max_length is None or field.max_length >= len(WORD) + 10
    return not field.choices and not field.primary_key and is_long and label not in WORKING


def _value(field, row):
    if isinstance(field, models.EmailField):
        return f"{WORD}{row.pk}@example.org"
    if isinstance(field, models.URLField):
        return f"https://{WORD}.example.org/{row.pk}"
    return f"{WORD} {field.name} {row.pk}"[: field.max_length]


# What a curator decides about is facts of the directory, never what a person wrote about anybody
# (product.md §4: new records and proposed changes wait for a curator, without saying whose they are).
DIRECTORY = {"tracker.Attending", "tracker.Institution", "tracker.ProposedChange"}


def mark(owner, *, without=()):
    """Write a canary into every text of `owner`; labels of the fields the database refused."""
    refused = set()
    for model, rows in belongings(owner).items():
        if model._meta.label in without:
            continue
        for field in filter(is_words, model._meta.concrete_fields):
            if isinstance(field, models.FilePathField | models.GenericIPAddressField | models.SlugField):
                continue
            for row in rows:
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=row.pk).update(**{field.name: _value(field, row)})
                except IntegrityError:
                    refused.add(f"{model._meta.label}.{field.name}")
    return refused
