"""The dry run of a file, and what came of it, as finished values for the page."""

from dataclasses import dataclass

from django.apps import apps

from tracker import import_files, import_services
from tracker.importing.rows import Questions
from tracker.importing.table import Table

# More rows than this nobody reads on a page; the count says how many there are.
MOST_SHOWN = 200
SAMPLES = 5


@dataclass(frozen=True)
class Line:
    """One stopped row: its number, (header, sentence) of each reason, whether the PHI guard stopped it."""

    number: int
    reasons: tuple[tuple[str, str], ...]
    is_flagged: bool = False


@dataclass(frozen=True)
class DryRun:
    """What adding the file would do. `stopped` and `shown` of the rows that would not be added."""

    table: Table
    good: int
    stopped: int
    flagged: int
    clashes: int
    shown: tuple[Line, ...]
    questions: Questions
    samples: tuple[tuple[tuple[str, str], ...], ...]
    asks_clash: bool

    @property
    def is_open(self):
        """Something must be answered before anything is added."""
        return bool(self.questions) or self.asks_clash

    @property
    def hidden(self):
        return self.stopped - len(self.shown)


def dry_run(batch, today) -> DryRun:
    """Judges every row and writes nothing. Raises limits.Refused when the rows are no longer kept."""
    table = import_files.load(batch.stored_as)
    desk, rows, questions = import_services.survey(batch, table, today)
    target = import_services.targets()[batch.kind]
    stopped = [row for row in rows if row.problems]
    good = [row for row in rows if not row.problems]
    return DryRun(
        table=table,
        good=len(good),
        stopped=len(stopped),
        flagged=sum(1 for row in stopped if row.flags),
        clashes=desk.clashes,
        shown=tuple(_line(row) for row in stopped[:MOST_SHOWN]),
        questions=questions,
        samples=tuple(_sample(target, row) for row in good[:SAMPLES]),
        asks_clash=target.asks_clash and desk.clashes > 0 and not batch.options.get("clash"),
    )


def _line(row):
    reasons = tuple((problem.header, problem.words) for problem in row.problems)
    return Line(row.number, reasons, bool(row.flags))


def _sample(target, row):
    return tuple(
        (target.column(key).label, _words(target.column(key), value)) for key, value in row.values.items()
    )


def _words(column, value):
    if column.kind == "choice":
        kind, _, more = str(value).partition(":")
        label = dict(column.choices).get(kind, kind)
        return f"{label}, {more.replace('_', '-')}" if more else label
    if column.kind == "yes":
        return "yes" if value else "no"
    text = str(value)
    return f"{text[:80]} …" if len(text) > 80 else text


def left_after_undo(batch):
    """(words, address) of the records an undo left because they were edited or are in use."""
    name_of = import_services.targets()[batch.kind].name_of
    found = []
    for label in dict.fromkeys(label for label, _ in batch.counts.get("kept", [])):
        model = apps.get_model(label)
        pks = [pk for other, pk in batch.counts["kept"] if other == label][:MOST_SHOWN]
        rows = model._base_manager.filter(pk__in=pks, owner=batch.owner_id, deleted_at=None)
        foreign = [f.name for f in model._meta.fields if f.name in ("institution", "specialty", "rotation")]
        for row in rows.select_related(*foreign) if foreign else rows:
            is_main = model is not apps.get_model("tracker", "Institution") and label != "tracker.Attending"
            path = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            found.append((name_of(row) if is_main else str(row), path))
    return found
