"""The packet: who can read it, what is on it, what an answer does."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from letters import packet, packet_pdf, services
from letters.models import Packet, PacketAnswer, PacketLink
from letters.states import State
from reminders.models import Reminder
from tests import make
from tests.letters.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
Kind = PacketAnswer.Kind


@pytest.fixture
def held(letter):
    return Packet.objects.create(letter=letter, note="Thank you for your time.")


@pytest.fixture
def path(held):
    return reverse("letters:packet-public", args=[packet.issue(held, now=NOW)])


def answer(path, kind, **more):
    return Client().post(path, {"answer": kind, **more})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_link_made_at_once_carries_what_the_page_shows_ticked(nadia, signed_in, feldman, letter):
    for nth in range(3):
        make.seen(nadia, feldman, quality="initiative", text=f"Offered talk {nth}.")
    make.seen(nadia, make.attending(nadia), quality="growth", text="Seen by somebody else.")
    cv = make.cv(nadia)
    client = signed_in(nadia)
    shown = client.get(reverse("letters:packet-show", args=[letter.pk])).content.decode()
    assert not Packet.objects.exists()
    made = client.post(reverse("letters:packet-link", args=[letter.pk])).content.decode()
    kept = Packet.objects.get()
    assert (kept.examples.count(), kept.cv, kept.statement) == (2, cv, None)
    assert {f'value="{one.pk}"' in shown for one in kept.examples.all()} == {True}
    public = Client().get(re.search(r'id="url">https?://[^/]+([^<]+)<', made)[1]).content.decode()
    assert [f"Offered talk {nth}." in public for nth in range(3)] == [
        one in kept.examples.values_list("text", flat=True)
        for one in (f"Offered talk {nth}." for nth in range(3))
    ]
    assert "Seen by somebody else." not in public


def test_only_the_hash_of_the_token_is_kept(held):
    token = packet.issue(held, now=NOW)
    row = PacketLink.objects.get()
    assert len(token) == 43  # 256 bits
    assert token not in str(row.__dict__)
    assert packet.find(token, NOW) == row
    assert packet.find(token[:-1], NOW) is None


def test_whoever_has_the_link_reads_it_without_cookies_or_strangers(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert dict(response.cookies) == {}
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert "<script" not in page
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []
    assert "Nadia Rahman" in page


def test_a_link_ends_after_thirty_days(path):
    with time_machine.travel(NOW + 30 * DAY - datetime.timedelta(minutes=1), tick=False):
        assert Client().get(path).status_code == 200
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        for response in (Client().get(path), answer(path, Kind.HAPPY)):
            assert response.status_code == 404
    assert PacketAnswer.objects.count() == 0


def test_a_revoked_and_a_replaced_link_read_nothing(held, path):
    second = reverse("letters:packet-public", args=[packet.issue(held, now=NOW)])
    assert [Client().get(one).status_code for one in (path, second)] == [404, 200]
    packet.revoke(held, now=NOW)
    assert Client().get(second).status_code == 404
    assert "This link has ended" in text(Client().get(second))


def test_a_deleted_letter_takes_its_link_along(letter, path):
    services.delete(letter, now=NOW)
    assert Client().get(path).status_code == 404
    services.restore(letter, now=NOW)
    assert Client().get(path).status_code == 200


def test_views_are_counted_and_nothing_else_changes(letter, path):
    for method in (Client().get, Client().get, Client().head):
        method(path)
    link = PacketLink.objects.get()
    assert (link.views, link.first_seen_at, link.last_seen_at) == (2, NOW, NOW)
    letter.refresh_from_db()
    assert letter.state == "considering"


def test_happy_to_write_is_agreed_once(nadia, letter, path):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    for _ in range(3):
        assert answer(path, Kind.HAPPY).status_code == 200
    letter.refresh_from_db()
    assert letter.state == "agreed"
    assert [step.by for step in letter.steps.all()] == ["applicant", "writer"]
    assert PacketAnswer.objects.count() == 1


def test_i_need_until_moves_every_date(nadia, letter, path):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    assert answer(path, Kind.UNTIL, until="2026-12-30").status_code == 200
    letter.refresh_from_db()
    assert (letter.state, letter.promised_by) == ("agreed", datetime.date(2026, 12, 30))
    dues = dict(Reminder.objects.for_owner(nadia).open().values_list("key", "due_at"))
    assert dues[f"letters.nudge:{letter.pk}:14"].date() == datetime.date(2026, 12, 16)
    assert f"letters.nudge:{letter.pk}:asked" not in dues
    answer(path, Kind.UNTIL, until="2027-01-30")
    moved = dict(Reminder.objects.for_owner(nadia).open().values_list("key", "due_at"))
    assert moved[f"letters.nudge:{letter.pk}:14"].date() == datetime.date(2027, 1, 16)


@pytest.mark.parametrize("until", ["", "soon", "2026-10-26", "2030-01-01"])
def test_a_day_that_cannot_be_is_a_sentence(letter, path, until):
    response = answer(path, Kind.UNTIL, until=until)
    assert response.status_code == 422
    assert "Pick a day from today on, within a year." in text(response)
    assert PacketAnswer.objects.count() == 0


def test_an_answer_nobody_offers_is_a_sentence(path):
    assert answer(path, "sure").status_code == 422


def test_rather_not_ends_it_and_an_answer_can_change(letter, path):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    answer(path, Kind.RATHER_NOT)
    letter.refresh_from_db()
    assert letter.state == "declined"
    answer(path, Kind.HAPPY)
    assert PacketAnswer.objects.count() == 2
    letter.refresh_from_db()
    assert letter.state == "declined"  # a step out is for the applicant to take back; they are told


def test_uploaded_confirms_what_must_have_been_confirmed(letter, path):
    make.steps(letter, State.ASKED, State.AGREED, State.REQUESTED, on=TODAY, now=NOW)
    answer(path, Kind.UPLOADED)
    letter.refresh_from_db()
    assert letter.state == "uploaded"
    assert [(step.state, step.by) for step in letter.steps.all()][-2:] == [
        ("confirmed", "writer"),
        ("uploaded", "writer"),
    ]


def test_every_answer_reminds_the_applicant(nadia, letter, path):
    answer(path, Kind.UPLOADED)
    row = Reminder.objects.for_owner(nadia).open().get(kind="letters.answer")
    assert row.title == "Dr. Ruth Feldman answered: it is uploaded"
    assert row.is_alone


def test_an_answer_never_signs_in_and_needs_no_token_of_ours(path):
    client = Client(enforce_csrf_checks=True)
    response = client.post(path, {"answer": Kind.HAPPY}, headers={"origin": "null"})
    assert (response.status_code, dict(client.cookies)) == (200, {})


def test_only_what_the_packet_shows_can_be_downloaded(nadia, held, path):
    shown, other = make.cv(nadia), make.cv(nadia)
    held.cv = shown
    held.save()
    response = Client().get(f"{path}cv/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get(f"{path}statement/").status_code == 404
    shown.deleted_at = NOW
    shown.save()
    assert Client().get(f"{path}cv/").status_code == 404
    assert other.pk


def test_text_the_guard_would_flag_is_left_out(nadia, feldman, held):
    clean = make.seen(nadia, feldman, text="Called the night resident about the potassium.")
    named = make.seen(nadia, feldman, text="Stayed with Mrs. Alvarez until the family came.")
    held.examples.set([clean, named])
    page = packet.page_of(held, TODAY)
    assert [one.text for one in page.examples] == ["Called the night resident about the potassium."]
    assert packet.unsafe_examples(held) == [named]


def test_an_email_address_is_shown_only_when_ticked(nadia, held):
    assert packet.page_of(held, TODAY).email == ""
    held.shows_email = True
    assert packet.page_of(held, TODAY).email == nadia.email


def test_the_pdf_is_one_page_with_the_same_words(nadia, feldman, together, held, tmp_path):
    texts = [
        f"Example number {number}: told that presentations were long. #read(“x”) $y$" for number in range(12)
    ]
    held.examples.set([make.seen(nadia, feldman, text=text) for text in texts])
    page = packet.page_of(held, TODAY)
    path = tmp_path / "packet.pdf"
    path.write_bytes(packet_pdf.render(page))
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    words = re.sub(r"\s+", " ", reader.pages[0].extract_text())
    for said in (page.name, page.writer, page.note, "Example number 11", "#read", page.waiver[:30]):
        assert said in words
    assert reader.metadata.title == "For a letter of recommendation: Nadia Rahman"


def test_the_owner_sees_the_link_once(nadia, letter, signed_in):
    client = signed_in(nadia)
    made = client.post(reverse("letters:packet-link", args=[letter.pk])).content.decode()
    url = re.search(r'id="url">([^<]+)<', made)[1]
    assert Client().get(url.split("localhost:8000")[1]).status_code == 200
    shown = client.get(reverse("letters:packet-show", args=[letter.pk])).content.decode()
    assert url not in shown
    assert "Opened" in shown
