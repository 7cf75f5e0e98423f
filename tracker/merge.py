"""Making one directory record of several, and taking it back exactly for 30 days.

The facts of the survivor are chosen one by one, everything that points at the others is found from the
model graph and moves along (merge_graph), all in one transaction with the rows locked in the order of
their ids. The others stay as hidden rows that say where they went. Nothing private changes its owner.
"""

import datetime
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction

from accounts import spoken
from reminders.services import refresh
from tracker import directory, merge_graph
from tracker.models import Attending, DirectoryChange, DuplicateKey, MergeRecord, ProbablePair
from tracker.services import Refused

MOST_REFRESHED = 50  # owners asked again at once; the nightly pass asks the rest
# Columns besides the facts that a merge writes on the survivor.
STANDING = ("verified_at", "verified_by_id", "owner_id")


@dataclass(frozen=True)
class FactChoice:
    """One fact of the records side by side. `values` is [(record id, value, words)], `chosen` a record id."""

    name: str
    label: str
    values: tuple
    chosen: int
    differs: bool


def freshest(records):
    """The record that should survive: checked last, then changed last, then the oldest id."""
    return max(records, key=lambda r: (r.is_verified, r.verified_at or r.updated_at, r.updated_at, -r.pk))


def fact_choices(records, survivor):
    """Every fact with what each record says; the survivor's is chosen unless it says nothing."""
    others = sorted((r for r in records if r.pk != survivor.pk), key=lambda r: r.updated_at, reverse=True)
    order = [survivor, *others]
    choices = []
    for name in survivor.FACTS:
        if name == "is_do_not_contact":
            continue  # not to be chosen: once anybody asked not to be written to, it holds
        said = {record.pk: value_of(record, name) for record in order}
        full = [pk for pk, value in said.items() if value not in ("", None, [])]
        values = tuple((record.pk, said[record.pk], words_of(record, name)) for record in records)
        distinct = {repr(value) for value in said.values()}
        label = str(survivor._meta.get_field(name).verbose_name)
        choices.append(
            FactChoice(
                name,
                label[:1].upper() + label[1:],
                values,
                full[0] if full else survivor.pk,
                len(distinct) > 1,
            )
        )
    return choices


def value_of(record, name):
    return getattr(record, record._meta.get_field(name).attname)


def words_of(record, name):
    """A fact for a reader: the name of a related record, lists with commas, yes and no."""
    value = getattr(record, name)
    if name == "visas":
        return record.visa_words
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else value if value is not None else "")


def merge(model, pks, *, survivor, choices=None, actor, reason="", now):
    """Make one record of `pks` (ids). The MergeRecord.

    `survivor` is the id that stays, `choices` {fact: id of the record whose value it takes}; what is
    left out takes the survivor's, or the freshest there is. Raises Refused with a sentence when fewer
    than two are named, or one of them is gone: merged by somebody else a moment ago, removed.
    """
    wanted = sorted({int(pk) for pk in pks})
    if len(wanted) < 2 or survivor not in wanted:
        raise Refused("Choose two records or more, and the one that stays.")
    with transaction.atomic():
        records = take(model, wanted)
        return _merge(records, survivor, choices or {}, actor=actor, reason=reason, now=now)


