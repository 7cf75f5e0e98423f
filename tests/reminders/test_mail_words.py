"""What a reminder mail says, and how it is built."""

import email
import email.policy

import pytest

from accounts.models import Profile
from reminders import wording
from reminders.actions import Action
from reminders.models import Mail
from tests.reminders.conftest import DAY, HOUR, NOW, row, save, tick

replied = Action("They replied", "Did they reply?", lambda reminder, *, now: "Good.")
stopped = Action("Stop", "Stop following up?", lambda reminder, *, now: "Stopped.")
NAMES = {"names": ["Anand Chaudhry"]}


@pytest.fixture(autouse=True)
def _answers(settings):
    settings.REMINDER_ACTIONS = {
        "outreach.replied": "tests.reminders.test_mail_words.replied",
        "outreach.stop": "tests.reminders.test_mail_words.stopped",
    }
    settings.BASE_URL = "https://wardbook.example"
    settings.DEFAULT_FROM_EMAIL = "Wardbook <reminders@wardbook.example>"


def sent(outbox):
    """The one mail that left, as a reader's program gets it."""
    [message] = outbox
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def parts(message):
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


def digest(owner):
    Profile.objects.filter(pk=owner.pk).update(next_digest_at=NOW - HOUR)
    tick()


def two_things(owner, **fields):
    row(owner, "a", due_at=NOW - DAY, reason="You wrote on Tue 20 Oct.", **fields)
    row(
        owner, "b", title="Ask Dr. Imani Clarke for a letter", reason="You can ask now.", action="What to say"
    )
    row(owner, "c", title="Call with Dr. Lucia Ferreira", due_at=NOW + 2 * DAY)


def test_digest(nadia, outbox):
    two_things(nadia)
    digest(nadia)
    message = sent(outbox)
    text, html = parts(message)
    assert message["Subject"] == "Today: follow up with Dr. Chaudhry, ask Dr. Clarke for a letter"
    assert "Two things. After that, call with Dr. Lucia Ferreira on Thu\xa029\xa0Oct." in html
    for words in (
        "Follow up with Dr. Anand Chaudhry",
        "You wrote on Tue 20 Oct.",
        "Review and send",
        "What to say",
    ):
        assert words in html
        assert words in text
    assert text.startswith("Tue\xa027\xa0Oct\xa02026\n\nTWO THINGS TODAY\n")
    assert "Thu\xa029\xa0Oct   Call with Dr. Lucia Ferreira\n" in text
    assert "You get this at 7:30\xa0am, only on days when something is due." in text
    assert html.count('class="btn"') == 1
    assert "&nbsp;" not in text
    assert "\n\n\n\n" not in text


def test_headers(nadia, outbox):
    two_things(nadia)
    digest(nadia)
    message, mail = sent(outbox), Mail.objects.get()
    stop = message["List-Unsubscribe"].strip(" <>")
    assert stop.startswith("https://wardbook.example/mail/stop/")
    assert stop in parts(message)[0]
    expected = {
        "Message-ID": f"<r.{mail.public_id}@wardbook.example>",
        "X-Entity-Ref-ID": mail.public_id,
        "Auto-Submitted": "auto-generated",
        "Reply-To": "reminders@wardbook.example",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "From": "Wardbook <reminders@wardbook.example>",
    }
    assert {name: message[name] for name in expected} == expected


def test_single_carries_draft_history_and_buttons(nadia, outbox):
    row(
        nadia,
        is_alone=True,
        answers=["outreach.replied", "outreach.stop", "outreach.gone"],
        draft="Dear Dr. Chaudhry,\n\nMy note of last week stands.",
        history=["One", "Two", "Three", "Four"],
    )
    tick()
    message = sent(outbox)
    text, html = parts(message)
    assert message["Subject"] == "Follow up with Dr. Chaudhry"
    assert message["References"].startswith("<t.")
    for words in (
        "My note of last week stands.",
        "They replied",
        "Later (3 days)",
        "Stop",
        "Two",
        "Three",
        "Four",
    ):
        assert words in html
        assert words in text
    assert "One\n" not in text
    assert "This came by itself because it fell due after your 7:30 am email." in " ".join(text.split())
    order = [
        text.index(label) for label in ("Review and send:", "They replied:", "Later (3 days):", "\nStop:")
    ]
    assert order == sorted(order)
    for line in text.splitlines():
        assert "https://" not in line or line.startswith("https://"), "a link stands on its own line"


def two_drafts(owner, second="My abstract was accepted on 12 November."):
    row(owner, "a", is_alone=True, draft="Dear Dr. Chaudhry,\n\nMy note of last week stands.")
    row(owner, "b", is_alone=True, title="Follow up with Dr. Sofia Brandt", draft=second)


def test_a_digest_of_two_follow_ups_carries_both_drafts(nadia, outbox):
    two_drafts(nadia)
    digest(nadia)
    message = sent(outbox)
    assert message["Subject"] == "Today: follow up with Dr. Chaudhry, follow up with Dr. Brandt"
    for part in parts(message):
        assert part.count("Ready to send from your own mailbox") == 2
        first, second = part.index("My note of last week stands."), part.index("My abstract was accepted")
        assert part.index("Follow up with Dr. Anand Chaudhry") < first < second
        assert "A draft is ready" not in part
    assert "\n\n\n\n" not in parts(message)[0]


