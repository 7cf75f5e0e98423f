"""A rotation becomes a letter, in a browser: from the first example to assigned and thanked.

The clock goes through every morning from September to June; every mail letters sent on the way is listed,
opened and read.
"""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import expect

from letters.models import Letter
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.mornings import Days

ZONE = ZoneInfo("America/New_York")
MOMENTS = {
    "Reliability": "Called the night resident about the late potassium.",
    "Initiative": "Brought the paper behind the question about early mobility.",
    "Communication": "Led the family meeting with a phone interpreter.",
    "Teamwork": "Worked out the refused home-health request with the case manager.",
}


@pytest.fixture
def season(visit, live_server, settings):
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "reminders.mailbox.MailboxBackend"
    settings.REMINDER_SOURCES = ["letters.due.letters"]
    start = datetime.datetime(2026, 9, 21, 8, 45, tzinfo=ZONE)
    with time_machine.travel(start, tick=False) as clock:
        nadia = make.user(
            name="Nadia Rahman",
            email="nadia@example.org",
            match_year=2028,
            digest_at=datetime.time(7, 30),
            next_digest_at=start,
        )
        nadia.profile.specialties.add(make.specialty())
        feldman = make.attending(
            nadia, name="Ruth Feldman", email="ruth@stbrendan.example", specialty=make.specialty()
        )
        make.rotation(
            nadia,
            attending=feldman,
            kind="externship",
            is_hands_on=True,
            specialty=make.specialty(),
            starts_on=datetime.date(2026, 9, 21),
            ends_on=datetime.date(2026, 12, 18),
        )
        yield Days(visit(nadia, size=LAPTOP), nadia, clock, ZONE)


def prepare_the_letter(season):
    season.open("/letters/")
    season.read("0 of 4 promised")
    season.follow("Dr. Ruth Feldman")
    season.read("Too early: ask from Mon 16 Nov")
    season.press("Prepare this letter")
    season.unfold("8 weeks: the rule")
    season.choose("How long is long enough", "Long (12 weeks)")
    season.fill("Why", "A strong letter takes three months")
    season.press("Save the rule")
    season.read("Too early: ask from Mon 14 Dec")


def write_the_examples(season):
    for quality, words in MOMENTS.items():
        season.open(Letter.objects.get().get_absolute_url())
        season.follow("Add an example")
        season.page.get_by_label(quality).check()
        season.fill("What happened", words)
        season.press("Save example")
    season.open("/rotations/")
    season.follow("Internal medicine")
    season.follow("Write down the answer")
    season.fill("What you heard", "Presentations are clear and a little long.")
    season.press("Write it down")


def ask_in_person(season):
    season.open("/letters/")
    season.read("One person can be asked today.")
    season.follow("What to say")
    season.read("Would you be comfortable writing me a strong letter")
    season.press("I asked")
    season.read("Asked on Wed 16 Dec")


def send_the_packet(season):
    """Makes the link, says it was sent; the address an attending opens."""
    season.follow("Open the packet")
    season.fill("A few words to them", "Thank you for these months.")
    season.press("Save the packet")
    season.press("Make the link")
    season.read("The link is ready")
    address = season.page.locator("#url").inner_text()
    season.follow("the letter")
    season.press("I sent the packet")
    return address


