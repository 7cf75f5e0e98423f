"""Receives a mail for a private address and files it, or lets it wait for the user's word."""

import datetime
from enum import StrEnum

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import zones
from accounts.models import User
from outreach import queries, services
from outreach.inbound import filing, kinds, reading
from outreach.inbound.filing import ThreadFacts, Verdict, Word
from outreach.inbound.kinds import Kind
from outreach.models import Answer, Contact, Inbound, MailAddress, MessageId, Thread, new_token
from outreach.sequence import Refused
from outreach.titles import split_title
from tracker import directory

MOST_BYTES = 30 * 1024 * 1024
OLDEST = datetime.timedelta(days=60)
# Nobody files more by hand; what comes after is most likely an attack on the address.
MOST_ASKING = 200


class Outcome(StrEnum):
    """What became of a mail: the listener turns it into an answer to the sending server."""

    FILED = "filed"
    ASKED = "asked"
    AGAIN = "again"
    NOT_SHOWN = "not shown"
    UNKNOWN = "unknown"
    TOO_BIG = "too big"


def owner_of(address: str) -> User | None:
    """Whose private address this is; None for anybody else's and for a closed account's."""
    token, _, domain = address.strip().strip("<>").lower().rpartition("@")
    if domain != settings.INBOUND_DOMAIN.lower() or not token:
        return None
    found = MailAddress.objects.filter(token=token.partition("+")[0], owner__is_active=True)
    found = found.select_related("owner__profile").first()
    return found.owner if found else None


def address_for(owner) -> MailAddress:
    """The private address of `owner`, made when there is none yet."""
    return MailAddress.objects.get_or_create(owner=owner)[0]


def new_address(owner) -> MailAddress:
    """Another address; mail to the old one is refused from now on."""
    found = address_for(owner)
    found.token = new_token()
    found.save(update_fields=["token"])
    return found


def receive(content: bytes, address: str, *, now) -> Outcome:
    """File one mail that came to `address`. The same mail twice is once."""
    owner = owner_of(address)
    if owner is None:
        return Outcome.UNKNOWN
    if len(content) > MOST_BYTES:
        return Outcome.TOO_BIG
    arrived = reading.read(content)
    today = zones.day_in(owner.profile.time_zone, now)
    read = kinds.classify(arrived, _own_addresses(owner), today)
    verdict = filing.match(arrived, read, facts_of(owner), authserv=settings.INBOUND_AUTHSERV)
    if verdict.word == Word.NONE:
        return Outcome.NOT_SHOWN
    try:
        with transaction.atomic():
            return _keep(owner, arrived, read, verdict, now)
    except IntegrityError:
        if Inbound.objects.filter(owner=owner, message_id=arrived.message_id).exists():
            return Outcome.AGAIN
        raise


def facts_of(owner) -> list[ThreadFacts]:
    """What the filing rules know of the owner's threads, latest first: two queries."""
    threads = Thread.objects.for_owner(owner).select_related("contact").prefetch_related("message_ids")
    return [
        ThreadFacts(one.pk, one.contact.email, frozenset(known.value for known in one.message_ids.all()))
        for one in threads.order_by("-updated_at", "-pk")
    ]


def _own_addresses(owner) -> frozenset[str]:
    verified = owner.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return frozenset({owner.email.lower(), *(one.lower() for one in verified)})


def _keep(owner, arrived, read, verdict: Verdict, now) -> Outcome:
    if Inbound.objects.filter(owner=owner, message_id=arrived.message_id).exists():
        return Outcome.AGAIN
    row = _row(owner, arrived, read, verdict, now)
    if verdict.word == Word.ASK and _is_full(owner):
        return Outcome.NOT_SHOWN
    row.save()
    if verdict.word == Word.NEW:
        file_as_new(row, now=now)
        return Outcome.FILED
    if verdict.word == Word.FILE:
        thread = Thread.objects.select_related("contact").get(pk=verdict.thread)
        try:
            with transaction.atomic():
                file(row, thread, now=now)
        except Refused as refused:  # the mail is real, but the thread has moved on: the user decides
            row.refresh_from_db()
            Inbound.objects.filter(pk=row.pk).update(candidates=[thread.pk], why=str(refused)[:200])
            return Outcome.ASKED
        return Outcome.FILED
    return Outcome.ASKED


def _is_full(owner) -> bool:
    return Inbound.objects.filter(owner=owner, state=Inbound.State.ASKING).count() >= MOST_ASKING


