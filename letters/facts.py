"""Gathers what the rules ask for, for one attending or for all, in a fixed number of statements."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import BooleanField, CharField, Count, DateField, F, IntegerField, Prefetch, Value
from django.db.models.functions import Cast, Coalesce

from letters import presets, states
from letters.backplan import SeasonFacts
from letters.case import LetterFacts
from letters.models import Assignment, Letter, LetterPreset
from letters.readiness import Verdict, assess
from letters.supervision import Gap, Supervision
from tracker import queries
from tracker.models import Attending, Example, Feedback, LogEntry, Rotation
from tracker.models import Supervision as Supervised

# as the rules name them (portfolio.Weights, reasons)
ROLES = {"core": "core_faculty", "director": "program_director"}
FOLLOWING = 2


@dataclass(frozen=True)
class Writer:
    """One attending as the letters pages see them, with the letter it is about, if there is one.

    `together` are the rotations with them, the latest first; `rows` the supervisions they come from.
    """

    attending: Attending
    letter: Letter | None
    facts: LetterFacts
    verdict: Verdict
    together: tuple[Rotation, ...]
    rows: tuple[Supervised, ...] = ()

    @property
    def examples(self) -> int:
        return sum(self.facts.examples.values())


@dataclass(frozen=True)
class Evidence:
    """What one attending saw: examples by quality, days logged, when feedback was asked and acted on."""

    examples: dict
    days_logged: int = 0
    asked_on: datetime.date | None = None
    acted_on: datetime.date | None = None


def short_name(attending) -> str:
    """As sentences name them: "Dr. Feldman"."""
    return f"Dr. {attending.surname}"


def season_facts(profile, match_year: int | None, today) -> SeasonFacts | None:
    """The season of that match year and the ones after it, as curators and the person dated them; one
    statement."""
    return seasons_facts(profile, [match_year], today)[match_year]


def seasons_facts(profile, match_years, today) -> dict[int | None, SeasonFacts | None]:
    """{match year: that season and the ones after it}; None for no year. One statement for any number."""
    chosen = {year for year in match_years if year}
    years = sorted({year + after for year in chosen for after in range(FOLLOWING + 1)})
    dates = queries.seasons_for(profile.user_id, years) if years else {}
    found: dict[int | None, SeasonFacts | None] = {None: None}
    for first in chosen:
        season = None
        for year in range(first + FOLLOWING, first - 1, -1):
            season = _season(dates[year], season)
        found[first] = season
    return found | dict.fromkeys(set(match_years) - chosen)


def _season(dates, later) -> SeasonFacts:
    review, letters_in = dates.review_on, dates.letters_in_on
    return SeasonFacts(
        name=str(dates.match_year),
        review_on=review.on,
        is_expected=not review.is_confirmed,
        opens_on=dates.opens_on.on,
        upload_days=max(0, (review.on - letters_in.on).days),
        next=later,
    )


def record_of(letter: Letter) -> states.LetterRecord:
    """The letter as the ladder reads it. The attending's own date counts before the applicant's."""
    return states.LetterRecord(
        key=str(letter.pk),
        writer=short_name(letter.attending),
        author=str(letter.attending_id),
        state=letter.step,
        since=letter.since,
        specialty=letter.specialty.name if letter.specialty else "",
        promise=letter.promise,
        asked_on=letter.asked_on or letter.agreed_on,
        agreed_on=letter.agreed_on,
        letter_id=letter.eras_id,
        requested_on=letter.requested_on,
        uploaded_on=letter.uploaded_on,
        dated_on=letter.dated_on,
        due_on=letter.promised_by or letter.due_on,
        assigned_to=frozenset(str(one.program_id) for one in letter.assignments.all() if one.slot),
    )


def letters_of(owner):
    """All letters of `owner` with what the rules read of them: two statements."""
    assigned = Prefetch("assignments", queryset=Assignment.objects.select_related("program"))
    return (
        Letter.objects.for_owner(owner)
        .select_related(
            "attending__institution", "attending__specialty", "specialty", "preset", "owner__profile"
        )
        .prefetch_related(assigned)
    )


def writers(owner, today, *, attending=None) -> list[Writer]:
    """Everybody who supervised `owner` or has a letter; with `attending`, that one. Six statements.

    An attending with two letters stands twice, once for each.
    """
    which = {"attending": attending} if attending else {}
    supervised = _supervised(owner, which)
    letters = defaultdict(list)
    for letter in letters_of(owner).filter(**which):
        letters[letter.attending_id].append(letter)
    found = _evidence(owner, which)
    rules, targets = rules_and_targets(owner)
    people = {rows[0].attending_id: rows[0].attending for rows in supervised.values()}
    people |= {rows[0].attending_id: rows[0].attending for rows in letters.values()}
    if attending and not people:
        people = {attending.pk: attending}
    chosen, made = owner.profile.match_year, []
    years = {letter.match_year or chosen for rows in letters.values() for letter in rows} | {chosen}
    known = seasons_facts(owner.profile, years, today)
    for pk, person in people.items():
        rows = supervised.get(pk, [])
        base = _facts(person, rows, found, rules, targets)
        for letter in _spoken_of(letters[pk]):
            year = letter.match_year if letter and letter.match_year else chosen
            made.append(_writer(person, letter, replace(base, season=known[year]), rows, today))
    return made


def writer_of(letter: Letter, today) -> Writer:
    """The attending of one letter, spoken of for that letter; also when it is out and another is open."""
    owner = letter.owner
    supervised = _supervised(owner, {"attending": letter.attending})
    found = _evidence(owner, {"attending": letter.attending})
    rows = supervised.get(letter.attending_id, [])
    rules, targets = rules_and_targets(owner)
    base = _facts(letter.attending, rows, found, rules, targets)
    season = season_facts(owner.profile, letter.match_year or owner.profile.match_year, today)
    return _writer(letter.attending, letter, replace(base, season=season), rows, today)


def preset_rules() -> dict:
    """The presets as the admin keeps them, over the defaults. One statement."""
    return {**presets.DEFAULT_PRESETS, **{row.key: row.rule() for row in LetterPreset.objects.all()}}


def rules_and_targets(owner) -> tuple[dict, tuple[str, ...]]:
    """(presets over the defaults, names of the specialties one applies in), in one statement."""
    columns = ("key", "name", "weeks", "contact_days", "opens_in_last_days", "strongest_weeks")
    zero, no = Value(0, IntegerField()), Value(False, BooleanField())
    targets = owner.profile.specialties.order_by().values_list(
        Value("", CharField()), "name", zero, zero, no, zero
    )
    rows = list(targets.union(LetterPreset.objects.order_by().values_list(*columns), all=True))
    kept = {key: presets.Preset(key, *rest) for key, *rest in rows if key}
    names = sorted(name for key, name, *_ in rows if not key)
    return {**presets.DEFAULT_PRESETS, **kept}, tuple(names)


def _spoken_of(letters) -> Iterable[Letter | None]:
    """The letters still on their way; one that is out only when there is no other."""
    return [one for one in letters if not one.is_out] or letters[-1:] or [None]


def _supervised(owner, which):
    """{attending: [Supervision, …]} of confirmed rotations with dates."""
    rows = (
        Supervised.objects.filter(
            rotation__owner=owner,
            rotation__deleted_at=None,
            rotation__stage=Rotation.Stage.CONFIRMED,
            rotation__starts_on__isnull=False,
            rotation__ends_on__isnull=False,
            **which,
        )
        .select_related(
            "attending__institution", "attending__specialty", "rotation__specialty", "rotation__institution"
        )
        .order_by("rotation__starts_on", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.attending_id].append(row)
    return found


def _evidence(owner, which):
    """({attending: Evidence}, {rotation: days off}, {rotation: Evidence of feedback that names nobody}) in
    one statement."""
    empty, none = Value("", CharField()), Cast(None, DateField())
    zero = Value(0, IntegerField())

    def of(what):
        return Value(what, CharField())

    seen = Example.objects.for_owner(owner).filter(attending__isnull=False, **which).order_by()
    seen = seen.values("attending_id", "quality").annotate(number=Count("pk"))
    entries = LogEntry.objects.for_owner(owner).filter(rotation__deleted_at=None).order_by()
    worked = entries.filter(is_day_off=False, attending__isnull=False, **which)
    worked = worked.values("attending_id").annotate(number=Count("day", distinct=True))
    off = entries.filter(is_day_off=True)
    said = Feedback.objects.for_owner(owner).filter(rotation__deleted_at=None).order_by()
    named, unnamed = said.filter(attending__isnull=False, **which), said.filter(attending=None)
    acted = Coalesce("changed_on", "asked_on")
    rows = seen.values_list(of("seen"), "attending_id", "quality", "number", none).union(
        worked.values_list(of("worked"), "attending_id", empty, "number", none),
        off.values_list(of("off"), F("rotation_id"), empty, zero, "day"),
        named.values_list(of("asked"), "attending_id", empty, zero, "asked_on"),
        named.exclude(changed="").values_list(of("acted"), "attending_id", empty, zero, acted),
        unnamed.values_list(of("asked there"), "rotation_id", empty, zero, "asked_on"),
        unnamed.exclude(changed="").values_list(of("acted there"), "rotation_id", empty, zero, acted),
        all=True,
    )
    return _sorted_out(rows)


def _sorted_out(rows):
    evidence, there = defaultdict(lambda: Evidence({})), defaultdict(lambda: Evidence({}))
    off = defaultdict(set)
    for what, pk, quality, number, day in rows:
        if what == "seen":
            evidence[pk].examples[quality] = number
        elif what == "worked":
            evidence[pk] = replace(evidence[pk], days_logged=number)
        elif what == "off":
            off[pk].add(day)
        else:
            found = there if what.endswith("there") else evidence
            name = "asked_on" if what.startswith("asked") else "acted_on"
            found[pk] = replace(found[pk], **{name: _later(getattr(found[pk], name), day)})
    return evidence, off, there


def _later(first, second):
    return max(filter(None, (first, second)), default=None)


def _feedback(name, rows, evidence, there):
    """When feedback was asked of this attending, or on a rotation with them without saying of whom."""
    days = [getattr(evidence, name), *(getattr(there[row.rotation_id], name) for row in rows)]
    return max(filter(None, days), default=None)


def _facts(person, rows, found, rules, targets) -> LetterFacts:
    evidence, off, there = found[0][person.pk], found[1], found[2]
    return LetterFacts(
        writer=short_name(person),
        supervisions=tuple(
            one for row in rows if (one := supervision_of(row, off.get(row.rotation_id, set())))
        ),
        presets=rules,
        examples=evidence.examples,
        days_logged=evidence.days_logged,
        feedback_asked_on=_feedback("asked_on", rows, evidence, there),
        feedback_acted_on=_feedback("acted_on", rows, evidence, there),
        role=ROLES.get(person.role, person.role),
        specialty=person.specialty.name if person.specialty else _specialty(rows),
        targets=targets,
    )


def _specialty(rows) -> str:
    """Where the attending's own specialty is not known, that of the latest rotation together."""
    named = [row.rotation.specialty.name for row in rows if row.rotation.specialty]
    return named[-1] if named else ""