def test_a_rotation_becomes_a_letter(season, visit):
    prepare_the_letter(season)
    assert season.mornings_until(10, 27) == []
    write_the_examples(season)

    # the day asking opens is in the last week together: one mail, and it is asked in person
    assert season.mornings_until(12, 16) == [(12, 14, "Today: ask Dr. Feldman for a letter")]
    mail = season.open_mail()
    assert "Ask this week: your last day together is Fri 18 Dec." in mail
    assert "fill in what is missing afterwards" in mail
    ask_in_person(season)

    # two weeks of silence: a nudge; the yes is the button of its mail, the page behind it only asks
    assert season.mornings_until(12, 30) == [(12, 30, "Today: nudge Dr. Feldman")]
    assert "Asked on Wed 16 Dec. Nudge today." in season.open_mail()
    season.press_in_mail("They agreed")
    season.read("Dr. Ruth Feldman agreed.")
    assert Letter.objects.get().state == "agreed"

    # the packet, two days after the yes; on a phone without an account the attending needs until March
    assert season.mornings_until(1, 1, year=2027) == [(1, 1, "Today: send the packet to Dr. Feldman")]
    assert "Agreed on Wed 30 Dec" in season.open_mail()
    season.open(Letter.objects.get().get_absolute_url())
    address = send_the_packet(season)
    season.later(minutes=30)
    attending = visit(size=PHONE)
    attending.page.goto(address)
    expect(attending.page.locator("body")).to_contain_text(MOMENTS["Reliability"])
    attending.page.get_by_label("I need until").fill("2027-03-31")
    attending.page.get_by_role("button", name="Tell Nadia Rahman").click()
    expect(attending.page.get_by_role("status")).to_contain_text("will not ask before")
    assert season.mail_leaves() == ["Dr. Feldman answered: needs more time"]
    assert "They need until Wed 31 Mar." in season.open_mail()

    # ERAS: no Letter ID 14 days after the yes, then the request and its confirmation
    assert season.mornings_until(1, 13) == [(1, 13, "Today: no Letter ID for Dr. Feldman yet")]
    assert "agreed on Wed 30 Dec 2026, 14 or more days ago" in season.open_mail()
    season.open(Letter.objects.get().get_absolute_url())
    season.fill("Letter ID", "ab12cd34")
    season.press("I created the request in ERAS")
    season.read("AB12CD34")
    assert season.mornings_until(1, 14) == [(1, 14, "Today: confirm the entry of Dr. Feldman in ERAS")]
    season.open_mail()
    season.press_in_mail("I confirmed it")

    # the waiver holds: who waived cannot have uploaded it
    season.open(Letter.objects.get().get_absolute_url())
    season.page.get_by_label("I did").check()
    season.press("It is uploaded")
    season.read("You waived your right to view this letter")
    (refused,) = season.visit.take_problems()
    assert "422" in refused

    # 21 days with the Letter ID, then the nudges before the day she named; the last one brings the news
    assert season.mornings_until(2, 3) == [(2, 3, "Today: the letter of Dr. Feldman is not uploaded")]
    assert "Dr. Feldman has had the Letter ID since" in season.open_mail()
    assert season.mornings_until(3, 17) == [(3, 17, "Today: nudge Dr. Feldman")]
    assert "and nothing is uploaded. Nudge today." in season.open_mail()
    assert season.mornings_until(3, 24) == [(3, 24, "Today: nudge Dr. Feldman")]
    assert "needs it by" not in season.open_mail()
    season.press_in_mail("It is uploaded")
    season.read("The letter of Dr. Ruth Feldman is in ERAS.")

    # in ERAS, assigned to nobody; then to a program, and thanked from the mail
    assert season.mornings_until(3, 25) == [(3, 25, "Today: assign the letter of Dr. Feldman")]
    assert "assigned to no program" in season.open_mail()
    season.open("/letters/portfolio/")
    season.fill("Program", "Carrow Medical Center")
    season.choose("Specialty", "Internal medicine")
    season.press("Add the program")
    season.read("0 of 4 letters assigned")
    season.page.get_by_role("button", name="I assigned it").click()
    assert season.mornings_until(3, 26) == [(3, 26, "Today: thank Dr. Feldman")]
    assert "Assigned to 1 program. Thank Dr. Feldman." in season.open_mail()
    season.open(Letter.objects.get().get_absolute_url())
    season.read("Your letter is in ERAS. Thank you for the time")
    season.open_mail()
    season.press_in_mail("I thanked them")
    season.read("You thanked Dr. Ruth Feldman.")

    # June: MyERAS opens, and the program needs two more
    assert season.mornings_until(6, 2) == [(6, 2, "Today: too few letters for Carrow Medical Center")]
    assert "Never send fewer than 3." in season.open_mail()
    season.open("/letters/")
    season.read("1 of 4 promised")
    season.follow("Dr. Ruth Feldman")
    season.read("In ERAS, and Dr. Feldman is thanked")
    assert [(step.state, step.by) for step in Letter.objects.get().steps.all()] == [
        ("asked", "applicant"),
        ("agreed", "writer"),
        ("packet_sent", "applicant"),
        ("requested", "applicant"),
        ("confirmed", "applicant"),
        ("uploaded", "writer"),
        ("assigned", "applicant"),
        ("thanked", "applicant"),
    ]
