"""When a digest is due: once a local day, whatever the clocks do."""

import datetime
import zoneinfo

import pytest

from reminders import policy, schedule
from reminders.policy import Policy

UTC = datetime.UTC
MORNING = datetime.time(7, 30)


def at(*parts):
    return datetime.datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "wall", "zone", "due_at"),
    [
        (at(2026, 10, 27, 11, 29), MORNING, "America/New_York", at(2026, 10, 27, 11, 30)),
        (at(2026, 10, 27, 11, 30), MORNING, "America/New_York", at(2026, 10, 28, 11, 30)),
        # clocks go back on Sun 1 Nov 2026: 07:30 is an hour later in UTC
        (at(2026, 10, 31, 12, 0), MORNING, "America/New_York", at(2026, 11, 1, 12, 30)),
        # 02:30 does not exist on Sun 14 Mar 2027: right after the gap, 03:30 EDT
        (at(2027, 3, 13, 12, 0), datetime.time(2, 30), "America/New_York", at(2027, 3, 14, 7, 30)),
        # 01:30 comes twice on Sun 1 Nov 2026: the first
        (at(2026, 10, 31, 12, 0), datetime.time(1, 30), "America/New_York", at(2026, 11, 1, 5, 30)),
        # Samoa had no 30 Dec 2011
        (at(2011, 12, 29, 20, 0), datetime.time(8, 0), "Pacific/Apia", at(2011, 12, 30, 18, 0)),
    ],
)
def test_next_digest(now, wall, zone, due_at):
    assert policy.next_digest(Policy(zone, digest_at=wall), now) == due_at


def test_missing_day_has_no_digest_and_the_next_has_its_own():
    day = datetime.date(2011, 12, 30)
    assert schedule.moment(day, MORNING, "Pacific/Apia") is None
    assert schedule.on_day(day, MORNING, "Pacific/Apia") == at(2011, 12, 30, 17, 30)


@pytest.mark.parametrize("wall", [datetime.time(0, 15), datetime.time(1, 30), datetime.time(2, 30)], ids=str)
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "America/Nuuk", "Asia/Beirut", "UTC"]
)
def test_every_day_of_two_years_has_one_digest_in_order(zone, wall):
    now, found = at(2026, 1, 1), []
    while now < at(2028, 1, 1):
        now = policy.next_digest(Policy(zone, digest_at=wall), now)
        found.append((now, policy.latest_digest(Policy(zone, digest_at=wall), now)[0]))
    days = [day for _, day in found]
    assert days == [days[0] + n * schedule.DAY for n in range(len(days))]
    assert len({moment for moment, _ in found}) == len(found)
    shown = [moment.astimezone(zoneinfo.ZoneInfo(zone)).date() for moment, _ in found]
    assert shown == days


def test_latest_digest_after_three_days_without_power():
    found = policy.latest_digest(Policy("America/New_York"), at(2026, 10, 27, 3, 0))
    assert found == (datetime.date(2026, 10, 26), at(2026, 10, 26, 11, 30))
