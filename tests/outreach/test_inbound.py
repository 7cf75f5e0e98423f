"""Log by mail: what each kind of mail is, where it goes, and what nobody can do with it."""

import asyncio
import datetime
import smtplib
import threading
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from outreach import inbound_services, lmtp, services
from outreach.inbound import filing, kinds, reading
from outreach.inbound.filing import ThreadFacts, Verdict, Word
from outreach.inbound.kinds import Kind, Read
from outreach.inbound_services import Outcome
from outreach.management.commands.receive_mail import deliver, knows
from outreach.models import Contact, Inbound, MailAddress, MessageId, Thread, Touch
from tests import make

FOLDER = Path(__file__).parent / "data" / "mail"
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)
OWN = frozenset({"nadia@example.org"})
SENT_ID = "<CAF7x2q9Lw1@mail.gmail.com>"
FACTS = [ThreadFacts(7, "anand@marlow.example", frozenset({SENT_ID}))]


def sample(name):
    return (FOLDER / f"{name}.eml").read_bytes()


def seen(name):
    """What the mail is, and where it goes."""
    arrived = reading.read(sample(name))
    read = kinds.classify(arrived, OWN, NOW.date())
    return read, filing.match(arrived, read, FACTS, authserv="mx.wardbook.example")


CALL = datetime.datetime(2026, 10, 29, 20, 0, tzinfo=datetime.UTC)
ASSISTANT = "It answers your mail, but the sender is another."
FRESH = "The sender fits, but it answers no known mail."
DEAD = "anand@marlow.example"
FILED = Verdict(Word.FILE, 7)


@pytest.mark.parametrize(
    ("name", "read", "verdict"),
    [
        ("sent_copy_gmail", Read(Kind.SENT), FILED),
        ("reply_outlook", Read(Kind.REPLY), FILED),
        ("reply_html_only", Read(Kind.REPLY), FILED),
        ("reply_from_assistant", Read(Kind.REPLY), Verdict(Word.ASK, None, (7,), ASSISTANT)),
        ("reply_new_message", Read(Kind.REPLY), Verdict(Word.ASK, None, (7,), FRESH)),
        ("auto_exchange", Read(Kind.AUTO, back_on=datetime.date(2026, 11, 9)), FILED),
        ("auto_gmail_vacation", Read(Kind.AUTO, back_on=datetime.date(2026, 11, 2)), FILED),
        ("ticket", Read(Kind.AUTO), FILED),
        ("bounce_no_such_user", Read(Kind.BOUNCE, is_dead=True, failed=DEAD), FILED),
        ("bounce_plain_words", Read(Kind.BOUNCE, is_dead=True, failed=DEAD), FILED),
        ("bounce_mailbox_full", Read(Kind.BOUNCE, failed=DEAD), FILED),
        ("bounce_policy", Read(Kind.BOUNCE, failed=DEAD), FILED),
        ("delay_notice", Read(Kind.DELAY, failed=DEAD), FILED),
        (
            "invitation_call",
            Read(Kind.INVITATION, starts_at=CALL, ends_at=CALL + datetime.timedelta(minutes=30)),
            FILED,
        ),
        ("forwarded_by_hand", Read(Kind.SENT, is_forwarded=True), None),
        ("stranger", Read(Kind.REPLY), filing.NONE),
        ("forged_reply", Read(Kind.REPLY), Verdict(Word.NONE, why="Its sender could not be proven.")),
    ],
)
def test_every_sample(name, read, verdict):
    verdict = verdict or Verdict(Word.ASK, None, (7,), "You forwarded it by hand.")
    assert seen(name) == (read, verdict)


def test_only_our_own_server_is_believed_about_dmarc():
    arrived = reading.read(sample("forged_reply"))
    assert [filing.is_forged(arrived, name) for name in ("mx.wardbook.example", "mx.other.example", "")] == [
        True,
        False,
        False,
    ]


def test_an_invitation_of_a_month_is_no_call():
    read, _ = seen("invitation_month")
    assert (read.kind, read.is_call) == (Kind.INVITATION, False)
    assert seen("invitation_call")[0].is_call


def test_only_words_are_read_of_html():
    arrived = reading.read(sample("reply_html_only"))
    assert arrived.text == "Call me & bring questions.\n\nSent from my phone"
    assert arrived.subject == "Re: Your hyponatremia talk"


@pytest.mark.parametrize(
    "content", [sample("broken"), b"", b"\x00" * 500, b"From:" * 10_000, b"\xff\xfe\n\n\n"]
)
def test_whatever_comes_is_read_without_an_error(content):
    arrived = reading.read(content)
    kinds.classify(arrived, OWN, NOW.date())
    texts = (arrived.subject, arrived.sender, arrived.text, arrived.message_id)
    assert arrived.message_id
    assert not any("\x00" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("I will be back on 9 November 2026.", datetime.date(2026, 11, 9)),
        ("Away through Nov 9th", datetime.date(2026, 11, 9)),
        ("returning 2027-01-04", datetime.date(2027, 1, 4)),
        ("out until 1/4", datetime.date(2027, 1, 4)),
        ("out from Oct 20 to Nov 2, back Nov 3", datetime.date(2026, 11, 3)),
        ("I came back on May 3, 2019", None),
        ("back on 31/31", None),
        ("I am away.", None),
    ],
)
def test_the_day_somebody_is_back(text, back):
    assert kinds.back_on(text, NOW.date()) == back


