"""Contacts who asked not to be written to, told to the floors below (settings.LEFT_ALONE)."""

from django.db.models.functions import Lower

from outreach.models import Contact
from tracker.models import Attending


def left_alone(owner) -> set[int]:
    """Ids of the attendings behind the owner's contacts who asked not to be written to: linked, or the same
    address. Two statements at most."""
    asked = Contact.objects.for_owner(owner).filter(is_do_not_contact=True)
    rows = list(asked.values_list("attending", "email"))
    found = {attending for attending, _ in rows if attending}
    if emails := {email.lower() for _, email in rows if email}:
        people = Attending.objects.visible_to(owner).annotate(address=Lower("email"))
        found |= set(people.filter(address__in=emails).values_list("pk", flat=True))
    return found
