"""A spreadsheet of mentors: looked through without writing, brought in, undone (product.md, Imports)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from accounts.models import Specialty
from tracker import directory, duplicates, merge_graph, sheets
from tracker.folding import fold
from tracker.mentor_rows import FIELDS, LABELS, Fault, MentorRow, guess_columns, read_row
from tracker.models import (
    Attending,
    DirectoryChange,
    DuplicateKey,
    Institution,
    MentorImport,
    ProbablePair,
    ProposedChange,
)
from tracker.models.duplicates import keys_of
from tracker.services import Refused

SURE = 0.85  # from here on a row is the record; below, a curator is asked (docs/duplicates.md, scores)
COMMON = 40  # a key carried by more records than this says too little to look at
CLOSEST = 8  # of the records that share keys, those that share most
CHUNK = 2000
# Never taken from a row that matches a record: who stands behind it is a curator's question.
_NOT_PROPOSED = ("name",)


@dataclass
class Look:
    """What a spreadsheet would do: nothing is written.

    `rows` are good and new; `known` good rows that are a verified record, as (row, record);
    `same` how many of those say nothing new; `faults` name row and column.
    """

    faults: list[Fault] = field(default_factory=list)
    rows: list[MentorRow] = field(default_factory=list)
    known: list[tuple[MentorRow, Attending]] = field(default_factory=list)
    pairs: list = field(default_factory=list)
    faulty_rows: int = 0

    @property
    def good(self):
        return len(self.rows) + len(self.known)


def receive(content, name, *, owner, now):
    """Keep an uploaded file with its columns guessed. Raises sheets.Unreadable with a sentence."""
    headers, rows = sheets.read(content, name)
    if not rows:
        raise sheets.Unreadable("The file has a row of column names and nothing under it.")
    return MentorImport.objects.create(
        owner=owner,
        file_name=name[:200],
        headers=headers,
        rows=rows,
        columns=guess_columns(headers),
        created_at=now,
    )


def look(imported):
    """Go through the whole file. A fixed number of statements for each 2,000 rows."""
    found = Look()
    good = _read_all(imported, found)
    good = _without_doubles(good, found)
    _find_known(good, found)
    found.faulty_rows = len({fault.row for fault in found.faults})
    found.faults.sort(key=lambda fault: fault.row)
    return found


def _read_all(imported, found):
    columns = {name: number for name, number in imported.columns.items() if name in FIELDS}
    headers = {name: imported.headers[number] or LABELS[name] for name, number in columns.items()}
    specialties = {fold(name): pk for pk, name in Specialty.objects.values_list("pk", "name")}
    good = []
    for number, cells in enumerate(imported.rows, start=2):
        given = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        row, faults = read_row(number, given, headers)
        if row and (said := row.values.get("specialty")) and fold(said) not in specialties:
            faults = [Fault(number, headers["specialty"], said, "This specialty is not on the list.")]
        found.faults += faults
        if row and not faults:
            good.append(row)
    return good


def facts_of(row):
    """What the duplicate rule reads of a row."""
    names = ("name", "credentials", "institution", "city", "state", "specialty", "email", "phone")
    return duplicates.AttendingFacts(**{name: row.values.get(name, "") for name in names})


def _without_doubles(rows, found):
    """The rows that stand once; a second row of one person is named with the first one's number."""
    by_key, kept = defaultdict(list), []
    for row in rows:
        facts = facts_of(row)
        keys = duplicates.keys(facts)
        shared = Counter(other for key in keys if len(by_key[key]) <= COMMON for other in by_key[key])
        first = None
        for index, count in shared.most_common(CLOSEST):
            if count < min(3, len(keys)):  # a first name and an initial in common say nothing yet
                break
            match = duplicates.likely(facts, kept[index][1])
            if match and match.score >= SURE:
                first = kept[index][0]
                break
        if first:
            words = f"The same person as row {first.number}. {match.reasons[0]}."
            found.faults.append(Fault(row.number, "", row.values["name"], words))
            continue
        for key in keys:
            by_key[key].append(len(kept))
        kept.append((row, facts))
    return [row for row, _ in kept]


def _find_known(rows, found):
    """Sort good rows into new ones and those that are a record already."""
    for start in range(0, len(rows), CHUNK):
        chunk = [(row, facts_of(row)) for row in rows[start : start + CHUNK]]
        holders = _holders({key for _, facts in chunk for key in duplicates.keys(facts)})
        wanted = {pk for pks in holders.values() for pk in pks}
        records = {
            record.pk: record
            for record in Attending.objects.filter(pk__in=wanted, deleted_at=None).select_related(
                "institution", "specialty"
            )
        }
        facts_by_pk = {pk: record.duplicate_facts for pk, record in records.items()}
        for row, facts in chunk:
            _place(row, facts, holders, records, facts_by_pk, found)


def _holders(keys):
    """{key: ids of records that carry it}; keys of crowds are left out, an address never is."""
    holders, keys = defaultdict(list), sorted(keys)
    for start in range(0, len(keys), 5000):
        rows = DuplicateKey.objects.filter(key__in=keys[start : start + 5000])
        for key, pk in rows.values_list("key", "attending"):
            holders[key].append(pk)
    return {key: pks for key, pks in holders.items() if len(pks) <= COMMON or key.startswith("@")}


