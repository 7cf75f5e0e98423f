"""The address a mail comes back to: one for each mail and recipient, signed, so that a report tells by its
address alone what it is about, and nobody can make one up (VERP)."""

import hmac

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from reminders.models import Mail

SIGNS = 32  # hex digits: 128 bits


def _sign(mail, address):
    value = f"{mail.public_id}:{address.lower()}"
    return salted_hmac("reminders.return-path", value, algorithm="sha256").hexdigest()[:SIGNS]


def path_for(mail, address):
    """ "bounces+4f-0c…@example.org", or "" where no BOUNCE_ADDRESS is set. All lower case: servers on the
    way may make it so."""
    if not settings.BOUNCE_ADDRESS:
        return ""
    box, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{box}+{int_to_base36(mail.pk)}-{_sign(mail, address)}@{domain}"


def is_reports_box(address):
    """Whether this is BOUNCE_ADDRESS itself: where providers send complaints."""
    return bool(settings.BOUNCE_ADDRESS) and address.strip().strip("<>").lower() == settings.BOUNCE_ADDRESS


def read(address):
    """(mail, recipient) of an address that path_for made; None for any other.

    A recipient whom its owner has replaced since is nobody's any more: None.
    """
    box, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    local, _, given_domain = address.strip().strip("<>").lower().rpartition("@")
    name, _, tag = local.rpartition("+")
    number, _, signature = tag.partition("-")
    if not domain or (name, given_domain) != (box, domain) or len(signature) != SIGNS:
        return None
    try:
        mail = Mail.objects.filter(pk=base36_to_int(number)).first()
    except (ValueError, OverflowError):
        return None
    if mail is None:
        return None
    known = [one for one in addresses_of(mail) if hmac.compare_digest(_sign(mail, one), signature)]
    return (mail, known[0]) if known else None


def addresses_of(mail):
    """Where a mail can have gone: its own address, or those its owner has now."""
    if mail.to_address:
        return [mail.to_address]
    return list(EmailAddress.objects.filter(user_id=mail.owner_id).values_list("email", flat=True))
