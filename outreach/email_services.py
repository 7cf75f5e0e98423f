"""Keeps the words of mails: drafts, templates, lines to use again."""

from django.db import transaction

from outreach import send_page
from outreach.composer import LINES, Draft
from outreach.models import WORDS, Email, MessageId, SavedLine, Template, Thread
from reminders import services as reminders
from tracker import guard_services

MOST_LINES = 200


@transaction.atomic
def keep_draft(thread: Thread, draft: Draft, *, now, cv=None, template=None, send_on=None) -> Email:
    """The draft of the mail `draft.number`. What left is never overwritten: then the kept one is returned.

    The thread's subject follows the first mail's.
    """
    Thread.objects.filter(pk=thread.pk).update(updated_at=now)  # one writer at a time
    email, _ = Email.objects.get_or_create(thread=thread, number=draft.number)
    if thread.touches.filter(kind__in=["sent", "follow_up"], number=draft.number).exists():
        return email
    email.take(draft)
    email.cv, email.send_on = cv, send_on
    if template is not None:
        email.template = template
    email.save()
    MessageId.objects.get_or_create(
        thread=thread, value=send_page.message_id(thread, draft.number), defaults={"number": draft.number}
    )
    if draft.number == 0 and thread.subject != email.subject:
        thread.subject = email.subject
        Thread.objects.filter(pk=thread.pk).update(subject=email.subject)
    guard_services.remember(thread.owner, [getattr(draft, name) for name in WORDS])
    reminders.refresh(thread.owner, now)
    return email


@transaction.atomic
def keep_line(owner, *, line: str, text: str) -> SavedLine | None:
    """A line worth using again, once however often it is kept; None for an empty one."""
    text = " ".join(text.split())
    if line not in LINES or not text:
        return None
    kept = SavedLine.objects.for_owner(owner).filter(line=line)
    same = kept.filter(text=text).first()
    if same or SavedLine.objects.for_owner(owner).count() >= MOST_LINES:
        return same
    return SavedLine.objects.create(owner=owner, line=line, text=text)


@transaction.atomic
def keep_template(owner, *, name: str, draft: Draft) -> Template:
    """The template of that name with these words; a second one of the same name replaces the first."""
    template = Template.objects.for_owner(owner).filter(name=name).first() or Template(owner=owner, name=name)
    template.take(draft)
    template.save()
    return template


@transaction.atomic
def change_template(template: Template, *, name: str, draft: Draft) -> Template:
    """Other words under a template; mails begun from it keep theirs."""
    template.name = name
    template.take(draft)
    template.save()
    guard_services.remember(template.owner, [getattr(draft, name) for name in WORDS])
    return template


def put_away(record, *, now) -> None:
    """A template, line or CV deleted, for Undo."""
    type(record).objects.filter(pk=record.pk, deleted_at=None).update(deleted_at=now)


def bring_back(record) -> None:
    type(record).objects.filter(pk=record.pk).update(deleted_at=None)
