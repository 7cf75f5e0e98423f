"""Who saw what: examples by attending and quality, and those that name nobody yet."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from reminders.services import refresh
from tracker import queries
from tracker.examples import AIM
from tracker.models import Attending, Example

MOST = 100
QUALITIES = Example.Quality.choices


@dataclass(frozen=True)
class CoverageRow:
    """One attending and how many examples of each quality they saw, in the order of QUALITIES."""

    attending: Attending
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Coverage:
    qualities: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    unseen: tuple[Example, ...]
    people: tuple[Attending, ...]
    aim: int


def table(owner) -> Coverage:
    """Two statements: the examples, and who can be picked."""
    people = tuple(queries.own_people(owner))
    counts, unseen = defaultdict(lambda: defaultdict(int)), []
    found = Example.objects.for_owner(owner).select_related("rotation__institution", "rotation__specialty")
    for example in found:
        if example.attending_id:
            counts[example.attending_id][example.quality] += 1
        elif len(unseen) < MOST:
            unseen.append(example)
    rows = tuple(
        CoverageRow(one, tuple(counts[one.pk][value] for value, _ in QUALITIES))
        for one in people
        if one.pk in counts
    )
    return Coverage(tuple(label for _, label in QUALITIES), rows, tuple(unseen), people, AIM)


@transaction.atomic
def seen_by(owner, examples: list[str], attending: str, *, now) -> int:
    """File examples that name nobody under the attending who saw them; how many were."""
    who = next((one for one in queries.own_people(owner) if str(one.pk) == attending), None)
    ticked = [int(pk) for pk in examples if pk.isdecimal() and len(pk) < 19]
    if who is None or not ticked:
        return 0
    open_ones = Example.objects.for_owner(owner).filter(pk__in=ticked, attending=None)
    count = open_ones.update(attending=who)
    refresh(owner, now)
    return count
