"""Records that came before the duplicate keys, or past them, get theirs in time (settings.SWEEPS)."""

from django.db import transaction

from tracker.models import Attending, DuplicateKey, ProbablePair

AT_ONCE = 500


@transaction.atomic
def backfill(now):
    """Index up to 500 attendings without a key, and find their probable pairs. How many.

    All keys are written before the first pair is looked for, so that two of them find each other.
    """
    bare = list(
        Attending.objects.filter(deleted_at=None, duplicate_keys=None)
        .select_related("institution", "specialty")
        .order_by("pk")[:AT_ONCE]
    )
    DuplicateKey.objects.keep(bare)
    for attending in bare:
        ProbablePair.objects.keep(attending)
    return len(bare)
