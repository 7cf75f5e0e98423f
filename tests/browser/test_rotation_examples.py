"""A rotation becomes examples: added at a desk, logged with a thumb, mended, answered, filed, counted."""

import datetime

from django.utils import timezone
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tracker.models import Example, Feedback, LogEntry, Rotation

DAY = datetime.timedelta(days=1)
MOST_TAPS = 4
PATIENT = "Presented Mr. Kowalski, bed 14: lead with rate control"
COUNT_TAPS = """
document.addEventListener("pointerdown", (e) => {
  if (e.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true);
"""


class Screen:
    """One person at one screen; every step leaves from what the page offers."""

    def __init__(self, visit):
        self.visit, self.page = visit, visit.page
        visit.context.add_init_script(COUNT_TAPS)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def chip(self, words):
        self.page.get_by_label(words).first.check()

    def read(self, words):
        expect(self.page.get_by_text(words).first).to_be_visible()

    def taps(self, work):
        """How often the screen was touched while `work` was done, keys not counted."""
        self.page.evaluate("sessionStorage.taps = 0")
        work()
        return int(self.page.evaluate("sessionStorage.taps"))


def add_the_rotation(desk):
    today = timezone.localdate()
    desk.visit.open("/rotations/")
    desk.follow("Add a rotation")
    desk.chip("Externship")
    desk.chip("Hands-on")
    desk.page.get_by_label("Hospital, clinic or lab").fill("Lakeside General")
    desk.page.get_by_label("First day").fill((today - 14 * DAY).isoformat())
    desk.page.get_by_label("Last day").fill((today + 14 * DAY).isoformat())
    for weekday in ("Sat", "Sun"):  # so that today is a working day, whatever day it is
        desk.page.get_by_label(weekday).check()
    desk.press("Add rotation")
    desk.read("Rotation added.")


def log_today_with_defaults(phone):
    line = phone.page.get_by_label("One thing you learned")
    line.click()
    line.fill("Offered the hyponatremia talk and gave it.")
    phone.press("Save today")
    phone.page.wait_for_load_state()


def log_yesterday_as_an_example(phone):
    phone.visit.open("/log/")
    yesterday = timezone.localdate() - DAY
    phone.page.locator(f"input[name=day][value='{yesterday.isoformat()}']").check()
    line = phone.page.get_by_label("One thing you learned")
    line.fill("Checked the late potassium and called the night resident.")
    phone.chip("Reliability")
    phone.press("Save the day")
    phone.page.wait_for_load_state()


def mend_the_sentence(phone):
    """What names a patient is not kept; the offered text is, with one tap."""
    entry = LogEntry.objects.get(day=timezone.localdate())
    phone.visit.open(f"/log/{entry.pk}/edit/")
    phone.page.get_by_label("One thing you learned").fill(PATIENT)
    phone.press("Save the day")
    phone.read("Not saved. This looks like a real patient.")
    assert all("422" in problem for problem in phone.visit.take_problems())
    entry.refresh_from_db()
    assert entry.lesson == "Offered the hyponatremia talk and gave it."
    phone.press("Save it like this")
    phone.page.wait_for_load_state()
    entry.refresh_from_db()
    assert "Kowalski" not in entry.lesson
    assert "bed 14" not in entry.lesson
    assert "lead with rate control" in entry.lesson


def answer_half_way(desk, rotation):
    desk.visit.open(rotation.get_absolute_url())
    desk.follow("Write down the answer")
    desk.page.get_by_label("What you heard").fill("Presentations too long. Lead with the assessment.")
    desk.page.get_by_label("What you changed").fill("One-liner first, then the assessment.")
    desk.page.locator("form.form-page .savebar .btn-primary").click()
    desk.read("One-liner first, then the assessment.")


def file_it_under_another_quality(desk):
    desk.visit.open("/insights/")
    desk.follow("Examples")
    desk.follow("Checked the late potassium")
    desk.chip("Teamwork")
    desk.page.locator("form.form-page .savebar .btn-primary").click()
    desk.page.wait_for_url("**/examples/**")
    desk.visit.open("/examples/?quality=teamwork")
    desk.read("Checked the late potassium and called the night resident.")


def open_the_figures(desk, rotation):
    """What counts, opened to its sum; what was seen, opened to the day behind it."""
    entry = LogEntry.objects.get(rotation=rotation, day=timezone.localdate())
    desk.visit.open(f"/log/{entry.pk}/")
    desk.follow("Add a case")
    desk.page.get_by_label("Complaint or diagnosis").fill("Sepsis from a urinary source")
    desk.chip("Assisted")
    desk.page.locator("form.form-page .savebar .btn-primary").click()
    desk.read("Sepsis from a urinary source")
    desk.visit.open("/insights/")
    figure = desk.page.locator("details.opened", has_text=", weight 1").first
    figure.locator("summary").first.click()
    figure.locator("details.opened summary").first.click()
    expect(figure.locator(".opened__lines").first).to_contain_text("Lakeside General")
    desk.follow("What you have seen")
    desk.page.get_by_role("row", name="Sepsis").get_by_role("link").click()
    desk.read("Sepsis from a urinary source, assisted")
    desk.page.locator(f"a[href='/log/{entry.pk}/']").click()
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_rotation_becomes_examples(visit, user):
    make.heartbeat()
    desk, phone = Screen(visit(user, size=LAPTOP)), Screen(visit(user, size=PHONE, has_touch=True))
    add_the_rotation(desk)
    rotation = Rotation.objects.get(owner=user)

    phone.visit.open("/")
    taps = phone.taps(lambda: log_today_with_defaults(phone))
    assert taps <= MOST_TAPS, f"{taps} taps for a day with defaults"
    log_yesterday_as_an_example(phone)
    mend_the_sentence(phone)
    answer_half_way(desk, rotation)
    file_it_under_another_quality(desk)
    open_the_figures(desk, rotation)

    found = Example.objects.for_owner(user).order_by("quality").values_list("quality", "text")
    assert list(found) == [
        ("growth", Feedback.objects.get().example.text),
        ("teamwork", "Checked the late potassium and called the night resident."),
    ]
    assert "One-liner first" in Feedback.objects.get().example.text
