"""Mail after mail: the end of one is one commit with the mark of the next. Whatever happens between the
server's 250 for the one and DATA of the other, nothing is lost and at most one mail is uncertain."""

import datetime
import os
import signal
import time
from collections import Counter

import pytest
from django.db import OperationalError, connection, connections

from reminders import claim, delivery, engine, errand, marks, services, smtp, timing
from reminders.models import Mail, Reminder
from tests import make
from tests.reminders.conftest import NOW, digest_row, row, states, tick
from tests.reminders.sink import Sink

AFTER_THE_LEASE = NOW + datetime.timedelta(seconds=timing.lease() + 1)
PIPELINING = ("PIPELINING",)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_a_busy_machine(monkeypatch):
    """Ten times the bound, so that load does not decide what is "at once"."""
    monkeypatch.setattr(timing, "PATIENCE", 0.5)


@pytest.fixture
def four():
    """Four people with a digest each, in the order in which these leave."""
    mails = []
    for number in range(4):
        person = make.user(email=f"p{number}@example.org")
        row(person)
        mails.append(digest_row(person, run_at=NOW - datetime.timedelta(minutes=9 - number)))
    return mails


@pytest.fixture
def sink(smtp):
    """`sink(*modes)`: a server that takes questions in one go."""
    opened = []

    def use(*modes, **options):
        opened.append(Sink(*modes, extensions=PIPELINING, **options))
        return smtp(opened[-1].__enter__())

    yield use
    for one in opened:
        one.__exit__()


def copies(sink, mails):
    """How often the server took each of them."""
    taken = Counter(sink.message_ids())
    return [taken[mail.message_id] for mail in mails]


def of_each(name):
    return list(Mail.objects.order_by("run_at", "pk").values_list(name, flat=True))


def die():
    os.kill(os.getpid(), signal.SIGKILL)


# ---- the moments at which a process can die; each takes the number of the mail after which it does ----


def _at_call(owner, name, number, *, after=False):
    """Die at the `number`th call of a function, before or after it did its work."""
    real, calls = getattr(owner, name), []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == number and not after:
            die()
        result = real(*args, **kwargs)
        if len(calls) == number:
            die()
        return result

    setattr(owner, name, dying)


def while_the_next_is_written():
    _at_call(delivery, "compose", 3)


def before_its_answer_is_looked_at():
    _at_call(smtp.SmtpLine, "is_clear", 2)


def when_the_next_was_accepted():
    _at_call(smtp.SmtpLine, "is_clear", 2, after=True)


def before_the_commit():
    _at_call(claim, "to_the_wire", 3)


def inside_the_commit():
    """Where it is one statement there is no inside."""
    _at_call(marks, "_row" if connection.vendor == "postgresql" else "_end_in_turn", 2, after=False)


def half_way_through_the_commit():
    if connection.vendor == "postgresql":
        return before_the_commit()
    return _at_call(marks, "_end_in_turn", 2, after=True)


def after_the_commit():
    _at_call(claim, "to_the_wire", 3, after=True)


def _in_a_process_that_dies(arrange):
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            arrange()
            engine.tick(NOW)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def _after_the_lease():
    """One tick finds the mails of the dead, the next one sends them."""
    for _ in range(2):
        tick(AFTER_THE_LEASE)