def _row(owner, arrived, read, verdict, now) -> Inbound:
    at = arrived.at if arrived.at and now - OLDEST <= arrived.at <= now else now
    kind = Kind.DELAY if read.kind == Kind.BOUNCE and not read.is_dead else read.kind
    if read.is_forwarded:  # the user's envelope around somebody's answer
        kind = Kind.REPLY
    return Inbound(
        owner=owner,
        message_id=arrived.message_id,
        kind=kind,
        sender=arrived.sender,
        sender_name=arrived.sender_name,
        recipients=[list(pair) for pair in arrived.recipients[:10]],
        subject=arrived.subject,
        text=arrived.text,
        at=at,
        back_on=read.back_on,
        call_at=read.starts_at,
        ends_at=read.ends_at,
        candidates=list(verdict.candidates),
        why=verdict.why,
    )


@transaction.atomic
def file(row: Inbound, thread: Thread, *, now) -> None:
    """Put this mail into that thread and do what it means. Filed twice is once. May raise Refused."""
    if not Inbound.objects.filter(pk=row.pk, state=Inbound.State.ASKING).update(
        state=Inbound.State.FILED, thread=thread, why="", updated_at=now
    ):
        return
    on = zones.day_in(thread.contact.zone, row.at)
    _ACTS[row.kind](row, thread, on, now)


def file_as_new(row: Inbound, *, now) -> Thread:
    """A copy of a mail to somebody unknown: a contact and a thread that waits since that day."""
    name, address = next((tuple(pair) for pair in row.recipients), ("", ""))
    title, name = split_title(name or address.partition("@")[0].replace(".", " ").title())
    contact = Contact(owner=row.owner, title=title, name=name[:120] or address, email=address)
    thread = services.start_thread(contact, subject=row.subject, now=now)
    file(row, thread, now=now)
    return thread


@transaction.atomic
def dismiss(row: Inbound, *, now) -> bool:
    """Not outreach. Its words are forgotten; the Message-ID stays, so that it does not come back."""
    return bool(
        Inbound.objects.filter(pk=row.pk, state=Inbound.State.ASKING).update(
            state=Inbound.State.DISMISSED, text="", subject="", sender_name="", recipients=[], updated_at=now
        )
    )


def _sent(row, thread, on, now) -> None:
    held = Thread.objects.select_related("contact").prefetch_related("touches").get(pk=thread.pk)
    if held.state == Thread.State.TO_WRITE:
        number = 0
        services.record_sent(held, on=on, now=now)
    else:
        steps = queries.next_steps(held)
        number = steps[0].number if steps else 0
        if not steps:
            services.record_note(held, body=row.text, on=on, now=now)
        else:
            services.record_follow_up(held, number=number, on=on, now=now)
    MessageId.objects.get_or_create(thread=thread, value=row.message_id, defaults={"number": number})


def _reply(row, thread, on, now) -> None:
    services.record_reply(thread, kind=Answer.ANSWERED, on=on, body=row.text, now=now)


def _auto(row, thread, on, now) -> None:
    services.record_reply(thread, kind=Answer.AUTO, on=on, body=row.text, back_on=row.back_on, now=now)


def _bounce(row, thread, on, now) -> None:
    """The thread ends; curators hear of the address where the shared directory has it."""
    directory.note_bounce(thread.contact.email, now=now)
    services.record_reply(thread, kind=Answer.BOUNCED, on=on, body=row.text, now=now)


def _note(row, thread, on, now) -> None:
    """A delay, a full mailbox, a refusal by policy: it stands in the history and stops nothing."""
    services.record_note(thread, body=row.text or row.subject, on=on, now=now)


def _invitation(row, thread, on, now) -> None:
    """Up to a day it is a call; longer is a reply, and the page offers the rotation."""
    is_call = row.ends_at and row.ends_at - row.call_at <= kinds.LONGEST_CALL
    answer = Answer.CALL if is_call else Answer.YES
    services.record_reply(thread, kind=answer, on=on, body=row.text or row.subject, now=now)
    if is_call:
        services.plan_call(thread, at=row.call_at, now=now)


_ACTS = {
    Inbound.Kind.SENT: _sent,
    Inbound.Kind.REPLY: _reply,
    Inbound.Kind.AUTO: _auto,
    Inbound.Kind.BOUNCE: _bounce,
    Inbound.Kind.DELAY: _note,
    Inbound.Kind.INVITATION: _invitation,
}
