"""A spreadsheet of mentors: looked through, brought in, undone (product.md, Imports).

Each of the three goes in steps of 1,000 rows, a transaction each, so that a page can show how far it is.
A step claims its rows by the number it begins with: run twice, or by two at once, it happens once; broken
off, it goes on where it was.
"""

from dataclasses import asdict

from django.db import transaction
from django.db.models import Q

from tracker import directory, import_traces
from tracker.import_traces import CHUNK
from tracker.importing.values import one_line
from tracker.mentor_look import Look, Looking, Summary, find_known
from tracker.mentor_rows import Fault, guess_columns
from tracker.mentor_write import Writer
from tracker.models import (
    Attending,
    DirectoryChange,
    Institution,
    MentorImport,
    ProbablePair,
    ProposedChange,
)
from tracker.services import Refused

State = MentorImport.State
STEP = 1_000
MOST_CHECKED = 50_000
# Lines of the history that are no change of somebody's: they came with the import, or followed it.
OWN_LINES = Q(action__in=(DirectoryChange.Action.IMPORTED, DirectoryChange.Action.VERIFIED))


def receive(table, name, *, owner, now):
    """Keep the table that was read from the file `name`, with its columns guessed."""
    return MentorImport.objects.create(
        owner=owner,
        file_name=name[:200],
        headers=table.headers,
        rows=[[one_line(cell) for cell in cells] for _, cells in table.rows],
        row_numbers=[number for number, _ in table.rows],
        row_count=len(table.rows),
        columns=guess_columns(table.headers),
        created_at=now,
    )


# ---- looking ----


def look(imported) -> Look:
    """Go through the whole file at once; nothing is written or remembered."""
    return Looking(imported).advance(0, len(imported.rows))


def look_step(imported):
    """Look through the next rows and remember what they would do."""
    first, last = imported.looked, min(imported.looked + STEP, imported.row_count)
    if imported.state != State.READ or first >= last:
        return imported
    before = imported.looking or {"new": 0, "known": 0, "pairs": 0, "faults": [], "twins": [], "kept": []}
    looking = Looking(imported, before["kept"])
    found = looking.advance(first, last)
    told = {
        "new": before["new"] + len(found.rows),
        "known": before["known"] + len(found.known),
        "pairs": before["pairs"] + len({row.number for row, _, _ in found.pairs}),
        "faults": before["faults"] + [list(asdict(fault).values()) for fault in found.faults],
        "twins": before["twins"] + [list(twin) for twin in found.twins],
        # the keys of a row are needed while others are to come
        "kept": looking.kept if last < imported.row_count else [],
    }
    same = MentorImport.objects.filter(pk=imported.pk, state=State.READ, looked=first)
    same.filter(columns=imported.columns).update(looking=told, looked=last)
    imported.refresh_from_db()
    return imported


def choose_columns(imported, columns):
    """Say what each column holds; the file is looked through anew."""
    MentorImport.objects.filter(pk=imported.pk, state=State.READ).update(
        columns=columns, looked=0, looking={}
    )
    imported.refresh_from_db()


def summary(imported) -> Summary:
    """What is known of a file that was looked through."""
    told = imported.looking
    return Summary(
        new=told.get("new", 0),
        known=told.get("known", 0),
        pairs=told.get("pairs", 0),
        faults=sorted((Fault(*fault) for fault in told.get("faults", ())), key=lambda fault: fault.row),
        twins=told.get("twins", []),
    )


# ---- bringing in ----


def bring_in(imported, *, actor, only_good=False, is_verified=False, now):
    """All of it in one call and one transaction: the good rows come in, what matches a verified record
    becomes a proposed change."""
    while imported.state == State.READ and imported.looked < imported.row_count:
        look_step(imported)
    with transaction.atomic():
        start(imported, only_good=only_good, is_verified=is_verified, now=now)
        while imported.state == State.WRITING:
            write_step(imported, actor=actor, now=now)
    return imported


def start(imported, *, only_good=False, is_verified=False, now):
    """Begin to bring it in. With faulty rows refused unless `only_good` says that the rest may come."""
    found = summary(imported)
    if imported.state != State.READ:
        raise Refused("This file has been brought in already.")
    if imported.looked < imported.row_count:
        raise Refused("The file is still being looked through.")
    if found.faults and not only_good:
        raise Refused(
            f"{found.faulty_rows} rows cannot be read. Mend them, or say that only the good ones come in."
        )
    if not found.good:
        raise Refused("There is no good row in it. Look at the columns first.")
    claimed = MentorImport.objects.filter(pk=imported.pk, state=State.READ, looked=imported.row_count)
    made = {"attending": [], "institution": [], "proposal": [], "numbers": []}
    if not claimed.update(state=State.WRITING, done_at=now, is_verified=is_verified, made=made):
        raise Refused("This file has been brought in already.")
    imported.refresh_from_db()


