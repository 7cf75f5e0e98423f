"""A mail has one holder. Threads race for it on both databases."""

import datetime
import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from reminders import actions, claim, engine, outbox, services, timing
from reminders.models import Instance, Mail, Reminder
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, due, listed, row, save
from tests.reminders.sink import Sink

LEASE = datetime.timedelta(seconds=timing.lease())
SECOND = datetime.timedelta(seconds=1)


def leased(owner, **fields):
    held = {"state": "leased", "lease_token": "dead", "lease_until": NOW - SECOND, "run_at": NOW - HOUR}
    return digest_row(owner, **{**held, **fields})


def test_claimed_mail_is_held_and_not_claimed_again(nadia):
    digest_row(nadia)
    token, mails = claim.claim(NOW)
    held = Mail.objects.values_list("pk", "state", "lease_token", "lease_until")
    assert list(held) == [(m.pk, "leased", token, m.lease_until) for m in mails]
    assert [m.lease_until for m in mails] == [NOW + LEASE]
    assert claim.claim(NOW)[1] == []


def test_account_mail_is_claimed_before_older_digests(nadia, stranger):
    digest_row(nadia, run_at=NOW - DAY)
    save(kind="account", key="account:1", to_address="a@example.org", run_at=NOW)
    assert [m.kind for m in claim.claim(NOW, limit=1)[1]] == ["account"]


def test_what_is_not_due_or_held_back_is_not_claimed(nadia):
    digest_row(nadia, run_at=NOW + SECOND)
    assert claim.claim(NOW)[1] == []
    Instance.objects.update_or_create(pk=1, defaults={"is_held": True})
    assert claim.claim(NOW + HOUR)[1] == []


def test_only_the_holder_reaches_the_wire_and_only_in_time(nadia):
    digest_row(nadia)
    token, [mail] = claim.claim(NOW)
    assert claim.to_the_wire(mail, "another", NOW) is False
    assert claim.to_the_wire(mail, token, NOW + LEASE) is False
    assert Mail.objects.get().wire_at is None
    assert claim.to_the_wire(mail, token, NOW) is True
    assert (Mail.objects.get().wire_at, Mail.objects.get().attempts) == (NOW, 1)


class TestSettle:
    """Leases nobody ended."""

    def row(self):
        return Mail.objects.values_list("state", "attempts", "ambiguous", "lease_token", "run_at").get()

    def test_without_a_mark_nothing_is_counted(self, nadia):
        leased(nadia)
        assert claim.settle(NOW) == 1
        assert self.row() == ("retry", 0, 0, None, NOW - HOUR)

    def test_with_a_mark_it_leaves_once_more_as_the_same_message(self, nadia):
        before = leased(nadia, wire_at=NOW - HOUR, attempts=1)
        claim.settle(NOW)
        assert self.row() == ("retry", 1, 1, None, NOW - HOUR)
        assert Mail.objects.get().message_id == before.message_id

    def test_marked_a_second_time_it_is_uncertain(self, nadia):
        leased(nadia, wire_at=NOW - HOUR, attempts=2, ambiguous=1)
        claim.settle(NOW)
        assert self.row() == ("uncertain", 2, 1, None, NOW - HOUR)

    def test_running_lease_is_left_alone(self, nadia):
        leased(nadia, lease_until=NOW + SECOND)
        assert claim.settle(NOW) == 0

    def test_lease_from_the_future_is_none(self, nadia):
        leased(nadia, lease_until=NOW + 2 * LEASE + SECOND)
        assert claim.settle(NOW) == 1

    def test_mail_displaced_by_a_clock_comes_back(self, nadia):
        digest_row(nadia, run_at=NOW + 2 * DAY)
        claim.settle(NOW)
        assert self.row() == ("scheduled", 0, 0, None, NOW)


def _race(work, threads=8):
    """Run `work` in threads at the same moment; what each returned."""
    barrier, results, errors = threading.Barrier(threads), [], []

    def run():
        try:
            barrier.wait()
            results.append(work())
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(repr(error))
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    return results


def _forty_mails():
    owner = make.user()
    for number in range(40):
        save(kind="test", key=f"test:{number}", owner=owner)


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_claimed_twice_by_racing_workers():
    _forty_mails()

    def work():
        taken = []
        while mails := claim.claim(NOW, limit=3)[1]:
            taken += [m.pk for m in mails]
        return taken

    taken = Counter(pk for pks in _race(work) for pk in pks)
    assert (len(taken), set(taken.values())) == (40, {1})


@pytest.mark.parametrize("name", ["done", "later", "stop"])
@pytest.mark.django_db(transaction=True)
def test_one_of_many_answers_at_the_same_moment_acts(name):
    reminder = row(make.user())
    answers = _race(lambda: actions.answer(reminder, name, NOW).has_acted)
    assert sorted(answers) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_two_processes_make_one_digest():
    owner = make.user(next_digest_at=NOW - HOUR)
    row(owner)
    _race(lambda: outbox.make_digests(NOW))
    assert Mail.objects.values_list("kind", "owner_id").get() == ("digest", owner.pk)


@pytest.mark.django_db(transaction=True)
def test_owner_refreshed_from_many_sides_has_each_reminder_once():
    owner = make.user(next_digest_at=NOW + DAY)
    listed[owner.pk] = [due(f"a:{number}") for number in range(10)]
    _race(lambda: services.refresh(owner, NOW))
    assert Reminder.objects.filter(state="open").count() == 10


@pytest.mark.django_db(transaction=True)
def test_ticks_side_by_side_send_each_mail_once(smtp):
    for _ in range(20):
        row(make.user(next_digest_at=NOW + DAY), is_alone=True)
    with smtp(Sink("ok")) as sink:
        _race(lambda: engine.tick(NOW), threads=4)
        assert Counter(Counter(sink.message_ids()).values()) == {1: 20}
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_without_lock_and_guard_would_take_mails_twice():
    """The control: the race above can be lost, so winning it means something."""
    _forty_mails()
    barrier = threading.Barrier(8)

    def careless():
        with transaction.atomic():
            ids = list(Mail.objects.filter(state="scheduled").order_by("pk").values_list("pk", flat=True)[:5])
            barrier.wait()
            Mail.objects.filter(pk__in=ids).update(state="leased", lease_token="t", lease_until=NOW)
        return ids

    taken = Counter(pk for pks in _race(careless) for pk in pks)
    assert max(taken.values()) > 1
