"""A listing of the directory becomes a thread (settings.OPPORTUNITY_STARTS)."""

from django.db import transaction

from outreach import services
from outreach.models import Contact, Thread
from outreach.places import STATES
from tracker.models import Attending
from tracker.services import Refused

_OPEN = (Thread.State.TO_WRITE, Thread.State.WAITING, Thread.State.REPLIED, Thread.State.CALL)


@transaction.atomic
def start(owner, opportunity, now):
    """A thread with whom the listing names, to write; the open one when there is one already.

    Raises tracker.services.Refused without a name, and for whoever asked not to be written to.
    """
    if not opportunity.contact_name:
        raise Refused("This listing names nobody to write to. Its own page says how to apply.")
    contact = _contact(owner, opportunity)
    if contact.is_do_not_contact or _is_left_alone(opportunity.contact_email):
        raise Refused(f"{opportunity.contact_name} asked not to be written to.")
    if contact.pk:
        there = Thread.objects.for_owner(owner).filter(contact=contact, state__in=_OPEN).first()
        if there:
            return there
    return services.start_thread(contact, now=now)


def _contact(owner, opportunity):
    """The owner's contact with that address, or of that name there; else a new one, not saved yet."""
    mine = Contact.objects.for_owner(owner)
    house = opportunity.institution.name if opportunity.institution else ""
    known = None
    if opportunity.contact_email:
        known = mine.filter(email__iexact=opportunity.contact_email).first()
    known = known or mine.filter(name__iexact=opportunity.contact_name, institution__iexact=house).first()
    place = opportunity.institution
    state = opportunity.state_code or (place.state_code if place else "")
    return known or Contact(
        owner=owner,
        title=Contact.Title.NONE,  # a coordinator more often than not; greeting one "Dr." is worse
        name=opportunity.contact_name,
        email=opportunity.contact_email,
        institution=house,
        department=opportunity.department,
        specialty=opportunity.specialty,
        city=opportunity.city or (place.city if place else ""),
        state=state if state in STATES else "",
        source=Contact.Source.LISTING,
    )


def _is_left_alone(email):
    """Whether the directory says that this address is not to be written to."""
    if not email:
        return False
    return Attending.objects.verified().filter(email__iexact=email, is_do_not_contact=True).exists()
