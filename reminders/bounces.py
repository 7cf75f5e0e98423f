"""What follows when a mail comes back or is called spam: the address takes no more reminder mail, its owner
reads so on Today, and what the mail had told counts as untold."""

import hashlib
from enum import StrEnum

from django.db import transaction

from reminders import reports, return_path
from reminders.models import MailEvent, Reminder
from reminders.recipients import suppress

Kind = MailEvent.Kind
COMPLAINT = "complaint"  # in Suppression.code


class Outcome(StrEnum):
    """What became of a report: the listener turns it into an answer to the sending server."""

    NOTED = "noted"
    AGAIN = "again"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


def knows(address):
    """Whether reports are taken at this address."""
    return return_path.is_reports_box(address) or return_path.read(address) is not None


def receive(content: bytes, address, *, now):
    """Note one report that came to `address`. The same report twice is once.

    At BOUNCE_ADDRESS itself only what names one of our own signed addresses counts: anybody can write there.
    """
    report = reports.read(content)
    is_box = return_path.is_reports_box(address)
    places = report.senders if is_box else (address,)
    found = next((known for place in places if (known := return_path.read(place))), None)
    if found is None:
        return Outcome.NOTHING if is_box else Outcome.UNKNOWN
    if not report.kind:
        return Outcome.NOTHING
    mail, recipient = found
    key = f"{mail.pk}:{report.kind}:{report.code}"
    is_new = note(mail, recipient, source="report", key=key, kind=report.kind, code=report.code, now=now)
    return Outcome.NOTED if is_new else Outcome.AGAIN


@transaction.atomic
def note(mail, recipient, *, source, key, kind, code, now):
    """Write down one event and do what it means; False when it was known.

    A passing failure counts nothing: the next mail may arrive. The order in which events come does not
    matter, as none takes back what another did.
    """
    _, is_new = MailEvent.objects.get_or_create(
        source=source,
        event_key=hashlib.sha256(key.encode()).hexdigest(),
        defaults={"mail": mail, "kind": kind, "code": code[:16], "created_at": now},
    )
    if is_new and kind == Kind.COMPLAINT:
        suppress(recipient, COMPLAINT, now)
    elif is_new and kind == Kind.DEAD:
        suppress(recipient, code[:16], now)
        _untell(mail)
    return is_new


def _untell(mail):
    """Nobody read it: what it listed comes again to the next address. marks.mark_sent wrote one moment."""
    if mail.owner_id and mail.sent_at:
        told = Reminder.objects.filter(owner_id=mail.owner_id, state="open", notified_at=mail.sent_at)
        told.update(notified_at=None)
