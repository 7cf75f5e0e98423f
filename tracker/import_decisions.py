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
    """One stopped row: its number, (column, header, text as it came) to decide, and what else it says."""

    number: int
    texts: tuple
    beside: tuple[tuple[str, str], ...]
    place: int
    count: int
    following: int | None


def numbers(batch):
    """The rows still to decide, in the order of the file."""
    return sorted({number for number, _, _ in batch.flagged})


def stopped(batch, wanted=None) -> Stopped | None:
    """The row `wanted`, else the first one; None when nothing is to be decided. Raises limits.Refused."""
    rows = numbers(batch) if batch.state == State.READY else []
    if not rows:
        return None
    number = wanted if wanted in rows else rows[0]
    table = import_files.load(batch.stored_as)
    cells = dict(table.rows)[number]
    target, headers = import_services.targets()[batch.kind], _headers(batch, number)
    texts, beside = [], []
    for header, cell in zip(table.headers, cells, strict=True):
        key = batch.mapping.get(header)
        if header in headers:
            texts.append((target.column(key), header, cell))
        elif key and cell and not target.column(key).guarded:
            beside.append((target.column(key).label, cell[:SHOWN]))
    place = rows.index(number)
    return Stopped(number, tuple(texts), tuple(beside), place + 1, len(rows), next_after(batch, number))


def next_after(batch, number):
    """The row to decide after this one; the first again at the end; None when there is no other."""
    others = [one for one in numbers(batch) if one != number]
    return next((one for one in others if one > number), others[0] if others else None)


def _headers(batch, number):
    return {header for row, header, _ in batch.flagged if row == number}


@transaction.atomic
def decide(batch, number, texts, *, now):
    """Put the decided `texts` (header → (text, choices)) in place of what the file said. Raises Refused.

    Two decisions at the same moment wait for each other: each reads the file the other one wrote.
    """
    if not ImportBatch.objects.filter(pk=batch.pk, state=State.READY).update(updated_at=now):
        raise Refused("This file was added already.")
    batch.refresh_from_db()
    texts = {header: text for header, text in texts.items() if header in _headers(batch, number)}
    before = batch.stored_as
    batch.stored_as = import_files.keep(import_files.load(before).decided(number, texts))
    batch.flagged = [one for one in batch.flagged if one[0] != number or one[1] not in texts]
    batch.save(update_fields=["stored_as", "flagged"])
    transaction.on_commit(lambda: import_files.drop(before))
