"""What rotations can still serve, gathered for their form and the timeline (settings.ROTATION_OUTLOOKS)."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from letters import serving
from letters.facts import preset_rules, season_facts, short_name, supervision_of
from letters.models import Letter
from letters.serving import Company, Outlook
from letters.supervision import Supervision
from tracker import seasons
from tracker.models import LogEntry, Rotation
from tracker.models import Supervision as Supervised

FAR = datetime.date(2000, 1, 3)  # a Monday, where no day is known: only the type is read of such a sketch


@dataclass(frozen=True)
class Line:
    """One rotation of the list, and what it can serve."""

    title: str
    path: str
    outlook: Outlook


@dataclass(frozen=True)
class Outlooks:
    """`template` shows the one rotation that was asked about, `list_template` all of them."""

    template = "letters/_outlook.html"
    list_template = "letters/_outlook_list.html"
    lines: tuple[Line, ...]
    late: tuple[str, ...]

    @property
    def only(self) -> Line:
        return self.lines[0]


def outlooks(owner, rotations, today, *, attendings=None) -> Outlooks | None:
    """`rotations` may be unsaved ones; `attendings` are those chosen on the form, else the recorded ones.

    Five statements for any number; none and None when no rotation is ahead or running.
    """
    ahead = [one for one in rotations if _is_ahead(one, today)]
    if not ahead:
        return None
    year = owner.profile.match_year or seasons.current(today)
    known = _in_a_row(season_facts(owner.profile, year, today))
    world = _World(owner)
    rules = preset_rules()
    lines = []
    for rotation in ahead:
        company, sketch = world.company(rotation, attendings), _sketch(rotation)
        found = serving.outlook(company, sketch, known, today, rules)
        lines.append(Line(_title(rotation), rotation.get_absolute_url() if rotation.pk else "", found))
    return Outlooks(tuple(lines), tuple(serving.late_words(known, today)))


def _is_ahead(rotation, today) -> bool:
    over = rotation.ends_on and rotation.ends_on < today
    return rotation.stage != Rotation.Stage.WITHDRAWN and not over


def _in_a_row(season):
    found = []
    while season:
        found.append(season)
        season = season.next
    return found


class _World:
    """Everything recorded about who supervises `owner`, in three statements."""

    def __init__(self, owner):
        self.rows = defaultdict(list)
        for row in Supervised.objects.for_owner(owner).select_related("attending", "rotation__specialty"):
            self.rows[row.attending_id].append(row)
        letters = Letter.objects.for_owner(owner).filter(preset__isnull=False).order_by("pk")
        self.presets = dict(letters.values_list("attending_id", "preset__key"))
        self.off = defaultdict(set)
        away = LogEntry.objects.for_owner(owner).filter(is_day_off=True, rotation__deleted_at=None)
        for rotation, day in away.values_list("rotation_id", "day"):
            self.off[rotation].add(day)

    def company(self, rotation, attendings) -> list[Company]:
        """Who is on it; one without a name when nobody is."""
        if attendings is None:
            people = [row.attending for rows in self.rows.values() for row in rows if _is_on(row, rotation)]
        else:
            people = attendings
        found = [self._with(person, rotation) for person in people]
        return found or [Company("", _sketch(rotation) if rotation.starts_on else None)]

    def _with(self, person, rotation) -> Company:
        rows = self.rows[person.pk]
        recorded = next((row for row in rows if _is_on(row, rotation)), None)
        others = [self._recorded(row) for row in rows if _counts(row.rotation) and not _is_on(row, rotation)]
        return Company(
            short_name(person),
            self._here(rotation, recorded),
            tuple(one for one in others if one),
            self.presets.get(person.pk),
        )

    def _here(self, rotation, recorded) -> Supervision | None:
        """On the rotation as it is typed, with what the recorded supervision knows better."""
        if not rotation.starts_on:
            return None
        if recorded is None or not rotation.ends_on:
            return _sketch(rotation)
        recorded.rotation = rotation
        return self._recorded(recorded) or _sketch(rotation)

    def _recorded(self, row):
        return supervision_of(row, self.off.get(row.rotation_id, set()))


def _is_on(row, rotation) -> bool:
    return rotation.pk is not None and row.rotation_id == rotation.pk


def _counts(rotation) -> bool:
    return rotation.stage == Rotation.Stage.CONFIRMED and rotation.has_dates()


def _sketch(rotation) -> Supervision:
    """The rotation as one attending's supervision from the first day to the last."""
    specialty = rotation.specialty
    return Supervision(
        start=rotation.starts_on or rotation.ends_on or FAR,
        end=rotation.ends_on,
        days_per_week=len(rotation.weekdays) or 5,
        rotation_kind=rotation.kind,
        is_hands_on=rotation.is_hands_on,
        specialty=specialty.name if specialty else "",
        is_surgical=bool(specialty and specialty.is_surgical),
        has_clinic=rotation.subtype != Rotation.Subtype.BENCH,
    )


def _title(rotation) -> str:
    return str(rotation) if rotation.institution_id else rotation.subject
