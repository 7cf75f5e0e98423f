"""A stranger becomes a mentor, in a browser: 45 days of clock, every mail on the way listed and read."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import expect

from outreach.models import Contact, Thread
from tests import make
from tests.browser.conftest import LAPTOP
from tests.browser.mornings import Days
from tracker.models import Rotation

ZONE = ZoneInfo("America/New_York")
START = datetime.datetime(2026, 10, 20, 9, 30, tzinfo=ZONE)  # a Tuesday
LINES = {
    "Subject": "Your hyponatremia talk: could I help?",
    "Greeting": "Dear Dr. Chaudhry,",
    "Who you are": "I’m Nadia Rahman, a 2024 graduate from Dhaka, on a ward rotation in Cleveland.",
    "Why them": "Your hyponatremia talk in Cleveland on 3 October changed how I read a sodium.",
    "Your signal": "I have logged 26 ward days there, and my cardiology abstract is under review.",
    "What you offer": "I could take on chart review for your registry for four weeks in July 2027.",
    "15-minute call": "Could we speak for 15 minutes in the week of 26 October?",
    "CV attached": "My CV is attached. Any opportunity whatsoever!!",
}


@pytest.fixture
def days(visit, live_server, settings):
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    with time_machine.travel(START, tick=False) as clock:
        nadia = make.user(
            name="Nadia Rahman",
            email="nadia@example.org",
            digest_at=datetime.time(7, 30),
            next_digest_at=START + datetime.timedelta(days=1),
        )
        yield Days(visit(nadia, size=LAPTOP), nadia, clock, ZONE)


def a_new_contact(days):
    days.open("/outreach/")
    days.follow("Write to someone")
    days.page.get_by_role("textbox", name="Name").first.fill("Dr. Anand Chaudhry")
    days.page.get_by_role("textbox", name="Email").fill("anand@marlow.example")
    days.fill("Hospital, clinic or lab", "Marlow Medical Center")
    days.fill("City", "Akron")
    days.page.get_by_role("textbox", name="State").fill("OH")
    days.press("See the dates")
    days.read("If you send it today")
    days.read("Tue 27 Oct")
    days.press("Save under To write")


def write_six_lines(days):
    """The lint answers while one types; its button mends the last line."""
    days.follow("Write it")
    for label, words in LINES.items():
        days.page.get_by_role("textbox", name=label, exact=True).fill(words)
    lint = days.page.locator("#lint")
    expect(lint).to_contain_text("Line 6 sounds desperate.")
    lint.locator("li", has_text="sounds desperate").get_by_role("button", name="Fix it for me").click()
    expect(days.page.get_by_role("textbox", name="CV attached", exact=True)).to_have_value(
        "My CV is attached."
    )
    expect(days.page.locator("#lint")).not_to_contain_text("desperate")
    days.press("Send it from your mail")


def send_it(days):
    link = days.page.get_by_role("link", name="Mail app").get_attribute("href")
    assert link.startswith("mailto:anand@marlow.example?subject=Your%20hyponatremia%20talk")
    days.press("I sent it")
    days.read("You wrote on Tue 20 Oct")


def a_call_on_the_17th(days):
    days.unfold("They replied")
    days.page.get_by_label("Yes to a call").check()
    days.fill("Their words, or yours", "Happy to talk.")
    days.press("Save the reply")
    days.unfold("We have a date for a call")
    days.fill("Day", "2026-11-17")
    days.fill("Time there", "16:00")
    days.press("Save the call")
    days.read("Tue 17 Nov")


def test_a_stranger_becomes_a_mentor(days):
    a_new_contact(days)
    write_six_lines(days)
    send_it(days)

    # nothing for six days; on Tue 27 Oct, before 9:00 in Akron, the draft is in the mail
    assert days.mornings_until(10, 27) == [(10, 27, "Follow up with Dr. Chaudhry")]
    mail = days.open_mail()
    assert "You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2." in mail
    assert "It needs one new thing." in mail
    assert "Could we speak for 15 minutes in the week of 26 October?" in mail
    days.press_in_mail("I sent it")
    days.read("Follow-up 1 to Dr. Anand Chaudhry is recorded, sent on Tue 27 Oct.")

    # ten days later is a Friday: the second one waits for Tuesday; this time somebody has answered
    assert days.mornings_until(11, 10) == [(11, 10, "Follow up with Dr. Chaudhry")]
    assert "You last wrote on Tue 27 Oct. No reply in 14 days. Follow-up 2 of 2." in days.open_mail()
    days.press_in_mail("They replied")
    days.read("No more follow-ups in this thread.")
    thread = Thread.objects.get()
    days.open(thread.get_absolute_url())
    a_call_on_the_17th(days)

    # the brief on the morning of the call, the thank-you on the day after
    assert days.mornings_until(11, 17) == [(11, 17, "Today: call with Dr. Chaudhry")]
    assert "4:00 pm" in days.open_mail()
    days.open(thread.get_absolute_url())
    days.follow("Brief for the call")
    days.read("Your hyponatremia talk in Cleveland")
    assert days.mornings_until(11, 18) == [(11, 18, "Today: thank Dr. Chaudhry for the call")]
    days.open_mail()
    days.press_in_mail("I said thank you")

    # yes: one exploring rotation with the attending; nothing more is due until the 45th day
    days.open(thread.get_absolute_url())
    days.press("Make it a rotation")
    days.read("Exploring")
    days.open(thread.get_absolute_url())
    days.unfold("They have a place for me")
    days.fill("From", "2027-07-05")
    days.press("Save the place")
    assert days.mornings_until(12, 4) == []
    days.open("/outreach/")
    expect(days.page.locator("#placed")).to_contain_text("Dr. Anand Chaudhry")

    rotation = Rotation.objects.get()
    assert [one.name for one in rotation.attendings.all()] == ["Anand Chaudhry"]
    assert (rotation.stage, str(rotation.institution)) == ("exploring", "Marlow Medical Center")
    assert [(touch.kind, touch.on.isoformat()) for touch in thread.touches.order_by("on", "pk")] == [
        ("sent", "2026-10-20"),
        ("follow_up", "2026-10-27"),
        ("reply", "2026-11-10"),  # the button of the mail
        ("reply", "2026-11-10"),  # what they said
        ("call", "2026-11-17"),
        ("thanks", "2026-11-18"),
        ("placed", "2027-07-05"),
    ]
    assert Contact.objects.get().attending == rotation.attendings.get()
    assert days.owner.reminders.filter(state="open").count() == 0