# ---- what it does ----


@pytest.fixture
def owner(db):
    return make.user(name="Nadia Rahman", email="nadia@example.org")


@pytest.fixture
def address(owner):
    return inbound_services.address_for(owner).address


@pytest.fixture
def thread(owner):
    made = make.thread(owner, now=NOW, contact_fields={"email": "anand@marlow.example"})
    services.record_sent(made, on=TUE, now=NOW)
    MessageId.objects.create(thread=made, value=SENT_ID)
    return made


def get(name, address):
    return inbound_services.receive(sample(name), address, now=NOW)


def after(thread):
    row = Thread.objects.get(pk=thread.pk)
    touches = [(one.kind, one.answer) for one in Touch.objects.filter(thread=thread)]
    return row.state, row.ended_by, touches[1:]


@pytest.mark.parametrize(
    ("name", "state", "ended", "touch"),
    [
        ("reply_outlook", "replied", "reply", ("reply", "answered")),
        ("auto_exchange", "waiting", "", ("reply", "auto")),
        ("ticket", "waiting", "", ("reply", "auto")),
        ("bounce_no_such_user", "closed", "bounce", ("reply", "bounced")),
        ("bounce_mailbox_full", "waiting", "", ("note", "")),
        ("bounce_policy", "waiting", "", ("note", "")),
        ("delay_notice", "waiting", "", ("note", "")),
    ],
)
def test_what_is_filed_does_what_it_means_and_once(thread, address, name, state, ended, touch):
    assert [get(name, address) for _ in range(3)] == [Outcome.FILED, Outcome.AGAIN, Outcome.AGAIN]
    assert after(thread) == (state, ended, [touch])


def test_an_absence_moves_the_next_step(thread, address):
    get("auto_exchange", address)
    assert Thread.objects.get().not_before == datetime.date(2026, 11, 10)


def test_an_invitation_is_a_call(thread, address):
    get("invitation_call", address)
    assert after(thread) == ("call", "reply", [("reply", "call"), ("call", "")])
    assert Thread.objects.get().call_at == CALL


def test_a_copy_to_somebody_new_opens_a_thread_that_waits(owner, address):
    assert get("sent_copy_gmail", address) == Outcome.FILED
    contact, thread = Contact.objects.get(), Thread.objects.get()
    assert (contact.name, contact.email, thread.subject, thread.state) == (
        "Anand Chaudhry",
        "anand@marlow.example",
        "Your hyponatremia talk",
        "waiting",
    )
    assert [(one.kind, one.on) for one in thread.touches.all()] == [("sent", TUE)]
    assert MessageId.objects.get().value == SENT_ID
    assert get("reply_outlook", address) == Outcome.FILED  # the answer to it is known by that ID
    assert Thread.objects.get().state == "replied"


def test_a_copy_of_the_first_mail_fills_the_thread_that_was_to_write(owner, address):
    thread = make.thread(owner, now=NOW, contact_fields={"email": "Anand@marlow.example"})
    get("sent_copy_gmail", address)
    assert (Thread.objects.get().pk, Thread.objects.get().state) == (thread.pk, "waiting")


def test_what_fits_by_half_waits_and_one_click_files_it(thread, owner, address, signed_in):
    with time_machine.travel(NOW, tick=False):
        assert get("reply_from_assistant", address) == Outcome.ASKED
        assert after(thread) == ("waiting", "", [])
        client, row = signed_in(owner), Inbound.objects.get()
        page = client.get(reverse("outreach:inbox")).content.decode()
        assert "File under Dr. Anand Chaudhry" in page
        for _ in range(2):
            client.post(reverse("outreach:inbound-file", args=[row.pk]), {"thread": thread.pk})
    assert after(thread) == ("replied", "reply", [("reply", "answered")])


def test_what_was_forwarded_by_hand_is_filed_as_their_answer(thread, address):
    assert get("forwarded_by_hand", address) == Outcome.ASKED
    row = Inbound.objects.get()
    inbound_services.file(row, thread, now=NOW)
    assert after(thread) == ("replied", "reply", [("reply", "answered")])


