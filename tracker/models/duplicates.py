"""What finds likely duplicates at any size: index keys of every attending, and the pairs found with them."""

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from tracker import duplicates

LONGEST_KEY = 100
# Of a very common name only the records that share most keys are compared.
MOST_CANDIDATES = 200


def keys_of(attending):
    """The index keys of one record, its other addresses included."""
    found = set(duplicates.keys(attending.duplicate_facts))
    found |= {f"@{key}" for key in map(duplicates.email_key, attending.other_emails) if key}
    return {key[:LONGEST_KEY] for key in found}


class DuplicateKeyQuerySet(models.QuerySet):
    def keep(self, attendings):
        """Make the rows of these records say the same as the records; three statements at most."""
        wanted = {
            (attending.pk, key)
            for attending in attendings
            if attending.deleted_at is None
            for key in keys_of(attending)
        }
        known = {
            (row.attending_id, row.key): row.pk
            for row in self.filter(attending__in=[attending.pk for attending in attendings])
        }
        gone = [pk for pair, pk in known.items() if pair not in wanted]
        if gone:
            self.filter(pk__in=gone).delete()
        self.bulk_create(
            [self.model(attending_id=pk, key=key) for pk, key in sorted(wanted - known.keys())],
            batch_size=2000,
            ignore_conflicts=True,
        )

    def candidates(self, attending, *, among=None):
        """Ids of records that share a key, those that share most first; one statement."""
        found = self.filter(key__in=keys_of(attending)).exclude(attending=attending.pk)
        if among is not None:
            found = found.filter(attending__in=among)
        shared = found.values("attending").annotate(shared=Count("pk")).order_by("-shared", "attending")
        return [row["attending"] for row in shared[:MOST_CANDIDATES]]


class DuplicateKey(models.Model):
    """One index key of one attending (docs/duplicates.md): two likely records always share one."""

    key = models.CharField(max_length=LONGEST_KEY)
    attending = models.ForeignKey("tracker.Attending", models.CASCADE, related_name="duplicate_keys")

    objects = DuplicateKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "attending"], name="tracker_duplicatekey_once"),
        ]

    def __str__(self):
        return self.key


class ProbablePairQuerySet(models.QuerySet):
    def open(self):
        """Pairs nobody has decided about, of two records that both still stand."""
        return self.filter(decided_at=None, first__deleted_at=None, second__deleted_at=None)

    def keep(self, attending):
        """Find the probable pairs of one saved record; decided ones stay decided."""
        undecided = self.filter(Q(first=attending) | Q(second=attending), decided_at=None)
        if attending.deleted_at is not None:
            undecided.delete()
            return
        found = {other.pk: match for other, match in likely_among(attending)}
        stale = [pair.pk for pair in undecided if not {pair.first_id, pair.second_id} & found.keys()]
        if stale:
            self.filter(pk__in=stale).delete()
        if found:
            self.bulk_create(
                [self.row(attending.pk, pk, match) for pk, match in found.items()],
                update_conflicts=True,
                unique_fields=["first", "second"],
                update_fields=["score", "reasons"],
            )

    def row(self, one, other, match):
        first, second = sorted((one, other))
        return self.model(first_id=first, second_id=second, score=match.score, reasons=list(match.reasons))


def likely_among(attending, records=None):
    """[(record, match)] of records that are probably the same person, the surest first; two statements.

    `records` narrows the search (a queryset of attendings); by default every record that stands.
    """
    model = attending._meta.model
    records = model.objects.filter(deleted_at=None) if records is None else records
    ids = DuplicateKey.objects.candidates(attending)
    if not ids:
        return []
    found = []
    for other in records.filter(pk__in=ids).select_related("institution", "specialty"):
        match = _likely(attending, other)
        if match:
            found.append((other, match))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].pk))


def _likely(one, other):
    """The rule reads one address of each record: the one they share, wherever it stands."""
    a, b = one.duplicate_facts, other.duplicate_facts
    shared = {duplicates.email_key(mail) for mail in one.emails}
    shared &= {duplicates.email_key(mail) for mail in other.emails}
    if address := min(shared - {""}, default=""):
        a, b = replace(a, email=address), replace(b, email=address)
    return duplicates.likely(a, b)


class ProbablePair(models.Model):
    """Two records that are probably one person, with the reasons; or that a curator told apart."""

    first = models.ForeignKey("tracker.Attending", models.CASCADE, related_name="pairs_as_first")
    second = models.ForeignKey("tracker.Attending", models.CASCADE, related_name="pairs_as_second")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now_add=True)
    # Set when a curator said that these are different people.
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ProbablePairQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="tracker_probablepair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="tracker_probablepair_in_order"),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(decided_at=None), name="tracker_probablepair_open"
            )
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"