def take(model, pks):
    """The rows, locked in the order of their ids: two merges never wait for each other in a ring."""
    rows = list(model.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    there = {row.pk: row for row in rows if row.deleted_at is None}
    for pk in pks:
        if pk not in there:
            raise Refused(_where_it_went(model, pk))
    return rows


def _where_it_went(model, pk):
    record = model.objects.filter(pk=pk).select_related("merged_into").first()
    if record is None:
        return "One of these records is not there any more. Nothing was merged."
    if record.merged_into is None:
        return f"{record} was removed from the directory a moment ago. Nothing was merged."
    done = MergeRecord.objects.filter(
        kind=model._meta.model_name, survivor=record.merged_into_id, undone_at=None
    ).first()
    who = str(done.actor) if done and done.actor else "Another curator"
    return f"{who} already merged {record} into {record.merged_into}. Nothing was done twice."


def _merge(records, survivor_pk, choices, *, actor, reason, now):
    model = type(records[0])
    survivor = next(record for record in records if record.pk == survivor_pk)
    losers = [record for record in records if record.pk != survivor_pk]
    owners = merge_graph.owners_of(model, [record.pk for record in records])
    snapshots = {str(loser.pk): merge_graph.snapshot(loser) for loser in losers}
    before = _columns(survivor)
    _take_facts(survivor, records, choices)
    survivor.verified_at, survivor.verified_by, survivor.owner = now, actor, None
    steps = []
    try:
        for loser in losers:
            merge_graph.move_all(model, loser.pk, survivor.pk, steps)
    except merge_graph.CannotFold as error:
        raise Refused(f"These cannot be one record yet: somebody has a {error} with both.") from None
    _hide(losers, survivor, now)
    survivor.save()
    changed_before, changed_after = directory.differences(before, _columns(survivor))
    record = MergeRecord.objects.create(
        kind=model._meta.model_name,
        survivor=survivor.pk,
        losers=[loser.pk for loser in losers],
        labels={str(row.pk): str(row)[:200] for row in records},
        snapshots=snapshots,
        steps=steps,
        before=changed_before,
        after=changed_after,
        actor=actor,
        reason=reason[:300],
        created_at=now,
    )
    _tell(record, survivor, losers, before, actor=actor, now=now)
    _refresh(owners, now)
    return record


def _columns(record):
    """The facts and the standing of a record as JSON keeps them."""
    standing = {name: getattr(record, name) for name in STANDING}
    if standing["verified_at"]:
        standing["verified_at"] = standing["verified_at"].isoformat()
    return directory.facts_of(record) | standing


def _take_facts(survivor, records, choices):
    by_pk = {record.pk: record for record in records}
    emails = [address for record in [survivor, *records] for address in getattr(record, "emails", [])]
    names = [record.name for record in records] + [a for r in records for a in getattr(r, "aliases", [])]
    chosen = {choice.name: choice.chosen for choice in fact_choices(records, survivor)}
    for name, pk in chosen.items():
        picked = choices.get(name, pk)
        if picked not in by_pk:
            raise Refused("One of the chosen values belongs to none of these records.")
        setattr(survivor, survivor._meta.get_field(name).attname, value_of(by_pk[picked], name))
    if isinstance(survivor, Attending):
        survivor.is_do_not_contact = any(record.is_do_not_contact for record in records)
        survivor.other_emails = _others(survivor.email, emails)
    else:
        survivor.aliases = _others(survivor.name, names)


def _others(first, values):
    """The values without `first` and without doubles, whatever their case."""
    found = {}
    for value in values:
        found.setdefault(value.casefold(), value)
    found.pop(first.casefold(), None)
    return [value for value in found.values() if value]


def _hide(losers, survivor, now):
    for loser in losers:
        loser.deleted_at, loser.merged_into = now, survivor
        type(loser).objects.filter(pk=loser.pk).update(deleted_at=now, merged_into=survivor)
    _index(losers)


def _index(records):
    for record in records:
        if isinstance(record, Attending):
            DuplicateKey.objects.keep([record])
            ProbablePair.objects.keep(record)
        else:
            Attending.reindex(Attending.objects.filter(institution=record))


def _tell(record, survivor, losers, before, *, actor, now):
    told = {}
    for loser in losers:
        if loser.owner_id and not loser.is_verified:
            told.setdefault(loser.owner_id, []).append(str(loser))
    if before["owner_id"]:
        words = f"{survivor} was checked by a curator and is now in the directory."
        directory.tell(before["owner_id"], words, path=directory.path_of(survivor), now=now)
    for owner, names in told.items():
        words = f"Your record {spoken.listed(names)} was joined with {survivor} of the directory. "
        words += "Rotations, days and notes moved along."
        directory.tell(owner, words, path=directory.path_of(survivor), now=now)
    directory.log(
        survivor,
        DirectoryChange.Action.MERGED,
        actor=actor,
        now=now,
        before=record.before,
        after=record.after,
        reason=record.reason or f"With {spoken.listed(record.loser_labels)}.",
    )


def _refresh(owner_ids, now):
    people = get_user_model().objects.filter(pk__in=owner_ids).select_related("profile").order_by("pk")
    for person in people[:MOST_REFRESHED]:
        refresh(person, now)


@transaction.atomic
def undo(record, *, actor, now):
    """Take a merge back: the hidden records return with everything that moved away from them.

    What somebody changed since stays as they left it and is said in the returned sentences. Raises
    Refused after 30 days, the second time, and while the survivor is itself merged into another.
    """
    model = directory.KINDS[record.kind]
    pks = sorted({record.survivor, *record.losers})
    rows = {
        row.pk: row for row in model.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    }
    _may_undo(record, rows, now)
    owners = merge_graph.owners_of(model, pks)
    left = merge_graph.take_back(record.steps)
    losers = [rows[pk] for pk in record.losers if pk in rows]
    for loser in losers:
        loser.deleted_at = loser.merged_into = None
        model.objects.filter(pk=loser.pk).update(deleted_at=None, merged_into=None)
    survivor = rows[record.survivor]
    left += _give_facts_back(record, survivor)
    survivor.save()
    _index(losers)
    MergeRecord.objects.filter(pk=record.pk).update(undone_by=actor, left=left)
    directory.log(
        survivor,
        DirectoryChange.Action.UNDONE,
        actor=actor,
        now=now,
        before=record.after,
        after=record.before,
        reason=" ".join(left),
    )
    _refresh(owners, now)
    return left


def _may_undo(record, rows, now):
    if now > record.undo_until:
        raise Refused(
            f"A merge can be undone for 30 days, until {spoken.day(record.undo_until.date(), now)}."
        )
    survivor = rows.get(record.survivor)
    if survivor is None:
        raise Refused("The record that stayed is not there any more, so nothing can come back from it.")
    if survivor.merged_into_id:
        raise Refused(f"{survivor} was merged again since. Undo that merge first.")
    first = MergeRecord.objects.filter(pk=record.pk, undone_at=None).update(undone_at=now)
    if not first:
        raise Refused("This merge is undone already.")


def _give_facts_back(record, survivor):
    """Put the survivor's columns back where nobody changed them since; sentences about the rest."""
    model = type(survivor)
    now, left = _columns(survivor), []
    still = {name for name in record.after if now[name] == record.after[name]}
    for name in record.before:
        if name not in still and name not in STANDING:
            label = model._meta.get_field(name).verbose_name
            left.append(f"{str(label)[:1].upper()}{str(label)[1:]} was changed since and stays.")
    standing = [name for name in STANDING if name in record.before]
    owner = record.before.get("owner_id")
    if owner and merge_graph.owners_of(model, [survivor.pk]) - {owner}:
        left.append("Other people use the record by now, so it stays in the directory.")
    elif still.issuperset(standing):
        for name in standing:
            setattr(survivor, name, record.before[name])
        survivor.verified_at = _moment(survivor.verified_at)
    for name in still - set(STANDING):
        setattr(survivor, model._meta.get_field(name).attname, record.before[name])
    return left


def moved_words(record):
    """As ["3 supervisions", "1 person note, joined with another"]: what a merge moved, by name and number."""
    counted = {}
    for step in record.steps:
        label = step["key"].rpartition(".")[0] if step["do"] == "move" else step["model"]
        kind = (label, step["do"])
        counted[kind] = counted.get(kind, 0) + len(step.get("ids", [None]))
    words = []
    for (label, do), count in sorted(counted.items()):
        meta = apps.get_model(label)._meta
        said = spoken.plural(count, str(meta.verbose_name), str(meta.verbose_name_plural))
        words.append(said if do == "move" else f"{said}, joined with another")
    return words


def _moment(value):
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
