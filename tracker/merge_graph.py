"""What points at a record, found from the models themselves, and moving all of it to another record.

A foreign key that somebody adds later moves without anybody remembering it: it stands in the model graph.
"""

import datetime
import json
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string

from accounts import spoken

# Keys that do not move, each with the reason. Everything else does.
STAYS = {
    "tracker.DuplicateKey.attending": "made anew from the record itself",
    "tracker.ProbablePair.first": "made anew from the record itself; what was told apart stays told apart",
    "tracker.ProbablePair.second": "made anew from the record itself; what was told apart stays told apart",
    "tracker.Attending.merged_into": "says where an earlier merge led",
    "tracker.Institution.merged_into": "says where an earlier merge led",
}


class CannotFold(Exception):
    """Two rows may not stand for one record, and nobody said how to make one of them."""


@dataclass(frozen=True)
class Moving:
    """One line of the preview: "3 supervisions" of `label` ("tracker.Supervision.attending")."""

    label: str
    count: int
    words: str


def keys_to(model):
    """Every foreign key and one-to-one key that points at `model`, hidden ones of many-to-many tables too."""
    found = [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return sorted(set(found), key=label_of)


def label_of(key):
    return f"{key.model._meta.label}.{key.name}"


def moving_keys(model):
    return [key for key in keys_to(model) if label_of(key) not in STAYS]


def unique_sets(key):
    """[(other fields, condition, whether nothing equals nothing)] of the unique rules `key` takes part in.

    A rule over Coalesce(…) is meant for columns that may be empty: there two empty ones are the same.
    """
    meta = key.model._meta
    found = [((), None, False)] if key.unique else []
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            names = rule.fields or _named_in(rule.expressions)
            if key.name in names:
                others = tuple(name for name in names if name != key.name)
                found.append((others, rule.condition, not rule.fields))
    found += [
        (tuple(name for name in names if name != key.name), None, False)
        for names in meta.unique_together
        if key.name in names
    ]
    return found


def _named_in(expressions):
    """The columns that the expressions of a rule are about."""
    names = ()
    for part in expressions:
        inside = () if isinstance(part, models.F) else _named_in(part.get_source_expressions())
        names += (part.name,) if isinstance(part, models.F) else inside
    return names


def fold_of(model):
    """The function that makes one row of two, or None. Rows of a plain many-to-many table hold no more."""
    if model._meta.auto_created:
        return lambda stays, goes: {}
    path = settings.MERGE_FOLDS.get(model._meta.label)
    return import_string(path) if path else None


def preview(model, pks):
    """What would move away from these records, by name and number; one statement for each kind of row."""
    rows = []
    for key in moving_keys(model):
        count = key.model._base_manager.filter(**{f"{key.name}__in": pks}).count()
        if count:
            meta = key.model._meta
            words = spoken.plural(count, str(meta.verbose_name), str(meta.verbose_name_plural))
            rows.append(Moving(label_of(key), count, words))
    return rows


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds; what comes back must be what was there."""

    def default(self, value):
        is_moment = isinstance(value, datetime.datetime | datetime.time)
        return value.isoformat() if is_moment else super().default(value)


def snapshot(row):
    """Every column of a row as JSON keeps it; `bring_back` makes the same row of it."""
    return json.loads(serializers.serialize("json", [row], cls=_ToTheMicrosecond))[0]


def bring_back(kept):
    """Insert a row again from its snapshot, with its old id."""
    next(iter(serializers.deserialize("json", json.dumps([kept])))).save()


def move_all(model, source, target, steps):
    """Point everything that points at `source` at `target`, and write into `steps` what was done.

    Rows that would then stand twice are folded into one (`MERGE_FOLDS`); what points at a folded row
    moves along with it. Raises CannotFold where nobody said how.
    """
    for key in moving_keys(model):
        for stays, goes in _doubles(key, source, target):
            _fold(key, stays, goes, steps)
        rows = key.model._base_manager.filter(**{key.name: source})
        ids = sorted(rows.values_list("pk", flat=True))
        if ids:
            key.model._base_manager.filter(pk__in=ids).update(**{key.name: target})
            steps.append({"do": "move", "key": label_of(key), "from": source, "to": target, "ids": ids})


def _doubles(key, source, target):
    """[(row of target, row of source)] that no unique rule lets stand side by side."""
    pairs = {}
    for names, condition, nothing_is_same in unique_sets(key):
        rows = key.model._base_manager.all()
        rows = rows.filter(condition) if condition is not None else rows
        kept = {_values(row, names): row for row in rows.filter(**{key.name: target})}
        for row in rows.filter(**{key.name: source}).order_by("pk"):
            values = _values(row, names)
            if values in kept and (nothing_is_same or None not in values):
                pairs[row.pk] = (kept[values], row)
    return list(pairs.values())


def _values(row, names):
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _fold(key, stays, goes, steps):
    fold = fold_of(key.model)
    if fold is None:
        raise CannotFold(str(key.model._meta.verbose_name))
    before = snapshot(stays)["fields"]
    for name, value in fold(stays, goes).items():
        setattr(stays, name, value)
    move_all(key.model, goes.pk, stays.pk, steps)
    gone = snapshot(goes)
    key.model._base_manager.filter(pk=goes.pk).delete()
    stays.save()
    after = snapshot(stays)["fields"]
    changed = [name for name in after if after[name] != before[name]]
    steps.append(
        {
            "do": "fold",
            "model": key.model._meta.label,
            "stays": stays.pk,
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
            "gone": gone,
        }
    )


def take_back(steps):
    """Undo `steps`, last first. Sentences about what somebody changed since, and so stays."""
    left = []
    for step in reversed(steps):
        said = _unmove(step) if step["do"] == "move" else _unfold(step)
        left += [said] if said else []
    return left


def _unmove(step):
    model_label, _, name = step["key"].rpartition(".")
    model = apps.get_model(model_label)
    rows = model._base_manager.filter(pk__in=step["ids"], **{name: step["to"]})
    back = rows.update(**{name: step["from"]})
    there = model._base_manager.filter(pk__in=step["ids"]).count()
    if there > back:
        meta = model._meta
        count = spoken.plural(there - back, str(meta.verbose_name), str(meta.verbose_name_plural))
        return f"{count} changed since, left as {'it is' if there - back == 1 else 'they are'}."
    return ""


def _unfold(step):
    model = apps.get_model(step["model"])
    name = str(model._meta.verbose_name)
    stays = model._base_manager.filter(pk=step["stays"]).first()
    was_edited = False
    if stays is not None:
        now = snapshot(stays)["fields"]
        whole = {name: now[name] for name in step["after"] if name != "updated_at"}
        was_edited = whole != {key: value for key, value in step["after"].items() if key != "updated_at"}
        if not was_edited:
            bring_back({"model": step["model"], "pk": step["stays"], "fields": {**now, **step["before"]}})
    try:
        with transaction.atomic():
            bring_back(step["gone"])
    except IntegrityError:
        return f"One {name} could not come back: what it belonged to is gone."
    return f"One {name} changed since, left as it is; the other came back." if was_edited else ""


def owner_path(model):
    """The lookup that leads from a row to whose it is: "owner", "rotation__owner"; "" when nobody's."""
    names = {field.name: field for field in model._meta.concrete_fields}
    if "owner" in names:
        return "owner"
    for field in names.values():
        related = field.related_model
        has_owner = related and any(f.name == "owner" for f in related._meta.concrete_fields)
        if has_owner and field.name not in ("attending", "institution"):
            return f"{field.name}__owner"
    return ""


def owners_of(model, pks):
    """Ids of the people whose rows point at these records."""
    found = set()
    for key in moving_keys(model):
        if path := owner_path(key.model):
            rows = key.model._base_manager.filter(**{f"{key.name}__in": pks})
            found |= set(rows.values_list(path, flat=True))
    return found - {None}
