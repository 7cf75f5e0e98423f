"""The ways out: links, the .eml file, the text to copy. The user sends; Wardbook never does."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts import pdfs, spoken
from outreach import collisions, compose_page, drafting, linter, routes, services
from outreach.models import MailAddress, Thread
from outreach.names import bare


@dataclass(frozen=True)
class SendPage:
    """`why_not` says why there are no links; `stop` is the collision that folds them away, or None."""

    number: int
    subject: str
    text: str
    routes: tuple[routes.Route, ...]
    why_not: str
    cv_name: str
    bcc: str
    todo: int
    stop: collisions.Collision | None
    best: str


def describe(thread: Thread, number: int, owner, now) -> SendPage:
    email, _ = compose_page.begun(thread, number, owner)
    draft, bcc = email.draft, bcc_of(owner)
    today = services.their_day(thread.contact, now)
    ways, why_not = (), ""
    try:
        ways = routes.routes(draft, thread.contact.email, bcc=bcc) if thread.contact.email else ()
    except routes.Unsendable as unsendable:
        why_not = str(unsendable)
    if not thread.contact.email:
        why_not = "There is no email address yet."
    # only a wish of this person stops a mail; what else is in the way stands beside the draft
    found = drafting.collisions_of(thread, (), today)
    lint = linter.lint(draft, thread.contact.recipient, drafting.history_of(thread))
    return SendPage(
        number=number,
        subject=draft.subject,
        text=routes.plain_text(draft).strip(),
        routes=ways,
        why_not=why_not,
        cv_name=email.cv.name if email.cv else "",
        bcc=bcc,
        todo=len(lint),
        stop=next((one for one in found if one.stops), None),
        best=_best(thread, email, number, today),
    )


def _best(thread, email, number, today) -> str:
    """When it is best sent: "Wed 28 Oct in the morning in Akron (ET)"."""
    if number:
        return ""
    return f"{spoken.day(compose_page.send_day(email, today), today)}, 9 to 11 am {thread.contact.zone_words}"


def bcc_of(owner) -> str:
    """The private address that files copies; empty while the user has none."""
    address = MailAddress.objects.filter(owner=owner).first()
    return address.address if address else ""


def message_id(thread: Thread, number: int) -> str:
    """The Message-ID of that mail, the same each time; only we can make one that fits."""
    told = salted_hmac("outreach.message-id", f"{thread.pk}.{number}").hexdigest()[:20]
    return f"<{thread.pk}.{number}.{told}@{settings.INBOUND_DOMAIN}>"


def eml(thread: Thread, number: int, owner) -> bytes | None:
    """The message file, or None without an address. Raises routes.Unsendable for what no header can hold."""
    if not thread.contact.email:
        return None
    email, _ = compose_page.begun(thread, number, owner)
    headers = {"Message-ID": message_id(thread, number)}
    earlier = [one.value for one in thread.message_ids.order_by("pk") if one.number < number]
    if earlier:
        headers |= {"In-Reply-To": earlier[-1], "References": " ".join(earlier[-5:])}
    if bcc := bcc_of(owner):
        headers["Bcc"] = bcc
    return routes.eml_bytes(
        email.draft,
        _attached(email),
        (owner.name, owner.email),
        (thread.contact.name, thread.contact.email),
        headers,
    )


def _attached(email) -> list[routes.Attachment]:
    """The CV with the first mail; a follow-up stands in the same thread and needs it no more."""
    if not email.cv or email.number:
        return []
    path = pdfs.folder() / email.cv.stored_as
    return [routes.Attachment(email.cv.name, path.read_bytes())] if path.exists() else []


def file_name(thread: Thread) -> str:
    """ "email-to-whitfield.eml": letters only, so that every header and file system takes it."""
    name = re.sub(r"[^a-z]", "", bare(thread.contact.recipient.surname)) or "contact"
    return f"email-to-{name}.eml"
