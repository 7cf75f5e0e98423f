"""Reads. Every list is a fixed number of statements however many rows it has."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, Sum

from accounts import spoken
from tracker import plan_queries, seasons, weeks
from tracker.models import Attending, Case, Example, Institution, LogEntry, Rotation, Supervision

RECENT = 60
STEP_DAY = datetime.timedelta(days=1)


def rotations(owner):
    """A person's rotations with what a list row says: place, specialty, days and hours logged."""
    logged = Q(entries__deleted_at=None, entries__is_day_off=False)
    return (
        Rotation.objects.for_owner(owner)
        .select_related("specialty", "institution")
        .annotate(
            days_logged=Count("entries", filter=logged), hours_logged=Sum("entries__hours", filter=logged)
        )
    )


def calendar_of(owner):
    """All rotations of a person that have dates, the first day first; one statement."""
    return list(
        Rotation.objects.for_owner(owner)
        .select_related("specialty", "institution")
        .filter(starts_on__isnull=False, ends_on__isnull=False)
        .order_by("starts_on", "pk")
    )


def running(calendar, today):
    """Confirmed rotations that today falls in: those of this weekday first, then the latest."""
    found = [rotation for rotation in reversed(calendar) if rotation.is_running(today)]
    return sorted(found, key=lambda rotation: not rotation.works_on(today))


def upcoming(calendar, today):
    """The confirmed rotation that starts next, or None."""
    return next((r for r in calendar if r.stage == Rotation.Stage.CONFIRMED and r.starts_on > today), None)


def loggable_rotations(owner, today):
    """Rotations one can write a day for: begun and confirmed, the running ones first, then the latest."""
    begun = (
        Rotation.objects.for_owner(owner)
        .select_related("specialty", "institution")
        .filter(stage=Rotation.Stage.CONFIRMED, starts_on__lte=today)
        .order_by("-starts_on", "-pk")[:50]
    )
    return sorted(begun, key=lambda rotation: (rotation.ends_on < today, not rotation.works_on(today)))


def rotation_with_people(owner, pk):
    people = Supervision.objects.select_related("attending")
    return rotations(owner).filter(pk=pk).prefetch_related(Prefetch("supervisions", queryset=people))


def attendings(user):
    """The attendings a person can pick: the verified directory and their own."""
    return Attending.objects.visible_to(user).select_related("institution", "specialty")


def supervisors(rotations):
    """Who supervises any of these rotations."""
    return Attending.objects.filter(supervisions__rotation__in=rotations).distinct().order_by("name")


def own_people(owner, limit=100):
    """The attendings one picks from in a form: one's own records and everybody one has worked with."""
    worked_with = Q(supervisions__rotation__owner=owner, supervisions__rotation__deleted_at=None)
    found = Attending.objects.filter(deleted_at=None).filter(Q(owner=owner) | worked_with)
    return found.distinct().order_by("name", "pk")[:limit]


def institution_names(user, limit=200):
    """Names for the suggestions under the hospital field."""
    return list(
        Institution.objects.visible_to(user)
        .order_by("name")
        .values_list("name", flat=True)
        .distinct()[:limit]
    )


def last_entries(owner, rotation, limit=3):
    return list(LogEntry.objects.for_owner(owner).filter(rotation=rotation).order_by("-day")[:limit])


def find_entries(owner, q="", rotation="", quality=""):
    """Days whose lesson, skills or cases hold the words asked for, latest first."""
    found = LogEntry.objects.for_owner(owner).filter(rotation__deleted_at=None)
    if q:
        words = Q(lesson__icontains=q) | Q(skills__icontains=q)
        found = found.filter(words | Q(pk__in=Case.objects.filter(complaint__icontains=q).values("entry")))
    if rotation.isdecimal():
        found = found.filter(rotation=rotation)
    if quality:
        marked = Example.objects.for_owner(owner).filter(quality=quality).values("entry")
        found = found.filter(pk__in=marked)
    return found.select_related("rotation__institution", "rotation__specialty").order_by("-day", "-pk")


def entry_of(rotation, day):
    """The entry of that day, or None."""
    return LogEntry.objects.filter(rotation=rotation, day=day, deleted_at=None).first()


@dataclass(frozen=True)
class LogStart:
    """What the quick log opens with: everything right but the sentence."""

    rotation: Rotation
    day: datetime.date
    entry: LogEntry | None
    missing: list
    recent: list
    initial: dict


def log_start(owner, rotations, today, asked):
    """Defaults of the quick log. `asked` may name `rotation` and `day`; nonsense is passed over."""
    rotation = next((r for r in rotations if str(r.pk) == asked.get("rotation")), rotations[0])
    entries = last_entries(owner, rotation, limit=RECENT)
    missing = missing_days(rotation, {entry.day for entry in entries}, today, limit=40)
    day = _day_asked(asked.get("day"), rotation, today)
    entry = next((entry for entry in entries if entry.day == day), None)
    if entry is None and len(entries) == RECENT:
        entry = entry_of(rotation, day)
    initial = {
        "rotation": rotation.pk,
        "day": day.isoformat(),
        "hours": spoken.number((entry and entry.hours) or usual_hours(rotation, entries)),
    }
    if entry:
        initial |= {
            "lesson": entry.lesson,
            "attending": entry.attending_id,
            "is_day_off": entry.is_day_off,
            "skills": entry.skills,
            "epas": entry.epas,
            "competencies": entry.competencies,
            "qualities": list(entry.examples.filter(deleted_at=None).values_list("quality", flat=True)),
            "replaces": entry.pk,
        }
    return LogStart(rotation, day, entry, missing, entries[:3], initial)


