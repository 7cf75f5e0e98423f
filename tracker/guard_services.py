"""Remembers what people let through the PHI guard: counts and colleagues, never the text."""

from collections import Counter

from django.db import transaction
from django.db.models import F

from tracker import phi
from tracker.models import Colleague, GuardOverride


@transaction.atomic
def remember(owner, texts, *, rotation=None):
    """Count the overrides in these cleaned texts by kind and reason; colleagues are kept for the rotation."""
    overrides = [override for text in texts for override in getattr(text, "overrides", ())]
    for (kind, reason), count in Counter((str(o.finding.kind), str(o.reason)) for o in overrides).items():
        GuardOverride.objects.get_or_create(owner=owner, kind=kind, reason=reason)
        GuardOverride.objects.filter(owner=owner, kind=kind, reason=reason).update(count=F("count") + count)
    keep_colleagues(texts, rotation)


def keep_colleagues(texts, rotation):
    """Remember who was called a colleague in these cleaned texts; without a rotation nobody is."""
    if rotation is not None:
        rows = [Colleague(rotation=rotation, name=name) for name in sorted(names_of(texts))]
        Colleague.objects.bulk_create(rows, ignore_conflicts=True)


def names_of(texts):
    """Who was called a colleague in these cleaned texts, without titles."""
    overrides = [override for text in texts for override in getattr(text, "overrides", ())]
    names = {
        phi.bare_name(override.finding.words)[:80]
        for override in overrides
        if override.finding.kind == phi.Kind.NAME and override.reason == phi.Reason.COLLEAGUE
    }
    return names - {""}


def colleagues_of(rotation):
    """Names called a colleague on this rotation."""
    return frozenset(rotation.colleagues.values_list("name", flat=True)) if rotation else frozenset()


def colleagues_by_rotation(owner):
    """{id of a rotation: names called a colleague on it}, of all a person's rotations in one statement."""
    known = {}
    for pk, name in Colleague.objects.filter(rotation__owner=owner).values_list("rotation", "name"):
        known.setdefault(pk, set()).add(name)
    return known
