"""What comes in by mail, whoever brings it (the listener, a provider's webhook): reports about our own mails
go to reminders, everything else to the private addresses."""

from enum import StrEnum

from outreach import inbound_services
from reminders import bounces


def knows(address: str) -> bool:
    """Whether mail is taken at this address."""
    return bounces.knows(address) or inbound_services.owner_of(address) is not None


def receive(content: bytes, address: str, *, now) -> StrEnum:
    """A bounces.Outcome or an inbound_services.Outcome."""
    if bounces.knows(address):
        return bounces.receive(content, address, now=now)
    return inbound_services.receive(content, address, now=now)
