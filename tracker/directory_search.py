"""Finding people in the shared directory."""

from django.db.models import Q

from tracker.models import Attending
from tracker.places import read_place


def browse(*, q="", specialty=None, state="", takes="", visa=""):
    """Verified attendings by name; each argument narrows, an empty one does not.

    A state is read as people write it: OH, Ohio. A visa finds those who say they accept it.
    """
    found = Attending.objects.verified().select_related("institution", "specialty")
    if q:
        found = found.matching(q)
    if specialty:
        found = found.filter(specialty=specialty)
    if state and state.strip():
        code = read_place("", state).state.upper()
        found = found.filter(state_code=code) if len(code) == 2 else found.none()
    if takes in ("observers", "researchers"):
        found = found.filter(**{f"accepts_{takes}": True})
    if visa:
        found = found.filter(Q(visas__icontains=f'"{visa}"'))
    return found.order_by("name", "pk")
