"""Decides rows of a file that the PHI guard stopped, one by one, as a form would (product.md, PHI guard).

Until then the words lie in the kept file only. A decision writes the file anew with the decided text and,
beside it, what its writer vouched for; the database learns only that the row is no longer stopped.
"""

from dataclasses import dataclass

from django.db import transaction

from tracker import import_files, import_services
from tracker.models import ImportBatch
from tracker.services import Refused

State = ImportBatch.State
SHOWN = 60


@dataclass(frozen=True)
class Stopped:
    """One stopped row: its number, (column, header, text as it came) to decide, and what else it says.

    `colleagues` are names that are colleagues on its rotation.
    """

    number: int
    texts: tuple
    beside: tuple[tuple[str, str], ...]
    place: int
    count: int
    following: int | None
    colleagues: frozenset[str] = frozenset()


def stopped(batch, wanted=None, *, today) -> Stopped | None:
    """The row `wanted`, else the next one, else the first; None when nothing is to be decided.

    Raises limits.Refused.
    """
    if batch.state != State.READY or not batch.flagged:
        return None
    table = import_files.load(batch.stored_as)
    guard = import_services.open_guard(batch, table, today)
    rows = sorted(guard.stopped)
    if not rows:
        return None
    number = next((one for one in rows if one >= (wanted or 0)), rows[0])
    cells = dict(table.rows)[number]
    target, headers = import_services.targets()[batch.kind], dict(guard.stopped[number])
    texts, beside = [], []
    for header, cell in zip(table.headers, cells, strict=True):
        key = batch.mapping.get(header)
        if header in headers:
            texts.append((target.column(key), header, cell))
        elif key and cell and not target.column(key).guarded:
            beside.append((target.column(key).label, cell[:SHOWN]))
    place, others = rows.index(number) + 1, [one for one in rows if one != number]
    following = next((one for one in others if one > number), others[0] if others else None)
    names = guard.colleagues(number)
    return Stopped(number, tuple(texts), tuple(beside), place, len(rows), following, names)


def _headers(batch, number):
    return {header for row, header, _ in batch.flagged if row == number}


@transaction.atomic
def decide(batch, number, texts, *, today, now) -> int:
    """Put the decided `texts` (header → (text, choices)) in place of what the file said. Raises Refused.

    How many other rows are decided with it, for they only named a colleague that this one names.
    Two decisions at the same moment wait for each other: each reads the file the other one wrote.
    """
    if not ImportBatch.objects.filter(pk=batch.pk, state=State.READY).update(updated_at=now):
        raise Refused("This file was added already.")
    batch.refresh_from_db()
    texts = {header: text for header, text in texts.items() if header in _headers(batch, number)}
    before = batch.stored_as
    table = import_files.load(before)
    open_before = set(import_services.open_guard(batch, table, today).stopped)
    table = table.decided(number, texts)
    batch.stored_as = import_files.keep(table)
    batch.flagged = [one for one in batch.flagged if one[0] != number or one[1] not in texts]
    batch.save(update_fields=["stored_as", "flagged"])
    transaction.on_commit(lambda: import_files.drop(before))
    return len(open_before - set(import_services.open_guard(batch, table, today).stopped) - {number})
