"""Writes to the shared directory: every change is kept with who, what, when, before and after."""

import datetime
import json

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from tracker.models import Attending, DirectoryChange, DirectoryNotice, Institution, ProposedChange
from tracker.models.curation import LONGEST_REASON
from tracker.services import Refused

STALE = datetime.timedelta(days=180)  # product.md §4
KINDS = {"attending": Attending, "institution": Institution}


def kind_of(record):
    """ "attending", "institution" or "opportunity"."""
    return record._meta.model_name


def facts_of(record):
    """{fact: value as JSON keeps it}: a related record is its id."""
    return {name: getattr(record, record._meta.get_field(name).attname) for name in record.FACTS}


def differences(before, after):
    """The facts that differ, as ({fact: before}, {fact: after})."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def log(record, action, *, actor, now, before=None, after=None, reason=""):
    """Write one line of history."""
    return DirectoryChange.objects.create(
        kind=kind_of(record),
        record=record.pk,
        label=str(record)[:200],
        action=action,
        before=before or {},
        after=after or {},
        actor=actor,
        reason=reason[:LONGEST_REASON],
        at=now,
    )


@transaction.atomic
def save_record(record, *, actor, now, action=None, reason=""):
    """Write a record and, where facts changed, the history of it. The names of the changed facts.

    A private record that its owner changes has no history: nobody else's business until it is checked.
    """
    is_new = record.pk is None
    stored = type(record).objects.filter(pk=record.pk).first()
    before, after = differences(facts_of(stored) if stored else {}, facts_of(record))
    if is_new:
        after = {name: value for name, value in after.items() if value not in ("", None, [], False)}
    record.save()
    is_private = record.owner_id is not None and not record.is_verified
    if after and not (is_private and actor == record.owner):
        chosen = action or (DirectoryChange.Action.CREATED if is_new else DirectoryChange.Action.CHANGED)
        log(record, chosen, actor=actor, now=now, before=before, after=after, reason=reason)
    return sorted(after)


def tell(owner_id, words, *, path="", now):
    """Put a sentence in front of somebody the next time they open Today or Attendings."""
    if owner_id:
        DirectoryNotice.objects.create(owner_id=owner_id, words=words[:600], path=path, created_at=now)


@transaction.atomic
def verify(records, *, actor, now):
    """Check records: they become everybody's, or their last check is today. How many.

    A record a user added leaves their ownership here: it must outlive their account. They are told.
    """
    count = 0
    for record in _locked(records):
        before = {
            "verified_at": record.verified_at and record.verified_at.isoformat(),
            "owner": record.owner_id,
        }
        owner, was_private = record.owner_id, not record.is_verified
        record.verified_at, record.verified_by, record.owner, record.declined_at = now, actor, None, None
        record.save(update_fields=["verified_at", "verified_by", "owner", "declined_at", "updated_at"])
        after = {"verified_at": now.isoformat(), "owner": None}
        log(record, DirectoryChange.Action.VERIFIED, actor=actor, now=now, before=before, after=after)
        if was_private:
            words = f"{record} was checked by a curator and is now in the directory."
            if isinstance(record, Attending):
                tell(owner, words, path=path_of(record), now=now)
            _verify_house(record, actor=actor, now=now)
        count += 1
    return count


@transaction.atomic
def verify_unowned(model, pks, *, actor, now):
    """Check many records that no user added (an import made them), and their hospitals. How many.

    Nobody has to be told and nothing that finds them changes, so it is a fixed number of statements.
    """
    rows = model.objects.select_for_update(of=("self",)).filter(
        pk__in=pks, owner=None, verified_at=None, deleted_at=None
    )
    records = list(rows.order_by("pk"))
    model.objects.filter(pk__in=[record.pk for record in records]).update(
        verified_at=now, verified_by=actor, declined_at=None
    )
    unchecked = {"verified_at": None, "owner": None}
    DirectoryChange.objects.bulk_create(
        [
            DirectoryChange(
                kind=kind_of(record),
                record=record.pk,
                label=str(record)[:200],
                action=DirectoryChange.Action.VERIFIED,
                before=unchecked,
                after={"verified_at": now.isoformat(), "owner": None},
                actor=actor,
                at=now,
            )
            for record in records
        ],
        batch_size=500,
    )
    houses = {getattr(record, "institution_id", None) for record in records} - {None}
    if houses:
        verify_unowned(Institution, houses, actor=actor, now=now)
    return len(records)


def _verify_house(record, *, actor, now):
    """A checked attending's hospital is no secret any more."""
    house = getattr(record, "institution", None)
    if house and not house.is_verified:
        verify([house], actor=actor, now=now)


def house_named(name, *, city="", state="", actor, now):
    """The hospital of the directory of that name or alias, else a new checked one; None for no name."""
    if not name:
        return None
    known = Institution.objects.verified().filter(name__iexact=name).order_by("pk").first()
    known = known or Institution.objects.verified().filter(aliases__icontains=json.dumps(name)).first()
    if known:
        return known
    made = Institution(name=name, city=city, state=state, verified_at=now, verified_by=actor)
    save_record(made, actor=actor, now=now)
    return made