def _place(row, facts, holders, records, facts_by_pk, found):
    shared = Counter(pk for key in duplicates.keys(facts) for pk in holders.get(key, ()))
    matches = []
    for pk, _ in shared.most_common(CLOSEST):
        if pk in records and (match := duplicates.likely(facts, facts_by_pk[pk])):
            matches.append((records[pk], match))
    matches.sort(key=lambda pair: (-pair[1].score, pair[0].pk))
    sure = next((record for record, match in matches if match.score >= SURE and record.is_verified), None)
    if sure:
        found.known.append((row, sure))
        return
    found.pairs += [(len(found.rows), record.pk, match) for record, match in matches]
    found.rows.append(row)


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


@transaction.atomic
def bring_in(imported, *, actor, only_good=False, is_verified=False, now):
    """Write the good rows; what matches a verified record becomes a proposed change. The MentorImport.

    With faulty rows it is refused unless `only_good` says that the rest may come. A second call finds
    the import done and refuses.
    """
    found = look(imported)
    if found.faults and not only_good:
        raise Refused(
            f"{found.faulty_rows} rows cannot be read. Mend them, or say that only the good ones come in."
        )
    if not found.good:
        raise Refused("There is no good row in it. Look at the columns first.")
    claimed = MentorImport.objects.filter(pk=imported.pk, state=MentorImport.State.READ)
    if not claimed.update(state=MentorImport.State.DONE, done_at=now, is_verified=is_verified):
        raise Refused("This file has been brought in already.")
    writer = _Writer(actor, now, is_verified)
    made = {"attending": writer.make(found), "proposal": writer.propose(found)}
    made["institution"] = [house.pk for house in writer.new_houses]
    MentorImport.objects.filter(pk=imported.pk).update(made=made)
    imported.refresh_from_db()
    return imported


class _Writer:
    """Writes the rows of one import in bulk, each hospital once."""

    def __init__(self, actor, now, is_verified):
        self.actor, self.now = actor, now
        self.standing = {"verified_at": now, "verified_by": actor} if is_verified else {}
        self.specialties = {fold(name): pk for pk, name in Specialty.objects.values_list("pk", "name")}
        self.houses, self.new_houses = {}, []
        for house in Institution.objects.verified().order_by("-pk"):
            for name in (*house.aliases, house.name):
                self.houses[fold(name)] = house

    def house_of(self, row):
        return self.houses.get(fold(row.values["institution"]))

    def make(self, found):
        """The ids of the new attendings, in the order of `found.rows`."""
        self._make_houses(found.rows)
        attendings = [self._attending(row) for row in found.rows]
        Attending.objects.bulk_create(attendings, batch_size=500)
        self._index(attendings, found.pairs)
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

    def _index(self, attendings, pairs):
        keys = [
            DuplicateKey(attending_id=attending.pk, key=key)
            for attending in attendings
            for key in keys_of(attending)
        ]
        DuplicateKey.objects.bulk_create(keys, batch_size=5000, ignore_conflicts=True)
        rows = [ProbablePair.objects.row(attendings[index].pk, pk, match) for index, pk, match in pairs]
        ProbablePair.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)

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


@transaction.atomic
def undo(imported, *, actor, now):
    """Remove what an import made. What somebody changed or uses since stays and is listed. How many went.

    Proposals that are still open go as well; decided ones stand.
    """
    claimed = MentorImport.objects.filter(pk=imported.pk, state=MentorImport.State.DONE)
    if not claimed.update(state=MentorImport.State.UNDONE, undone_at=now):
        raise Refused("This import is undone already.")
    made = imported.made
    keep = _used(Attending, made["attending"]) | _edited(made["attending"], imported.done_at)
    gone = [pk for pk in made["attending"] if pk not in keep]
    for start in range(0, len(gone), CHUNK):
        Attending.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
    ProposedChange.objects.filter(pk__in=made["proposal"], state=ProposedChange.State.OPEN).delete()
    houses = [pk for pk in made["institution"] if pk not in _used(Institution, made["institution"])]
    Institution.objects.filter(pk__in=houses).delete()
    left = Attending.objects.filter(pk__in=keep).order_by("name", "pk")
    names = [{"pk": record.pk, "name": str(record)} for record in left]
    MentorImport.objects.filter(pk=imported.pk).update(left=names)
    return len(gone)


def _used(model, pks):
    """Ids of records that something else points at by now."""
    used = set()
    for key in merge_graph.moving_keys(model):
        for start in range(0, len(pks), CHUNK):
            rows = key.model._base_manager.filter(**{f"{key.name}__in": pks[start : start + CHUNK]})
            used |= set(rows.values_list(f"{key.name}_id", flat=True))
    return used


def _edited(pks, since):
    """Ids of records a curator changed, merged or removed since the import."""
    plain = (DirectoryChange.Action.IMPORTED, DirectoryChange.Action.VERIFIED)
    touched = set()
    for start in range(0, len(pks), CHUNK):
        rows = DirectoryChange.objects.filter(
            kind="attending", record__in=pks[start : start + CHUNK], at__gte=since
        ).exclude(action__in=plain)
        touched |= set(rows.values_list("record", flat=True))
    merged = Attending.objects.filter(Q(merged_into__isnull=False) | Q(merged_from__isnull=False))
    return touched | set(merged.filter(pk__in=pks[:CHUNK]).values_list("pk", flat=True))
