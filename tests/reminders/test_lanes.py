"""One process with a backlog sends over two lines, and keeps one mail at a time where a kill would leave it
uncertain."""

import threading

import pytest
from django.db import OperationalError, connection

from reminders import claim, engine, marks, timing
from reminders.models import Mail
from tests import make
from tests.reminders.conftest import digest_row, row, states, tick
from tests.reminders.sink import Sink

PEOPLE = 3 * timing.BATCH

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backlog():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: DATABASE_URL=postgres://… make test")
    for number in range(PEOPLE):
        person = make.user(email=f"p{number}@example.org")
        row(person)
        digest_row(person)


class Gap:
    """How many mails were between their mark and their end at once, and in how many threads."""

    def __init__(self, monkeypatch):
        self.inside, self.most, self.threads, self.lock = 0, 0, set(), threading.Lock()
        mark, sent = marks.mark_leaving, marks.mark_sent

        def leaving(*args, **asked):
            is_ours = mark(*args, **asked)
            with self.lock:
                self.threads.add(threading.get_ident())
                self.inside += is_ours
                self.most = max(self.most, self.inside)
            return is_ours

        def taken(*args):
            is_ours = sent(*args)
            with self.lock:
                self.inside -= 1
            return is_ours

        monkeypatch.setattr(marks, "mark_leaving", leaving)
        monkeypatch.setattr(marks, "mark_sent", taken)


def test_two_lines_and_one_mail_in_the_gap(backlog, smtp, monkeypatch):
    gap = Gap(monkeypatch)
    with Sink("slow-250", pause=0.002) as sink:
        smtp(sink)
        tally = tick()
    assert (tally.sent, tally.is_behind, sink.connections) == (PEOPLE, False, 2)
    assert sorted(sink.message_ids()) == sorted(Mail.objects.values_list("message_id", flat=True))
    assert states() == [("digest", "sent")] * PEOPLE
    assert (gap.most, len(gap.threads)) == (1, 2)


def test_without_the_lock_there_are_two(backlog, smtp, monkeypatch):
    """The control of the test above."""
    gap = Gap(monkeypatch)
    monkeypatch.setattr(engine._Lane, "_enter_gap", lambda lane, errand: errand.to_wire())
    with Sink("slow-250", pause=0.02) as sink:
        smtp(sink)
        tick()
    assert gap.most == 2


def test_a_silent_server_is_one_failure_for_both_lines(backlog, smtp, monkeypatch):
    monkeypatch.setattr(timing, "OPERATION", 0.3)
    with Sink(*["ok"] * 30, "hang") as sink:
        smtp(sink)
        tick()
        assert 30 <= len(sink.taken) <= 31
    assert not Mail.objects.filter(state="leased").exists()
    assert Mail.objects.exclude(state="sent").exclude(attempts=0).count() == 0


def test_what_goes_wrong_on_the_other_line_is_not_kept_quiet(backlog, smtp, monkeypatch):
    take, mine = claim.claim, threading.get_ident()

    def broken(now, *, limit):
        if threading.get_ident() != mine:
            raise OperationalError("the database went away")
        return take(now, limit=limit)

    monkeypatch.setattr(claim, "claim", broken)
    with Sink() as sink:
        smtp(sink)
        with pytest.raises(OperationalError):
            tick()
    assert states() == [("digest", "sent")] * PEOPLE