def _day_asked(text, rotation, today):
    last = min(rotation.ends_on, today)
    try:
        day = datetime.date.fromisoformat(text or "")
    except ValueError:
        return last
    return day if rotation.starts_on <= day <= last else last


def usual_hours(rotation, entries):
    """The hours the log form starts with: those of the last day worked, else the week's share."""
    for entry in entries:
        if entry.hours:
            return entry.hours
    return (rotation.hours_per_week / max(1, len(rotation.weekdays))).quantize(rotation.hours_per_week)


def workdays(rotation, first, last):
    """The days one works between two dates, by the rotation's weekdays."""
    day = first
    while day <= last:
        if rotation.works_on(day):
            yield day
        day += STEP_DAY


def missing_days(rotation, logged, today, limit=400):
    """Workdays up to yesterday without an entry, latest first. `logged` is a set of dates."""
    if not rotation.has_dates():
        return []
    last = min(rotation.ends_on, today - STEP_DAY)
    first = max(rotation.starts_on, last - datetime.timedelta(days=limit))
    return [day for day in workdays(rotation, first, last) if day not in logged][::-1]


def entries_of(rotation):
    """Every entry of a rotation with who supervised and what it is an example of; two statements."""
    kept = Prefetch("examples", queryset=Example.objects.filter(deleted_at=None))
    found = LogEntry.objects.filter(rotation=rotation, deleted_at=None)
    return list(found.select_related("attending").prefetch_related(kept))


@dataclass(frozen=True)
class LogLine:
    """One line of the day log; `entry` is None for a workday nobody wrote about."""

    day: datetime.date
    entry: LogEntry | None

    @property
    def qualities(self):
        """In words: what the day is an example of."""
        return [example.get_quality_display() for example in self.entry.examples.all()]


@dataclass(frozen=True)
class LogWeek:
    """A week of the rotation, latest day first. `words` sums it up: "4 of 5 days, 37 h"."""

    number: int
    span: str
    lines: tuple[LogLine, ...]
    words: str


def log_weeks(rotation, entries, today):
    """The whole log grouped by week of the rotation, with the missing workdays in their place."""
    by_day = {entry.day: entry for entry in entries}
    days = set(by_day) | set(missing_days(rotation, set(by_day), today))
    groups = defaultdict(list)
    for day in days:
        groups[(day - rotation.starts_on).days // 7].append(LogLine(day, by_day.get(day)))
    return [_week(rotation, index, groups[index], today) for index in sorted(groups, reverse=True)]


def _week(rotation, index, lines, today):
    lines = tuple(sorted(lines, key=lambda line: line.day, reverse=True))
    first = rotation.starts_on + datetime.timedelta(weeks=index)
    last = min(first + datetime.timedelta(days=6), rotation.ends_on)
    worked = [line.entry for line in lines if line.entry and not line.entry.is_day_off]
    due = sum(1 for _ in workdays(rotation, first, min(last, today)))
    off = sum(1 for line in lines if line.entry and line.entry.is_day_off)
    hours = sum(entry.hours for entry in worked)
    of = f" of {due - off}" if today > last else ""
    days = f"{len(worked)}{of} {'day' if len(worked) == 1 and not of else 'days'}"
    return LogWeek(index + 1, spoken.span(first, last), lines, f"{days}, {spoken.number(hours)} h")


def season_of(profile, today):
    """The dates of the person's season as curators keep them and as the person amended them; one statement.

    None while they are not sure yet. What nobody wrote down is derived (domain.md §3).
    """
    return season_for(profile.user_id, profile.match_year) if profile.match_year else None


def season_for(owner, match_year):
    """The dates of one season for one person; `owner` may be an id."""
    return seasons_for(owner, [match_year])[match_year]


def seasons_for(owner, match_years):
    """{match year: dates} of several seasons for one person, in one statement."""
    shared, own = defaultdict(dict), defaultdict(dict)
    for year, is_own, name, on, is_confirmed, source in plan_queries.rows_of_seasons(owner, match_years):
        if is_own:
            own[year][name] = seasons.own(on)
        else:
            shared[year][name] = seasons.SeasonDate(on, bool(is_confirmed), source)
    return {
        year: seasons.amend(seasons.amend(seasons.derive(year), shared[year]), own[year])
        for year in match_years
    }


def season_choices(today):
    """[(match year, words)] for the first question: this season, the next, not sure yet."""
    words = []
    for season in seasons.choices(today):
        submit = season.submit_on.on
        months = weeks.nearest((submit - today).days)
        words.append(
            (
                season.match_year,
                f"September {submit.year}",
                f"{season.name} season, to start residency in July {season.match_year}. "
                f"{spoken.plural(months, 'week')} from now.",
            )
        )
    return words
