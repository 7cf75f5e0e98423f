"""Letter pages as their owner uses them."""

import datetime
import email
import re
from email.policy import default

import pytest
from django.urls import reverse

from letters import services
from letters.models import Letter, LetterPreset, Packet
from letters.states import State
from tests import make
from tests.letters.conftest import NOW, TODAY
from tracker.models import Example

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def client(nadia, signed_in):
    return signed_in(nadia)


def said(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " "))


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return said(response)


def test_the_overview_sorts_by_what_can_be_done_now(nadia, client, feldman, together):
    clarke = make.attending(nadia, name="Imani Clarke")
    clinic = make.rotation(
        nadia,
        attending=clarke,
        kind="volunteer",
        starts_on=datetime.date(2026, 7, 11),
        ends_on=datetime.date(2027, 3, 27),
        weekdays="5",
    )
    for quality in Example.Quality.values:
        make.seen(nadia, clarke, quality=quality)
    make.feedback(clinic, attending=clarke, asked_on=datetime.date(2026, 9, 5))
    lind = make.attending(nadia, name="Nils Lindqvist")
    make.rotation(nadia, attending=lind, starts_on=TODAY - 90 * DAY, ends_on=TODAY - 62 * DAY)
    marsh = make.recommendation(nadia, make.attending(nadia, name="Helen Marsh"), now=NOW)
    make.steps(marsh, State.ASKED, State.AGREED, on=TODAY - 5 * DAY, now=NOW)
    text = page(client, "/letters/")
    assert "1 of 4 promised. One person can be asked today." in text
    names = re.findall(r"Dr\. (?:Imani Clarke|Helen Marsh|Ruth Feldman|Nils Lindqvist)(?= [^<])", text)
    assert list(dict.fromkeys(names)) == [
        "Dr. Imani Clarke",
        "Dr. Helen Marsh",
        "Dr. Ruth Feldman",
        "Dr. Nils Lindqvist",
    ]
    assert "Ask from Mon 16 Nov" in text
    assert text.index("Probably not a letter") < text.index("Too short for a strong letter")


@pytest.mark.parametrize("count", [1, 20])
def test_the_overview_asks_a_flat_number_of_questions(nadia, client, count, django_assert_num_queries):
    for number in range(count):
        attending = make.attending(nadia, name=f"Ann Writer{number}")
        make.rotation(nadia, attending=attending)
        make.recommendation(nadia, attending, now=NOW)
    client.get("/letters/")
    # six of facts.writers; session, user, what is due
    with django_assert_num_queries(9):
        client.get("/letters/")


def test_nobody_to_ask_yet_says_what_to_do(client):
    assert "Nobody to ask yet" in page(client, "/letters/")


def test_the_page_of_an_attending_says_the_verdict_first(nadia, client, feldman, together):
    make.seen(nadia, feldman, text="Cut presentations from seven minutes to three.", on=TODAY - DAY)
    text = page(client, reverse("letters:writer-show", args=[feldman.pk]))
    assert "Too early: ask from Mon 16 Nov" in text
    assert "5 of 8 weeks supervised. Keep logging examples until then, and ask in person" in text
    assert "Would you be comfortable writing me a strong letter?" in text
    assert "What I remember best is October 26: cut presentations from seven minutes to three." in text
    assert "Tue 3 Aug 2027" in text


def test_by_email_opens_in_the_own_mailbox(nadia, client, feldman, together):
    html = client.get(reverse("letters:writer-show", args=[feldman.pk]) + "?by=email").content.decode()
    assert "A question about a letter of recommendation" in html
    for start in ("mailto:ruth.feldman@", "https://mail.google.com/", "https://outlook.office.com/"):
        assert f'href="{start}' in html


def test_somebody_who_asked_not_to_be_contacted_gets_no_links(nadia, client, feldman, together):
    feldman.is_do_not_contact = True
    feldman.save()
    html = client.get(reverse("letters:writer-show", args=[feldman.pk]) + "?by=email").content.decode()
    assert "mailto:" not in html


def test_the_eml_is_ready_to_send(nadia, client, feldman, letter):
    response = client.get(reverse("letters:letter-eml", args=[letter.pk]))
    message = email.message_from_bytes(response.content, policy=default)
    assert (message["To"], message["X-Unsent"]) == ("Ruth Feldman <ruth.feldman@stbrendan.example>", "1")
    assert "Would you be comfortable writing me a strong letter?" in message.get_content().replace("\n", " ")


