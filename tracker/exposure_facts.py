"""Gathers for the exposure rule: the weights in force and a person's stays, one statement each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tracker import plan_queries
from tracker.exposure import Stay, Weights
from tracker.models import ExposureRule, Rotation
from tracker.spells import spells
from tracker.working import exact

DAY = timedelta(days=1)
_COLUMNS = (
    "pk",
    "kind",
    "subtype",
    "setting",
    "hours_per_week",
    "is_in_us",
    "is_hands_on",
    "weekdays",
)


@dataclass(frozen=True)
class Rules:
    """What counts how much, the usual amount in months, and where that was read."""

    weights: Weights = field(default_factory=Weights)
    wanted_from: Fraction = Fraction(3)
    wanted_to: Fraction = Fraction(6)
    since: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Facts:
    """A person's stays, and the names their ids stand for."""

    stays: tuple[Stay, ...]
    names: dict[int, str]
    attendings: dict[int, str]


@dataclass(frozen=True)
class _Told:
    """One supervision as far as it says who and when."""

    attending_id: int
    start: date
    end: date


def rules(today: date) -> Rules:
    """The version of the rule in force on `today`; product.md's defaults where curators wrote none."""
    row = ExposureRule.objects.filter(since__lte=today).order_by("-since").first()
    if row is None:
        return Rules()
    return Rules(row.weights(), exact(row.wanted_from), exact(row.wanted_to), row.since, row.source)


def gather(owner) -> Facts:
    """All confirmed rotations as stays, split where a supervision of its own dates begins or ends.

    The pieces of a rotation keep its id, so that every figure stays the same (exposure.py).
    """
    by_rotation: dict[int, list[dict]] = {}
    for row in plan_queries.supervised_rows(owner):
        by_rotation.setdefault(row["pk"], []).append(row)
    attendings = {
        row["attending_id"]: f"Dr. {row['attending_name']}"
        for rows in by_rotation.values()
        for row in rows
        if row["attending_id"]
    }
    return Facts(
        stays=tuple(stay for rows in by_rotation.values() for stay in _stays(rows)),
        names={pk: _name(rows[0]) for pk, rows in by_rotation.items()},
        attendings=attendings,
    )


def of_rotations(rotations: Iterable[Rotation]) -> tuple[Stay, ...]:
    """Stays of rotations already read, without who supervised: enough for months, not for depth."""
    return tuple(
        stay_of(rotation)
        for rotation in rotations
        if rotation.stage == Rotation.Stage.CONFIRMED and rotation.has_dates()
    )


def stay_of(rotation: Rotation) -> Stay:
    """One rotation with dates as a stay, whatever its stage, without who supervised."""
    row = {name: getattr(rotation, name) for name in _COLUMNS}
    row["specialty_name"] = str(rotation.specialty or "")
    return _stay(row, rotation.starts_on, rotation.ends_on, frozenset())


def _stays(rows: Sequence[dict]) -> list[Stay]:
    row = rows[0]
    first, last = row["starts_on"], row["ends_on"]
    told = [
        _Told(r["attending_id"], max(first, r["from_on"] or first), min(last, r["to_on"] or last))
        for r in rows
        if r["attending_id"]
    ]
    told = [one for one in told if one.start <= one.end]
    pieces, at = [], first
    for spell in spells(told):
        if at < spell.start:
            pieces.append(_stay(row, at, spell.start - DAY, frozenset()))
        who = frozenset(one.attending_id for one in spell.stays)
        pieces.append(_stay(row, spell.start, spell.end, who))
        at = spell.end + DAY
    if at <= last:
        pieces.append(_stay(row, at, last, frozenset()))
    return pieces


def _stay(row: dict, start: date, end: date, who: frozenset[int]) -> Stay:
    return Stay(
        id=row["pk"],
        kind=row["kind"],
        start=start,
        end=end,
        hours_per_week=row["hours_per_week"],
        specialty=row["specialty_name"] or "",
        setting=_setting(row["setting"], row["subtype"]),
        in_us=row["is_in_us"],
        hands_on=row["is_hands_on"],
        attending_ids=who,
        days=frozenset(int(n) for n in row["weekdays"]),
    )


def _setting(setting: str, subtype: str) -> str:
    """A tele-rotation is remote and bench research is in a lab, also where nobody said the setting."""
    implied = {Rotation.Subtype.REMOTE: Rotation.Setting.REMOTE, Rotation.Subtype.BENCH: Rotation.Setting.LAB}
    return str(implied.get(subtype, setting))


def _name(row: dict) -> str:
    subject = row["specialty_name"] or row["department"] or Rotation.Kind(row["kind"]).label
    return f"{subject}, {row['institution_name']}"
