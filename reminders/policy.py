"""When reminder mail may leave, by its owner's own wishes (product.md §7 and "Time"). Pure.

The moments at which mail may leave are a fixed set: what the owner's calendar and wall clock show then is
allowed. The next one is the first of that set, at or after now. So what waits keeps its order, whatever the
clocks do: a gap ends quiet hours that end inside it, an hour that comes twice is quiet twice.
"""

import datetime
import zoneinfo
from dataclasses import dataclass, replace

from accounts import zones
from reminders import schedule
from reminders.schedule import DAY

DAILY, WEEKLY, EACH = "daily", "weekly", "each"
EVERY_DAY = 0b1111111
MIDNIGHT = datetime.time()
_PIECE = datetime.timedelta(hours=6)
_SECOND = datetime.timedelta(seconds=1)
# How far back a missed digest is looked for; further back nothing is worth saying.
_LOOKED_BACK = 14


@dataclass(frozen=True)
class Policy:
    """An owner's wishes. Times are of the wall clock in `time_zone`, dates of the calendar there.

    `mail_days` has a bit for each weekday, Monday the lowest. Quiet hours run from the first time up to, not
    including, the second, over midnight when the second is smaller; equal or missing means none. A pause ends
    on its date; a vacation includes both its dates.
    """

    time_zone: str
    digest_at: datetime.time = datetime.time(7, 30)
    mail_mode: str = DAILY
    weekly_on: int = 0
    mail_days: int = EVERY_DAY
    quiet_from: datetime.time | None = None
    quiet_until: datetime.time | None = None
    paused_until: datetime.date | None = None
    away_from: datetime.date | None = None
    away_until: datetime.date | None = None
    singles_a_day: int = schedule.SINGLES_A_DAY

    def __post_init__(self):
        if not self.mail_days & EVERY_DAY:
            raise ValueError("A policy needs at least one weekday.")

    @property
    def has_quiet_hours(self):
        return None not in (self.quiet_from, self.quiet_until) and self.quiet_from != self.quiet_until

    def is_quiet(self, wall: datetime.time) -> bool:
        """Whether the clock shows a time within the quiet hours."""
        if not self.has_quiet_hours:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= wall < self.quiet_until
        return wall >= self.quiet_from or wall < self.quiet_until

    def is_away(self, day: datetime.date) -> bool:
        """Whether the day lies in a pause or a vacation: then no mail is even made."""
        if self.paused_until is not None and day < self.paused_until:
            return True
        return None not in (self.away_from, self.away_until) and self.away_from <= day <= self.away_until

    def is_open_day(self, day: datetime.date) -> bool:
        """Whether mail may leave on this day at all.

        Weekly mail is made on its weekday only; one that is late by our fault may leave on any.
        """
        is_chosen = self.mail_mode == WEEKLY or bool(self.mail_days >> day.weekday() & 1)
        return is_chosen and not self.is_away(day)

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether mail may leave at this moment."""
        local = now.astimezone(zoneinfo.ZoneInfo(self.time_zone))
        return self.is_open_day(local.date()) and not self.is_quiet(local.time())


def next_open(policy: Policy, now: datetime.datetime) -> datetime.datetime:
    """The first moment at or after `now` at which mail may leave."""
    if policy.is_open(now):
        return now
    day = _open_day(policy, zones.day_in(policy.time_zone, now) - DAY)
    while True:
        for at in _turns(policy, day):
            if at > now and policy.is_open(at):
                return at
        day = _open_day(policy, day + DAY)


def _open_day(policy, day):
    """The first open day from `day` on; a long pause is passed in one step."""
    while not policy.is_open_day(day):
        if policy.paused_until is not None and day < policy.paused_until:
            day = policy.paused_until
        elif policy.is_away(day):
            day = policy.away_until + DAY
        else:
            day += DAY
    return day


def _turns(policy, day):
    """The moments of `day` at which closed may turn to open: midnight, the end of the quiet hours (each
    time, if it comes twice), and whenever the clocks are changed."""
    zone = policy.time_zone
    walls = [MIDNIGHT, policy.quiet_until] if policy.has_quiet_hours else [MIDNIGHT]
    turns = {zones.at_wall(day, wall.replace(fold=fold), zone) for wall in walls for fold in (0, 1)}
    return sorted(at for at in turns | set(_changes(zone, day)) if zones.day_in(zone, at) == day)


def _changes(zone, day):
    """When the clocks of `zone` are changed around `day`, to the second."""
    tz = zoneinfo.ZoneInfo(zone)
    at = datetime.datetime.combine(day, MIDNIGHT, datetime.UTC) - DAY
    for _ in range(12):
        after = at + _PIECE
        if at.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            yield _first_with(after.astimezone(tz).utcoffset(), at, after, tz)
        at = after


def _first_with(offset, before, after, tz):
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def digest_wall(policy: Policy) -> datetime.time:
    """The hour of the digest; one inside the quiet hours comes at their end."""
    return policy.quiet_until if policy.is_quiet(policy.digest_at) else policy.digest_at


def digest_moment(policy: Policy, day: datetime.date) -> datetime.datetime | None:
    """When the digest of `day` is due, or None on a day that has none."""
    if not policy.is_open_day(day) or (policy.mail_mode == WEEKLY and day.weekday() != policy.weekly_on):
        return None
    at = schedule.moment(day, digest_wall(policy), policy.time_zone)
    if at is None:
        return None
    at = next_open(policy, at)
    return at if zones.day_in(policy.time_zone, at) == day else None


def next_digest(policy: Policy, now: datetime.datetime) -> datetime.datetime:
    """The first digest moment after `now`."""
    day = zones.day_in(policy.time_zone, now) - DAY
    while True:
        day = _open_day(policy, day)
        at = digest_moment(policy, day)
        if at is not None and at > now:
            return at
        day += DAY


def latest_digest(policy: Policy, now: datetime.datetime) -> tuple[datetime.date, datetime.datetime] | None:
    """Local day and moment of the last digest due at `now`, or None when there was none lately: after three
    days without power one, not three."""
    day = zones.day_in(policy.time_zone, now) + DAY
    for _ in range(_LOOKED_BACK):
        at = digest_moment(policy, day)
        if at is not None and at <= now:
            return day, at
        day -= DAY
    return None


def catch_up(policy: Policy, now: datetime.datetime) -> datetime.datetime:
    """When a digest that was missed leaves if mail may not leave now: at the next digest hour, for weekly
    mail on any day."""
    return next_digest(replace(policy, mail_mode=DAILY, mail_days=_open_days(policy)), now)


def _open_days(policy):
    return EVERY_DAY if policy.mail_mode == WEEKLY else policy.mail_days


def single_at(policy: Policy, now: datetime.datetime) -> datetime.datetime | None:
    """When a reminder that is due now leaves as a mail of its own, or None: it waits for the digest.

    Weekly mail has no singles. With daily mail, what falls due within the hour before the digest waits for
    it. What falls into quiet hours leaves at their end, unless the digest comes first.
    """
    if policy.mail_mode == WEEKLY:
        return None
    digest_at = next_digest(policy, now)
    if policy.mail_mode == DAILY and digest_at - now <= schedule.NEAR:
        return None
    at = next_open(policy, now)
    if at == now:
        return now
    is_night_only = policy.is_open_day(zones.day_in(policy.time_zone, now)) and at - now < DAY
    wait = schedule.NEAR if policy.mail_mode == DAILY else datetime.timedelta()
    return at if is_night_only and digest_at - at > wait else None


def leaves_at(
    policy: Policy, now: datetime.datetime, kind: str, local_date: datetime.date
) -> datetime.datetime | None:
    """When a mail that is ready now leaves: `now`, a later moment, or None when its things come with the next
    digest instead. A digest never moves into another day, which has its own."""
    at = next_open(policy, now)
    if at == now:
        return now
    if kind == "digest":
        is_same = zones.day_in(policy.time_zone, at) == zones.day_in(policy.time_zone, now) == local_date
        return at if is_same else None
    return single_at(policy, now)