def path_of(record):
    """Where a user reads a record; an institution has no page of its own."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


def _locked(records):
    """The rows of these records, locked in the order of their ids, as they are now."""
    records = list(records)
    if not records:
        return []
    model = type(records[0])
    rows = model.objects.select_for_update(of=("self",)).filter(
        pk__in=[record.pk for record in records], deleted_at=None
    )
    return list(rows.order_by("pk"))


@transaction.atomic
def unverify(change, *, actor, now):
    """Take back one check: the record is again what the history says it was before."""
    record = KINDS[change.kind].objects.select_for_update(of=("self",)).filter(pk=change.record).first()
    if record is None or record.deleted_at:
        raise Refused("That record is not there any more.")
    before = change.before
    when = before.get("verified_at")
    record.verified_at = when and datetime.datetime.fromisoformat(when)
    record.owner_id = before.get("owner")
    record.verified_by = actor if when else None
    record.save(update_fields=["verified_at", "owner", "verified_by", "updated_at"])
    log(
        record,
        DirectoryChange.Action.CHANGED,
        actor=actor,
        now=now,
        before=change.after,
        after=before,
        reason="The check was taken back.",
    )
    return record


@transaction.atomic
def decline(record, *, actor, reason, now):
    """Leave a user's record private, and tell them why. It stays theirs and works as before."""
    type(record).objects.filter(pk=record.pk, verified_at=None).update(declined_at=now)
    log(record, DirectoryChange.Action.DECLINED, actor=actor, now=now, reason=reason)
    words = f"{record} stays your own private record. A curator wrote: {reason}"
    tell(record.owner_id, words, path=path_of(record), now=now)


@transaction.atomic
def remove(record, *, actor, reason, now):
    """Take a shared record out of the directory; what people recorded with it stays with them."""
    type(record).objects.filter(pk=record.pk).update(deleted_at=now)
    log(record, DirectoryChange.Action.REMOVED, actor=actor, now=now, reason=reason)


def propose(attending, changes, *, by, note="", now):
    """Keep what somebody would change. `changes` is {fact: new value}; None when nothing differs.

    Nobody can propose that somebody who asked not to be written to may be written to again.
    """
    before, after = differences(facts_of(attending), changes)
    if before.get("is_do_not_contact"):
        before.pop("is_do_not_contact")
        after.pop("is_do_not_contact")
    if not after:
        return None
    pairs = {name: [before[name], after[name]] for name in after}
    return ProposedChange.objects.create(attending=attending, proposed_by=by, changes=pairs, note=note)


@transaction.atomic
def approve(proposal, *, actor, now, only=None, reason=""):
    """Take over a proposal, or only the facts named. Raises Refused when another curator was first."""
    _decide(proposal, ProposedChange.State.APPROVED, actor=actor, now=now, reason=reason)
    attending = Attending.objects.select_for_update(of=("self",)).get(pk=proposal.attending_id)
    taken = {name: pair[1] for name, pair in proposal.changes.items() if only is None or name in only}
    for name, value in taken.items():
        setattr(attending, attending._meta.get_field(name).attname, value)
    save_record(attending, actor=actor, now=now, action=DirectoryChange.Action.PROPOSAL, reason=proposal.note)
    _verify_house(attending, actor=actor, now=now)
    words = f"Your change to {attending} was taken over."
    if len(taken) < len(proposal.changes):
        words = f"Part of your change to {attending} was taken over."
    if reason:
        words += f" A curator wrote: {reason}"
    tell(proposal.proposed_by_id, words, path=attending.get_absolute_url(), now=now)


@transaction.atomic
def reject(proposal, *, actor, reason, now):
    """Do not take over a proposal; the person who made it is told why."""
    _decide(proposal, ProposedChange.State.REJECTED, actor=actor, now=now, reason=reason)
    words = f"Your change to {proposal.attending} was not taken over. A curator wrote: {reason}"
    tell(proposal.proposed_by_id, words, path=proposal.attending.get_absolute_url(), now=now)


def _decide(proposal, state, *, actor, now, reason):
    decided = ProposedChange.objects.filter(pk=proposal.pk, state=ProposedChange.State.OPEN).update(
        state=state, decided_by=actor, decided_at=now, reason=reason[:LONGEST_REASON]
    )
    if not decided:
        raise Refused("Another curator decided this one a moment ago.")


def withdraw(proposal, *, now):
    """The person who proposed takes it back. True when it was still open."""
    mine = ProposedChange.objects.filter(pk=proposal.pk, state=ProposedChange.State.OPEN)
    return mine.update(state=ProposedChange.State.WITHDRAWN, decided_at=now) == 1


def note_bounce(address, *, now):
    """An address came back to somebody: curators are asked about the records that carry it. How many."""
    if not address:
        return 0
    held = Q(email__iexact=address) | Q(other_emails__icontains=f'"{address}"')
    found = Attending.objects.verified().filter(held)
    return found.update(bounced_email=address.lower(), bounced_at=now)


@transaction.atomic
def settle_bounce(attending, *, actor, new_email="", now):
    """Drop the address that came back, put `new_email` in its place when there is one."""
    gone = attending.bounced_email.lower()
    left = [mail for mail in attending.emails if mail.lower() != gone]
    if new_email:
        left.insert(0, new_email)
    attending.email, attending.other_emails = (left[0] if left else ""), left[1:]
    attending.bounced_email, attending.bounced_at = "", None
    return save_record(attending, actor=actor, now=now, reason=f"{gone} came back.")


def keep_bounced(attending):
    """The address is right after all (a full mailbox, a server that was down)."""
    Attending.objects.filter(pk=attending.pk).update(bounced_email="", bounced_at=None)


def admin_path(record):
    return reverse(f"admin:tracker_{kind_of(record)}_change", args=[record.pk])
