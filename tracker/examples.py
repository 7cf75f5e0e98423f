"""Examples and the days they come from (product.md, Words)."""

from django.db import transaction
from django.db.models import Count

from tracker.models import Example
from tracker.models.examples import LONGEST_EXAMPLE

# How many of each quality the screen aims for; readiness itself asks for one (product.md, Settled details).
AIM = 3


@transaction.atomic
def follow_entry(entry, qualities, now):
    """Make the examples of a day say what the day says: one for each quality ticked, none for the others."""
    of_entry = Example.objects.for_owner(entry.owner).filter(entry=entry)
    of_entry.exclude(quality__in=qualities).update(deleted_at=now)
    known = {example.quality: example for example in of_entry}
    for quality in qualities:
        example = known.get(quality) or Example(owner=entry.owner, entry=entry, quality=quality)
        example.text = shortened(entry.lesson)
        example.on, example.rotation, example.attending = entry.day, entry.rotation, entry.attending
        example.save()


def shortened(text):
    """At most 400 characters, cut at a word."""
    if len(text) <= LONGEST_EXAMPLE:
        return text
    return text[: LONGEST_EXAMPLE - 1].rsplit(" ", 1)[0] + "…"


def tally(owner, **which):
    """[(quality words, count, segments filled)] for the five qualities, most first."""
    counts = dict(
        Example.objects.for_owner(owner)
        .filter(**which)
        .order_by()
        .values_list("quality")
        .annotate(count=Count("pk"))
    )
    rows = [(label, counts.get(value, 0)) for value, label in Example.Quality.choices]
    return sorted(rows, key=lambda row: -row[1])