@pytest.mark.parametrize(
    ("moment", "twice", "uncertain"),
    [
        (while_the_next_is_written, 1, 1),
        (before_its_answer_is_looked_at, 1, 1),
        (when_the_next_was_accepted, 1, 1),
        (before_the_commit, 1, 1),
        (inside_the_commit, 1, 1),
        (half_way_through_the_commit, 1, 1),
        (after_the_commit, None, 2),  # marked, and its text never left
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_process_that_dies_leaves_one_mail_uncertain(four, sink, moment, twice, uncertain):
    """The second mail was taken. It gets one more copy, or the third counts as perhaps sent: never both."""
    server = sink("ok")
    _in_a_process_that_dies(moment)
    marked = Mail.objects.filter(state="leased").exclude(wire_at=None)
    assert list(marked.values_list("pk", flat=True)) == [four[uncertain].pk]
    _after_the_lease()
    assert states() == [("digest", "sent")] * 4
    assert copies(server, four) == [2 if at == twice else 1 for at in range(4)]
    assert of_each("ambiguous") == [int(at == uncertain) for at in range(4)]
    assert not Reminder.objects.filter(notified_at=None).exists()


def test_one_wait_for_the_database_each(four, sink):
    sink("ok")
    change, texts = f"UPDATE {Mail._meta.db_table}", []

    def listen(execute, sql, *rest):
        texts.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        assert tick().sent == 4
    counts = [text.count(change) for text in texts if change in text]
    if connection.vendor == "postgresql":  # the first mark, three times an end and a mark, the last end
        assert counts == [1, 2, 2, 2, 1]
    else:
        assert counts == [1] * 8


def test_pooler_that_forgets_statements_does_no_harm(four, sink, is_postgres):
    if not is_postgres:
        pytest.skip("needs PostgreSQL: DATABASE_URL=postgres://… make test")
    sink("ok")
    tick(should_stop=lambda: Mail.objects.filter(state="sent").exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f'DEALLOCATE "{name}"')
    tick()
    assert names
    assert states() == [("digest", "sent")] * 4


def test_next_one_withdrawn_harms_nobody(four, sink, monkeypatch):
    """The third one's reminder is finished when all is written, and nothing left to ask but the mark."""
    real = smtp.SmtpLine.is_clear
    calls = []

    def is_clear(line):
        calls.append(1)
        if len(calls) == 2:
            services.finish(Reminder.objects.get(owner=four[2].owner), NOW)
        return real(line)

    monkeypatch.setattr(smtp.SmtpLine, "is_clear", is_clear)
    server = sink("ok")
    tick()
    assert copies(server, four) == [1, 1, 0, 1]
    assert of_each("state") == ["sent", "sent", "skipped", "sent"]
    assert of_each("attempts") == [1, 1, 0, 1]


def _seen_at_rcpt(seen):
    def look():
        time.sleep(3 * 0.5)
        seen.extend(of_each("state"))
        connection.close()

    return look


def test_next_one_that_stalls_does_not_hold_it(four, sink):
    seen = []
    server = sink("ok", "slow-rcpt", "ok", at_rcpt=_seen_at_rcpt(seen))
    tick()
    assert seen == ["sent", "leased", "leased", "leased"]
    assert (copies(server, four), server.connections) == ([1] * 4, 1)
    assert states() == [("digest", "sent")] * 4


def test_without_its_bound_it_would_be_held(four, sink, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(timing, "PATIENCE", 5)
    seen = []
    sink("ok", "slow-rcpt", "ok", at_rcpt=_seen_at_rcpt(seen))
    tick()
    assert seen == ["leased"] * 4


def test_next_one_that_hangs_costs_it_nothing(four, sink, monkeypatch):
    monkeypatch.setattr(timing, "OPERATION", 0.3)
    server = sink("ok", "hang")
    tick()
    assert (copies(server, four), of_each("state")) == ([1, 0, 0, 0], ["sent", "retry", "retry", "retry"])
    assert of_each("attempts") == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("mode", "left", "second", "lines"),
    [
        ("550", [1, 0, 1, 1], ("failed", 1, 0), 1),
        ("450", [1, 0, 1, 1], ("retry", 1, 0), 1),
        ("451-text", [1, 0, 1, 1], ("retry", 1, 0), 1),
        ("drop-before-354", [1, 0, 1, 1], ("retry", 0, 0), 2),
        ("drop-after-dot", [1, 1, 1, 1], ("retry", 1, 1), 2),
    ],
)
def test_trouble_of_one_is_not_that_of_its_neighbors(four, sink, mode, left, second, lines):
    server = sink("ok", mode, "ok")
    tick()
    assert (copies(server, four), server.connections) == (left, lines)
    rows = list(Mail.objects.order_by("pk").values_list("state", "attempts", "ambiguous"))
    assert rows == [("sent", 1, 0), second, ("sent", 1, 0), ("sent", 1, 0)]


def test_told_to_stop_it_records_what_was_taken(four, sink):
    server = sink("ok")
    tick(should_stop=lambda: len(server.taken) == 2)
    assert of_each("state") == ["sent", "sent", "retry", "retry"]
    assert (of_each("attempts"), copies(server, four)) == ([1, 1, 0, 0], [1, 1, 0, 0])


def test_database_that_fails_at_the_commit_does_not_lose_the_end(four, sink, monkeypatch):
    mark = claim.to_the_wire

    def failing(mail, token, now, **asked):
        if mail.pk == four[2].pk:
            raise OperationalError("the database went away")
        return mark(mail, token, now, **asked)

    server = sink("ok")
    monkeypatch.setattr(claim, "to_the_wire", failing)
    with pytest.raises(OperationalError):
        tick()
    monkeypatch.setattr(claim, "to_the_wire", mark)
    assert of_each("state") == ["sent", "sent", "leased", "retry"]
    _after_the_lease()
    assert (of_each("attempts"), copies(server, four)) == ([1, 1, 1, 1], [1, 1, 1, 1])


def test_commit_that_had_to_wait_is_asked_again(four, sink, monkeypatch):
    """What was read before somebody's lock was waited for may be old: nothing leaves after `stop`."""
    mark = claim.to_the_wire

    def slow(mail, token, now, **asked):
        is_ours = mark(mail, token, now, **asked)
        if mail.pk == four[2].pk and asked.get("behind"):
            services.finish(Reminder.objects.get(owner=mail.owner_id), NOW)
            time.sleep(2 * timing.PATIENCE)
        return is_ours

    monkeypatch.setattr(claim, "to_the_wire", slow)
    server = sink("ok")
    tick()
    assert (copies(server, four), of_each("state")) == ([1, 1, 0, 1], ["sent", "sent", "skipped", "sent"])


def test_two_mails_about_one_thing_are_not_one_commit(nadia, sink, monkeypatch):
    """A digest and a mail of its own about one reminder: the first tells it, the second has nothing left."""
    reminder = row(nadia)
    mails = [
        digest_row(nadia, run_at=NOW - datetime.timedelta(minutes=2)),
        digest_row(nadia, kind="reminder", key="reminder:1", reminder=reminder, run_at=NOW),
    ]
    server = sink("ok")
    tick()
    assert (copies(server, mails), of_each("state")) == ([1, 0], ["sent", "skipped"])


def test_taken_as_one_commit_it_would_be_told_twice(nadia, sink, monkeypatch, is_postgres):
    """The control of the test above: one statement sees one moment."""
    if not is_postgres:
        pytest.skip("needs PostgreSQL: DATABASE_URL=postgres://… make test")
    monkeypatch.setattr(errand.Errand, "shares_with", lambda self, other: False)
    reminder = row(nadia)
    digest_row(nadia, run_at=NOW - datetime.timedelta(minutes=2))
    digest_row(nadia, kind="reminder", key="reminder:1", reminder=reminder, run_at=NOW)
    server = sink("ok")
    tick()
    assert len(server.taken) == 2


def test_text_never_goes_to_the_address_of_another_mail(four, sink, settings):
    """The line refuses a message other than the one it announced."""
    server = sink("ok")
    line = smtp.new_line()
    one, two, three = [smtp.Envelope(_letter(n), "back@example.org") for n in range(3)]
    line.open()
    assert line.send(one, lambda: True, lambda: two).kind == "accepted"
    assert line.send(three, lambda: True).kind == "accepted"
    line.close()
    assert [message["To"] for message in server.messages()] == ["p0@example.org", "p2@example.org"]
    assert server.connections == 2


def _letter(number):
    return delivery.EmailMultiAlternatives("S", "T", "a@example.org", [f"p{number}@example.org"])