def test_a_dismissed_mail_is_forgotten_and_does_not_come_back(thread, owner, address, signed_in):
    get("reply_new_message", address)
    row = Inbound.objects.get()
    signed_in(owner).post(reverse("outreach:inbound-dismiss", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.text, row.subject) == ("dismissed", "", "")
    assert get("reply_new_message", address) == Outcome.AGAIN


def test_strangers_and_forgeries_leave_nothing(thread, address, settings):
    settings.INBOUND_AUTHSERV = "mx.wardbook.example"
    assert [get("stranger", address), get("forged_reply", address)] == [Outcome.NOT_SHOWN] * 2
    assert (Inbound.objects.count(), after(thread)) == (0, ("waiting", "", []))


def test_a_reply_to_a_thread_that_moved_on_asks(thread, address):
    services.record_reply(thread, on=TUE, now=NOW)
    copy = sample("sent_copy_gmail").replace(b"CAF7x2q9Lw1", b"CAF-second")
    assert inbound_services.receive(copy, address, now=NOW) == Outcome.FILED  # stands as a note
    assert after(thread)[2] == [("reply", "answered"), ("note", "")]


def test_a_second_answer_stands_in_the_history_with_its_words(thread, address):
    assert get("reply_outlook", address) == Outcome.FILED
    second = sample("reply_outlook").replace(b"BN8PR05MB6@", b"BN9@").replace(b"Happy to", b"Let us")
    assert inbound_services.receive(second, address, now=NOW) == Outcome.FILED
    assert after(thread) == ("replied", "reply", [("reply", "answered")] * 2)


def test_only_the_right_address_is_known(owner, address, stranger):
    token = MailAddress.objects.get().token
    known = [f"<{address}>", address.upper(), f"{token}+x@{address.split('@')[1]}"]
    assert [inbound_services.owner_of(one) for one in known] == [owner] * 3
    for one in (f"{token}@elsewhere.example", f"x{address}", "", "@", "nonsense"):
        assert inbound_services.receive(sample("reply_outlook"), one, now=NOW) == Outcome.UNKNOWN
    inbound_services.new_address(owner)
    assert inbound_services.owner_of(address) is None


def test_a_mail_of_more_than_30_mb_is_refused(owner, address):
    huge = sample("reply_outlook") + b"x" * inbound_services.MOST_BYTES
    assert inbound_services.receive(huge, address, now=NOW) == Outcome.TOO_BIG


def test_two_owners_do_not_see_each_others_threads(thread, stranger):
    theirs = inbound_services.address_for(stranger).address
    assert get("reply_outlook", theirs) == Outcome.NOT_SHOWN
    assert after(thread) == ("waiting", "", [])


# ---- the listener ----


class Listener:
    """The listener on a port of its own, in a thread with its own loop."""

    def __init__(self, *, is_lmtp, most=lmtp.MOST_BYTES, deliver, knows):
        self.ready, self.options = threading.Event(), {"is_lmtp": is_lmtp, "most": most}
        self.deliver, self.knows = deliver, knows
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def _run(self):
        server = await lmtp.serve("127.0.0.1", 0, deliver=self.deliver, knows=self.knows, **self.options)
        self.port = server.sockets[0].getsockname()[1]
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()
        await self.stopped.wait()
        server.close()
        await server.wait_closed()

    def __enter__(self):
        self.thread.start()
        assert self.ready.wait(30)
        return self

    def __exit__(self, *told):
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join()


def closing(function):
    """The same, with the connection of the listener's thread closed after it."""

    def call(*given):
        try:
            return function(*given)
        finally:
            connection.close()

    return call


@pytest.mark.parametrize("is_lmtp", [True, False])
@pytest.mark.django_db(transaction=True)
def test_a_mail_over_the_wire_is_filed(is_lmtp):
    owner = make.user(name="Nadia Rahman", email="nadia@example.org")
    address = inbound_services.address_for(owner).address
    speak = smtplib.LMTP if is_lmtp else smtplib.SMTP
    with (
        time_machine.travel(NOW, tick=True),
        Listener(is_lmtp=is_lmtp, deliver=closing(deliver), knows=closing(knows)) as listener,
        speak("127.0.0.1", listener.port, timeout=10) as wire,
    ):
        assert wire.sendmail("nadia@example.org", [address], sample("sent_copy_gmail")) == {}
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            wire.sendmail("nadia@example.org", [f"x{address}"], sample("sent_copy_gmail"))
    assert Thread.objects.get().state == "waiting"


def test_the_listener_keeps_dots_and_refuses_what_is_too_big():
    kept = []

    def keep(content, address):
        kept.append(content)
        return "250 2.0.0 Filed"

    with (
        Listener(is_lmtp=True, most=100_000, deliver=keep, knows=lambda address: True) as listener,
        smtplib.LMTP("127.0.0.1", listener.port, timeout=10) as wire,
    ):
        long_line = b"y" * 70_000 + b"\r\n.\r\n..two\r\n"
        wire.sendmail("a@b.example", ["c@d.example"], b"Subject: x\r\n\r\n.one\r\n" + long_line)
        assert kept == [b"Subject: x\r\n\r\n.one\r\n" + long_line]
        wire.docmd("MAIL", "FROM:<a@b.example> SIZE=50")
        wire.docmd("RCPT", "TO:<c@d.example>")
        assert wire.data(b"z" * 200_000)[0] == 552
        assert wire.docmd("MAIL", "FROM:<a@b.example> SIZE=200000")[0] == 552
        assert [
            wire.docmd(one)[0] for one in ("DATA", "NONSENSE", "VRFY x", "MAIL FROM", "RSET", "NOOP")
        ] == [
            503,
            500,
            252,
            501,
            250,
            250,
        ]
        assert len(kept) == 1
