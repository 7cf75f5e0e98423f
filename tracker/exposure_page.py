"""Gathers for the exposure matrix and for one of its cells; a fixed number of statements each."""

from dataclasses import dataclass

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from tracker import exposure_log, exposure_matrix
from tracker.exposure_log import CaseFact, Named, SkillFact
from tracker.models import Case, ExposureMark, ExposureTag, LogEntry, Rotation

MOST_COLUMNS = 8  # the latest rotations that showed something; more are not read side by side
SETTINGS, AGES = dict(Case.Setting.choices), dict(Case.AgeBand.choices)
CASE_COLUMNS = ("complaint", "procedure", "role", "setting", "age_band")
GROUPS = {
    "setting": "Where your cases were",
    "age": "How old your patients were",
    "skill": "Skills you wrote down",
}


@dataclass(frozen=True)
class MatrixPage:
    """`rotations` are all confirmed ones, the latest last; `left_out` had to show but are not drawn."""

    matrix: exposure_matrix.Matrix
    rotations: list
    left_out: int


def gather(owner) -> MatrixPage:
    """Three statements: rotations, things with their marks, days with their cases."""
    rotations = list(_rotations(owner))
    shown = [rotation for rotation in rotations if rotation.has_mark or rotation.has_log or rotation.ehr]
    columns = shown[-MOST_COLUMNS:]
    things, marks = _things_and_marks(columns)
    traces = traces_of(columns, things)
    matrix = exposure_matrix.build(
        [*things, *_log_rows(traces)],
        [(rotation.pk, rotation.subject, str(rotation.institution)) for rotation in columns],
        marks,
        traces,
    )
    return MatrixPage(matrix, rotations, len(shown) - len(columns))


def _rotations(owner):
    entries = LogEntry.objects.filter(rotation=OuterRef("pk"), owner=owner, deleted_at=None)
    return (
        Rotation.objects.for_owner(owner)
        .brief("ehr")
        .filter(stage=Rotation.Stage.CONFIRMED)
        .annotate(
            has_mark=Exists(ExposureMark.objects.filter(rotation=OuterRef("pk"))),
            has_log=Exists(entries.filter(~Q(skills="") | Exists(Case.objects.filter(entry=OuterRef("pk"))))),
        )
        .order_by("starts_on", "pk")
    )


def _things_and_marks(rotations):
    """(rows of the things administrators keep, what was marked by hand on these rotations); one statement."""
    condition = Q(marks__rotation__in=[rotation.pk for rotation in rotations])
    tags = (
        ExposureTag.objects.annotate(mine=FilteredRelation("marks", condition=condition))
        .order_by("place", "pk")
        .values_list("pk", "group", "name", "words", "mine__rotation", "mine__level")
    )
    things, marks = {}, {}
    for pk, group, name, words, rotation, level in tags:
        thing = things.setdefault(pk, _named(pk, group, name, words))
        if level:
            marks[thing.id, rotation] = level
    return list(things.values()), marks


def _named(pk, group, name, words):
    return Named(f"tag-{pk}", group, name, tuple(exposure_log.spelled(words)))


def _log_rows(traces):
    """Rows that only the log fills, each group where it has anything to show."""
    held = {trace.row.partition("-")[0] for trace in traces}
    rows = []
    for kind, names in (("setting", SETTINGS), ("age", AGES)):
        if kind in held:
            rows += [Named(f"{kind}-{key}", GROUPS[kind], name) for key, name in names.items()]
    return rows + exposure_log.skill_rows(traces, GROUPS["skill"])


def traces_of(rotations, things):
    """What the log of these rotations shows; one statement."""
    rows = (
        LogEntry.objects.filter(rotation__in=[r.pk for r in rotations], deleted_at=None)
        .filter(~Q(skills="") | Q(cases__isnull=False))
        .order_by("pk", "cases__pk")
        .values_list("pk", "rotation", "day", "skills", *(f"cases__{name}" for name in CASE_COLUMNS))
    )
    cases, skills = [], {}
    for entry, rotation, day, words, *case in rows:
        if case[0] is not None:
            cases.append(CaseFact(entry, rotation, day, *case))
        if words:
            skills[entry] = SkillFact(entry, rotation, day, words)
    return exposure_log.traces(
        exposure_log.Finder(things),
        cases,
        skills.values(),
        {rotation.pk: rotation.get_ehr_display() for rotation in rotations if rotation.ehr},
        settings=SETTINGS,
        ages=AGES,
    )


@dataclass(frozen=True)
class CellPage:
    """One cell, opened: what was marked by hand, and each day of the log behind it with its words."""

    name: str
    group: str
    cell: exposure_matrix.Cell
    marked: str
    can_mark: bool
    traces: list


def cell(rotation, row) -> CellPage | None:
    """None where there is no such row. Two statements."""
    things, marks = _things_and_marks([rotation])
    traces = traces_of([rotation], things)
    named = {thing.id: thing for thing in [*things, *_all_log_rows(traces)]}
    if row not in named:
        return None
    own = [trace for trace in traces if trace.row == row]
    key = (row, rotation.pk)
    mark = {key: marks[key]} if key in marks else {}
    found = exposure_matrix.cells_of(mark, own).get(key, exposure_matrix.Cell(""))
    marked = exposure_matrix.WORDS[marks[key]] if mark else ""
    thing = named[row]
    can_mark = row.startswith("tag-")
    return CellPage(thing.name, thing.group, found, marked, can_mark, _latest_first(own))


def _all_log_rows(traces):
    fixed = [
        Named(f"{kind}-{key}", GROUPS[kind], name)
        for kind, names in (("setting", SETTINGS), ("age", AGES))
        for key, name in names.items()
    ]
    skills = {t.row: Named(t.row, GROUPS["skill"], t.why) for t in traces if t.row.startswith("skill-")}
    return [*fixed, *skills.values()]


def _latest_first(traces):
    return sorted(dict.fromkeys(traces), key=lambda t: (t.day is None, -(t.day.toordinal() if t.day else 0)))


def log_notes(rotation, tags) -> dict[int, str]:
    """What the log already shows of each thing, for the form that marks it by hand: tag id → words."""
    things = [_named(tag.pk, tag.group, tag.name, tag.words) for tag in tags]
    cells = exposure_matrix.cells_of({}, traces_of([rotation], things))
    named = {(row, pk): found.words for (row, pk), found in cells.items()}
    return {t.pk: named[f"tag-{t.pk}", rotation.pk] for t in tags if (f"tag-{t.pk}", rotation.pk) in named}
