"""What the Today page says: finished values, gathered in a fixed number of statements."""

import datetime
from dataclasses import dataclass, field

from django.utils.module_loading import import_string

from accounts import spoken
from reminders import queries as reminder_queries
from tracker import exposure_facts, meters, queries, seasons, weeks
from tracker.models import Rotation

SOON = datetime.timedelta(days=8)
MOST_ROWS = 25  # what is due comes first; all of it stands under Reminders


@dataclass
class Today:
    """`situation` is the sentence under the date."""

    today: datetime.date
    situation: str
    running: list[Rotation]
    log: queries.LogStart | None
    is_logged: bool
    due: list
    soon: list
    has_more: bool
    soon_until: datetime.date
    meters: list
    coming: list[tuple[datetime.date, str, str]]
    next_rotation: Rotation | None
    starts_in: str
    is_first: bool
    season: seasons.SeasonDates | None
    panels: list = field(default_factory=list)


def gather(owner, now, today, panels=(), more_meters=()):
    """Everything Today shows for `owner`. At most ten statements with the session and the user."""
    calendar = queries.calendar_of(owner)
    running = queries.running(calendar, today)
    upcoming = queries.upcoming(calendar, today)
    season = queries.season_of(owner.profile, today)
    log = queries.log_start(owner, running, today, {"day": today.isoformat()}) if running else None
    rows = list(reminder_queries.open_for(owner).filter(shows_at__lte=now + SOON)[: MOST_ROWS + 1])
    has_more = len(rows) > MOST_ROWS
    rows = rows[:MOST_ROWS]
    due = [row for row in rows if row.shows_at <= now]
    soon = [row for row in rows if row.shows_at > now]
    return Today(
        today=today,
        situation=_situation(running, upcoming, season, today),
        running=running,
        log=log,
        is_logged=bool(log and log.entry),
        due=due,
        soon=soon,
        has_more=has_more,
        soon_until=today + SOON,
        meters=_meters(owner, calendar, season, today, more_meters),
        coming=_coming(running, upcoming, season, today),
        next_rotation=upcoming,
        starts_in=_starts_in(upcoming, today),
        is_first=not calendar and not due and not soon,
        season=season,
        panels=[panel for path in panels if (panel := import_string(path)(owner, today))],
    )


def _situation(running, upcoming, season, today):
    if running:
        rotation = running[0]
        ruler = weeks.ruler(rotation.starts_on, rotation.ends_on, today)
        return (
            f"{ruler.words} at {rotation.institution}, {rotation.subject[:1].lower()}{rotation.subject[1:]}"
        )
    if upcoming:
        return f"{upcoming} starts {spoken.day(upcoming.starts_on, today)}"
    if season and season.submit_on.on > today:
        count = weeks.nearest((season.submit_on.on - today).days)
        return f"{spoken.plural(count, 'week')} to ERAS submission, {seasons.words(season.submit_on, today)}"
    return "Nothing on the calendar yet"


def _meters(owner, calendar, season, today, more):
    """One to three: the season, months that count, and what settings.TODAY_METERS adds."""
    first_on = calendar[0].starts_on if calendar else None
    found = [meters.season(season, first_on, today)]
    stays = exposure_facts.of_rotations(calendar)
    if stays:
        found.append(meters.months(stays, exposure_facts.rules(today), today))
    found += [import_string(path)(owner, today) for path in more]
    return [meter for meter in found if meter]


def _coming(running, upcoming, season, today):
    """Dates ahead: ends of rotations, the next start, the season."""
    rows = [(rotation.ends_on, f"Last day at {rotation.institution}", "") for rotation in running]
    if upcoming:
        rows.append((upcoming.starts_on, f"First day at {upcoming.institution}", ""))
    if season:
        for name in ("opens_on", "submit_on", "letters_in_on", "review_on"):
            dated = getattr(season, name)
            rows.append((dated.on, seasons.TITLES[name], seasons.certainty(dated)))
    return sorted(row for row in rows if row[0] >= today)[:6]


def _starts_in(upcoming, today):
    if not upcoming:
        return ""
    days = (upcoming.starts_on - today).days
    return (
        f"Starts in {spoken.plural(days, 'day') if days < 14 else spoken.plural(weeks.nearest(days), 'week')}"
    )
