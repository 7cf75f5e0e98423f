"""Facts for tracker.checkpoints: a rotation, who saw most of it, and the days off in between."""

from tracker import checkpoints, feedback
from tracker.models import Rotation, Supervision


def weekdays(rotation: Rotation) -> frozenset[int]:
    return frozenset(int(number) for number in rotation.weekdays)


def main_attending(rotation, supervisions):
    """The attending to ask: who saw the person work directly, of those on the most days; or None."""

    def days(one):
        first, last = one.starts_on or rotation.starts_on, one.ends_on or rotation.ends_on
        return one.days_per_week * ((last - first).days + 1)

    def rank(one):
        return one.directness == Supervision.Directness.DIRECT, days(one), -one.pk

    best = max(supervisions, key=rank, default=None)
    return best.attending if best else None


def plan(rotation, attending, off, today) -> dict[str, checkpoints.Checkpoint]:
    """The checkpoints of a rotation with dates, by their key, in the order they come."""
    who = str(attending) if attending else "your attending"
    found = checkpoints.plan(
        rotation.starts_on, rotation.ends_on, today, weekdays=weekdays(rotation), off=off, attending=who
    )
    return {checkpoint.key: checkpoint for checkpoint in found}


def half_way(rotation, off):
    """The working day in the middle."""
    days = checkpoints.working_days(rotation.starts_on, rotation.ends_on, weekdays(rotation), off)
    return days[len(days) // 2]


def has_asked(planned, asked):
    """Whether the half-way feedback was asked for, from the days it was asked on."""
    quarter = planned.get("quarter")
    return feedback.is_asked(asked, quarter.on if quarter else None)
