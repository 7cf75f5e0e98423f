"""A rotation becomes a letter: from the first example to assigned and thanked, the clock moved through a
season, and every email it caused read."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from reminders import engine
from reminders.services import refresh
from tests import make
from tracker.models import Example

pytestmark = pytest.mark.django_db
ZONE = datetime.timezone(datetime.timedelta(hours=-4))
FIRST, LAST = datetime.date(2026, 9, 21), datetime.date(2026, 12, 18)


class Season:
    """Nadia's year: a clock, a browser of hers, and the mails that came."""

    def __init__(self, nadia, sign_in, clock):
        self.nadia, self.sign_in, self.clock = nadia, sign_in, clock
        self.client = sign_in(nadia)

    def go(self, year, month, day):
        """The morning of that day, an hour after the digest; what is due has been mailed."""
        at = datetime.datetime(year, month, day, 8, 45, tzinfo=ZONE)
        self.clock.move_to(at)
        self.client = self.sign_in(self.nadia)  # a session ends after a month
        refresh(self.nadia, timezone.now())
        return self.mails()

    def mails(self):
        """The subjects of what leaves now."""
        mail.outbox.clear()
        engine.tick(timezone.now())
        return [one.subject for one in mail.outbox]

    def body(self):
        """The text of the one mail of this morning."""
        (only,) = mail.outbox
        return re.sub(r"\s+", " ", only.body.replace("\u00a0", " "))

    def press(self, label):
        """The button of that name in this morning's mail: its page asks, its POST acts."""
        (only,) = mail.outbox
        html = only.alternatives[0][0]
        found = re.search(rf'href="([^"]+)"[^>]*>\s*{label}\s*<', html)
        path = re.sub(r"^https?://[^/]+", "", found[1])
        anybody = Client()
        assert anybody.get(path).status_code == 200
        assert letter_states() == self.states, "opening the link changed something"
        return text(anybody.post(path))

    @property
    def states(self):
        return self._states

    def remember(self):
        self._states = letter_states()

    def post(self, name, pk, **data):
        answer = self.client.post(reverse(f"letters:{name}", args=[pk]), data)
        assert answer.status_code in (200, 302), text(answer)
        return answer

    def step(self, letter, state, **data):
        data = {f"{state}-{key}": value for key, value in data.items()}
        on = timezone.localdate().isoformat()
        self.post("letter-step", letter.pk, state=state, **{f"{state}-on": on, **data})

    def page(self, path):
        return text(self.client.get(path))


def letter_states():
    return list(Letter.objects.values_list("pk", "state"))


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " "))


@pytest.fixture
def season(db, signed_in, settings):
    settings.REMINDER_SOURCES = ["letters.due.letters"]
    with time_machine.travel(datetime.datetime(2026, 9, 21, 8, tzinfo=ZONE), tick=False) as clock:
        nadia = make.user(
            name="Nadia Rahman",
            match_year=2028,
            digest_at=datetime.time(7, 30),
            next_digest_at=timezone.now(),
        )
        nadia.profile.specialties.add(make.specialty())
        yield Season(nadia, signed_in, clock)


