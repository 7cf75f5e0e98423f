"""What curators see: queues of decisions, the table under them, how much each record is used."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import spoken
from tracker import merge, merge_graph
from tracker.directory import KINDS, STALE
from tracker.folding import fold
from tracker.models import Attending, LogEntry, Opportunity, ProbablePair, ProposedChange, Supervision

A_PAGE = 50
MOST_FOUND = 500
TAGS = {
    "pair": "Possible duplicate",
    "proposal": "Change proposed",
    "bounce": "Email bounced",
    "new": "Added by a user",
    "stale": "Check again",
}


@dataclass(frozen=True)
class Decision:
    """One thing to decide about `attending`. `key` is "new:12"; `subject` the pair or the proposal."""

    kind: str
    pk: int
    attending: Attending
    subject: object = None

    @property
    def key(self):
        return f"{self.kind}:{self.pk}"

    @property
    def tag(self):
        return "From a file" if self.kind == "new" and self.attending.owner_id is None else TAGS[self.kind]


@dataclass(frozen=True)
class Counts:
    """How many records there are, wait for a decision, are checked, were checked too long ago."""

    all: int
    decide: int
    checked: int
    stale: int


def stale_before(now):
    return now - STALE


def counts(now):
    """One statement, whatever the size of the directory."""
    fresh = Q(verified_at__gte=stale_before(now))
    attendings = _counted(
        Attending.objects.filter(deleted_at=None),
        "attendings",
        Count("pk"),
        Count("pk", filter=Q(verified_at=None, declined_at=None)),
        Count("pk", filter=fresh),
        Count("pk", filter=Q(verified_at__lt=stale_before(now))),
        Count("pk", filter=Q(bounced_at__isnull=False)),
    )
    nothing = [Value(0)] * 4
    pairs = _counted(ProbablePair.objects.open(), "pairs", Count("pk"), *nothing)
    proposals = _counted(open_proposals(), "proposals", Count("pk"), *nothing)
    found = {row[0]: row[1:] for row in attendings.union(pairs, proposals, all=True)}
    every, new, checked, stale, bounced = found.get("attendings", (0, 0, 0, 0, 0))
    waiting = sum(found[name][0] for name in ("pairs", "proposals") if name in found)
    return Counts(every, new + bounced + waiting, checked, stale)


def _counted(rows, name, *numbers):
    """(name, number, number …) of `rows` as one row, to be joined to others by a union."""
    columns = {f"n{place}": number for place, number in enumerate(numbers)}
    named = rows.order_by().values(what=Value(name)).annotate(**columns)
    return named.values_list("what", *columns)


def open_proposals():
    return ProposedChange.objects.filter(state=ProposedChange.State.OPEN, attending__deleted_at=None)


def waiting(text="", limit=A_PAGE):
    """The decisions that wait, at most `limit` of each kind: pairs, proposals, bounces, then new records."""
    records = Attending.objects.filter(deleted_at=None).select_related("institution", "specialty")
    # read once: four queues would each look through the whole directory again
    named = list(Attending.objects.matching(text).values_list("pk", flat=True)[:MOST_FOUND]) if text else None
    pairs = ProbablePair.objects.open().select_related(
        "first__institution", "first__specialty", "second__institution", "second__specialty"
    )
    proposals = open_proposals().select_related("attending__institution", "attending__specialty")
    bounced, new = (
        records.filter(bounced_at__isnull=False),
        records.filter(verified_at=None, declined_at=None),
    )
    if named is not None:
        pairs = pairs.filter(Q(first__in=named) | Q(second__in=named))
        proposals = proposals.filter(attending__in=named)
        bounced, new = bounced.filter(pk__in=named), new.filter(pk__in=named)
    return [
        *(Decision("pair", p.pk, merge.freshest([p.first, p.second]), p) for p in pairs[:limit]),
        *(Decision("proposal", p.pk, p.attending, p) for p in proposals[:limit]),
        *(Decision("bounce", a.pk, a) for a in bounced.order_by("bounced_at", "pk")[:limit]),
        *(Decision("new", a.pk, a) for a in new.order_by("created_at", "pk")[:limit]),
    ]


def stale(now, text=""):
    """Checked records whose last check is older than 180 days, the oldest first."""
    found = Attending.objects.verified().filter(verified_at__lt=stale_before(now))
    found = found.matching(text) if text else found
    return found.select_related("institution", "specialty").order_by("verified_at", "pk")


def checked(text=""):
    """The shared directory by name."""
    found = Attending.objects.verified()
    found = found.matching(text) if text else found
    return found.select_related("institution", "specialty").order_by("name", "pk")


@dataclass(frozen=True)
class Usage:
    """How much a record is used: numbers only, never by whom."""

    people: int = 0
    days: int = 0
    letters: int = 0

    @property
    def words(self):
        """As "4 people, 31 log days"."""
        people = spoken.plural(self.people, "person", "people")
        return f"{people}, {spoken.plural(self.days, 'log day')}"


def letter_key():
    """The key by which letters name their writer, when the app above has one."""
    keys = [key for key in merge_graph.moving_keys(Attending) if key.model._meta.label == "letters.Letter"]
    return keys[0] if keys else None


def usage(pks):
    """{attending id: Usage}; one statement."""

    def count(rows, what, **options):
        found = rows.order_by().values("attending").annotate(n=Count(what, **options)).values("n")
        return Coalesce(Subquery(found[:1], output_field=IntegerField()), 0)

    here = {"attending": OuterRef("pk")}
    supervisions = Supervision.objects.filter(rotation__deleted_at=None, **here)
    columns = {
        "people": count(supervisions, "rotation__owner", distinct=True),
        "days": count(LogEntry.objects.filter(deleted_at=None, is_day_off=False, **here), "pk"),
    }
    if key := letter_key():
        letters = key.model._base_manager.filter(**{key.name: OuterRef("pk")})
        columns["letters"] = Coalesce(
            Subquery(
                letters.order_by().values(key.name).annotate(n=Count("pk")).values("n")[:1],
                output_field=IntegerField(),
            ),
            0,
        )
    rows = Attending.objects.filter(pk__in=pks).annotate(
        **{f"n_{name}": value for name, value in columns.items()}
    )
    return {row.pk: Usage(**{name: getattr(row, f"n_{name}") for name in columns}) for row in rows.only("pk")}


COMPARED = ("institution", "specialty", "email", "other_emails", "phone", "department", "role")


def compare(records, used):
    """[(label, [(words, differs)])] of facts any of the records has, for people to look at side by side."""
    rows = [("Name", [(_full_name(record), False) for record in records])]
    for name in COMPARED:
        told = [(_fact_words(record, name), record) for record in records]
        if any(words for words, _ in told):
            label = {"institution": "Hospital", "other_emails": "Other emails"}.get(name)
            label = label or str(Attending._meta.get_field(name).verbose_name).capitalize()
            rows.append((label, [(said, _differs(name, records[0], other)) for said, other in told]))
    rows.append(("Used by", [(used.get(record.pk, Usage()).words, False) for record in records]))
    return rows


def _differs(name, first, other):
    """Whether two records say different things: OH and Ohio are one state, nothing contradicts nothing."""
    one, two = merge.words_of(first, name), merge.words_of(other, name)
    is_elsewhere = bool(first.state_code and other.state_code) and first.state_code != other.state_code
    return bool(one and two) and (fold(one) != fold(two) or (name == "institution" and is_elsewhere))


def _full_name(record):
    return f"{record}, {record.credentials}" if record.credentials else str(record)


def _fact_words(record, name):
    words = merge.words_of(record, name)
    place = record.place or (record.institution.place if record.institution else "")
    if name == "institution":
        return ", ".join(part for part in (words, place) if part)
    return words


def proposed_lines(proposal):
    """[(fact, label, before, after)] of a proposal in words; one statement at most."""
    names = _related_names(proposal)
    return [
        (name, _label(name), _value_words(name, before, names), _value_words(name, after, names))
        for name, (before, after) in proposal.changes.items()
    ]


def _related_names(proposal):
    """{(fact, id): name} of the hospitals and specialties a proposal is about."""
    asked = []
    for name in ("institution", "specialty"):
        if ids := [value for value in proposal.changes.get(name, ()) if value]:
            rows = Attending._meta.get_field(name).related_model._base_manager.filter(pk__in=ids)
            asked.append(rows.order_by().annotate(fact=Value(name)).values_list("fact", "pk", "name"))
    if not asked:
        return {}
    return {(fact, pk): words for fact, pk, words in asked[0].union(*asked[1:], all=True)}


def _label(name, model=Attending):
    words = str(model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _value_words(name, value, names):
    field = Attending._meta.get_field(name)
    if field.remote_field:
        return names.get((name, value), "")
    return merge.words_of(Attending(**{field.attname: value}), name)


def change_lines(change):
    """[(label, before, after)] of a line of history, in words."""
    model = Opportunity if change.kind == "opportunity" else KINDS.get(change.kind)
    names = [*change.after] or [*change.before]
    if model is None:
        return []
    lines, also = [], getattr(model, "ALSO_TOLD", {})
    for name in names:
        if name not in model.FACTS and name not in also:
            continue
        before, after = change.before.get(name), change.after.get(name)
        label = also.get(name) or _label(name, model)
        lines.append((label, _plain(name, before), _plain(name, after)))
    return lines


def _plain(name, value):
    """A kept value in words; of a related record its number, so that a page of history asks for none."""
    if isinstance(value, list):
        labels = dict(Attending.Visa.choices)
        return ", ".join(str(labels.get(one, one)) for one in value)
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"record {value}" if name in ("institution", "specialty") else str(value)
