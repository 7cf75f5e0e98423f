"""Who may get reminder mail, and at which address."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db.models import F, OuterRef, Subquery
from django.utils.crypto import salted_hmac

from accounts import zones
from accounts.models import Profile
from reminders.models import Suppression


@dataclass(frozen=True)
class Recipient:
    """An owner whose mail may leave now. `today` is their calendar day."""

    owner_id: int
    name: str
    address: str
    zone: str
    digest_at: datetime.time
    hides_names: bool
    link_nonce: str
    today: datetime.date

    @cached_property
    def address_hash(self):
        """How the address would stand among the suppressed ones."""
        return address_hash(self.address)


def address_hash(address):
    """How a suppressed address is kept."""
    return salted_hmac("reminders.suppression", address.lower(), algorithm="sha256").hexdigest()


def mailable(owner_ids, now, *, is_asked_for=False):
    """{owner_id: Recipient} of those who are active, verified, want mail, are not paused and not suppressed.

    `is_asked_for`: a mail the owner just asked for ("send me a test") comes although reminders are off.
    Two queries.
    """
    profiles = Profile.objects.filter(user_id__in=owner_ids, user__is_active=True)
    if not is_asked_for:
        profiles = profiles.filter(wants_mail=True)
    rows = profiles.annotate(
        address=Subquery(_verified().values("email")[:1]), name=F("user__name")
    ).values_list(
        "user_id", "name", "address", "time_zone", "digest_at", "hides_names", "link_nonce", "paused_until"
    )
    found = {}
    for owner_id, name, address, zone, digest_at, hides_names, nonce, paused_until in rows:
        today = zones.day_in(zone, now)
        if address and (is_asked_for or paused_until is None or paused_until <= today):
            found[owner_id] = Recipient(owner_id, name, address, zone, digest_at, hides_names, nonce, today)
    return _without_suppressed(found)


def _verified():
    return EmailAddress.objects.filter(user_id=OuterRef("user_id"), primary=True, verified=True)


def _without_suppressed(found):
    hashes = {one.address_hash: owner_id for owner_id, one in found.items()}
    rows = Suppression.objects.filter(email_hmac__in=list(hashes)) if hashes else Suppression.objects.none()
    for email_hmac in rows.values_list("email_hmac", flat=True):
        del found[hashes[email_hmac]]
    return found


def is_refused(owner_id):
    """Whether the owner's address is one that takes no mail."""
    addresses = EmailAddress.objects.filter(user_id=owner_id, primary=True).values_list("email", flat=True)
    hashes = [address_hash(address) for address in addresses]
    return Suppression.objects.filter(email_hmac__in=hashes).exists()


def suppress(address, code, now):
    """This address takes no mail; nothing leaves for it until an operator lifts it."""
    Suppression.objects.get_or_create(
        email_hmac=address_hash(address), defaults={"code": code, "created_at": now}
    )
