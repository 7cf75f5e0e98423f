"""The rows of an uploaded file until it is finished: random names, readable by this process only."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings

from tracker.importing.limits import Refused
from tracker.importing.table import Table

GONE = "The rows of this file are no longer kept. Choose the file again."


def folder():
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(table: Table) -> str:
    """Write the rows; the random name they have. 192 bits nobody can guess."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_urlsafe(24)}.json"
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        kept = {"headers": table.headers, "rows": table.rows, "remarks": table.remarks}
        json.dump({**kept, "choices": list(table.choices.items())}, file)
    return name


def load(name: str) -> Table:
    """The rows kept under `name`. Raises Refused when they are gone."""
    if not name:
        raise Refused(GONE)
    try:
        with (folder() / name).open(encoding="utf-8") as file:
            kept = json.load(file)
    except FileNotFoundError:
        raise Refused(GONE) from None
    rows = tuple((number, tuple(cells)) for number, cells in kept["rows"])
    return Table(tuple(kept["headers"]), rows, tuple(kept["remarks"]), dict(kept.get("choices", [])))


def drop(name: str):
    """Remove the rows; no error when they are gone."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def older_than(moment):
    """Names of files last written before `moment`."""
    return [path.name for path in folder().glob("*.json") if path.stat().st_mtime < moment.timestamp()]
