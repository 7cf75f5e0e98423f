"""Remembers what people let through the PHI guard: counts and colleagues, never the text."""

from collections import Counter

from django.db import transaction
from django.db.models import F

from tracker import phi
from tracker.models import Colleague, GuardOverride


@transaction.atomic
def remember(owner, texts, *, rotation=None):
    """Count the overrides in these cleaned texts; a name let through is a colleague on this rotation."""
    overrides = [finding for text in texts for finding in getattr(text, "overrides", ())]
    for kind, count in Counter(str(finding.kind) for finding in overrides).items():
        GuardOverride.objects.get_or_create(owner=owner, kind=kind)
        GuardOverride.objects.filter(owner=owner, kind=kind).update(count=F("count") + count)
    if rotation is None:
        return
    names = {phi.bare_name(finding.words)[:80] for finding in overrides if finding.kind == phi.Kind.NAME}
    Colleague.objects.bulk_create(
        [Colleague(rotation=rotation, name=name) for name in sorted(names) if name], ignore_conflicts=True
    )


def colleagues_of(rotation):
    """Names called a colleague on this rotation."""
    return frozenset(rotation.colleagues.values_list("name", flat=True)) if rotation else frozenset()
