"""The applicant's side of the directory: looking, proposing, duplicates, history, keeping in touch."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reminders.models import Reminder
from tests import make
from tracker import directory_search, history, keep_in_touch, rhythm
from tracker.models import Attending, Catchup, DuplicateKey, PersonNote, ProbablePair, ProposedChange

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def ruth(db):
    house = make.institution(None, name="St. Brendan Medical Center", city="Cleveland", verified_at=NOW)
    return make.verified_attending(
        name="Ruth Feldman",
        credentials="MD",
        institution=house,
        state="OH",
        email="rfeldman@stbrendan.example",
        accepts_observers=True,
        visas=["b1", "j1"],
        specialty=make.specialty("Internal medicine"),
    )


def filled(**changes):
    return {"name": "Hugh Tanaka", "role": "attending", "once": "key-1", **changes}


def add(client, **changes):
    return client.post(reverse("tracker:attending-add"), filled(**changes))


# ---- duplicates on save ----


def test_a_likely_duplicate_is_offered_before_a_second_record_is_made(client, ruth):
    answer = add(client, name="Dr R. Feldman", institution_name="St Brendan's", city="Cleveland", state="OH")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Is it one of these?" in page
    assert "Dr. Ruth Feldman, MD: it is this one" in page
    assert 'value="R. Feldman"' in page or 'value="Dr R. Feldman"' in page
    assert Attending.objects.count() == 1


def test_somebody_else_is_kept_after_all(client, ruth, user):
    given = {"name": "R. Feldman", "institution_name": "St Brendan's", "city": "Cleveland", "state": "OH"}
    answer = add(client, **given, somebody_else=str(ruth.pk))
    made = Attending.objects.get(owner=user)
    assert answer.url == made.get_absolute_url()
    assert ProbablePair.objects.open().get().second == made


def test_a_strangers_private_record_is_not_offered(client, stranger):
    make.attending(stranger, name="Hugh Tanaka", email="hugh@harlow.example")
    assert add(client, email="hugh@harlow.example").status_code == 302


def test_an_email_under_other_emails_is_found_too(client, ruth):
    ruth.other_emails = ["ruth.feldman@stbrendan.example"]
    ruth.save()
    answer = add(client, name="Ruth Feldman", email="ruth.feldman@stbrendan.example")
    assert answer.status_code == 422


def test_keys_follow_the_record(ruth):
    before = set(DuplicateKey.objects.values_list("key", flat=True))
    ruth.name = "Paul Moreau"
    ruth.save()
    after = set(DuplicateKey.objects.values_list("key", flat=True))
    assert before & after == {"@rfeldman@stbrendan.example"}
    make.deleted(ruth)
    assert not DuplicateKey.objects.exists()


# ---- looking ----


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "feldman"},
        {"q": "BRENDAN ruth"},
        {"q": "rfeldman@stbrendan"},
        {"q": "cleveland"},
        {"state": "Ohio"},
        {"state": "OH"},
        {"takes": "observers"},
        {"visa": "j1"},
        {"specialty": "nonsense"},
    ],
)
def test_the_directory_finds(client, ruth, asked):
    assert "Dr. Ruth Feldman" in client.get("/directory/", asked).content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"q": "moreau"}, {"state": "PA"}, {"state": "nowhere"}, {"takes": "researchers"}, {"visa": "h1b"}],
)
def test_the_directory_does_not_find(client, ruth, asked):
    assert "Nobody in the directory fits." in client.get("/directory/", asked).content.decode()


def test_accents_do_not_matter(client):
    make.verified_attending(name="José Núñez")
    assert list(directory_search.browse(q="jose nunez")) == list(Attending.objects.all())


def test_a_private_record_is_in_nobodys_directory(client, user, stranger):
    make.attending(user, name="Ruth Feldman")
    make.attending(stranger, name="Ruth Feldman")
    assert "The directory is still empty" in client.get("/directory/").content.decode()


def test_renaming_a_hospital_renames_what_is_searched(ruth):
    ruth.institution.name = "Mercy West"
    ruth.institution.save()
    assert list(Attending.objects.matching("mercy west feldman")) == [ruth]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["/directory/", "/attendings/", "/attendings/?q=ruth"])
def test_a_list_asks_the_same_number_of_questions(client, user, count, path):
    for number in range(count):
        house = make.institution(None, name=f"House {number}")
        record = make.verified_attending(name=f"Ruth {number}", institution=house)
        make.rotation(user, attending=record)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) <= 8, [query["sql"][:80] for query in asked]


# ---- proposing ----


def proposal_of(ruth, **changes):
    return {
        "name": ruth.name,
        "credentials": "MD",
        "role": "attending",
        "institution_name": ruth.institution.name,
        "state": "OH",
        "email": ruth.email,
        "specialty": ruth.specialty_id,
        "accepts_observers": "true",
        "visas": ["b1", "j1"],
        **changes,
    }


def test_a_change_is_proposed_and_waits(client, user, ruth):
    path = reverse("tracker:attending-propose", args=[ruth.pk])
    client.post(path, proposal_of(ruth, fee="$400 a week", note="On the page."))
    proposal = ProposedChange.objects.get()
    assert (proposal.changes, proposal.note, proposal.proposed_by) == (
        {"fee": ["", "$400 a week"]},
        "On the page.",
        user,
    )
    assert "Your change waits for a curator" in client.get(ruth.get_absolute_url()).content.decode()
    client.post(reverse("tracker:proposal-withdraw", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_nothing_different_sends_nothing(client, ruth):
    client.post(reverse("tracker:attending-propose", args=[ruth.pk]), proposal_of(ruth))
    assert not ProposedChange.objects.exists()


def test_nobody_can_propose_to_lift_do_not_contact(client, ruth):
    Attending.objects.filter(pk=ruth.pk).update(is_do_not_contact=True)
    client.post(reverse("tracker:attending-propose", args=[ruth.pk]), proposal_of(ruth))
    assert not ProposedChange.objects.exists()


def test_what_curators_decided_is_read_once(client, user):
    make.notice(user)
    assert "Your change was taken over." in client.get("/attendings/").content.decode()
    client.post("/directory/news/seen/")
    assert "Your change was taken over." not in client.get("/attendings/").content.decode()


# ---- one history, keeping in touch ----


def test_everything_between_two_people_is_one_history(user, ruth):
    rotation = make.rotation(user, attending=ruth, starts_on=datetime.date(2026, 9, 21))
    make.log_entry(rotation, attending=ruth, day=datetime.date(2026, 10, 20))
    make.log_entry(rotation, attending=ruth, day=datetime.date(2026, 10, 21))
    make.catchup(user, ruth, on=datetime.date(2026, 10, 23))
    contact = make.contact(user, attending=ruth)
    make.thread(user, contact=contact, sent_on=datetime.date(2026, 8, 4))
    lines = [(line.on.isoformat(), line.words) for line in history.gather(user, ruth)]
    assert lines == [
        (rotation.ends_on.isoformat(), f"Last day: {rotation}"),
        ("2026-10-23", "Email: Thanked for the letter."),
        (
            "2026-10-21",
            "2 days logged with them, 20 Oct – 21 Oct 2026".replace(" Oct", "\u00a0Oct").replace(
                "Oct 2", "Oct\u00a02"
            ),
        ),
        ("2026-09-21", f"First day: {rotation}"),
        ("2026-08-04", "You wrote: Your hyponatremia talk"),
    ]


def test_somebody_elses_history_stays_theirs(user, stranger, ruth):
    make.rotation(stranger, attending=ruth)
    make.catchup(stranger, ruth)
    assert history.gather(user, ruth) == []


@pytest.mark.parametrize(
    ("closeness", "day"),
    [("advocate", "2026-11-22"), ("mentor", "2026-12-22"), ("contact", "2027-02-20"), ("", None)],
)
def test_the_rhythm_counts_from_the_last_contact(closeness, day):
    on = rhythm.next_on(closeness, datetime.date(2026, 10, 23), TODAY)
    assert (on and on.isoformat()) == day


def test_a_contact_of_any_kind_moves_the_reminder(client, user, ruth):
    client.post(reverse("tracker:attending-note", args=[ruth.pk]), {"closeness": "advocate"})
    first = Reminder.objects.get(state="open")
    assert (first.title, first.due_at.date().isoformat()) == (
        "Be in touch with Dr. Ruth Feldman",
        "2026-11-26",
    )
    touch = {"on": "2026-10-20", "way": "call", "about": "Thanks", "once": "k"}
    client.post(reverse("tracker:attending-touch", args=[ruth.pk]), touch)
    open_now = Reminder.objects.get(state="open")
    assert (open_now.due_at.date().isoformat(), open_now.reason) == (
        "2026-11-19",
        "Last in touch on Tue\u00a020\u00a0Oct. You wanted to be in touch every 30 days.",
    )
    client.post(reverse("tracker:catchup-delete", args=[Catchup.objects.get().pk]))
    assert Reminder.objects.get(state="open").due_at == first.due_at


def test_nobody_who_asked_not_to_be_contacted_is_suggested(user, ruth):
    make.person_note(user, ruth)
    assert len(list(keep_in_touch.due(user, NOW))) == 1
    Attending.objects.filter(pk=ruth.pk).update(is_do_not_contact=True)
    assert list(keep_in_touch.due(user, NOW)) == []


def test_nobody_who_asked_it_under_outreach_is_suggested(user, ruth):
    make.person_note(user, ruth)
    make.contact(user, attending=ruth, is_do_not_contact=True)
    assert list(keep_in_touch.due(user, NOW)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_rhythm_of_everybody_is_asked_in_the_same_number_of_questions(user, count):
    for number in range(count):
        make.person_note(user, make.verified_attending(name=f"Ruth {number}"))
    with CaptureQueriesContext(connection) as asked:
        assert len(list(keep_in_touch.due(user, NOW))) == count
    assert len(asked) == 1 + len(settings.LEFT_ALONE) + len(settings.HISTORY_SOURCES)


@pytest.mark.parametrize(
    ("page", "data", "said"),
    [
        ("attending-touch", {"on": "2026-10-28", "way": "call"}, "That day is still to come."),
        ("attending-touch", {"on": "yesterday", "way": "call"}, "is not a day."),
        ("attending-note", {"rating": "9"}, "Choose one from the list."),
        ("attending-note", {"closeness": "spouse"}, "Choose one from the list."),
    ],
)
def test_a_mistake_comes_back_on_the_page(client, ruth, page, data, said):
    answer = client.post(reverse(f"tracker:{page}", args=[ruth.pk]), data)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Catchup.objects.exists()
    assert not PersonNote.objects.exists()


def test_a_merged_record_leads_to_where_it_went(client, user, ruth):
    own = make.attending(user, name="R Feldman")
    Attending.objects.filter(pk=own.pk).update(merged_into=ruth, deleted_at=NOW)
    assert client.get(own.get_absolute_url()).url == ruth.get_absolute_url()


def test_the_mail_link_goes_when_they_asked_not_to_be_written_to(client, ruth):
    assert "mailto:" in client.get(ruth.get_absolute_url()).content.decode()
    Attending.objects.filter(pk=ruth.pk).update(is_do_not_contact=True)
    page = client.get(ruth.get_absolute_url()).content.decode()
    assert "mailto:" not in page
    assert "Please do not write." in page
