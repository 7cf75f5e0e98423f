"""What passed between a person and an attending in outreach (settings.HISTORY_SOURCES)."""

from outreach.models import Answer, Touch
from tracker.history import Line

# A machine's answer is no contact between people.
NO_PERSON = (Answer.AUTO, Answer.BOUNCED)


def touches(owner, attending=None):
    """Mails, replies and calls of every thread with a contact who is this attending; one statement."""
    rows = Touch.objects.filter(
        thread__owner=owner, thread__deleted_at=None, thread__contact__attending__isnull=False
    )
    if attending is not None:
        rows = rows.filter(thread__contact__attending=attending)
    for row in rows.select_related("thread__contact"):
        subject = f": {row.thread.subject}" if row.thread.subject else ""
        yield Line(
            row.thread.contact.attending_id,
            row.on,
            f"{row.words}{subject}",
            row.thread.get_absolute_url(),
            "phone" if row.kind == Touch.Kind.CALL else "mail",
            row.kind != Touch.Kind.NOTE and row.answer not in NO_PERSON,
        )
