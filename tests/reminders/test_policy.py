"""When mail may leave: never in quiet hours, on an unchosen weekday or in a vacation, and in order,
whatever the clocks of whatever zone do."""

import datetime
import itertools
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts import zones
from reminders import policy as policies
from reminders.policy import DAILY, EACH, WEEKLY, Policy

UTC = datetime.UTC
DAY, HOUR, MINUTE = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)
NEW_YORK = "America/New_York"
WEEKDAYS, WEEKEND = 0b0011111, 0b1100000


def at(*parts):
    return datetime.datetime(*parts, tzinfo=UTC)


def wall(hour, minute=0):
    return datetime.time(hour, minute)


def day(*parts):
    return datetime.date(*parts)


NIGHT = {"quiet_from": wall(22), "quiet_until": wall(7)}

# ---- the rules, one by one; it is Tue 27 Oct 2026 ----


@pytest.mark.parametrize(
    ("wishes", "now", "opens_at"),
    [
        ({}, at(2026, 10, 27, 6), at(2026, 10, 27, 6)),
        (NIGHT, at(2026, 10, 27, 6), at(2026, 10, 27, 11)),  # 02:00, opens at 07:00
        (NIGHT, at(2026, 10, 28, 2), at(2026, 10, 28, 11)),  # 22:00, opens tomorrow
        (NIGHT, at(2026, 10, 27, 11), at(2026, 10, 27, 11)),  # 07:00 is open
        (NIGHT, at(2026, 10, 28, 1, 59), at(2026, 10, 28, 1, 59)),
        ({"quiet_from": wall(8), "quiet_until": wall(12)}, at(2026, 10, 27, 13), at(2026, 10, 27, 16)),
        ({"quiet_from": wall(8), "quiet_until": wall(8)}, at(2026, 10, 27, 13), at(2026, 10, 27, 13)),
        ({"quiet_from": wall(8)}, at(2026, 10, 27, 13), at(2026, 10, 27, 13)),
        ({"mail_days": WEEKEND}, at(2026, 10, 27, 13), at(2026, 10, 31, 4)),  # Saturday, midnight
        ({"mail_days": WEEKEND, **NIGHT}, at(2026, 10, 27, 13), at(2026, 10, 31, 11)),
        ({"paused_until": day(2026, 10, 30)}, at(2026, 10, 27, 13), at(2026, 10, 30, 4)),
        ({"paused_until": day(2026, 10, 27)}, at(2026, 10, 27, 13), at(2026, 10, 27, 13)),
        (
            {"away_from": day(2026, 10, 27), "away_until": day(2026, 10, 29)},
            at(2026, 10, 27, 13),
            at(2026, 10, 30, 4),
        ),
        (
            {"away_from": day(2026, 10, 28), "away_until": day(2026, 10, 29)},
            at(2026, 10, 27, 13),
            at(2026, 10, 27, 13),
        ),
        # weekly mail that is late by our fault may leave on any day
        ({"mail_mode": WEEKLY, "mail_days": 1}, at(2026, 10, 27, 13), at(2026, 10, 27, 13)),
    ],
    ids=str,
)
def test_next_open(wishes, now, opens_at):
    assert policies.next_open(Policy(NEW_YORK, **wishes), now) == opens_at


@pytest.mark.parametrize(
    ("wishes", "due_at"),
    [
        ({}, at(2026, 10, 28, 11, 30)),
        ({"mail_mode": EACH}, at(2026, 10, 28, 11, 30)),
        ({"mail_mode": WEEKLY, "weekly_on": 3}, at(2026, 10, 29, 11, 30)),
        ({"mail_mode": WEEKLY, "weekly_on": 1}, at(2026, 11, 3, 12, 30)),  # in a week; clocks went back
        ({"mail_days": WEEKEND}, at(2026, 10, 31, 11, 30)),
        ({"paused_until": day(2026, 11, 2)}, at(2026, 11, 2, 12, 30)),
        ({"away_from": day(2026, 10, 28), "away_until": day(2026, 10, 30)}, at(2026, 10, 31, 11, 30)),
        (  # two weeks away from a Monday mail: the Monday after
            {
                "mail_mode": WEEKLY,
                "weekly_on": 0,
                "away_from": day(2026, 10, 20),
                "away_until": day(2026, 11, 2),
            },
            at(2026, 11, 9, 12, 30),
        ),
        # an hour inside the quiet hours comes at their end
        ({"digest_at": wall(6), **NIGHT}, at(2026, 10, 28, 11)),
        ({"digest_at": wall(23), **NIGHT}, at(2026, 10, 28, 11)),
    ],
    ids=str,
)
def test_next_digest(wishes, due_at):
    assert policies.next_digest(Policy(NEW_YORK, **wishes), at(2026, 10, 27, 14)) == due_at


