"""What becomes of a mail when the mail server says no, nothing, or hangs up: a real socket."""

import datetime
import socket

import pytest

from reminders import engine, timing
from reminders.models import Mail, Suppression, Transport
from tests.reminders.conftest import DAY, HOUR, NOW, row, save, tick
from tests.reminders.sink import Sink

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def single(nadia):
    return row(nadia, is_alone=True)


def result():
    return Mail.objects.values_list("state", "attempts", "ambiguous", "last_class", "last_code").get()


def wait():
    return Mail.objects.get().run_at - NOW


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)], ids=["in turn", "in one go"])
def test_taken(single, smtp, extensions):
    with smtp(Sink("ok", extensions=extensions)) as sink:
        tick()
        [message] = sink.messages()
    assert result() == ("sent", 1, 0, "accepted", "")
    assert message["Message-ID"] == Mail.objects.get().message_id
    assert message["To"] == "Nadia Rahman <nadia@example.org>"
    assert message.get_body(("plain",)).get_content().count("FOLLOW UP WITH DR. ANAND CHAUDHRY") == 1


def test_provider_that_drops_second_copies_gets_a_key_that_stays(single, smtp, settings):
    settings.EMAIL_IDEMPOTENCY_HEADER = "Resend-Idempotency-Key"
    with smtp(Sink("drop-after-dot", "ok")) as sink:
        tick()
        tick(NOW + HOUR)
        keys = [message["Resend-Idempotency-Key"] for message in sink.messages()]
    assert keys == [Mail.objects.get().public_id] * 2


def test_line_that_begins_with_a_dot_arrives_as_written(single, smtp):
    type(single).objects.update(draft=".\n.hidden\n..two")
    with smtp(Sink("ok")) as sink:
        tick()
        [message] = sink.messages()
    assert "\n.\n.hidden\n..two\n" in message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_one_connection_carries_a_batch(db, smtp):
    for number in range(6):
        save(
            kind="account",
            key=f"account:{number}",
            to_address=f"a{number}@example.org",
            subject="S",
            text="T",
            html="H",
        )
    with smtp(Sink("ok")) as sink:
        assert tick().sent == 6
        assert (sink.connections, len(set(sink.message_ids()))) == (1, 6)
    assert set(Mail.objects.values_list("state", "subject", "text", "html")) == {("sent", "", "", "")}


def test_temporary_refusal_counts_and_waits_a_minute(single, smtp):
    with smtp(Sink("450", "ok")) as sink:
        tick()
        assert result() == ("retry", 1, 0, "temporary", "450 4.2.0")
        assert MINUTE * 0.8 <= wait() <= MINUTE * 1.3
        tick(NOW + 2 * MINUTE)
        assert (result()[:2], len(sink.taken)) == (("sent", 2), 1)
    assert "nadia" not in Mail.objects.get().last_error


def test_refused_after_the_text_is_a_refusal_too(single, smtp):
    with smtp(Sink("451-text")):
        tick()
    assert result() == ("retry", 1, 0, "temporary", "451 4.3.0")


def test_permanent_refusal_ends_the_mail_and_a_dead_address_gets_no_more(single, smtp, nadia):
    with smtp(Sink("550")):
        tick()
    assert result() == ("failed", 1, 0, "permanent", "550 5.1.1")
    assert Suppression.objects.get().code == "550 5.1.1"
    row(nadia, "another", is_alone=True)
    tick(NOW + HOUR)
    assert Mail.objects.count() == 1


def test_refusal_is_understood_when_both_questions_go_together(single, smtp):
    with smtp(Sink("450", "550", extensions=["PIPELINING"])) as sink:
        tick()
        assert result() == ("retry", 1, 0, "temporary", "450 4.2.0")
        tick(NOW + 2 * MINUTE)
        assert (result(), sink.taken) == (("failed", 2, 0, "permanent", "550 5.1.1"), [])


def test_full_mailbox_does_not_mark_the_address(single, smtp):
    with smtp(Sink("550-full")):
        tick()
    assert (result()[0], Suppression.objects.count()) == ("failed", 0)


def test_line_cut_before_the_text_costs_nothing(single, smtp):
    with smtp(Sink("drop-before-354", "ok")) as sink:
        tick()
        assert result() == ("retry", 0, 0, "dropped", "hung up")
        tick(NOW + 2 * MINUTE)
        assert (result()[:3], len(sink.taken)) == (("sent", 1, 0), 1)


def test_line_cut_after_the_dot_brings_one_more_copy_of_the_same_message(single, smtp):
    with smtp(Sink("drop-after-dot", "ok")) as sink:
        tick()
        assert result()[:4] == ("retry", 1, 1, "unanswered")
        tick(NOW + 14 * MINUTE)
        assert len(sink.taken) == 1
        tick(NOW + 16 * MINUTE)
        assert result()[:3] == ("sent", 2, 1)
        assert sink.message_ids() == [Mail.objects.get().message_id] * 2


