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
    if rotation is None:
        return
    names = {
        phi.bare_name(override.finding.words)[:80]
        for override in overrides
        if override.finding.kind == phi.Kind.NAME and override.reason == phi.Reason.COLLEAGUE
    }
    Colleague.objects.bulk_create(
        [Colleague(rotation=rotation, name=name) for name in sorted(names) if name], ignore_conflicts=True
    )


def colleagues_of(rotation):
    """Names called a colleague on this rotation."""
    return frozenset(rotation.colleagues.values_list("name", flat=True)) if rotation else frozenset()