def test_digest_pushed_into_quiet_hours_by_a_gap_waits_for_their_end():
    """02:30 becomes 03:30 on 14 Mar 2027, and 03:00 to 05:00 is quiet."""
    wishes = Policy(NEW_YORK, digest_at=wall(2, 30), quiet_from=wall(3), quiet_until=wall(5))
    assert policies.digest_moment(wishes, day(2027, 3, 14)) == at(2027, 3, 14, 9)
    assert policies.digest_moment(wishes, day(2027, 3, 15)) == at(2027, 3, 15, 6, 30)


def test_quiet_hours_that_end_in_a_gap_end_with_it_and_in_a_fold_with_the_second():
    wishes = Policy(NEW_YORK, quiet_from=wall(22), quiet_until=wall(2, 30))
    assert policies.next_open(wishes, at(2027, 3, 14, 5)) == at(2027, 3, 14, 7)  # clocks show 03:00
    wishes = Policy(NEW_YORK, quiet_from=wall(22), quiet_until=wall(1, 30))
    first, again = at(2026, 11, 1, 5, 30), at(2026, 11, 1, 6)
    assert policies.next_open(wishes, at(2026, 11, 1, 4)) == first
    assert policies.next_open(wishes, again) == at(2026, 11, 1, 6, 30)  # 01:00 came again


@pytest.mark.parametrize(
    ("wishes", "now", "leaves_at"),
    [
        ({}, at(2026, 10, 27, 14), at(2026, 10, 27, 14)),
        ({}, at(2026, 10, 27, 10, 45), None),  # the digest comes within the hour
        ({"mail_mode": EACH}, at(2026, 10, 27, 10, 45), at(2026, 10, 27, 10, 45)),
        ({"mail_mode": WEEKLY}, at(2026, 10, 27, 14), None),
        (NIGHT, at(2026, 10, 27, 6), None),  # they end within the hour before the digest
        ({**NIGHT, "mail_mode": EACH}, at(2026, 10, 27, 6), at(2026, 10, 27, 11)),
        ({**NIGHT, "digest_at": wall(8, 30)}, at(2026, 10, 27, 6), at(2026, 10, 27, 11)),
        ({**NIGHT, "mail_mode": EACH, "quiet_until": wall(7, 30)}, at(2026, 10, 27, 6), None),
        ({"mail_days": WEEKEND}, at(2026, 10, 27, 14), None),
        ({"paused_until": day(2026, 10, 29)}, at(2026, 10, 27, 14), None),
        ({**NIGHT, "mail_days": WEEKDAYS}, at(2026, 10, 31, 3), None),  # Fri 23:00 before the weekend
    ],
    ids=str,
)
def test_single(wishes, now, leaves_at):
    assert policies.single_at(Policy(NEW_YORK, **wishes), now) == leaves_at


def test_digest_that_could_not_leave_in_time_stays_in_its_day_or_gives_way_to_the_next():
    wishes = Policy(NEW_YORK, quiet_from=wall(8), quiet_until=wall(10))
    today = day(2026, 10, 27)
    assert policies.leaves_at(wishes, at(2026, 10, 27, 13), "digest", today) == at(2026, 10, 27, 14)
    late = replace(wishes, digest_at=wall(9), **NIGHT)
    assert policies.leaves_at(late, at(2026, 10, 28, 3), "digest", today) is None
    assert policies.leaves_at(late, at(2026, 10, 28, 3), "reminder", today) == at(2026, 10, 28, 11)
    assert policies.leaves_at(late, at(2026, 10, 27, 13), "digest", today) == at(2026, 10, 27, 13)


def test_missed_weekly_mail_catches_up_at_the_next_hour_of_any_day():
    wishes = Policy(NEW_YORK, mail_mode=WEEKLY, weekly_on=0, **NIGHT)
    night = at(2026, 10, 28, 3)
    assert policies.next_digest(wishes, night) == at(2026, 11, 2, 12, 30)
    assert policies.catch_up(wishes, night) == at(2026, 10, 28, 11, 30)
    weekdays = Policy(NEW_YORK, mail_days=WEEKDAYS)
    assert policies.catch_up(weekdays, at(2026, 10, 31, 14)) == at(2026, 11, 2, 12, 30)