def _writer(person, letter, facts, rows, today) -> Writer:
    if letter:
        letter.attending = person
        facts = replace(
            facts,
            preset_key=letter.preset.key if letter.preset else None,
            preset_why=letter.preset_why,
            left_on=letter.leaves_on,
            record=record_of(letter),
        )
    together = tuple(row.rotation for row in reversed(rows))
    return Writer(person, letter, facts, assess(facts, today), together, tuple(rows))


def supervision_of(row, off) -> Supervision | None:
    """One supervision inside its rotation, or None when its own dates lie outside."""
    rotation, specialty = row.rotation, row.rotation.specialty
    start = max(row.starts_on or rotation.starts_on, rotation.starts_on)
    end = min(row.ends_on or rotation.ends_on, rotation.ends_on)
    if end < start:
        return None
    return Supervision(
        start=start,
        end=end,
        days_per_week=float(row.days_per_week),
        gaps=gaps(off, rotation.weekdays),
        rotation_kind=rotation.kind,
        is_hands_on=rotation.is_hands_on,
        specialty=specialty.name if specialty else "",
        is_surgical=bool(specialty and specialty.is_surgical),
        is_direct=row.directness == Supervised.Directness.DIRECT,
        has_clinic=rotation.subtype != Rotation.Subtype.BENCH,
    )


def gaps(off: Iterable[datetime.date], weekdays: str) -> tuple[Gap, ...]:
    """Runs of days off with no working day between them ("01234" is Monday to Friday)."""
    runs: list[list[datetime.date]] = []
    for day in sorted(off):
        if runs and not _works_between(runs[-1][-1], day, weekdays):
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(Gap(run[0], run[-1]) for run in runs)


def _works_between(first, last, weekdays) -> bool:
    days = (first + datetime.timedelta(days=n) for n in range(1, (last - first).days))
    return any(str(day.weekday()) in weekdays for day in days)