def test_cut_after_the_dot_each_time_ends_uncertain_after_two_copies(single, smtp, nadia):
    with smtp(Sink("drop-after-dot")) as sink:
        for hour in range(4):
            tick(NOW + hour * HOUR)
        assert len(sink.taken) == 2
    assert result()[:3] == ("uncertain", 2, 1)
    assert type(single).objects.exclude(notified_at=None).count() == 1


def test_refusal_after_a_silent_acceptance_is_never_called_failed(single, smtp):
    with smtp(Sink("drop-after-dot", "550")):
        tick()
        tick(NOW + HOUR)
    assert result()[:3] == ("uncertain", 2, 1)


def test_done_after_a_silent_acceptance_is_uncertain_not_skipped(single, smtp):
    with smtp(Sink("drop-after-dot")) as sink:
        tick()
        type(single).objects.update(state="closed", finished_at=NOW)
        tick(NOW + HOUR)
        assert len(sink.taken) == 1
    assert result()[0] == "uncertain"


def test_server_that_hangs_is_left_soon_and_costs_nothing(single, smtp, monkeypatch):
    monkeypatch.setattr(timing, "OPERATION", 0.3)
    with smtp(Sink("hang")):
        tick()
    assert result() == ("retry", 0, 0, "hung", "timeout")
    assert Transport.objects.get().fails == 1


class TestCircuit:
    """Nobody answers: no attempt is counted, one process tries again, and then everything leaves."""

    @pytest.fixture
    def closed_port(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    def test_refused_for_a_day_costs_nothing_and_all_leaves_afterwards(
        self, closed_port, single, smtp, caplog
    ):
        at = NOW
        while at < NOW + DAY:
            tick(at)
            at += 30 * MINUTE
        assert set(Mail.objects.values_list("state", "attempts")) == {("retry", 0)}
        alerts = [r for r in caplog.records if r.levelname == "ERROR"]
        assert [r.getMessage() for r in alerts] == [
            "The mail server has not answered for 15 minutes. Mails wait; none is lost."
        ]
        with smtp(Sink("ok")) as sink:
            tick(at + 10 * MINUTE)
            assert len(sink.taken) == 1
        # The digest of the next morning has nothing left to say: the late mail of its own said it.
        assert sorted(Mail.objects.values_list("kind", "state", "attempts")) == [
            ("digest", "skipped", 0),
            ("reminder", "sent", 1),
        ]
        assert Transport.objects.values_list("fails", "paused_until", "failing_since").get() == (
            0,
            None,
            None,
        )

    def test_pause_grows_from_30_seconds_to_10_minutes(self, closed_port, single):
        pauses, at = [], NOW
        for _ in range(7):
            tick(at)
            paused_until = Transport.objects.get().paused_until
            pauses.append(round((paused_until - at).total_seconds()))
            at = paused_until
        assert pauses == [30, 60, 120, 240, 480, 600, 600]

    def test_processes_that_meet_one_silence_count_it_once(self, db):
        for _ in range(4):
            engine.circuit.trip(NOW, "mail timeout", 0)
        assert Transport.objects.values_list("fails", "paused_until").get() == (1, NOW + MINUTE / 2)

    def test_nothing_is_tried_while_paused_and_only_one_tries_after(self, closed_port, single, smtp):
        tick()
        with smtp(Sink("ok")) as sink:
            tick(NOW + datetime.timedelta(seconds=10))
            assert sink.connections == 0
            assert engine.circuit.may_probe(NOW + MINUTE) is True
            assert engine.circuit.may_probe(NOW + MINUTE) is False


def test_owner_who_stops_while_the_mail_is_written_gets_none(nadia, single, smtp, monkeypatch):
    """`stop` commits after the text was written and before it leaves."""
    from reminders import services

    compose = engine.delivery.compose

    def slow_compose(parcel, now):
        message = compose(parcel, now)
        services.stop(single, now)
        return message

    monkeypatch.setattr(engine.delivery, "compose", slow_compose)
    with smtp(Sink("ok")) as sink:
        tick()
        assert sink.taken == []
    assert result()[0] == "skipped"


def test_holder_that_overslept_does_not_send_nor_finish(nadia, single, smtp, monkeypatch):
    compose = engine.delivery.compose

    def overslept(parcel, now):
        Mail.objects.update(lease_token="somebody else")
        return compose(parcel, now)

    monkeypatch.setattr(engine.delivery, "compose", overslept)
    with smtp(Sink("ok")) as sink:
        tick()
        assert sink.taken == []
    assert Mail.objects.values_list("state", "lease_token").get() == ("leased", "somebody else")


def test_file_of_the_local_mailbox(single, settings):
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    tick()
    assert result()[0] == "sent"
    assert [path.suffix for path in settings.MAILBOX.iterdir()] == [".eml"]


def test_full_disk_of_the_local_mailbox_waits(single, settings, tmp_path):
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    settings.MAILBOX = tmp_path / "file"
    settings.MAILBOX.write_text("in the way")
    tick()
    assert result()[:4] == ("retry", 1, 0, "temporary")