def test_latest_digest_is_none_after_a_long_pause():
    wishes = Policy(NEW_YORK, paused_until=day(2026, 10, 27))
    assert policies.latest_digest(wishes, at(2026, 10, 27, 5)) is None
    assert policies.latest_digest(wishes, at(2026, 10, 27, 12)) == (
        day(2026, 10, 27),
        at(2026, 10, 27, 11, 30),
    )


def test_a_policy_without_a_weekday_is_an_error():
    with pytest.raises(ValueError, match="at least one weekday"):
        Policy(NEW_YORK, mail_days=0)


# ---- every zone, any wishes ----

ZONES = sorted(zoneinfo.available_timezones())
QUARTERS = st.integers(0, 95).map(lambda n: wall(n // 4, n % 4 * 15))
MOMENTS = st.integers(0, 3 * 366 * 24 * 4).map(lambda n: at(2026, 1, 1) + n * 15 * MINUTE)
# Where clocks jumped a whole day: Samoa had no 30 Dec 2011, Kwajalein no 21 Aug 1993.
LEAPS = {"Pacific/Apia": at(2011, 12, 30, 10), "Pacific/Kwajalein": at(1993, 8, 21, 12)}


@st.composite
def policy_and_moment(draw):
    """Any wishes in any zone, at any quarter of three years or within days of a jump of the calendar."""
    zone = draw(st.sampled_from([*LEAPS, *ZONES]))
    now = draw(MOMENTS)
    if zone in LEAPS and draw(st.booleans()):
        now = LEAPS[zone] + draw(st.integers(-96 * 2, 96 * 2)) * 15 * MINUTE
    today = zones.day_in(zone, now)
    away = draw(st.none() | st.tuples(st.integers(-9, 9), st.integers(0, 12)))
    quiet = draw(st.none() | st.tuples(QUARTERS, QUARTERS))
    pause = draw(st.none() | st.integers(-3, 20))
    wishes = Policy(
        zone,
        digest_at=draw(QUARTERS),
        mail_mode=draw(st.sampled_from([DAILY, WEEKLY, EACH])),
        weekly_on=draw(st.integers(0, 6)),
        mail_days=draw(st.integers(1, 127)),
        quiet_from=quiet and quiet[0],
        quiet_until=quiet and quiet[1],
        paused_until=None if pause is None else today + pause * DAY,
        away_from=away and today + away[0] * DAY,
        away_until=away and today + (away[0] + away[1]) * DAY,
    )
    return wishes, now


def shown(wishes, moment):
    return moment.astimezone(zoneinfo.ZoneInfo(wishes.time_zone))


def is_allowed(wishes, moment):
    """The rule again, in other words: minutes of the day, sets of days."""
    local = shown(wishes, moment)
    minute = local.hour * 60 + local.minute
    quiet = set()
    if wishes.has_quiet_hours:
        first = wishes.quiet_from.hour * 60 + wishes.quiet_from.minute
        last = wishes.quiet_until.hour * 60 + wishes.quiet_until.minute
        quiet = {n % 1440 for n in range(first, last + (1440 if last < first else 0))}
    away = set()
    if wishes.away_from:
        away = {wishes.away_from + n * DAY for n in range((wishes.away_until - wishes.away_from).days + 1)}
    is_paused = wishes.paused_until is not None and local.date() < wishes.paused_until
    is_chosen = wishes.mail_mode == WEEKLY or f"{wishes.mail_days:07b}"[6 - local.weekday()] == "1"
    return minute not in quiet and local.date() not in away and not is_paused and is_chosen


@given(policy_and_moment())
@example((Policy(NEW_YORK, quiet_from=wall(22), quiet_until=wall(2, 30)), at(2027, 3, 14, 5)))
@example((Policy("Pacific/Apia", mail_days=0b0010000), at(2011, 12, 29, 5)))
@example((Policy("Pacific/Apia", **NIGHT), at(2011, 12, 30, 9)))
def test_mail_leaves_at_the_first_moment_that_is_allowed(case):
    wishes, now = case
    found = policies.next_open(wishes, now)
    assert is_allowed(wishes, found)
    step = now
    while step < found:
        assert not is_allowed(wishes, step)
        step += 15 * MINUTE
    assert found == now or not is_allowed(wishes, found - SECOND)


@given(policy_and_moment(), st.integers(0, 4 * 24 * 20))
def test_what_waits_keeps_its_order(case, quarters):
    wishes, now = case
    later = now + quarters * 15 * MINUTE
    assert policies.next_open(wishes, now) <= policies.next_open(wishes, later)
    assert policies.next_digest(wishes, now) <= policies.next_digest(wishes, later)


@given(policy_and_moment())
def test_digests_are_allowed_in_order_and_one_a_day(case):
    wishes, now = case
    days = []
    for _ in range(9):
        now = policies.next_digest(wishes, now)
        assert is_allowed(wishes, now)
        on, due_at = policies.latest_digest(wishes, now)
        assert due_at == now
        assert on == shown(wishes, now).date()
        assert wishes.mail_mode != WEEKLY or on.weekday() == wishes.weekly_on
        days.append(on)
    assert days == sorted(set(days))


@given(policy_and_moment(), st.sampled_from(ZONES), st.integers(0, 96))
def test_a_changed_zone_gives_no_second_digest_on_a_local_day(case, zone, quarters):
    """Told on day D here, moved there: the next digest is another day's, or D's again under the same key."""
    wishes, now = case
    first = policies.next_digest(wishes, now)
    moved, then = replace(wishes, time_zone=zone), first + quarters * 15 * MINUTE
    found = policies.next_digest(moved, then)
    assert found > then
    assert is_allowed(moved, found)
    assert policies.latest_digest(moved, found) == (shown(moved, found).date(), found)


@given(policy_and_moment())
def test_single_leaves_allowed_and_before_the_digest_or_waits_for_it(case):
    wishes, now = case
    found = policies.single_at(wishes, now)
    if found is None:
        assert wishes.mail_mode == WEEKLY or not is_allowed(wishes, now) or wishes.mail_mode == DAILY
    else:
        assert is_allowed(wishes, found)
        assert now <= found < min(policies.next_digest(wishes, now), now + DAY)


@given(policy_and_moment(), st.sampled_from(["digest", "reminder"]), st.integers(0, 2))
def test_ready_mail_leaves_allowed_and_a_digest_never_on_another_day(case, kind, age):
    wishes, now = case
    made_on = zones.day_in(wishes.time_zone, now) - age * DAY
    found = policies.leaves_at(wishes, now, kind, made_on)
    if found is not None:
        assert is_allowed(wishes, found)
        assert found >= now
        if found > now and kind == "digest":
            assert shown(wishes, found).date() == made_on
    else:
        assert not is_allowed(wishes, now)


def changes(zone):
    """When the clocks of a zone are changed from 2026 to 2028."""
    tz, months = zoneinfo.ZoneInfo(zone), [at(2026, 1, 1) + n * 14 * DAY for n in range(79)]
    for before, after in itertools.pairwise(months):
        if before.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            while after - before > MINUTE:
                middle = before + (after - before) / 2
                is_before = middle.astimezone(tz).utcoffset() == before.astimezone(tz).utcoffset()
                before, after = (middle, after) if is_before else (before, middle)
            yield after.replace(second=0, microsecond=0)


def shapes():
    """One (zone, moment) for each kind of change in any zone: by what clocks show before and after."""
    found = {}
    for zone in ZONES:
        tz = zoneinfo.ZoneInfo(zone)
        for moment in changes(zone):
            walls = (moment - SECOND).astimezone(tz), moment.astimezone(tz)
            found.setdefault(tuple(local.replace(tzinfo=None).time() for local in walls), (zone, moment))
    return sorted(found.values())


SHAPES = shapes()


def test_the_zones_have_gaps_and_folds_of_many_shapes():
    sizes = {moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for zone, moment in SHAPES}
    assert len(SHAPES) >= 12
    assert len(sizes) >= 8


@pytest.mark.parametrize(("zone", "moment"), SHAPES, ids=lambda value: str(value)[:25])
def test_every_shape_of_a_change_of_clocks(zone, moment):
    """Quiet hours that begin or end in the hour that is skipped or comes twice, asked every 15 minutes."""
    asked = [moment + n * 15 * MINUTE for n in range(-16, 17)]
    hour = (moment - 2 * HOUR).astimezone(zoneinfo.ZoneInfo(zone)).hour * 4
    for first, last in itertools.product(range(0, 16, 2), range(1, 16, 2)):
        begin, end = (wall(q // 4 % 24, q % 4 * 15) for q in (hour + first, hour + last))
        wishes = Policy(zone, quiet_from=begin, quiet_until=end)
        found = [policies.next_open(wishes, now) for now in asked]
        assert found == sorted(found)
        for now, opens_at in zip(asked, found, strict=True):
            assert is_allowed(wishes, opens_at)
            between = [step for step in asked if now <= step < opens_at]
            assert not any(is_allowed(wishes, step) for step in between)
