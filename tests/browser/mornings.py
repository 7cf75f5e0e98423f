"""A person's days in a browser: a clock that is moved, mornings on which mail leaves, mails that are read.

The clock stands still between moves: browser and server live in one process, and a page that is opened a
minute later must say the same.
"""

import datetime
import re

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from reminders import engine
from reminders.services import refresh
from tests.browser.conftest import session_cookie

DAY = datetime.timedelta(days=1)


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def wording(words):
    """A pattern of these words, whatever spaces they are set with."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


class Days:
    """One person, one window, one clock. Steps leave from what the pages and the mails offer."""

    def __init__(self, visit, owner, clock, zone):
        self.visit, self.owner, self.clock, self.zone = visit, owner, clock, zone
        self.page, self.seen = visit.page, set()

    # ---- the clock ----

    def today(self):
        return timezone.localtime(timezone.now(), self.zone).date()

    def mornings_until(self, month, day, *, year=None, hour=8, minute=45):
        """Every morning up to that day what is due is asked for and mailed. [(month, day, subject)]."""
        last = datetime.date(year or self.today().year, month, day)
        came = []
        while self.today() < last:
            on = self.today() + DAY
            self.clock.move_to(
                datetime.datetime.combine(on, datetime.time(hour, minute), self.zone), tick=False
            )
            refresh(self.owner, timezone.now())
            came += [(on.month, on.day, subject) for subject in self.mail_leaves()]
        self.sign_in()
        return came

    def mail_leaves(self):
        """The subjects of what leaves now."""
        engine.tick(timezone.now())
        files = set(settings.MAILBOX.glob("*.eml"))
        new, self.seen = files - self.seen, files
        return sorted(_subject(path) for path in new)

    def later(self, minutes):
        """Some minutes pass: what is written now is newer than the morning's mail."""
        self.clock.shift(datetime.timedelta(minutes=minutes))

    def sign_in(self):
        """A session ends after a month; nobody types a password in between."""
        self.visit.context.add_cookies([session_cookie(self.owner, self.visit.base_url)])

    # ---- the pages ----

    def open(self, path):
        self.visit.open(path)

    def press(self, name, nth=0):
        self.page.get_by_role("button", name=name, exact=True).nth(nth).click()

    def follow(self, name, nth=0):
        self.page.get_by_role("link", name=name).nth(nth).click()

    def fill(self, label, words):
        self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first.fill(words)

    def choose(self, label, option):
        self.page.get_by_role("combobox", name=label).select_option(label=option)

    def read(self, words):
        expect(self.page.locator("body")).to_contain_text(wording(words))

    def unfold(self, summary):
        self.page.locator("summary", has_text=wording(summary)).first.click()

    # ---- the mails ----

    def open_mail(self):
        """The newest mail of the mailbox, opened; its text."""
        self.visit.open("/mailbox/")
        self.page.locator(".agenda a").first.click()
        return plain(self.page.locator(".mail-text").inner_text())

    def press_in_mail(self, label):
        """The button of that name in the open mail: a page that asks; its own button acts, twice is once."""
        frame = self.page.frame_locator("iframe.mail-frame")
        self.page.goto(frame.get_by_role("link", name=label, exact=True).get_attribute("href"))
        self.press(label)


def _subject(path):
    found = re.search(rb"^Subject: (.*(?:\r?\n[ \t].*)*)", path.read_bytes(), re.MULTILINE)
    return plain(found[1].decode()).strip()
