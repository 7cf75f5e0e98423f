"""Writes of an import: keep the file, map, check in steps, commit once, undo, forget."""

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.pdfs import short_name
from reminders.services import refresh
from tracker import guard_services, import_files, import_undo
from tracker.folding import fold
from tracker.import_guard import FileGuard, vouched_texts
from tracker.importing.columns import guess
from tracker.importing.rows import Answers, Reader, flagged
from tracker.models import ImportBatch, ImportMemory
from tracker.models.imports import UNDO_FOR
from tracker.services import Refused

State = ImportBatch.State
# Rows through the PHI guard in one step: about a second.
STEP = 1_000
# A file whose batch is not written yet is left alone this long.
GRACE = datetime.timedelta(hours=1)


def targets():
    """{key: Target} of settings.IMPORT_TARGETS, in that order."""
    found = [import_string(path) for path in settings.IMPORT_TARGETS]
    return {target.key: target for target in found}


def take_in(owner, kind, name, table) -> ImportBatch:
    """Keep a table that was read from the file `name`; its columns are guessed, or as last time."""
    memory = ImportMemory.objects.filter(owner=owner, kind=kind).first()
    mapping = guess(table.headers, targets()[kind].columns, memory.columns if memory else {})
    options = {"words": memory.words} if memory else {}
    stored = import_files.keep(table)
    return ImportBatch.objects.create(
        owner=owner,
        kind=kind,
        name=short_name(name),
        stored_as=stored,
        row_count=len(table.rows),
        mapping=mapping,
        options=options,
    )


@transaction.atomic
def save_columns(batch, mapping):
    """Which column is what, remembered for the next file; the check begins anew."""
    _begin(batch, mapping=mapping)
    remembered, _ = ImportMemory.objects.get_or_create(owner=batch.owner, kind=batch.kind)
    remembered.columns |= {fold(header): key for header, key in mapping.items()}
    remembered.save()


@transaction.atomic
def save_answers(batch, *, order="", words=None, clash="", default=""):
    """Answers for the whole file. `words` is {key: {folded word: value}} and is remembered."""
    known = {key: dict(given) for key, given in batch.options.get("words", {}).items()}
    for key, given in (words or {}).items():
        known.setdefault(key, {}).update(given)
    new = {"order": order, "clash": clash, "default": default}
    options = {**batch.options, **{key: value for key, value in new.items() if value}, "words": known}
    # the texts are the same: what the guard found stands
    changed = ImportBatch.objects.filter(pk=batch.pk, committed_at=None).update(options=options)
    if not changed:
        raise Refused("This file was added already.")
    remembered, _ = ImportMemory.objects.get_or_create(owner=batch.owner, kind=batch.kind)
    remembered.words = known
    remembered.save()


def _begin(batch, **values):
    values |= {"state": State.CHECKING, "checked": 0, "flagged": [], "counts": {}}
    if not ImportBatch.objects.filter(pk=batch.pk, committed_at=None).update(**values):
        raise Refused("This file was added already.")


def reader_of(batch, table) -> Reader:
    options = batch.options
    answers = Answers(options.get("order", ""), options.get("words", {}))
    return Reader(table, targets()[batch.kind].columns, batch.mapping, answers)


def check_step(batch) -> ImportBatch:
    """The next rows through the PHI guard. Two at the same moment do the same step once."""
    if batch.state != State.CHECKING:
        return batch
    table = import_files.load(batch.stored_as)
    guarded = [column.key for column in targets()[batch.kind].columns if column.guarded]
    is_needed = bool(set(guarded) & set(batch.mapping.values()))
    last = min(batch.checked + STEP, batch.row_count) if is_needed else batch.row_count
    found = _flagged(batch, table, batch.checked, last) if is_needed else []
    state = State.READY if last == batch.row_count else State.CHECKING
    same = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKING, checked=batch.checked)
    same.filter(mapping=batch.mapping).update(checked=last, state=state, flagged=[*batch.flagged, *found])
    batch.refresh_from_db()
    return batch


def _flagged(batch, table, first, last):
    """[row number, header, kinds] of clinical cells that may identify a patient; never their words."""
    rows = reader_of(batch, table).rows(first, last, guards=True)
    return [[row.number, header, kinds] for row in rows for header, kinds in row.flags]


