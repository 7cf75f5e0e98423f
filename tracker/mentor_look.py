"""What a spreadsheet of mentors would do, gone through some rows at a time; nothing is written here."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from accounts.models import Specialty
from tracker import duplicates
from tracker.folding import fold
from tracker.import_traces import CHUNK
from tracker.mentor_rows import FIELDS, LABELS, Fault, MentorRow, read_row
from tracker.models import Attending, DuplicateKey

SURE = 0.85  # from here on a row is the record; below, a curator is asked (docs/duplicates.md, scores)
COMMON = 40  # a key carried by more records than this says too little to look at
CLOSEST = 8  # of the records that share keys, those that share most


@dataclass
class Look:
    """What some rows would do.

    `rows` are good and new; `known` good rows that are a verified record, as (row, record); `pairs`
    are (row, id of a record, match) of those that may be one; `twins` (row number, number of an earlier
    row, score, reasons) of two rows that may be one person; `faults` name row and column.
    """

    faults: list[Fault] = field(default_factory=list)
    rows: list[MentorRow] = field(default_factory=list)
    known: list[tuple[MentorRow, Attending]] = field(default_factory=list)
    pairs: list = field(default_factory=list)
    twins: list = field(default_factory=list)

    @property
    def good(self):
        return len(self.rows) + len(self.known)

    @property
    def faulty_rows(self):
        return len({fault.row for fault in self.faults})


@dataclass
class Summary:
    """A whole file looked through, as the page shows it: numbers, and the faults."""

    new: int = 0
    known: int = 0
    pairs: int = 0
    faults: list[Fault] = field(default_factory=list)
    twins: list = field(default_factory=list)

    @property
    def good(self):
        return self.new + self.known

    @property
    def faulty_rows(self):
        return len({fault.row for fault in self.faults})


def facts_of(row):
    """What the duplicate rule reads of a row."""
    names = ("name", "credentials", "institution", "city", "state", "specialty", "email", "phone")
    return duplicates.AttendingFacts(**{name: row.values.get(name, "") for name in names})


class Reader:
    """Reads rows of one file by their numbers in it, which are `numbers`."""

    def __init__(self, imported):
        self.numbers = imported.numbers
        self.cells = dict(zip(self.numbers, imported.rows, strict=True))
        self.columns = {name: at for name, at in imported.columns.items() if name in FIELDS}
        self.headers = {name: imported.headers[at] or LABELS[name] for name, at in self.columns.items()}
        self.specialties = {fold(name): pk for pk, name in Specialty.objects.values_list("pk", "name")}

    def read(self, number):
        """(row or None, faults)."""
        cells = self.cells[number]
        given = {name: cells[at] for name, at in self.columns.items() if at < len(cells)}
        row, faults = read_row(number, given, self.headers)
        said = row and row.values.get("specialty")
        if said and fold(said) not in self.specialties:
            faults = [Fault(number, self.headers["specialty"], said, "This specialty is not on the list.")]
        return (None if faults else row), faults


class Looking:
    """Goes through a file in order. `kept` is what it knows of the rows before: [(number, keys)]."""

    def __init__(self, imported, kept=()):
        self.reader = Reader(imported)
        self.kept, self.by_key, self.facts = [], defaultdict(list), {}
        for number, keys in kept:
            self._keep(number, keys)

    def advance(self, first, last):
        """The Look of the rows first to last (indexes, last not included); four statements."""
        found, good = Look(), []
        for number in self.reader.numbers[first:last]:
            row, faults = self.reader.read(number)
            found.faults += faults
            if row and self._stands_once(row, found):
                good.append(row)
        find_known(good, found)
        found.faults.sort(key=lambda fault: fault.row)
        return found

    def _keep(self, number, keys):
        for key in keys:
            self.by_key[key].append(len(self.kept))
        self.kept.append((number, keys))

    def _facts(self, number):
        if number not in self.facts:
            self.facts[number] = facts_of(self.reader.read(number)[0])
        return self.facts[number]

    def _stands_once(self, row, found):
        """Whether no earlier row is surely the same person; who may be is remembered as a twin."""
        facts = self.facts[row.number] = facts_of(row)
        keys = sorted(duplicates.keys(facts))
        near = [self.by_key[key] for key in keys]
        shared = Counter(other for others in near if len(others) <= COMMON for other in others)
        for index, count in shared.most_common(CLOSEST):
            if count < min(3, len(keys)):  # a first name and an initial in common say nothing yet
                break
            number = self.kept[index][0]
            match = duplicates.likely(facts, self._facts(number))
            if match and match.score >= SURE:
                words = f"The same person as row {number}. {match.reasons[0]}."
                found.faults.append(Fault(row.number, "", row.values["name"], words))
                return False
            if match:
                found.twins.append((row.number, number, match.score, list(match.reasons)))
        self._keep(row.number, keys)
        return True


def find_known(rows, found, *, own=frozenset()):
    """Sort good rows into new ones and those that are a record already.

    `own` are records the same file made: they are never proposed to, but may be a pair.
    """
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
            _place(row, facts, holders, records, facts_by_pk, found, own)


def _holders(keys):
    """{key: ids of records that carry it}; keys of crowds are left out, an address never is."""
    holders, keys = defaultdict(list), sorted(keys)
    for start in range(0, len(keys), 5000):
        rows = DuplicateKey.objects.filter(key__in=keys[start : start + 5000])
        for key, pk in rows.values_list("key", "attending"):
            holders[key].append(pk)
    return {key: pks for key, pks in holders.items() if len(pks) <= COMMON or key.startswith("@")}


def _place(row, facts, holders, records, facts_by_pk, found, own):
    shared = Counter(pk for key in duplicates.keys(facts) for pk in holders.get(key, ()))
    matches = []
    for pk, _ in shared.most_common(CLOSEST):
        if pk in records and (match := duplicates.likely(facts, facts_by_pk[pk])):
            matches.append((records[pk], match))
    matches.sort(key=lambda pair: (-pair[1].score, pair[0].pk))
    known = (record for record, match in matches if match.score >= SURE and record.is_verified)
    sure = next((record for record in known if record.pk not in own), None)
    if sure:
        found.known.append((row, sure))
        return
    found.pairs += [(row, record.pk, match) for record, match in matches]
    found.rows.append(row)