def test_the_eml_that_asks_carries_the_chosen_cv(nadia, client, feldman, letter):
    path = reverse("letters:letter-eml", args=[letter.pk])
    cv = make.cv(nadia)
    Packet.objects.create(letter=letter, cv=cv)
    message = email.message_from_bytes(client.get(path).content, policy=default)
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (cv.name, "application/pdf")
    assert attached.get_content().startswith(b"%PDF-")
    assert f"The .eml carries {cv}; links cannot" in said(client.get(f"{letter.get_absolute_url()}?by=email"))
    make.steps(letter, State.ASKED, on=TODAY, now=NOW)
    assert not email.message_from_bytes(client.get(path).content, policy=default).is_multipart()


def post_step(client, path, state, **data):
    return client.post(path, {"state": state, **{f"{state}-{name}": value for name, value in data.items()}})


def test_i_asked_makes_the_letter_once(nadia, client, feldman, together):
    path = reverse("letters:writer-step", args=[feldman.pk])
    for _ in range(2):
        assert post_step(client, path, "asked", on="2026-10-26").status_code == 302
    letter = Letter.objects.get()
    assert (letter.state, letter.asked_on, letter.steps.count()) == ("asked", TODAY - DAY, 1)
    assert client.get(reverse("letters:writer-show", args=[feldman.pk])).url == letter.get_absolute_url()


def test_a_day_to_come_is_refused_beside_the_field(client, letter):
    response = post_step(client, reverse("letters:letter-step", args=[letter.pk]), "asked", on="2026-10-28")
    assert response.status_code == 422
    assert "Wed 28 Oct is still ahead. Record it once it has happened." in said(response)
    assert 'value="2026-10-28"' in response.content.decode()


def test_what_eras_does_not_allow_is_said_with_its_rule(client, letter):
    make.steps(letter, State.ASKED, State.AGREED, State.REQUESTED, State.CONFIRMED, on=TODAY, now=NOW)
    path = reverse("letters:letter-step", args=[letter.pk])
    response = post_step(client, path, "uploaded", on="2026-10-27", by="applicant")
    assert response.status_code == 422
    text = said(response)
    assert "You waived your right to view this letter, so you never see or handle it." in text
    assert "Rule: AAMC, letters of recommendation; season 2027." in text
    assert post_step(client, path, "uploaded", on="2026-10-27", by="writer").status_code == 302


def test_a_step_nobody_knows_is_not_found(client, letter):
    assert post_step(client, reverse("letters:letter-step", args=[letter.pk]), "sealed").status_code == 404


def test_the_locked_entry_says_so(client, letter):
    make.steps(letter, State.ASKED, State.AGREED, State.REQUESTED, State.CONFIRMED, on=TODAY, now=NOW)
    assert "The entry is confirmed for upload" in page(client, letter.get_absolute_url())


def test_another_rule_needs_a_reason_and_changes_the_verdict(client, letter, together):
    path = reverse("letters:letter-preset", args=[letter.pk])
    long = LetterPreset.objects.get(key="long").pk
    response = client.post(path, {"preset": long, "preset_why": ""})
    assert response.status_code == 422
    assert "Say why this letter needs another rule." in said(response)
    assert client.post(path, {"preset": long, "preset_why": "My program wants it"}).status_code == 302
    text = page(client, letter.get_absolute_url())
    assert "Too early: ask from Mon 14 Dec" in text
    assert "You chose 12 weeks for this letter: My program wants it." in text


def test_the_reason_is_guarded(client, letter):
    path = reverse("letters:letter-preset", args=[letter.pk])
    long = LetterPreset.objects.get(key="long").pk
    assert client.post(path, {"preset": long, "preset_why": "MRN 4471182"}).status_code == 422
    letter.refresh_from_db()
    assert letter.preset is None


def test_a_step_is_corrected_and_taken_back(client, letter):
    step = services.record(letter, State.ASKED, on=TODAY, now=NOW)
    path = reverse("letters:step-edit", args=[step.pk])
    assert client.post(path, {"on": "2026-10-20"}).status_code == 302
    letter.refresh_from_db()
    assert letter.asked_on == datetime.date(2026, 10, 20)
    latest = letter.steps.last()
    assert client.post(reverse("letters:step-take-back", args=[latest.pk])).status_code == 302
    letter.refresh_from_db()
    assert letter.state == "considering"


def test_delete_can_be_undone(client, letter):
    client.post(reverse("letters:letter-delete", args=[letter.pk]))
    assert client.get(letter.get_absolute_url()).status_code == 404
    client.post(reverse("letters:letter-restore", args=[letter.pk]))
    assert client.get(letter.get_absolute_url()).status_code == 200