def survey(batch, table, today):
    """(desk that took in the good rows, all judged rows, questions still open) of a checked file.

    Reads everything anew, so that commit and dry run can never differ.
    """
    guard = open_guard(batch, table, today)
    reader, desk, stopped = guard.reader, guard.desk, guard.stopped
    rows = [desk.judge(flagged(row, stopped.get(row.number, ()))) for row in reader.rows(guards=False)]
    return desk, rows, reader.questions()


def open_guard(batch, table, today) -> FileGuard:
    """What the PHI guard still stops in a checked file, with a reader and a new desk."""
    desk = targets()[batch.kind].open_desk(batch.owner, batch.options, today)
    return FileGuard(batch, reader_of(batch, table), desk)


def commit(batch, *, today, now) -> ImportBatch:
    """Add every row that nothing stops, in one transaction, once. Raises Refused."""
    try:
        with transaction.atomic():
            claimed = ImportBatch.objects.filter(pk=batch.pk, state=State.READY)
            if claimed.update(state=State.COMMITTED, committed_at=now) != 1:
                batch.refresh_from_db()
                return batch
            batch.refresh_from_db()
            _write(batch, today, now)
    except IntegrityError:
        raise Refused("Something was changed meanwhile. Look at the rows again, then add them.") from None
    return batch


def _write(batch, today, now):
    name = batch.stored_as
    table = import_files.load(name)
    desk, rows, questions = survey(batch, table, today)
    target = targets()[batch.kind]
    if questions:
        raise Refused("Answer the questions first.")
    if target.asks_clash and desk.clashes and not batch.options.get("clash"):
        raise Refused("Say first what a second entry for a day becomes.")
    written = desk.write(now)
    _remember(batch, table, rows, written, desk)
    batch.undoing = import_undo.remember(written)
    main = sum(1 for row in rows if not row.problems)
    batch.counts = {
        "added": main - written.left - len(written.changed),
        "changed": len(written.changed),
        "left": written.left,
        "stopped": len(rows) - main,
        "flagged": sum(1 for row in rows if row.flags),
    }
    batch.flagged, batch.stored_as = [], ""
    batch.save()
    refresh(batch.owner, now)
    transaction.on_commit(lambda: import_files.drop(name))


def _remember(batch, table, rows, written, desk):
    """Count what was vouched for in the rows that came in, and keep colleagues for their rotation.

    A colleague named in a row that something else stopped is kept too: other rows came in by that name.
    """
    for row in rows:
        texts = vouched_texts(table, batch.mapping, row)
        if texts and row.problems:
            guard_services.keep_colleagues(texts, desk.rotation_of(row))
        elif texts:
            guard_services.remember(batch.owner, texts, rotation=written.rotations.get(row.number))


@transaction.atomic
def undo(batch, now) -> ImportBatch:
    """Take away what the import made; rows edited since are left, and listed in `counts`. Raises Refused."""
    mine = ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTED, committed_at__gt=now - UNDO_FOR)
    if mine.update(state=State.UNDONE, undone_at=now) != 1:
        batch.refresh_from_db()
        if batch.state == State.UNDONE:
            return batch
        raise Refused("The 24 hours to undo this are over. Delete what you do not need one by one.")
    batch.refresh_from_db()
    count, left = import_undo.undo(batch.undoing, now)
    batch.counts = {**batch.counts, "removed": count, "kept": left}
    batch.undoing = {}
    batch.save()
    refresh(batch.owner, now)
    return batch


def give_up(batch):
    """Forget a file that was not added."""
    ImportBatch.objects.filter(pk=batch.pk, committed_at=None).delete()
    import_files.drop(batch.stored_as)


def sweep(now):
    """Forget files nobody finished within 24 hours, and what Undo needed once its time is over."""
    for batch in ImportBatch.objects.filter(committed_at=None, created_at__lt=now - UNDO_FOR):
        give_up(batch)
    old = ImportBatch.objects.filter(committed_at__lt=now - UNDO_FOR)
    old.exclude(undoing={}).update(undoing={})
    known = set(ImportBatch.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for name in import_files.older_than(now - GRACE):
        if name not in known:
            import_files.drop(name)
