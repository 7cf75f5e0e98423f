"""A spreadsheet of listings that came in through the admin, and taking it back (product.md, Imports).

What it made goes, unless somebody keeps it by now; what it changed reads as before, unless somebody changed
it since. Both are left then, and listed.
"""

from django.db import transaction
from django.db.models import Q

from tracker import directory, import_traces, opportunity_services
from tracker.models import DirectoryChange, Opportunity, OpportunityImport, Requirement
from tracker.services import Refused

_COLUMNS = ("words", "source", "source_url", "read_on")
UNDONE = "Import taken back."


def kept_requirements(opportunity):
    """What it asks for, so that it can be put back as it was."""
    rows = Requirement.objects.filter(opportunity=opportunity).values_list(*_COLUMNS)
    return [[*words, day.isoformat()] for *words, day in rows]


def row(opportunity, change, requirements):
    """What an undo needs of one listing. `requirements` before, None when the file left them alone."""
    is_new = change.action == DirectoryChange.Action.CREATED
    return {"pk": opportunity.pk, "change": change.pk, "is_new": is_new, "requirements": requirements}


def keep(rows, file_name, *, owner, now):
    """Remember what a file did."""
    name = file_name[:200] or "Spreadsheet"
    return OpportunityImport.objects.create(owner=owner, file_name=name, rows=rows, done_at=now)


@transaction.atomic
def undo(imported, *, actor, now):
    """Take it back, once. Raises Refused when it is taken back already."""
    claimed = OpportunityImport.objects.filter(pk=imported.pk, undone_at=None)
    if not claimed.update(undone_at=now):
        raise Refused("This import is undone already.")
    pks = [one["pk"] for one in imported.rows]
    own = Q(pk__in=[one["change"] for one in imported.rows])
    stay = import_traces.changed("opportunity", pks, imported.done_at, apart_from=own)
    stay |= import_traces.used(Opportunity, imported.new, apart_from=(Requirement,))
    there = Opportunity.objects.in_bulk(pks)
    # a listing that stood twice in the file is walked back step by step
    for one in reversed(imported.rows):
        listing = there.get(one["pk"])
        if listing is None or listing.pk in stay:
            continue
        if one["is_new"]:
            directory.log(listing, DirectoryChange.Action.REMOVED, actor=actor, now=now, reason=UNDONE)
            listing.delete()
        elif not _put_back(listing, one, imported.done_at, actor=actor, now=now):
            stay.add(listing.pk)
    left = Opportunity.objects.filter(pk__in=stay).order_by("title", "pk")
    names = [{"pk": listing.pk, "name": str(listing)} for listing in left]
    OpportunityImport.objects.filter(pk=imported.pk).update(left=names)
    imported.refresh_from_db()
    return imported


def _put_back(listing, one, since, *, actor, now):
    """Give a listing the facts it had. False, and nothing is written, when one of them is gone by now."""
    change = DirectoryChange.objects.get(pk=one["change"])
    now_says = opportunity_services.told(listing)
    facts = {name: value for name, value in change.before.items() if name != "requirements"}
    if any(now_says[name] != change.after[name] for name in change.after) or not _are_there(facts):
        return False
    for name, value in facts.items():
        field = Opportunity._meta.get_field(name)
        setattr(listing, field.attname, field.to_python(value) if not field.is_relation else value)
    if not listing.is_listed and listing.listed_at == since:
        listing.listed_at = None
    listing.save()
    if one["requirements"] is not None:
        listing.requirements.all().delete()
        Requirement.objects.bulk_create(
            Requirement(opportunity=listing, **dict(zip(_COLUMNS, values, strict=True)))
            for values in one["requirements"]
        )
    opportunity_services.record(listing, now_says, actor=actor, now=now, reason=UNDONE)
    return True


def _are_there(facts):
    """Whether the records these facts name still exist, as records of their own."""
    for name, pk in facts.items():
        field = Opportunity._meta.get_field(name)
        if field.is_relation and pk is not None:
            found = field.related_model.objects.filter(pk=pk).first()
            if found is None or getattr(found, "deleted_at", None):
                return False
    return True