def test_a_rotation_becomes_a_letter(season):
    nadia = season.nadia
    feldman = make.attending(
        nadia, name="Ruth Feldman", email="ruth.feldman@stbrendan.example", specialty=make.specialty()
    )
    rotation = make.rotation(
        nadia,
        attending=feldman,
        kind="externship",
        is_hands_on=True,
        specialty=make.specialty(),
        starts_on=FIRST,
        ends_on=LAST,
    )
    writer_path = reverse("letters:writer-show", args=[feldman.pk])

    # September: too early, and nothing is mailed about it
    assert season.go(2026, 9, 28) == []
    assert "Too early: ask from Mon 16 Nov" in season.page(writer_path)

    # three months for this letter, and why; then the first examples
    season.post("writer-start", feldman.pk)
    letter = Letter.objects.get()
    long = letter._meta.get_field("preset").related_model.objects.get(key="long")
    season.post("letter-preset", letter.pk, preset=long.pk, preset_why="A strong letter takes three months")
    assert season.go(2026, 10, 27) == []
    for quality in Example.Quality.values[:4]:
        make.seen(nadia, feldman, quality=quality, text="Called the night resident about the late potassium.")
    assert "Too early: ask from Mon 14 Dec" in season.page(letter.get_absolute_url())
    make.feedback(rotation, attending=feldman, asked_on=datetime.date(2026, 11, 4))

    # the day asking opens is in the last week together: one mail, and what is missing is named
    assert season.go(2026, 12, 11) == []
    assert season.go(2026, 12, 14) == ["Today: ask Dr. Feldman for a letter"]
    body = season.body()
    assert "Ask this week: your last day together is Fri 18 Dec." in body
    assert "fill in what is missing afterwards" in body
    assert season.go(2026, 12, 15) == []  # only a change of verdict sends a reminder

    # she asks in person, and says so on the page
    season.go(2026, 12, 16)
    asked = season.client.post(
        reverse("letters:letter-step", args=[letter.pk]), {"state": "asked", "asked-on": "2026-12-16"}
    )
    assert asked.status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.asked_on) == ("asked", datetime.date(2026, 12, 16))

    # two weeks of silence: a nudge with its draft; the yes is one click, and the link alone does nothing
    assert season.go(2026, 12, 29) == []
    assert season.go(2026, 12, 30) == ["Today: nudge Dr. Feldman"]
    assert "Asked on Wed 16 Dec. Nudge today." in season.body()
    shown = season.page(letter.get_absolute_url())
    assert "I asked you on Wednesday, December 16 whether you would be comfortable" in shown
    season.remember()
    assert "Dr. Ruth Feldman agreed." in season.press("They agreed")
    letter.refresh_from_db()
    assert letter.state == "agreed"

    # the packet, two days after the yes
    assert season.go(2027, 1, 1) == ["Today: send the packet to Dr. Feldman"]
    chosen = list(Example.objects.filter(attending=feldman).values_list("pk", flat=True))
    season.post("packet-show", letter.pk, note="Thank you for these months.", examples=chosen)
    made = season.post("packet-link", letter.pk).content.decode()
    url = re.search(r'id="url">([^<]+)<', made)[1]
    path = re.sub(r"^https?://[^/]+", "", url)
    season.step(letter, "packet_sent")

    # she opens it and needs until March; that leaves as a mail of its own, and the dates follow
    attending = Client()
    assert "Called the night resident about the late potassium." in text(attending.get(path))
    assert "will not ask before" in text(attending.post(path, {"answer": "until", "until": "2027-03-31"}))
    assert season.mails() == ["Dr. Feldman answered: needs more time"]
    assert "They need until Wed 31 Mar." in season.body()

    # January: no Letter ID 14 days after the yes
    assert season.go(2027, 1, 13) == ["Today: no Letter ID for Dr. Feldman yet"]
    season.step(letter, "requested", eras_id="ab12cd34")
    letter.refresh_from_db()
    assert letter.eras_id == "AB12CD34"
    assert season.go(2027, 1, 14) == ["Today: confirm the entry of Dr. Feldman in ERAS"]
    season.step(letter, "confirmed")
    refused = season.client.post(
        reverse("letters:letter-step", args=[letter.pk]),
        {"state": "uploaded", "uploaded-on": "2027-01-14", "uploaded-by": "applicant"},
    )
    assert refused.status_code == 422
    assert "You waived your right to view this letter" in text(refused)

    # 21 days with the Letter ID, then the nudges before the day she named
    assert season.go(2027, 2, 3) == ["Today: the letter of Dr. Feldman is not uploaded"]
    assert season.go(2027, 3, 17) == ["Today: nudge Dr. Feldman"]
    assert "It is needed by Wednesday, March 31." in season.page(letter.get_absolute_url())
    assert season.go(2027, 3, 24) == ["Today: nudge Dr. Feldman"]
    season.remember()
    assert "The letter of Dr. Ruth Feldman is in ERAS." in season.press("It is uploaded")

    # in ERAS, assigned to nobody; MyERAS opens in June and the program needs two more letters
    assert season.go(2027, 3, 25) == ["Today: assign the letter of Dr. Feldman"]
    season.client.post(
        reverse("letters:portfolio-show"), {"name": "Carrow Medical Center", "specialty": make.specialty().pk}
    )
    program = nadia.letters_targetprograms.get()
    assert "Carrow Medical Center 0 of 4 letters assigned" in season.page("/letters/portfolio/")
    season.post("program-assign", program.pk, letter=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "assigned"
    assert season.go(2027, 3, 27) == ["Today: thank Dr. Feldman"]
    assert "Your letter is in ERAS. Thank you for the time" in season.page(letter.get_absolute_url())
    season.remember()
    assert "You thanked Dr. Ruth Feldman." in season.press("I thanked them")
    letter.refresh_from_db()
    assert letter.state == "thanked"
    assert "In ERAS, and Dr. Feldman is thanked" in season.page(letter.get_absolute_url())
    assert season.go(2027, 6, 2) == ["Today: too few letters for Carrow Medical Center"]
    assert "1 of 4 promised" in season.page("/letters/")

    # the whole history, in order, with who said it
    assert [(step.state, step.on, step.by) for step in letter.steps.all()] == [
        ("asked", datetime.date(2026, 12, 16), "applicant"),
        ("agreed", datetime.date(2026, 12, 30), "writer"),
        ("packet_sent", datetime.date(2027, 1, 1), "applicant"),
        ("requested", datetime.date(2027, 1, 13), "applicant"),
        ("confirmed", datetime.date(2027, 1, 14), "applicant"),
        ("uploaded", datetime.date(2027, 3, 24), "writer"),
        ("assigned", datetime.date(2027, 3, 25), "applicant"),
        ("thanked", datetime.date(2027, 3, 27), "applicant"),
    ]
