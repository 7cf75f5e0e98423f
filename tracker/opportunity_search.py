"""Finding listings: by specialty, state, kind, visa and deadline; what is new in a saved search."""

import datetime

from django.db.models import Count, Q

from tracker.folding import fold
from tracker.models import Opportunity, SavedSearch
from tracker.places import read_place

# What "apply by" can ask for, in words; without any: whatever can still be applied for.
DEADLINES = (
    ("", "Open now"),
    ("30", "In the next 30 days"),
    ("90", "In the next 90 days"),
    ("rolling", "No deadline given"),
    ("past", "Passed"),
)
ASKED = ("q", "specialty", "state", "kind", "visa", "by")


def wanted(today, *, q="", specialty=None, state="", kind="", visa="", by=""):
    """The condition of one search; each argument narrows, an empty one does not.

    A listing that names no specialty is for any. `specialty` is an id or a record.
    """
    found = _deadline(today, by)
    for word in fold(q or "").split()[:6]:
        found &= Q(search_text__icontains=word) | Q(institution__search_text__icontains=word)
    if specialty:
        found &= Q(specialty=specialty) | Q(specialty=None)
    if state and state.strip():
        code = read_place("", state).state.upper()
        own = Q(state_code=code) | Q(state_code="", institution__state_code=code)
        found &= own if len(code) == 2 else Q(pk=None)
    if kind:
        found &= Q(kind=kind)
    if visa:
        found &= Q(visas__icontains=f'"{visa}"')
    return found


def _deadline(today, by):
    if by == "rolling":
        return Q(deadline=None)
    if by == "past":
        return Q(deadline__lt=today)
    if by in ("30", "90"):
        return Q(deadline__gte=today, deadline__lte=today + datetime.timedelta(days=int(by)))
    return Q(deadline=None) | Q(deadline__gte=today)


def browse(owner, today, **asked):
    """Listings for `owner` that fit, the next deadline first, each with its `read_on`."""
    found = Opportunity.objects.listed_for(owner).filter(wanted(today, **asked))
    return found.select_related("institution", "specialty").with_last_read().order_by(*_order(asked))


def _order(asked):
    return ("-deadline", "title", "pk") if asked.get("by") == "past" else Opportunity._meta.ordering


def searches(owner, today):
    """[(saved search, how many are new since its owner last looked)]; two statements for any number."""
    saved = list(SavedSearch.objects.for_owner(owner))
    if not saved:
        return []
    counted = {f"n{search.pk}": Count("pk", filter=_new(search, today)) for search in saved}
    numbers = Opportunity.objects.listed_for(owner).aggregate(**counted)
    return [(search, numbers[f"n{search.pk}"]) for search in saved]


def _new(search, today):
    return Q(listed_at__gt=search.looked_at) & wanted(today, **known(search))


def known(search):
    """What a saved search asks for, as `wanted` takes it."""
    return {name: value for name, value in search.asked.items() if name in ASKED}
