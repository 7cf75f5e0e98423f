"""Who may get reminder mail, at which address, and by which wishes."""

import datetime
from dataclasses import dataclass, fields
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db.models import F, OuterRef, Subquery
from django.utils.crypto import salted_hmac

from accounts import zones
from accounts.models import Profile
from reminders.models import Suppression
from reminders.policy import Policy

# A profile has a column of each name.
WISHES = [field.name for field in fields(Policy)]


@dataclass(frozen=True)
class Recipient:
    """An owner whose mail may leave now. `today` is their calendar day."""

    owner_id: int
    name: str
    address: str
    hides_names: bool
    link_nonce: str
    policy: Policy
    today: datetime.date

    @property
    def zone(self):
        return self.policy.time_zone

    @cached_property
    def address_hash(self):
        """How the address would stand among the suppressed ones."""
        return address_hash(self.address)


def address_hash(address):
    """How a suppressed address is kept."""
    return salted_hmac("reminders.suppression", address.lower(), algorithm="sha256").hexdigest()


def mailable(owner_ids, now, *, is_asked_for=False):
    """{owner_id: Recipient} of those who are active, verified, want mail, are not paused, away or suppressed.

    `is_asked_for`: a mail the owner just asked for ("send me a test") comes although reminders are off.
    Whether mail may leave at this moment is another question: Recipient.policy. Two queries.
    """
    profiles = Profile.objects.filter(user_id__in=owner_ids, user__is_active=True)
    if not is_asked_for:
        profiles = profiles.filter(wants_mail=True)
    rows = profiles.annotate(
        address=Subquery(_verified().values("email")[:1]), name=F("user__name")
    ).values_list("user_id", "name", "address", "hides_names", "link_nonce", *WISHES)
    found = {}
    for owner_id, name, address, hides_names, nonce, *wishes in rows:
        policy = Policy(**dict(zip(WISHES, wishes, strict=True)))
        today = zones.day_in(policy.time_zone, now)
        if address and (is_asked_for or not policy.is_away(today)):
            found[owner_id] = Recipient(owner_id, name, address, hides_names, nonce, policy, today)
    return _without_suppressed(found)


def policy_of(profile) -> Policy:
    """The wishes of one profile."""
    return Policy(**{name: getattr(profile, name) for name in WISHES})


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
