"""The engine obeys its owners' wishes when a mail is made and when it leaves.

It is Tue 27 Oct 2026, 10:00 in New York."""

import datetime
import random
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile
from reminders import budget, claim, heal, recipients, services
from reminders import outbox as rows
from reminders import policy as policies
from reminders.models import Budget, Mail, Reminder
from reminders.policy import Policy
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, due, listed, row, states, tick

NIGHT = {
    "quiet_from": datetime.time(22),
    "quiet_until": datetime.time(7),
    "digest_at": datetime.time(9),
}
MIDNIGHT = NOW + 14 * HOUR  # 00:00 on Wed 28 Oct in New York


def at(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


def wish(**columns):
    Profile.objects.update(**columns)


def next_digest():
    return Profile.objects.values_list("next_digest_at", flat=True).get()


def alone_at():
    return list(Reminder.objects.order_by("key").values_list("alone_at", flat=True))


@pytest.mark.parametrize(
    "broken",
    [
        {"mail_mode": "hourly"},
        {"weekly_on": 7},
        {"mail_days": 0},
        {"mail_days": 128},
        {"quiet_from": datetime.time(22)},
        {"away_from": NOW.date()},
        {"away_until": NOW.date()},
        {"away_from": NOW.date(), "away_until": NOW.date() - DAY},
    ],
    ids=str,
)
def test_wishes_that_make_no_sense_cannot_be_written(nadia, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        wish(**broken)


def test_old_code_may_still_make_profiles(nadia):
    """While a new version is rolled out, processes of the old one insert rows without the new columns."""
    columns = {"mail_mode": "daily", "mail_days": 127, "weekly_on": 0, "singles_a_day": 3}
    found = {name: Profile._meta.get_field(name).db_default for name in columns}
    assert found == columns


class TestQuietHours:
    def test_single_that_falls_due_at_night_is_made_when_they_end(self, nadia, outbox):
        wish(**NIGHT, next_digest_at=at(2026, 10, 28, 13))
        row(nadia, due_at=MIDNIGHT, is_alone=True)
        tick(MIDNIGHT)
        assert (states(), alone_at()) == ([], [at(2026, 10, 28, 11)])
        tick(at(2026, 10, 28, 11))  # 07:00
        assert [m.subject for m in outbox] == ["Follow up with Dr. Chaudhry"]

    def test_single_that_could_not_leave_before_waits_for_their_end(self, nadia, outbox):
        row(nadia, is_alone=True)
        rows.make_singles(NOW)
        wish(**NIGHT)
        tick(MIDNIGHT)
        mail = Mail.objects.get()
        assert (mail.state, mail.run_at, mail.attempts, outbox) == ("scheduled", at(2026, 10, 28, 11), 0, [])
        tick(at(2026, 10, 28, 11))
        assert states() == [("reminder", "sent")]

    def test_digest_that_could_not_leave_on_its_day_gives_way_to_the_next(self, nadia, outbox):
        row(nadia)
        wish(**NIGHT, next_digest_at=NOW - HOUR)
        rows.make_digests(NOW)
        tick(MIDNIGHT)
        assert (states(), outbox) == ([("digest", "skipped")], [])
        tick(at(2026, 10, 28, 13))
        assert sorted(Mail.objects.values_list("local_date", "state")) == [
            (datetime.date(2026, 10, 27), "skipped"),
            (datetime.date(2026, 10, 28), "sent"),
        ]

    def test_they_begin_while_the_mail_is_being_written(self, nadia):
        """Claimed and written while open; the update that lets the text leave asks again."""
        row(nadia, is_alone=True)
        rows.make_singles(NOW)
        token, [mail] = claim.claim(NOW)
        one = recipients.mailable([nadia.pk], NOW)[nadia.pk]
        wish(quiet_from=datetime.time(9), quiet_until=datetime.time(11))
        assert claim.to_the_wire(mail, token, NOW, recipient=one) is False
        assert claim.to_the_wire(mail, token, NOW, recipient=one, is_asked_for=True) is True

    def test_test_mail_comes_at_once_all_the_same(self, nadia, outbox):
        wish(quiet_from=datetime.time(9), quiet_until=datetime.time(11))
        rows.add_test_mail(nadia, NOW)
        tick()
        assert states() == [("test", "sent")]


def test_the_update_asks_the_same_rule(nadia):
    """reminders.policy and the SQL of marks.mark_leaving agree, for any wishes at any moment."""
    luck, answers = random.Random(7), []
    mail = digest_row(nadia, state="leased", lease_token="t", lease_until=NOW + 400 * DAY)
    for _ in range(250):
        moment = NOW + luck.randrange(60 * 24 * 4) * HOUR / 4
        today = moment.date() + luck.randrange(-1, 2) * DAY
        quiet = luck.random() < 0.7
        columns = {
            "time_zone": luck.choice(["America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"]),
            "mail_mode": luck.choice(["daily", "weekly", "each"]),
            "mail_days": luck.randrange(64, 128) | 3,
            "quiet_from": datetime.time(luck.randrange(24), 15) if quiet else None,
            "quiet_until": datetime.time(luck.randrange(24), luck.choice([15, 30])) if quiet else None,
            "paused_until": luck.choice([None, None, today]),
            "away_from": None,
            "away_until": None,
        }
        if luck.random() < 0.3:
            columns |= {"away_from": today, "away_until": today + luck.randrange(3) * DAY}
        wish(**columns)
        one = recipients.mailable([nadia.pk], moment, is_asked_for=True)[nadia.pk]
        Mail.objects.update(lease_until=moment + DAY, wire_at=None, attempts=0)
        answers.append(
            (claim.to_the_wire(mail, "t", moment, recipient=one), Policy(**columns).is_open(moment))
        )
    assert [told for told, _ in answers] == [is_open for _, is_open in answers]
    assert {is_open for _, is_open in answers} == {True, False}


def test_a_zone_changed_since_the_mail_was_written_lets_nothing_leave(nadia):
    digest_row(nadia)
    token, [mail] = claim.claim(NOW)
    one = recipients.mailable([nadia.pk], NOW)[nadia.pk]
    wish(time_zone="Asia/Kolkata")
    assert claim.to_the_wire(mail, token, NOW, recipient=one) is False


class TestWeekly:
    def test_it_comes_on_its_day_with_everything(self, nadia, outbox):
        wish(mail_mode="weekly", weekly_on=3)
        services.follow_profile(Profile.objects.select_related("user").get(), NOW)
        assert next_digest() == at(2026, 10, 29, 11, 30)
        row(nadia, "a")
        row(nadia, "b", is_alone=True)
        tick()
        assert states() == []
        tick(at(2026, 10, 29, 11, 30))
        assert states() == [("digest", "sent")]
        assert "You get this on Thursdays at 7:30\xa0am" in outbox[0].body
        assert next_digest() == at(2026, 11, 5, 12, 30)

    def test_missed_by_a_day_it_comes_at_the_next_open_hour(self, nadia, outbox):
        wish(mail_mode="weekly", weekly_on=0, **NIGHT, next_digest_at=at(2026, 10, 26, 13))
        row(nadia, due_at=NOW - 3 * DAY)
        tick(MIDNIGHT - DAY)  # power is back in the night to Tuesday
        assert (states(), next_digest()) == ([], at(2026, 10, 27, 13))
        tick(at(2026, 10, 27, 13))
        assert Mail.objects.values_list("key", "state").get() == (f"digest:{nadia.pk}:2026-10-26", "sent")
        assert next_digest() == at(2026, 11, 2, 14)


class TestEach:
    @pytest.fixture(autouse=True)
    def _each(self, nadia):
        wish(mail_mode="each")
        nadia.profile.refresh_from_db()

    def test_each_thing_leaves_when_it_falls_due(self, nadia, outbox):
        listed[nadia.pk] = [
            due("a", due_at=NOW + HOUR),
            due("b", due_at=NOW + 2 * HOUR, title="Ask Dr. Clarke"),
        ]
        services.refresh(nadia, NOW)
        for hour in range(4):
            tick(NOW + hour * HOUR)
        assert [m.subject for m in outbox] == ["Follow up with Dr. Chaudhry", "Ask Dr. Clarke"]
        assert "Each reminder comes at its own time, as you chose." in outbox[0].body

    def test_several_at_once_come_as_one(self, nadia, outbox):
        listed[nadia.pk] = [due(f"a:{n}", due_at=NOW - n * HOUR) for n in range(5)]
        services.refresh(nadia, NOW)
        tick()
        assert states() == [("digest", "sent")]
        listed[nadia.pk] += [due(f"b:{n}", due_at=NOW + HOUR) for n in range(2)]
        services.refresh(nadia, NOW)
        tick(NOW + HOUR)  # a day has one digest
        assert states() == [("digest", "sent")] + [("reminder", "sent")] * 2

    def test_beyond_the_number_a_day_they_wait_for_the_morning(self, nadia, outbox):
        wish(singles_a_day=1, next_digest_at=at(2026, 10, 28, 11, 30))
        for number in range(3):
            row(nadia, f"a:{number}", alone_at=NOW + number * HOUR, due_at=NOW + number * HOUR)
            tick(NOW + number * HOUR)
        assert states() == [("reminder", "sent")]
        tick(at(2026, 10, 28, 11, 30))
        assert "Two things today".upper() in outbox[-1].body

    def test_choosing_it_watches_what_is_to_come_and_leaving_it_no_longer(self, nadia):
        row(nadia, "a", due_at=NOW - HOUR)
        row(nadia, "b", due_at=NOW + HOUR)
        row(nadia, "c", due_at=NOW + HOUR, is_alone=True)
        listed[nadia.pk] = [
            due("a"),
            due("b", due_at=NOW + HOUR),
            due("c", due_at=NOW + HOUR, is_alone=True),
        ]
        profile = Profile.objects.select_related("user").get()
        services.follow_profile(profile, NOW)
        assert alone_at() == [None, NOW + HOUR, NOW + HOUR]
        profile.mail_mode = "daily"
        services.follow_profile(profile, NOW)
        assert alone_at() == [None, None, NOW + HOUR]


class TestDays:
    def test_nothing_leaves_on_an_unchosen_weekday(self, nadia, outbox):
        wish(mail_days=policies.EVERY_DAY & ~0b10, next_digest_at=NOW - HOUR)  # not on Tuesdays
        row(nadia)
        row(nadia, "b", is_alone=True)
        tick()
        assert (states(), next_digest()) == ([], at(2026, 10, 28, 11, 30))
        tick(at(2026, 10, 28, 11, 30))
        assert states() == [("digest", "sent")]

    def test_vacation_is_silent_and_ends_with_one_digest(self, nadia, outbox):
        wish(away_from=NOW.date(), away_until=NOW.date() + 6 * DAY, next_digest_at=NOW - HOUR)
        for day in range(7):
            row(nadia, f"a:{day}", due_at=NOW + day * DAY, is_alone=True)
            tick(NOW + day * DAY)
        assert (states(), next_digest()) == ([], at(2026, 11, 3, 12, 30))
        tick(at(2026, 11, 3, 12, 30))
        assert [m.subject for m in outbox] == [
            "Today: follow up with Dr. Chaudhry, follow up with Dr. Chaudhry and 5 more"
        ]

    def test_going_away_cancels_what_waits(self, nadia):
        digest_row(nadia, run_at=NOW + HOUR)
        wish(away_from=NOW.date(), away_until=NOW.date())
        services.follow_profile(Profile.objects.select_related("user").get(), NOW)
        assert states() == [("digest", "cancelled")]

    def test_number_of_singles_is_the_owners(self, nadia, outbox):
        wish(singles_a_day=0)
        row(nadia, is_alone=True)
        tick()
        assert states() == []


class TestNag:
    def test_asked_for_it_comes_again_with_a_digest_until_done(self, nadia, outbox):
        nagging, once = row(nadia, "a"), row(nadia, "b")
        services.nag(nagging, 3)
        for day in range(8):
            wish(next_digest_at=NOW + day * DAY)
            tick(NOW + day * DAY)
        told = Mail.objects.order_by("local_date").values_list("local_date", flat=True)
        assert list(told) == [NOW.date(), NOW.date() + 3 * DAY, NOW.date() + 6 * DAY]
        services.finish(nagging, NOW + 8 * DAY)
        wish(next_digest_at=NOW + 9 * DAY)
        tick(NOW + 9 * DAY)
        assert (len(outbox), Reminder.objects.get(pk=once.pk).cycle) == (3, 0)

    def test_every_day_in_spite_of_a_late_mail_server(self, nadia, outbox):
        services.nag(row(nadia), 1)
        wish(next_digest_at=NOW)
        tick(NOW + 2 * HOUR)
        wish(next_digest_at=NOW + DAY)
        tick(NOW + DAY)
        assert len(outbox) == 2


class TestMoved:
    """An owner moves to another zone with rows pending."""

    def move(self, **columns):
        wish(**columns)
        services.follow_profile(Profile.objects.select_related("user").get(), NOW)

    def test_put_off_keeps_its_day_in_the_new_zone(self, nadia):
        listed[nadia.pk] = [due("a")]
        services.postpone(row(nadia, "a"), NOW, days=3)
        self.move(time_zone="Asia/Kolkata", digest_at=datetime.time(6))
        assert Reminder.objects.get().snoozed_until == at(2026, 10, 30, 0, 30)

    def test_what_was_told_today_is_not_told_again(self, nadia, outbox):
        """07:30 in New York has passed, 07:30 in Los Angeles has not."""
        morning = at(2026, 10, 27, 11, 30)
        listed[nadia.pk] = [due("a", due_at=morning)]
        wish(next_digest_at=morning)
        services.refresh(nadia, morning)
        tick(morning)
        listed[nadia.pk] = [due("a", due_at=at(2026, 10, 27, 14, 30))]
        self.move(time_zone="America/Los_Angeles")
        tick(at(2026, 10, 27, 14, 30))
        assert (len(outbox), Reminder.objects.get().cycle) == (1, 0)

    def test_what_was_not_told_moves_along(self, nadia, outbox):
        listed[nadia.pk] = [due("a", due_at=at(2026, 10, 28, 11, 30))]
        services.refresh(nadia, NOW)
        listed[nadia.pk] = [due("a", due_at=at(2026, 10, 28, 2))]
        self.move(time_zone="Asia/Kolkata")
        assert (Reminder.objects.get().due_at, next_digest()) == (at(2026, 10, 28, 2), at(2026, 10, 28, 2))
        tick(at(2026, 10, 28, 2))
        assert Mail.objects.get().local_date == datetime.date(2026, 10, 28)


class TestBudget:
    @pytest.fixture(autouse=True)
    def _limit(self, settings):
        settings.REMINDER_MAILS_AN_HOUR = 3

    def people(self, count):
        for number in range(count):
            row(make.user(email=f"many{number}@example.org", next_digest_at=NOW + DAY), is_alone=True)

    def test_so_many_leave_in_an_hour_and_the_rest_in_the_next(self, db, outbox):
        self.people(7)
        sent = [tick(NOW + minutes * HOUR / 60).sent for minutes in (0, 30, 60, 90, 120)]
        assert (sent, states()) == ([3, 0, 3, 0, 1], [("reminder", "sent")] * 7)

    def test_account_mail_is_not_held(self, db, outbox):
        Budget.objects.create(hour=NOW, taken=3)
        rows.add_account_mail("a@example.org", "Sign in", "text", "text", now=NOW)
        assert tick().sent == 1

    def test_what_was_not_tried_is_given_back(self, db, outbox):
        self.people(3)
        tick(should_stop=lambda: len(outbox) == 1)
        assert Budget.objects.values_list("taken", flat=True).get() == 1

    def test_without_a_limit_it_asks_nothing(self, nadia, settings):
        settings.REMINDER_MAILS_AN_HOUR = 0
        with CaptureQueriesContext(connection) as asked:
            assert budget.take(25, NOW) == 25
        assert len(asked) == 0

    def test_old_hours_are_forgotten(self, nadia):
        Budget.objects.create(hour=NOW - 2 * DAY)
        heal.heal(NOW)
        assert not Budget.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_shares_of_many_processes_stay_within_the_limit(settings):
    settings.REMINDER_MAILS_AN_HOUR = 20
    shares, barrier = [], threading.Barrier(6)

    def take():
        barrier.wait()
        for _ in range(5):
            with transaction.atomic():
                shares.append(budget.take(3, NOW))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(shares) == 20
