"""Writes around listings: the curator's record with its history, what a person saves, what they start."""

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from reminders.services import refresh
from tracker import directory, services
from tracker.models import DirectoryChange, Opportunity, Rotation, SavedOpportunity, SavedSearch
from tracker.services import Refused

MOST_SEARCHES = 20

_KINDS = {
    Opportunity.Kind.EXTERNSHIP: Rotation.Kind.EXTERNSHIP,
    Opportunity.Kind.FELLOWSHIP: Rotation.Kind.RESEARCH,
    Opportunity.Kind.SCHOLAR: Rotation.Kind.RESEARCH,
    Opportunity.Kind.COORDINATOR: Rotation.Kind.RESEARCH,
    Opportunity.Kind.REMOTE: Rotation.Kind.RESEARCH,
}


def told(opportunity):
    """{fact: value as JSON keeps it} of a stored listing, its requirements as sentences."""
    facts = {name: _plain(value) for name, value in directory.facts_of(opportunity).items()}
    lines = [requirement.line for requirement in opportunity.requirements.all()]
    return facts | {"requirements": lines}


def _plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


@transaction.atomic
def record(opportunity, before, *, actor, now, reason=""):
    """Write what changed since `before` (of `told`; empty for a new listing) to the history.

    Called after the record and its requirements are saved. The line of the history, None for no change.
    """
    if opportunity.is_listed and opportunity.listed_at is None:
        Opportunity.objects.filter(pk=opportunity.pk).update(listed_at=now)
        opportunity.listed_at = now
    stored = Opportunity.objects.prefetch_related("requirements").get(pk=opportunity.pk)
    old, new = directory.differences(before, told(stored))
    if not before:
        new = {name: value for name, value in new.items() if value not in ("", None, [], False)}
    if not new:
        return None
    action = DirectoryChange.Action.CHANGED if before else DirectoryChange.Action.CREATED
    return directory.log(
        opportunity, action, actor=actor, now=now, before=old if before else {}, after=new, reason=reason
    )


@transaction.atomic
def save(owner, opportunity, *, now):
    """Keep a listing; its deadline is remembered from now on. Twice is once."""
    kept, _ = SavedOpportunity.objects.get_or_create(owner=owner, opportunity=opportunity)
    refresh(owner, now)
    return kept


@transaction.atomic
def drop(owner, opportunity, *, now):
    """Keep it no longer; its reminder goes."""
    SavedOpportunity.objects.filter(owner=owner, opportunity=opportunity).delete()
    refresh(owner, now)


@transaction.atomic
def apply(owner, opportunity, way, *, now):
    """Start what settings.OPPORTUNITY_STARTS names `way`; the record it made. Keeps the listing too.

    Raises Refused with a sentence when it cannot be started that way.
    """
    made = import_string(settings.OPPORTUNITY_STARTS[way])(owner, opportunity, now)
    save(owner, opportunity, now=now)
    SavedOpportunity.objects.filter(owner=owner, opportunity=opportunity, started_at=None).update(
        started_at=now
    )
    return made


def start_rotation(owner, opportunity, now):
    """An exploring rotation at the hospital of the listing; the one already there when there is one."""
    if opportunity.institution is None:
        raise Refused("This listing names no hospital, and a rotation happens somewhere.")
    kind = _KINDS.get(opportunity.kind, Rotation.Kind.OBSERVERSHIP)
    facts = {
        "institution": opportunity.institution,
        "kind": kind,
        "specialty": opportunity.specialty,
        "stage": Rotation.Stage.EXPLORING,
        "found_through": Rotation.Source.LISTING,
    }
    if there := Rotation.objects.for_owner(owner).filter(**facts).first():
        return there
    rotation = Rotation(
        owner=owner,
        **facts,
        department=opportunity.department,
        city=opportunity.city or opportunity.institution.city,
        state=opportunity.state or opportunity.institution.state,
        is_hands_on=kind == Rotation.Kind.EXTERNSHIP,
        coordinator_name=opportunity.contact_name,
        coordinator_email=opportunity.contact_email,
    )
    return services.save_rotation(rotation, attendings=[], now=now)


def save_search(owner, name, asked, *, now):
    """Name a filter. Raises Refused for a name in use, and beyond twenty."""
    if SavedSearch.objects.for_owner(owner).count() >= MOST_SEARCHES:
        raise Refused(f"You have {MOST_SEARCHES} saved searches. Remove one first.")
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(owner=owner, name=name, asked=asked, looked_at=now)
    except IntegrityError:
        raise Refused("You have a search of that name. Choose another.") from None


def look(search, *, now):
    """The owner looks at the search now; the moment they looked before."""
    before = search.looked_at
    SavedSearch.objects.filter(pk=search.pk).update(looked_at=now)
    return before


def delete_search(search, *, now):
    SavedSearch.objects.filter(pk=search.pk, deleted_at=None).update(deleted_at=now)


def restore_search(search, *, now):
    """Back as it was. Refused when a new one took its name."""
    try:
        with transaction.atomic():
            SavedSearch.objects.filter(pk=search.pk).update(deleted_at=None)
    except IntegrityError:
        raise Refused("You have a new search of that name. Remove that one first.") from None
