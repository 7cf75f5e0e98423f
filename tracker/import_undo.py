"""Undo of an import: what it made goes, what was edited or used since stays and is listed.

Every row is remembered by a fingerprint of its columns as the database gave them back. A row that reads
otherwise now was edited; a row that something else leans on is in use.
"""

import hashlib
import json

from django.apps import apps

AT_ONCE = 500
_TIMES = ("updated_at", "deleted_at")


def remember(written) -> dict:
    """What `written` (importing.target.Written) made and changed, as JSON for `ImportBatch.undoing`."""
    made = [
        [rows[0]._meta.label, _marks(rows[0]._meta.model, [row.pk for row in rows])]
        for rows in written.made
        if rows
    ]
    changed = {}
    for row, before in written.changed:
        changed.setdefault(row._meta.label, {})[str(row.pk)] = {
            name: value if value is None or isinstance(value, bool | str) else str(value)
            for name, value in before.items()
        }
    marks = {label: _marks(apps.get_model(label), list(rows)) for label, rows in changed.items()}
    return {"made": made, "changed": changed, "marks": marks}


def _marks(model, pks):
    """{pk as text: fingerprint} of the live rows."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in _TIMES]
    found = {}
    for start in range(0, len(pks), AT_ONCE):
        rows = _live(model).filter(pk__in=pks[start : start + AT_ONCE])
        for values in rows.values_list("pk", *names):
            text = json.dumps(values[1:], default=str)
            found[str(values[0])] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def _live(model):
    """Rows that are not marked deleted, of whoever."""
    rows = model._base_manager.all()
    return rows.filter(deleted_at=None) if _is_record(model) else rows


def _is_record(model):
    return any(field.name == "deleted_at" for field in model._meta.concrete_fields)


def undo(undoing: dict, now) -> tuple[int, list[tuple[str, int]]]:
    """(how many rows went or were put back, [(label, pk)] of those left as they are now)."""
    made = {apps.get_model(label): marks for label, marks in undoing["made"]}
    stays = {model: _edited(model, marks) for model, marks in made.items()}
    while _spread(made, stays):
        pass
    count, left = _put_back(undoing)
    for model, marks in reversed(made.items()):
        going = [int(pk) for pk in marks if int(pk) not in stays[model]]
        count += _remove(model, going, now)
        present = set(_marks(model, sorted(stays[model]))) if stays[model] else set()
        if _is_record(model):
            left += [(model._meta.label, int(pk)) for pk in present]
    return count, left


def _edited(model, marks):
    """Made by the import and different now; what is gone already is neither."""
    now = _marks(model, [int(pk) for pk in marks])
    return {int(pk) for pk, mark in now.items() if marks[pk] != mark}


def _spread(made, stays):
    """What is leaned on stays with what leans on it, parts stay with their whole. True if that added any."""
    before = sum(len(pks) for pks in stays.values())
    for parent, marks in made.items():
        for link in parent._meta.related_objects:
            child = link.related_model
            for pk, parent_pk in _leaning(link, [int(pk) for pk in marks]):
                is_ours = str(pk) in made.get(child, {})
                if not is_ours or pk in stays[child]:
                    stays[parent].add(parent_pk)
                elif parent_pk in stays[parent] and not _is_record(child):
                    stays[child].add(pk)
    return sum(len(pks) for pks in stays.values()) > before


def _leaning(link, parents):
    """(pk, pk of the parent) of live rows that refer to `parents` and are more than bookkeeping."""
    if link.many_to_many or not link.field.concrete or link.related_model._meta.auto_created:
        return
    if link.field.name in ("merged_into",) or _is_key_row(link.related_model):
        return
    for start in range(0, len(parents), AT_ONCE):
        some = {f"{link.field.name}__in": parents[start : start + AT_ONCE]}
        rows = _live(link.related_model).filter(**some)
        yield from rows.values_list("pk", link.field.attname)


def _is_key_row(model):
    """Rows the directory keeps for itself beside a record: they go with it."""
    return model._meta.label in ("tracker.DuplicateKey", "tracker.ProbablePair", "tracker.DirectoryChange")


def _remove(model, pks, now):
    count = 0
    for start in range(0, len(pks), AT_ONCE):
        rows = _live(model).filter(pk__in=pks[start : start + AT_ONCE])
        if _is_record(model):
            count += rows.update(deleted_at=now)
        else:
            rows.delete()
    return count


def _put_back(undoing):
    """Give changed rows their former values, unless they were edited since."""
    count, left = 0, []
    for label, rows in undoing["changed"].items():
        model = apps.get_model(label)
        present = _marks(model, [int(pk) for pk in rows])
        for pk, before in rows.items():
            if present.get(pk) != undoing["marks"][label].get(pk):
                left += [(label, int(pk))] if pk in present else []
                continue
            values = {name: model._meta.get_field(name).to_python(text) for name, text in before.items()}
            count += model._base_manager.filter(pk=pk).update(**values)
    return count, left
