"""What rotations have due: checkpoints from their dates, and the log's gaps (settings.REMINDER_SOURCES)."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from accounts import spoken, zones
from reminders import schedule
from reminders.due import Due
from reminders.models import Reminder
from tracker import checkpoints, milestones, rotation_queries

CHECKPOINT = "tracker.checkpoint"
LOG_GAP = "tracker.log-gap"
DAY = datetime.timedelta(days=1)
# Longest back anything here looks: thanks end nine days after the last day plus two, gaps after fourteen.
BACK = checkpoints.REMEMBERED
_ENDED = (Reminder.State.DONE, Reminder.State.STOPPED)
# Where a checkpoint leads, what stands on its button, which picture stands before it.
_LEADS = {
    "expectations": ("tracker:checklist-show", "See the checklist", "talk"),
    "quarter": ("tracker:goal-list", "Look at my goals", "flag"),
    "feedback": ("tracker:feedback-add", "Write down the answer", "talk"),
    "hope": ("tracker:rotation-show", "See the rotation", "talk"),
    "ask": ("tracker:rotation-show", "See the rotation", "talk"),
    "thanks": ("tracker:rotation-show", "See the rotation", "mail"),
}


def rotation_reminders(owner, now) -> Iterable[Due]:
    """Every checkpoint not over yet, and at most one nudge about the log; five statements for any number.

    A checkpoint closes by itself when its time is over, and half-way when feedback was written down.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    rotations = rotation_queries.watched(owner, today - BACK)
    if not rotations:
        return
    days = rotation_queries.days_of(owner, rotations)
    for rotation in rotations:
        yield from _checkpoints(rotation, days[rotation.pk], owner.profile, today)
    nudge = _log_nudge(owner, [(one, days[one.pk]) for one in rotations], today)
    if nudge:
        yield nudge


def _checkpoints(rotation, logged, profile, today):
    attending = milestones.main_attending(rotation, rotation.supervisions.all())
    planned = milestones.plan(rotation, attending, _off(logged), today)
    asked = [one.asked_on for one in rotation.feedback.all()]
    for key, checkpoint in planned.items():
        is_over = today > checkpoint.until or (key == "feedback" and milestones.has_asked(planned, asked))
        if not is_over:
            yield _checkpoint(rotation, attending, checkpoint, profile)


def checkpoint_key(rotation_pk, name):
    """Names one checkpoint of one rotation; `name` is one of checkpoints.FEWEST_DAYS."""
    return f"{CHECKPOINT}:{rotation_pk}:{name}"


def _checkpoint(rotation, attending, checkpoint, profile):
    view, action, icon = _LEADS[checkpoint.key]
    # the one title that names nobody: of two rotations it must say which
    where = f" at {rotation.institution}" if checkpoint.key == "quarter" else ""
    return Due(
        key=checkpoint_key(rotation.pk, checkpoint.key),
        kind=CHECKPOINT,
        title=f"{checkpoint.title}{where}",
        reason=f"{checkpoint.reason} {rotation.institution}.",
        due_at=schedule.on_day(checkpoint.on, profile.digest_at, profile.time_zone),
        path=reverse(view, args=[rotation.pk]),
        action=action,
        icon=icon,
        names=(str(attending),) if attending else (),
    )


def _log_nudge(owner, rotations, today):
    """The one nudge about the log: being far behind half-way, else one day that has no entry."""
    gaps = sorted(
        ((day, rotation) for rotation, logged in rotations for day in _missing(rotation, logged, today)),
        key=lambda gap: (gap[0], gap[1].pk),
        reverse=True,
    )
    behind = [
        (rotation, nudge) for rotation, logged in rotations if (nudge := _behind(rotation, logged, today))
    ]
    keys = [_behind_key(one) for one, _ in behind] + [gap_key(one, day) for day, one in gaps]
    states = _states(owner, keys)
    for rotation, nudge in behind:
        if states.get(_behind_key(rotation)) not in _ENDED:
            return _behind_due(rotation, nudge, owner.profile, dict(rotations)[rotation])
    waiting = [gap for gap in gaps if states.get(gap_key(gap[1], gap[0])) not in _ENDED]
    if not waiting:
        return None
    # the one already open keeps its place: a link in yesterday's mail still means that day
    chosen = next((gap for gap in waiting if states.get(gap_key(gap[1], gap[0])) == "open"), waiting[0])
    same = [day for day, one in waiting if one == chosen[1] and day != chosen[0]]
    return _gap_due(chosen, sorted(same), owner.profile, today)


def gap_key(rotation, day):
    """Names one day of one rotation, for the row and for the button that marks it off."""
    return f"{LOG_GAP}:{rotation.pk}:{day.isoformat()}"


def _behind_key(rotation):
    return f"{LOG_GAP}:{rotation.pk}:behind"


def _states(owner, keys):
    """{key: state} of the reminders that exist already; one statement."""
    if not keys:
        return {}
    return dict(Reminder.objects.for_owner(owner).filter(key__in=keys).values_list("key", "state"))


def _missing(rotation, logged, today):
    """The days of the last two weeks worked and not logged."""
    found = checkpoints.missing_days(
        rotation.starts_on, rotation.ends_on, milestones.weekdays(rotation), logged, today
    )
    return [day for day in found if day >= today - BACK]


def _behind(rotation, logged, today):
    done = sum(not is_off for is_off in logged.values())
    return checkpoints.behind(
        rotation.starts_on,
        rotation.ends_on,
        milestones.weekdays(rotation),
        done,
        today,
        off=_off(logged),
    )


def _off(logged):
    return frozenset(day for day, is_off in logged.items() if is_off)


def _behind_due(rotation, nudge, profile, logged):
    half = milestones.half_way(rotation, _off(logged))
    return Due(
        key=_behind_key(rotation),
        kind=LOG_GAP,
        title=nudge.title,
        reason=f"{nudge.reason} {rotation.institution}.",
        due_at=schedule.on_day(half, profile.digest_at, profile.time_zone),
        path=f"{rotation.get_absolute_url()}#log",
        action="See the log",
        icon="pen",
    )


def _gap_due(gap, others, profile, today):
    day, rotation = gap
    nudge = checkpoints.log_gap([day], today)
    asked = urlencode({"rotation": rotation.pk, "day": day.isoformat()})
    return Due(
        key=gap_key(rotation, day),
        kind=LOG_GAP,
        title=nudge.title,
        reason=f"{nudge.reason} {rotation.institution}.{_also(others, today)}",
        due_at=schedule.on_day(day + DAY, profile.digest_at, profile.time_zone),
        path=f"{reverse('tracker:log-add')}?{asked}",
        action="Log the day",
        answers=("tracker.day-off", "done"),
        icon="pen",
    )


def _also(others, today):
    """The other days of that rotation: up to three by name, more by number."""
    if not others:
        return ""
    if len(others) > 3:
        return f" {len(others)} more days have none."
    return f" Also missing: {spoken.listed([spoken.plain_day(one, today) for one in others])}."
