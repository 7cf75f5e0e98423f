"""What became of records that a curator's import made: which are in use by now, which somebody changed.

An undo takes back the others. Shared by the imports of mentors and of listings.
"""

from tracker import merge_graph
from tracker.models import DirectoryChange

CHUNK = 2000


def used(model, pks, *, apart_from=()):
    """Ids of records that something else points at; `apart_from` are models that are part of a record."""
    found = set()
    for key in merge_graph.moving_keys(model):
        if key.model in apart_from:
            continue
        for start in range(0, len(pks), CHUNK):
            rows = key.model._base_manager.filter(**{f"{key.name}__in": pks[start : start + CHUNK]})
            found |= set(rows.values_list(f"{key.name}_id", flat=True))
    return found


def changed(kind, pks, since, *, apart_from):
    """Ids of records of which the history tells a change at or after `since`.

    `apart_from` is a Q of the lines that say nothing: those the import wrote itself.
    """
    found = set()
    for start in range(0, len(pks), CHUNK):
        rows = DirectoryChange.objects.filter(kind=kind, record__in=pks[start : start + CHUNK], at__gte=since)
        found |= set(rows.exclude(apart_from).values_list("record", flat=True))
    return found
