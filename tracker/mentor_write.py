"""Rows of a spreadsheet of mentors become records and proposed changes, in bulk."""

from django.db.models import Q

from accounts.models import Specialty
from tracker import directory
from tracker.folding import fold
from tracker.models import Attending, DirectoryChange, DuplicateKey, Institution, ProbablePair, ProposedChange
from tracker.models.duplicates import keys_of

# Never taken from a row that matches a record: who stands behind it is a curator's question.
_NOT_PROPOSED = ("name",)


def proposed(row, record, *, specialties, house):
    """{fact: value} that a row says differently from a record it matches. Do-not-contact only goes on."""
    values = {name: value for name, value in row.values.items() if name not in _NOT_PROPOSED}
    values.pop("institution", None)
    changes = {}
    if house is not None:
        changes["institution"] = house.pk
    for name, value in values.items():
        changes[name] = specialties.get(fold(value)) if name == "specialty" else value
    if changes.get("is_do_not_contact") is False:
        changes.pop("is_do_not_contact")
    email = changes.get("email")
    if email and email.casefold() in {address.casefold() for address in record.emails}:
        changes.pop("email")
    return directory.differences(directory.facts_of(record), changes)[1]


class Writer:
    """Writes the rows of one import in bulk, each hospital once."""

    def __init__(self, actor, now, is_verified, houses=()):
        """`houses` are the ids of hospitals the same file made before."""
        self.actor, self.now = actor, now
        self.standing = {"verified_at": now, "verified_by": actor} if is_verified else {}
        self.specialties = {fold(name): pk for pk, name in Specialty.objects.values_list("pk", "name")}
        self.houses, self.new_houses = {}, []
        shared = Institution.objects.filter(Q(verified_at__isnull=False) | Q(pk__in=houses), deleted_at=None)
        for house in shared.order_by("-pk"):
            for name in (*house.aliases, house.name):
                self.houses[fold(name)] = house

    def house_of(self, row):
        return self.houses.get(fold(row.values["institution"]))

    def make(self, found):
        """The ids of the new attendings, in the order of `found.rows`."""
        self._make_houses(found.rows)
        attendings = [self._attending(row) for row in found.rows]
        Attending.objects.bulk_create(attendings, batch_size=500)
        self._index(found.rows, attendings, found.pairs)
        DirectoryChange.objects.bulk_create(
            [
                DirectoryChange(
                    kind="attending",
                    record=attending.pk,
                    label=str(attending)[:200],
                    action=DirectoryChange.Action.IMPORTED,
                    actor=self.actor,
                    at=self.now,
                )
                for attending in attendings
            ],
            batch_size=500,
        )
        return [attending.pk for attending in attendings]

    def _make_houses(self, rows):
        for row in rows:
            key = fold(row.values["institution"])
            if key not in self.houses:
                place = {name: row.values.get(name, "") for name in ("city", "state")}
                house = Institution(name=row.values["institution"], **place, **self.standing)
                house.set_search()
                self.houses[key] = house
                self.new_houses.append(house)
        Institution.objects.bulk_create(self.new_houses, batch_size=500)

    def _attending(self, row):
        values = dict(row.values)
        values["institution"] = self.houses[fold(values["institution"])]
        if "specialty" in values:
            values["specialty_id"] = self.specialties[fold(values.pop("specialty"))]
        attending = Attending(**values, **self.standing)
        attending.set_search()
        return attending

    def _index(self, rows, attendings, pairs):
        keys = [
            DuplicateKey(attending_id=attending.pk, key=key)
            for attending in attendings
            for key in keys_of(attending)
        ]
        DuplicateKey.objects.bulk_create(keys, batch_size=5000, ignore_conflicts=True)
        by_row = {row.number: attending.pk for row, attending in zip(rows, attendings, strict=True)}
        found = [ProbablePair.objects.row(by_row[row.number], pk, match) for row, pk, match in pairs]
        ProbablePair.objects.bulk_create(found, batch_size=1000, ignore_conflicts=True)

    def propose(self, found):
        """The ids of the proposals made of rows that are a verified record already."""
        proposals = []
        for row, record in found.known:
            changes = proposed(row, record, specialties=self.specialties, house=self.house_of(row))
            before = directory.facts_of(record)
            pairs = {name: [before[name], value] for name, value in changes.items()}
            if pairs:
                proposals.append(ProposedChange(attending=record, changes=pairs, note="From a spreadsheet."))
        ProposedChange.objects.bulk_create(proposals, batch_size=500)
        return [proposal.pk for proposal in proposals]
