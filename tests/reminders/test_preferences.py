"""When emails come: the page, the sentence, the kinds, and the page of one reminder.

It is Tue 27 Oct 2026, 10:00 in New York."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.module_loading import import_string

from accounts.models import Profile, User
from config import settings as config
from reminders import clock, links, outlook, queries, services
from reminders.due import Instead
from reminders.models import Mail, Reminder, StoppedKind
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, listed, row
from tests.reminders.conftest import due as one_due

PAGE = "/reminders/settings/"
FORM = {
    "comes": "daily",
    "digest_at": "07:30",
    "weekly_on": "0",
    "days": ["0", "1", "2", "3", "4", "5", "6"],
    "singles_a_day": "3",
}
WISHES = [
    "wants_mail",
    "mail_mode",
    "digest_at",
    "weekly_on",
    "mail_days",
    "singles_a_day",
    "quiet_from",
    "quiet_until",
    "paused_until",
    "away_from",
    "away_until",
]


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def client(nadia, signed_in):
    return signed_in(nadia)


def wishes():
    return dict(zip(WISHES, Profile.objects.values_list(*WISHES).get(), strict=True))


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_saved_as_it_was_is_as_it_was(client):
    before = wishes()
    page = client.post(PAGE, FORM, follow=True)
    assert said(page) == ["Saved. Your next digest leaves Wed\xa028\xa0Oct at 7:30\xa0am, New York time."]
    assert wishes() == before


def test_every_wish_is_kept_and_followed(client, nadia):
    given = {
        "comes": "weekly",
        "digest_at": "08:15",
        "weekly_on": "4",
        "days": ["0", "4"],
        "singles_a_day": "5",
        "quiet_from": "21:00",
        "quiet_until": "07:00",
        "paused_until": "2026-10-29",
        "away_from": "2026-11-02",
        "away_until": "2026-11-08",
    }
    page = client.post(PAGE, given, follow=True)
    assert wishes() == {
        "wants_mail": True,
        "mail_mode": "weekly",
        "digest_at": datetime.time(8, 15),
        "weekly_on": 4,
        "mail_days": 0b0010001,
        "singles_a_day": 5,
        "quiet_from": datetime.time(21),
        "quiet_until": datetime.time(7),
        "paused_until": datetime.date(2026, 10, 29),
        "away_from": datetime.date(2026, 11, 2),
        "away_until": datetime.date(2026, 11, 8),
    }
    assert said(page) == ["Saved. Your next digest leaves Fri\xa030\xa0Oct at 8:15\xa0am, New York time."]
    friday = datetime.datetime(2026, 10, 30, 12, 15, tzinfo=datetime.UTC)
    assert Profile.objects.values_list("next_digest_at", flat=True).get() == friday


def test_no_emails_cancels_what_waits_and_keeps_the_mode(client, nadia):
    digest_row(nadia, run_at=NOW + HOUR)
    Profile.objects.update(mail_mode="weekly")
    page = client.post(PAGE, {**FORM, "comes": "off"}, follow=True)
    assert (wishes()["wants_mail"], wishes()["mail_mode"]) == (False, "weekly")
    assert Mail.objects.get().state == "cancelled"
    assert page.context["outlook"].headline == "No reminder emails leave"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"days": []}, "days", "Choose at least one day. For none at all, choose “No emails” above."),
        ({"quiet_from": "22:00"}, "quiet_until", "Fill in both times, or leave both empty."),
        (
            {"quiet_from": "22:00", "quiet_until": "22:00"},
            "quiet_until",
            "Choose two different times, or leave both empty.",
        ),
        (
            {"quiet_from": "22:00", "quiet_until": "08:00"},
            "digest_at",
            "7:30\xa0am is inside your quiet hours, 10:00\xa0pm to 8:00\xa0am. Change one of them.",
        ),
        ({"quiet_from": "x"}, "quiet_from", "Write a time such as 07:30."),
        ({"paused_until": "2026-10-27"}, "paused_until", "Choose a day after today, within a year."),
        ({"paused_until": "2028-10-27"}, "paused_until", "Choose a day after today, within a year."),
        ({"away_from": "2026-11-01"}, "away_until", "Fill in both days, or leave both empty."),
        (
            {"away_from": "2026-11-02", "away_until": "2026-11-01"},
            "away_until",
            "This is before the first day. Choose a later one.",
        ),
        (
            {"away_from": "2026-10-01", "away_until": "2026-10-26"},
            "away_until",
            "Choose days to come, within a year.",
        ),
        ({"comes": "hourly"}, "comes", "Choose one from the list."),
        ({"weekly_on": "7"}, "weekly_on", "Choose one from the list."),
    ],
    ids=str,
)
def test_nonsense_is_answered_beside_the_field_and_changes_nothing(client, given, field, sentence):
    before = wishes()
    page = client.post(PAGE, {**FORM, **given})
    assert (page.status_code, page.context["form"].errors) == (422, {field: [sentence]})
    assert wishes() == before


def test_what_is_over_is_not_saved_again(client):
    Profile.objects.update(
        paused_until=NOW.date(), away_from=NOW.date() - 9 * DAY, away_until=NOW.date() - 2 * DAY
    )
    form = client.get(PAGE).context["form"]
    assert [form[name].value() for name in ("paused_until", "away_from", "away_until")] == [None] * 3


def test_page_asks_a_flat_number_of_queries(client, nadia, django_assert_num_queries):
    for kind in ("outreach.call", "letters.risk", "gone.kind"):
        StoppedKind.objects.create(owner=nadia, kind=kind, stopped_at=NOW)
    with django_assert_num_queries(4):  # session, user with profile, navigation, kinds
        client.get(PAGE)


def outlook_of(person, **columns):
    Profile.objects.filter(pk=person.pk).update(**columns)
    found = outlook.sentences(Profile.objects.get(pk=person.pk), NOW)
    return found.headline, *found.details


DUE = "It leaves only if something is due by then."


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {},
            (
                "Your next digest leaves Wed\xa028\xa0Oct at 7:30\xa0am, New York time",
                DUE,
                "A follow-up that falls due later in the day leaves by itself, at most 3 a day.",
            ),
        ),
        (
            {"mail_mode": "weekly", "weekly_on": 0, "time_zone": "UTC"},
            (
                "Your next digest leaves Mon\xa02\xa0Nov at 7:30\xa0am, UTC",
                DUE,
                "Everything waits for it, follow-ups too.",
            ),
        ),
        (
            {"mail_mode": "each", "mail_days": 0b0011111, "time_zone": "Asia/Kolkata"},
            (
                "Your next digest leaves Wed\xa028\xa0Oct at 7:30\xa0am, Kolkata time",
                DUE,
                "Each reminder leaves when it falls due, at most 3 a day; the rest waits for the digest.",
                "Nothing leaves on Saturdays and Sundays.",
            ),
        ),
        (
            {
                "singles_a_day": 0,
                "quiet_from": datetime.time(22),
                "quiet_until": datetime.time(7),
                "paused_until": datetime.date(2026, 10, 30),
                "away_from": datetime.date(2026, 10, 30),
                "away_until": datetime.date(2026, 11, 1),
            },
            (
                "Your next digest leaves Mon\xa02\xa0Nov at 7:30\xa0am, New York time",
                DUE,
                "Follow-ups wait for it too.",
                "Nothing leaves from 10:00\xa0pm to 7:00\xa0am.",
                "Emails are paused until Fri\xa030\xa0Oct.",
                "Nothing leaves on your vacation, 30\xa0Oct – 1\xa0Nov\xa02026.",
            ),
        ),
    ],
    ids=["daily", "weekly", "each", "away"],
)
def test_the_sentence_says_what_will_happen(nadia, columns, told):
    assert outlook_of(nadia, **columns) == told


class TestKinds:
    def test_stopped_and_taken_up_again_from_the_page(self, client, nadia):
        listed[nadia.pk] = [one_due("a"), one_due("b", kind="letters.nudge")]
        services.refresh(nadia, NOW)
        page = client.post("/reminders/kinds/outreach.follow-up/stop/", follow=True)
        assert (said(page), list(page.redirect_chain[0])) == (
            ["Stopped: Follow-ups to send."],
            [f"{PAGE}#kinds", 302],
        )
        kinds = {words: stopped_at for _, words, stopped_at in page.context["kinds"]}
        assert (kinds["Follow-ups to send"], kinds["Nudges for a promised letter"]) == (NOW, None)
        assert dict(Reminder.objects.values_list("key", "state")) == {"a": "stopped", "b": "open"}
        client.post("/reminders/kinds/outreach.follow-up/resume/")
        assert dict(Reminder.objects.values_list("key", "state")) == {"a": "open", "b": "open"}
        assert not StoppedKind.objects.exists()

    def test_what_was_stopped_by_itself_stays_stopped(self, client, nadia):
        listed[nadia.pk] = [one_due("a"), one_due("b")]
        services.refresh(nadia, NOW - HOUR)
        services.stop(Reminder.objects.get(key="a"), NOW - HOUR)
        services.stop_kind(nadia, "outreach.follow-up", NOW)
        services.resume_kind(nadia, "outreach.follow-up", NOW)
        assert dict(Reminder.objects.values_list("key", "state")) == {"a": "stopped", "b": "open"}

    def test_kind_that_does_not_exist_is_404_unless_it_was_stopped(self, client, nadia):
        for action in ("stop", "resume"):
            assert client.post(f"/reminders/kinds/no.kind/{action}/").status_code == 404
        StoppedKind.objects.create(owner=nadia, kind="old.first-day", stopped_at=NOW)
        assert ("old.first-day", "First day", NOW) in queries.kinds_for(nadia)
        client.post("/reminders/kinds/old.first-day/resume/")
        assert not StoppedKind.objects.exists()

    def test_only_ones_own(self, client, nadia, stranger):
        row(stranger, "a")
        client.post("/reminders/kinds/outreach.follow-up/stop/")
        assert list(StoppedKind.objects.values_list("owner", flat=True)) == [nadia.pk]
        assert Reminder.objects.get().is_open


class TestOneReminder:
    def test_page_says_its_state_and_offers_everything(self, client, nadia, django_assert_num_queries):
        reminder = row(nadia, reason="You wrote on Tue 20 Oct.", notified_at=NOW - DAY)
        with django_assert_num_queries(4):  # session, user with profile, reminder, navigation
            page = client.get(f"/reminders/{reminder.pk}/").content.decode()
        assert 'Emailed <time datetime="2026-10-26">Mon\xa026\xa0Oct</time>.' in page
        for words in (
            "Tomorrow",
            "In 3 days",
            "In a week",
            "Every 3 days",
            "It is one of “Follow-ups to send”.",
        ):
            assert words in page

    @pytest.mark.parametrize(("days", "kept"), [("1", 1), ("7", 7), ("", None), ("2", None), ("x", None)])
    def test_nag_only_as_asked(self, client, nadia, days, kept):
        reminder = row(nadia, nag_days=3)
        client.post(f"/reminders/{reminder.pk}/nag/", {"days": days})
        assert Reminder.objects.get().nag_days == kept

    def test_finished_it_can_be_opened_again(self, client, nadia):
        reminder = row(nadia, state="done", finished_at=NOW)
        page = client.get(f"/reminders/{reminder.pk}/").content.decode()
        assert "Open again" in page
        assert "Stop this one" not in page


def test_list_shows_the_mails_with_their_state_and_nobody_elses(client, nadia, stranger):
    make.mail(nadia)
    digest_row(nadia, state="sent", sent_at=NOW, finished_at=NOW)
    digest_row(stranger)
    page = client.get("/reminders/")
    assert [(m.kind, m.state) for m in page.context["mails"]] == [("digest", "sent")]
    assert "Digest: sent, 10:00\xa0am" in page.content.decode()


class TestLaterFromTheMail:
    @pytest.fixture
    def url(self, nadia):
        whole = links.action_url(row(nadia), "later", nadia.profile.link_nonce)
        return "/r/" + whole.rpartition("/r/")[2]

    @pytest.mark.parametrize(
        ("form", "day"),
        [({}, 30), ({"days": "1"}, 28), ({"days": "7"}, 3), ({"until": "2026-10-31"}, 31)],
        ids=str,
    )
    def test_any_day_twice_without_harm(self, url, form, day):
        for _ in range(2):
            assert Client(enforce_csrf_checks=True).post(url, form).status_code == 200
        assert Reminder.objects.values_list("back_on__day", "cycle").get() == (day, 1)

    def test_a_day_that_has_passed_is_asked_again(self, url):
        page = Client().post(url, {"until": "2026-10-27"})
        assert (page.status_code, page.context["sentence"]) == (
            422,
            "Choose a day after today, within a year.",
        )
        assert Reminder.objects.get().back_on is None


def test_late_engine_is_said_on_every_page_and_a_fresh_one_in_the_rail(client):
    make.heartbeat()
    for minutes, is_late in ((1, False), (16, True)):
        type(make.heartbeat()).objects.update(ticked_at=NOW - minutes * HOUR / 60)
        page = client.get(PAGE).content.decode()
        assert ("Reminders were last checked 16 minutes ago" in page) is is_late
        assert ("Reminders checked 1 minute ago" in page) is not is_late


def test_every_kind_of_the_sample_year_has_words(db):
    """A kind without words would be named by its key where it is stopped."""
    call_command("seed_demo", stdout=io.StringIO())
    owner = User.objects.select_related("profile").get()
    now = datetime.datetime.now(datetime.UTC)
    listed = [one for path in config.REMINDER_SOURCES for one in import_string(path)(owner, now)]
    kinds = {one.kind for one in listed if not isinstance(one, Instead)}
    assert len(kinds) > 7
    assert kinds - config.REMINDER_KINDS.keys() == set()
