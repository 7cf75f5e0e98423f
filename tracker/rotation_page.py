"""What the page of one rotation says: finished values, in a fixed number of statements."""

import datetime
from dataclasses import dataclass

from tracker import (
    checklist,
    examples,
    feedback,
    honesty_notes,
    milestones,
    queries,
    rotation_queries,
    wallet_facts,
    weeks,
)
from tracker.models import Attending, Feedback, Goal, PermissionDocument, Rotation
from tracker.models.rotation_parts import dollars


@dataclass(frozen=True)
class Asking:
    """The half-way question: `on` is the day, `attending` who to ask (None when nobody is named)."""

    on: datetime.date
    attending: Attending | None
    question: str
    is_over: bool


@dataclass(frozen=True)
class RotationPage:
    """`ruler` and `asking` are None without dates."""

    rotation: Rotation
    status: str
    ruler: weeks.Ruler | None
    weeks: list
    missing: int
    can_log: bool
    notes: tuple[honesty_notes.PageNote, ...]
    goals: list[Goal]
    checklist: checklist.Checklist
    is_before: bool
    asking: Asking | None
    feedback: list[Feedback]
    permissions: list[PermissionDocument]
    lapses: tuple[str, ...]
    cost_words: str
    tally: list
    example_count: int


def gather(owner, rotation, today) -> RotationPage:
    """The page of `rotation`, which comes from rotation_queries.with_total(with_people(owner)).

    Ten statements: the log (two), examples, cases, goals, checklist (two), feedback, permissions, wallet.
    """
    entries = queries.entries_of(rotation)
    tally = examples.tally(owner, rotation=rotation)
    log = queries.log_weeks(rotation, entries, today) if rotation.has_dates() else []
    permissions = list(rotation.permissions.for_owner(owner))
    return RotationPage(
        rotation=rotation,
        status=rotation.status(today),
        ruler=_ruler(rotation, today),
        weeks=log,
        missing=sum(line.entry is None for week in log for line in week.lines),
        can_log=rotation.stage == Rotation.Stage.CONFIRMED
        and rotation.has_dates()
        and rotation.starts_on <= today,
        notes=honesty_notes.notes(
            rotation, has_permission=bool(permissions), roles=rotation_queries.case_roles(rotation)
        ),
        goals=list(rotation.goals.for_owner(owner)),
        checklist=rotation_queries.checklist_of(rotation),
        is_before=rotation.starts_on is None or today < rotation.starts_on,
        asking=asking(rotation, {entry.day for entry in entries if entry.is_day_off}, today),
        feedback=rotation_queries.feedback_of(rotation),
        permissions=permissions,
        lapses=wallet_facts.words_for(owner, rotation, today),
        cost_words=dollars(rotation.cost_total) if rotation.cost_total else "",
        tally=tally,
        example_count=sum(count for _, count in tally),
    )


def _ruler(rotation, today):
    if not rotation.has_dates():
        return None
    days = milestones.weekdays(rotation)
    return weeks.ruler(rotation.starts_on, rotation.ends_on, today, weekdays=days)


def asking(rotation, off, today) -> Asking | None:
    """When half-way is, whom to ask then and what."""
    if not rotation.has_dates():
        return None
    half = milestones.half_way(rotation, off)
    attending = milestones.main_attending(rotation, rotation.supervisions.all())
    question = feedback.question(half, rotation.ends_on)
    return Asking(half, attending, question, today > rotation.ends_on)