def test_details_are_saved(client, letter):
    path = reverse("letters:letter-edit", args=[letter.pk])
    data = {"match_year": "2029", "is_waived": "on", "due_on": "2027-07-30", "leaves_on": "2026-11-30"}
    assert client.post(path, data).status_code == 302
    letter.refresh_from_db()
    assert (letter.match_year, letter.due_on, letter.leaves_on) == (
        2029,
        datetime.date(2027, 7, 30),
        datetime.date(2026, 11, 30),
    )
    assert "Dr. Feldman leaves on Mon 30 Nov" in page(client, letter.get_absolute_url())


def test_a_writer_who_is_not_visible_is_not_found(client, stranger):
    theirs = make.attending(stranger, name="Someone Else")
    for name in ("writer-show", "writer-step", "writer-start"):
        path = reverse(f"letters:{name}", args=[theirs.pk])
        assert client.post(path, {"state": "asked"}).status_code in (404, 405)
    assert client.get(reverse("letters:writer-show", args=[theirs.pk])).status_code == 404


# ---- portfolio and coverage ----


def test_a_program_gets_its_letters_and_the_missing_one_is_named(nadia, client, feldman, together):
    nadia.profile.specialties.add(make.specialty())
    together.specialty = make.specialty()
    together.save()
    marsh = make.recommendation(nadia, make.attending(nadia, name="Helen Marsh"), now=NOW)
    make.steps(marsh, *make.UPLOADED, on=TODAY, now=NOW)
    client.post("/letters/portfolio/", {"name": "Carrow Medical Center", "specialty": make.specialty().pk})
    text = page(client, "/letters/portfolio/")
    assert "Carrow Medical Center 0 of 4 letters assigned" in text
    assert "Missing: 2 US clinical letters in Internal medicine." in text
    assert "Dr. Feldman could write one: ask from Mon 16 Nov." in text
    program = nadia.letters_targetprograms.get()
    path = reverse("letters:program-assign", args=[program.pk])
    assert client.post(path, {"letter": marsh.pk}).status_code == 302
    marsh.refresh_from_db()
    assert (marsh.state, marsh.assignments.get().program) == ("assigned", program)
    assert "1 of 4 letters assigned" in page(client, "/letters/portfolio/")


def test_a_fifth_letter_for_a_program_is_said_with_its_rule(nadia, client):
    program = make.program(nadia)
    letters = []
    for number in range(5):
        letter = make.recommendation(nadia, make.attending(nadia, name=f"Ann Writer{number}"), now=NOW)
        make.steps(letter, *make.UPLOADED, on=TODAY, now=NOW, eras_id=f"ID{number}")
        letters.append(letter)
    path = reverse("letters:program-assign", args=[program.pk])
    for letter in letters[:4]:
        client.post(path, {"letter": letter.pk})
    answer = client.post(path, {"letter": letters[4].pk}, follow=True)
    assert "ERAS takes at most 4 per program. Rule: AAMC, letter writers FAQ; season 2027." in said(answer)


def test_a_program_twice_is_a_sentence(nadia, client):
    make.program(nadia, match_year=2028)
    response = client.post("/letters/portfolio/", {"name": "carrow medical center"})
    assert response.status_code == 422
    assert "This program is on your list already." in said(response)


def test_two_specialties_stand_side_by_side(nadia, client):
    nadia.profile.specialties.add(make.specialty("Internal medicine"), make.specialty("Neurology"))
    text = page(client, "/letters/portfolio/")
    assert "Missing: 2 US clinical letters in Internal medicine." in text
    assert "Missing: 2 US clinical letters in Neurology." in text


def test_examples_that_name_nobody_are_filed_together(nadia, client, feldman, together):
    unseen = [make.seen(nadia, None, text=f"Example {number}") for number in range(3)]
    assert "Seen by nobody in particular 3" in page(client, "/letters/coverage/")
    ticked = [one.pk for one in unseen[:2]]
    client.post("/letters/coverage/seen/", {"example": ticked, "attending": feldman.pk})
    assert Example.objects.filter(attending=feldman).count() == 2
    assert "Dr. Ruth Feldman 0 0 0 0 2 2" in page(client, "/letters/coverage/")


def test_nobody_files_the_examples_of_another(nadia, client, stranger, feldman):
    theirs = make.seen(stranger, None)
    client.post("/letters/coverage/seen/", {"example": [theirs.pk], "attending": feldman.pk})
    theirs.refresh_from_db()
    assert theirs.attending is None


def test_nobody_assigns_the_letter_of_another(nadia, client, stranger):
    theirs = make.recommendation(stranger, now=NOW)
    path = reverse("letters:program-assign", args=[make.program(nadia).pk])
    for letter in (str(theirs.pk), "x", "", "9" * 30):
        assert client.post(path, {"letter": letter}).status_code == 404