def test_a_draft_too_long_for_a_digest_is_a_link(nadia, outbox):
    two_drafts(nadia, second="Long. " * 600)
    digest(nadia)
    for part in parts(sent(outbox)):
        assert (part.count("My note of last week stands."), part.count("Long.")) == (1, 0)
        assert part.count("A draft is ready.") == 1


def test_drafts_stay_out_of_a_digest_where_names_do(nadia, outbox):
    Profile.objects.update(hides_names=True)
    two_drafts(nadia)
    digest(nadia)
    for part in parts(sent(outbox)):
        assert "Chaudhry" not in part
        assert part.count("A draft is ready.") == 2


def test_names_stay_out_where_the_owner_wants_that(nadia, outbox):
    Profile.objects.update(hides_names=True)
    row(
        nadia,
        is_alone=True,
        reason="Anand Chaudhry has not replied to you.",
        draft="Dear Dr. Chaudhry,",
        history=["Wrote to Anand Chaudhry"],
        **NAMES,
    )
    tick()
    message = sent(outbox)
    assert message["Subject"] == "Follow up with Dr. A. C."
    assert "A. C. has not replied to you." in parts(message)[0]
    assert "Chaudhry" not in "".join([message["Subject"], *parts(message)])
    assert "A draft is ready in Wardbook." in parts(message)[1]


def test_many_things_are_counted_and_the_mail_stays_small(nadia, outbox, settings):
    for number in range(12):
        row(
            nadia,
            f"a:{number:02}",
            title=f"Follow up with Dr. Anand Chaudhry of Lakeside General, number {number}",
            reason="You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2 is drafted and waits.",
            answers=["outreach.replied", "outreach.stop"],
        )
    row(nadia, "old", notified_at=NOW - DAY)
    digest(nadia)
    message = sent(outbox)
    text, html = parts(message)
    assert "TWELVE" not in text
    assert text.startswith("Tue\xa027\xa0Oct\xa02026\n\n12 THINGS TODAY")
    assert "And 5 more things are due. One earlier thing is still open." in text
    assert len(html.encode()) < 20_000
    assert len(message["Subject"]) <= 78


def test_rest_of_many_comes_with_the_next_digest(nadia, outbox):
    for number in range(9):
        row(nadia, f"a:{number}")
    digest(nadia)
    Profile.objects.update(next_digest_at=NOW + 21 * HOUR)
    tick(NOW + 22 * HOUR)
    assert "TWO THINGS TODAY" in outbox[1].body


@pytest.mark.parametrize(
    "evil", ["Dr. Evil\r\nBcc: all@example.org", "<script>alert(1)</script>", "שלום 🙂 " * 40]
)
def test_hostile_title_stays_a_title(nadia, outbox, evil):
    row(nadia, title=evil[:200])
    digest(nadia)
    message = sent(outbox)
    assert message["Bcc"] is None
    assert "<script" not in parts(message)[1]
    assert len(outbox) == 1


def test_hostile_name_stays_in_the_to_line(nadia, outbox):
    type(nadia).objects.update(name='Nadia "x" <a@b.org>, c@d.org\r\nBcc: e@f.org')
    row(nadia)
    digest(nadia)
    assert outbox[0].recipients()[0].endswith("<nadia@example.org>")
    message = sent(outbox)
    assert [a.addr_spec for a in message["To"].addresses] == ["nadia@example.org"]
    assert message["Bcc"] is None


def test_test_mail_comes_although_reminders_are_off(nadia, outbox):
    Profile.objects.update(wants_mail=False)
    save(kind="test", key="test:1", owner=nadia)
    tick()
    assert [m.subject for m in outbox] == ["A test mail from Wardbook"]


@pytest.mark.parametrize(
    ("titles", "subject"),
    [
        (["Ask Dr. Imani Clarke"], "Today: ask Dr. Clarke"),
        (["ECFMG deadline", "Dr. Clarke waits"], "Today: ECFMG deadline, Dr. Clarke waits"),
        (["Fri 23 Oct has no entry"], "Today: Fri 23 Oct has no entry"),
        (["Follow up with Dr. Jan van der Berg"], "Today: follow up with Dr. van der Berg"),
        (["A" * 60, "B" * 60, "C"], f"Today: {'A' * 60} and 2 more"),
        (["A" * 200], f"Today: {'A' * 70}…"),
    ],
)
def test_subject(titles, subject):
    assert wording.subject_of(titles) == subject


@pytest.mark.parametrize(
    ("text", "names", "hidden"),
    [
        ("Follow up with Dr. Anand Chaudhry", (), "Follow up with Dr. A. C."),
        ("Ask Prof. Renée-Louise O’Hara today", (), "Ask Prof. R. L. O. today"),
        ("Call Jane Roe", ("Jane Roe",), "Call J. R."),
        ("Janet is not Jane", ("Jane",), "Janet is not J."),
        ("Nothing to hide", ("",), "Nothing to hide"),
    ],
)
def test_hidden_names(text, names, hidden):
    assert wording.hide_names(text, names) == hidden