@transaction.atomic
def write_step(imported, *, actor, now):
    """Write the next rows. What was found when looking is asked again of the directory as it is now."""
    first, last = imported.written, min(imported.written + STEP, imported.row_count)
    claimed = MentorImport.objects.filter(pk=imported.pk, state=State.WRITING, written=first)
    if imported.state != State.WRITING or not claimed.update(written=last):
        imported.refresh_from_db()
        return imported
    made, found = imported.made, Look()
    find_known(_good_rows(imported, first, last), found, own=frozenset(made["attending"]))
    writer = Writer(actor, now, imported.is_verified, made["institution"])
    made["attending"] += writer.make(found)
    made["numbers"] += [row.number for row in found.rows]
    made["proposal"] += writer.propose(found)
    made["institution"] += [house.pk for house in writer.new_houses]
    _pair_twins(imported, made, first, last)
    values = {"made": made}
    if last == imported.row_count:
        made.pop("numbers")
        values |= {"state": State.DONE, "looking": {}}
    MentorImport.objects.filter(pk=imported.pk).update(**values)
    imported.refresh_from_db()
    return imported


def _good_rows(imported, first, last):
    faulty = {fault.row for fault in summary(imported).faults}
    reader = Looking(imported).reader
    rows = [reader.read(number)[0] for number in reader.numbers[first:last] if number not in faulty]
    return [row for row in rows if row]


def _pair_twins(imported, made, first, last):
    """Two rows of the file that may be one person wait as a pair."""
    by_number = dict(zip(made["numbers"], made["attending"], strict=True))
    here = set(imported.numbers[first:last])
    rows = [
        ProbablePair(
            first_id=min(by_number[one], by_number[other]),
            second_id=max(by_number[one], by_number[other]),
            score=score,
            reasons=reasons,
        )
        for one, other, score, reasons in imported.looking.get("twins", ())
        if one in here and {one, other} <= by_number.keys()
    ]
    ProbablePair.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


# ---- checking what came in ----


def waiting(imported):
    """Records it made that nobody has decided about, but for those that may be somebody else's twin."""
    rows = Attending.objects.unchecked().filter(pk__in=imported.made.get("attending", [])[:MOST_CHECKED])
    open_pairs = ProbablePair.objects.open()
    return rows.exclude(pk__in=open_pairs.values("first")).exclude(pk__in=open_pairs.values("second"))


def check_waiting(imported, *, actor, now):
    """A curator has looked at the file: what waits is for everybody now. How many."""
    pks = list(waiting(imported).values_list("pk", flat=True))
    return sum(
        directory.verify_unowned(Attending, pks[start : start + CHUNK], actor=actor, now=now)
        for start in range(0, len(pks), CHUNK)
    )


# ---- undoing ----


@transaction.atomic
def undo(imported, *, actor, now):
    """All of it at once. How many records went."""
    begin_undo(imported)
    while imported.state == State.UNDOING:
        undo_step(imported, now=now)
    gone = len(imported.made["attending"]) - len(imported.left)
    return gone


def begin_undo(imported):
    """Begin to take an import back, also one that was broken off half-way."""
    claimed = MentorImport.objects.filter(pk=imported.pk, state__in=[State.DONE, State.WRITING])
    if not claimed.update(state=State.UNDOING, left=[]):
        raise Refused("This import is undone already.")
    imported.refresh_from_db()


@transaction.atomic
def undo_step(imported, *, now):
    """Remove the next records it made. What somebody changed or uses since stays and is listed.

    With the last of them go the proposals that are still open and the hospitals nobody uses.
    """
    first, ids = imported.removed, imported.made["attending"]
    last = min(first + STEP, len(ids))
    claimed = MentorImport.objects.filter(pk=imported.pk, state=State.UNDOING, removed=first)
    is_last = last == len(ids)
    if not claimed.update(removed=last, **({"state": State.UNDONE, "undone_at": now} if is_last else {})):
        imported.refresh_from_db()
        return imported
    chunk = ids[first:last]
    keep = import_traces.used(Attending, chunk) | _edited(chunk, imported.done_at)
    Attending.objects.filter(pk__in=set(chunk) - keep).delete()
    left = Attending.objects.filter(pk__in=keep).order_by("name", "pk")
    names = imported.left + [{"pk": record.pk, "name": str(record)} for record in left]
    MentorImport.objects.filter(pk=imported.pk).update(left=names)
    if is_last:
        _undo_rest(imported.made)
    imported.refresh_from_db()
    return imported


def _undo_rest(made):
    ProposedChange.objects.filter(pk__in=made["proposal"], state=ProposedChange.State.OPEN).delete()
    houses = set(made["institution"]) - import_traces.used(Institution, made["institution"])
    Institution.objects.filter(pk__in=houses).delete()


def _edited(pks, since):
    """Ids of records a curator changed, merged or removed since the import."""
    touched = import_traces.changed("attending", pks, since, apart_from=OWN_LINES)
    merged = Attending.objects.filter(Q(merged_into__isnull=False) | Q(merged_from__isnull=False))
    return touched | set(merged.filter(pk__in=pks).values_list("pk", flat=True))
