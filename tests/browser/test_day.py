"""The first day of a new person, typed in a browser from the sign-up to the reply to a reminder."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outreach.models import Thread
from reminders import clock, engine
from reminders.models import Reminder
from tests.browser.conftest import LAPTOP, PHONE
from tracker.models import LogEntry

SENTENCE = "a long enough sentence"
DAY = datetime.timedelta(days=1)


class Day:
    """One person in front of one screen; every step leaves from what the page offers."""

    def __init__(self, visit):
        self.visit = visit
        self.page = visit.page

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def read(self, words):
        expect(self.page.get_by_text(words).first).to_be_visible()

    def sign_up(self):
        self.visit.open("/account/signup/")
        self.page.get_by_label("Your name").fill("Nadia Rahman")
        self.page.get_by_label("Email").fill("nadia@example.org")
        self.page.get_by_label("Password").fill(SENTENCE)
        self.page.get_by_label("I will never enter patient information").check()
        self.press("Make my account")
        self.read("Look in your mail")

    def verify_from_the_mailbox(self):
        engine.tick(clock.now())
        self.follow("Open the mailbox of this copy")
        self.page.locator(".agenda a").first.click()
        self.page.locator(".mail-text a").first.click()
        self.press("It is mine")

    def answer_the_first_questions(self):
        self.page.get_by_label("Where are you?").select_option("America/New_York")
        self.press("Start")
        self.read("Start with one email")

    def add_a_rotation(self):
        today = timezone.localdate()
        self.follow("I have a rotation already")
        self.page.get_by_label("Observership").check()
        self.page.get_by_label("Hospital, clinic or lab").fill("Lakeside General")
        self.page.get_by_label("First day").fill((today - 7 * DAY).isoformat())
        self.page.get_by_label("Last day").fill((today + 49 * DAY).isoformat())
        for weekday in ("Sat", "Sun"):  # so that today is a working day, whatever day it is
            self.page.get_by_label(weekday).check()
        self.press("Add rotation")
        self.read("Rotation added.")

    def log_today(self):
        self.visit.open("/")
        self.page.get_by_label("One thing you learned").fill("Read the old ECG first.")
        self.press("Save today")

    def write_to_somebody(self):
        self.visit.open("/outreach/threads/add/")
        self.page.get_by_role("textbox", name="Name").first.fill("Anand Chaudhry")
        self.page.get_by_label("Subject").fill("Your hyponatremia talk")
        self.page.get_by_label("I sent it on").fill((timezone.localdate() - 30 * DAY).isoformat())
        self.press("See the dates")
        self.read("Not saved yet: look at the dates first.")
        self.press("Save and keep the dates")
        expect(self.page.get_by_role("heading", name="Chaudhry").first).to_be_visible()
        self.page.wait_for_url("**/outreach/threads/*/")

    def answer_the_reminder(self):
        reminder = Reminder.objects.get(kind="outreach.follow-up", state="open")
        # the morning mail of tomorrow at the latest; today's, when its hour has passed
        engine.tick(clock.now())
        engine.tick(clock.now() + DAY)
        self.visit.open("/mailbox/")
        self.page.locator(".agenda a", has_text="Chaudhry").first.click()
        text = " ".join(self.page.locator(".mail-text").inner_text().split())
        assert reminder.title.lower() in text.lower()  # a heading of a text mail is in capitals
        frame = self.page.frame_locator("iframe.mail-frame")
        link = frame.get_by_role("link", name="They replied").get_attribute("href")
        self.page.goto(link)
        assert Thread.objects.get().ended_by == ""  # a GET never acts
        self.press("They replied")
        self.read("No more follow-ups in this thread.")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_first_day(visit, live_server, settings, size):
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    day = Day(visit(size=size))
    day.sign_up()
    day.verify_from_the_mailbox()
    day.answer_the_first_questions()
    day.add_a_rotation()
    day.log_today()
    day.write_to_somebody()
    day.answer_the_reminder()

    thread = Thread.objects.get()
    assert (thread.state, thread.ended_by) == ("replied", "reply")
    assert Reminder.objects.filter(kind="outreach.follow-up", state="open").count() == 0
    entry = LogEntry.objects.get(owner=thread.owner)
    assert (entry.day, entry.lesson) == (timezone.localdate(), "Read the old ECG first.")
