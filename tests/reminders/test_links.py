"""Links of mails: a GET never acts, a POST acts once, nobody is signed in."""

import datetime
import re

import pytest
import time_machine
from django.core import signing
from django.test import Client

from accounts.models import Profile
from reminders import clock, links, services
from reminders.actions import Action, Refused
from reminders.models import Mail, Reminder
from tests.reminders.conftest import DAY, NOW, digest_row, row

ran = []


def _run(reminder, *, now):
    ran.append(reminder.pk)
    return "Good to hear. Nothing more will be sent."


def _refuse(reminder, *, now):
    Reminder.objects.update(title="half done")
    raise Refused("This thread was deleted.")


replied = Action("They replied", "Did they reply?", _run)
refused = Action("I sent it", "Did you send it?", _refuse)


@pytest.fixture(autouse=True)
def _world(settings):
    ran.clear()
    settings.REMINDER_ACTIONS = {
        "outreach.replied": "tests.reminders.test_links.replied",
        "outreach.sent": "tests.reminders.test_links.refused",
    }
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def reminder(nadia):
    return row(nadia)


@pytest.fixture
def browser():
    """Without cookies, and strict about CSRF as a real one."""
    return Client(enforce_csrf_checks=True)


def link(reminder, action):
    url = links.action_url(reminder, action, Profile.objects.get(pk=reminder.owner_id).link_nonce)
    return re.sub(r"^https?://[^/]+", "", url)


def heading(response):
    return re.search(
        r"<h1>(.*?)</h1>\s*<p class=\"head__sub\">(.*?)</p>", response.content.decode(), re.S
    ).groups()


def snapshot():
    return list(Reminder.objects.values()), list(Mail.objects.values()), list(Profile.objects.values())


@pytest.mark.parametrize("action", ["done", "later", "stop", "outreach.replied"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_never_acts(browser, reminder, settings, action, method):
    before = snapshot()
    response = getattr(browser, method)(link(reminder, action))
    assert response.status_code == 200
    assert (snapshot(), ran) == (before, [])
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in response["Cache-Control"]
    assert settings.SESSION_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    ("action", "state"), [("done", "done"), ("stop", "stopped"), ("outreach.replied", "done")]
)
def test_posting_twice_acts_once_and_says_so(browser, reminder, action, state):
    first, second = (browser.post(link(reminder, action)) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert Reminder.objects.get().state == state
    assert len(ran) == (action == "outreach.replied")
    assert heading(second)[1].endswith("on Tue\xa027\xa0Oct. Nothing more to do.")
    assert "_auth_user_id" not in browser.session


def test_domain_action_says_its_own_sentence(browser, reminder):
    assert heading(browser.post(link(reminder, "outreach.replied"))) == (
        "Follow up with Dr. Anand Chaudhry",
        "Good to hear. Nothing more will be sent.",
    )


def test_refused_action_changes_nothing(browser, reminder):
    before = snapshot()
    response = browser.post(link(reminder, "outreach.sent"))
    assert (response.status_code, heading(response)[1]) == (409, "This thread was deleted.")
    assert snapshot() == before


def test_later_puts_off_three_days_once(browser, reminder):
    for _ in range(2):
        response = browser.post(link(reminder, "later"))
    assert heading(response)[1] == "This is put off until Fri\xa030\xa0Oct already."
    assert Reminder.objects.values_list("snoozed_until", "cycle").get() == (
        datetime.datetime(2026, 10, 30, 11, 30, tzinfo=datetime.UTC),
        1,
    )


def test_old_link_says_so(browser, reminder):
    url = link(reminder, "done")
    payload = links.read(url.split("/")[2], links.ACTION)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - 31 * DAY):
        old = signing.dumps(payload, salt=links.ACTION)
    for response in (browser.get(f"/r/{old}/"), browser.post(f"/r/{old}/")):
        assert (response.status_code, heading(response)[0]) == (410, "This link is too old")
    assert Reminder.objects.get().is_open


def test_new_nonce_revokes_every_link_sent_before(browser, nadia, reminder):
    url = link(reminder, "done")
    stop = links.stop_mail_url(nadia.pk, nadia.profile.link_nonce)
    services.revoke_links(nadia.profile)
    assert browser.post(url).status_code == 410
    assert browser.post(stop).status_code == 410
    assert Reminder.objects.get().is_open


def test_tampered_foreign_or_cut_link_is_none(browser, nadia, reminder):
    url = link(reminder, "done")
    unsubscribe_token = links.stop_mail_url(nadia.pk, nadia.profile.link_nonce).split("/")[-2]
    for path in (url[:-3] + "x/", url[:30] + "/", "/r/x/", f"/r/{unsubscribe_token}/"):
        assert browser.post(path).status_code == 404, path
    assert Reminder.objects.get().is_open


def test_answer_no_app_offers_any_more_says_so(browser, reminder, settings):
    url = link(reminder, "outreach.replied")
    settings.REMINDER_ACTIONS = {}
    assert browser.post(url).status_code == 410
    assert Reminder.objects.get().is_open


def test_page_hides_the_name_where_mails_do(browser, reminder):
    Profile.objects.update(hides_names=True)
    assert heading(browser.get(link(reminder, "done")))[0] == "Follow up with Dr. A. C."


class TestUnsubscribe:
    @pytest.fixture
    def url(self, nadia):
        return re.sub(r"^https?://[^/]+", "", links.stop_mail_url(nadia.pk, nadia.profile.link_nonce))

    def test_one_click_post_without_cookies_stops_at_once_each_time(self, browser, nadia, url):
        digest_row(nadia)
        for _ in range(3):
            response = browser.post(url, {"List-Unsubscribe": "One-Click"})
            assert (response.status_code, response.headers.get("Location")) == (200, None)
        assert Profile.objects.get(pk=nadia.pk).wants_mail is False
        assert Mail.objects.get().state == "cancelled"

    def test_looking_stops_nothing(self, browser, nadia, url):
        for method in (browser.get, browser.head, browser.options):
            assert method(url).status_code == 200
        assert Profile.objects.get(pk=nadia.pk).wants_mail is True

    def test_bad_token_is_404(self, browser, db):
        assert browser.post("/mail/stop/x:y:z/").status_code == 404


def test_pause_asks_and_then_pauses_two_weeks(browser, nadia):
    digest_row(nadia)
    url = re.sub(r"^https?://[^/]+", "", links.pause_url(nadia.pk, nadia.profile.link_nonce))
    assert heading(browser.get(url))[0] == "Pause these emails for two weeks?"
    assert Profile.objects.get(pk=nadia.pk).paused_until is None
    assert heading(browser.post(url)) == ("Emails are paused", "They come back on Tue\xa010\xa0Nov.")
    assert Profile.objects.get(pk=nadia.pk).paused_until == NOW.date() + 14 * DAY
    assert Mail.objects.get().state == "cancelled"
