"""Rotations in the browser: what is typed, what is said back, what is kept."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker.models import Attending, Institution, Rotation, Supervision

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


def filled(**changes):
    return {
        "kind": "externship",
        "is_hands_on": "on",
        "institution_name": "St. Brendan Medical Center",
        "city": "Cleveland",
        "state": "Ohio",
        "is_in_us": "on",
        "stage": "confirmed",
        "starts_on": "2026-09-21",
        "ends_on": "2026-12-18",
        "hours_per_week": "45",
        "weekdays": ["0", "1", "2", "3", "4"],
        "new_attending": "Dr. Ruth Feldman",
        "once": "key-1",
        **changes,
    }


def add(client, **changes):
    return client.post(reverse("tracker:rotation-add"), filled(**changes))


def test_a_rotation_is_added_with_its_hospital_and_attending(client, user):
    answer = add(client)
    rotation = Rotation.objects.get()
    assert answer.headers["Location"] == rotation.get_absolute_url()
    assert (rotation.owner, rotation.status(datetime.date(2026, 10, 27))) == (user, "In progress")
    assert Institution.objects.get().name == "St. Brendan Medical Center"
    assert Attending.objects.get().name == "Ruth Feldman"
    assert Supervision.objects.get().days_per_week == 5
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert "Week 6 of 13" in page
    assert "Dr. Ruth Feldman" in page


def test_a_double_click_makes_one_rotation(client):
    first, second = add(client), add(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert Rotation.objects.count() == 1


def test_two_forms_make_two_rotations_in_one_hospital(client):
    add(client)
    add(client, once="key-2", kind="volunteer")
    assert (Rotation.objects.count(), Institution.objects.count(), Attending.objects.count()) == (2, 1, 1)


LONG = "x" * 50_000
BAD = [
    ({"ends_on": "2026-09-01"}, "The last day is before the first, Mon\u00a021\u00a0Sep."),
    ({"starts_on": "31/02/2026"}, "“31/02/2026” is not a day."),
    ({"starts_on": "10/12/2026"}, "“10/12/2026” is not a day."),
    ({"starts_on": "0026-09-21"}, "Write the year with four digits"),
    ({"hours_per_week": "900"}, "900 hours cannot be."),
    ({"hours_per_week": "-4"}, "is not a number of hours"),
    ({"hours_per_week": "many"}, "“many” is not a number of hours."),
    ({"ends_on": "2030-01-01"}, "More than 3 years."),
    ({"starts_on": ""}, "A confirmed rotation needs its first day."),
    ({"kind": ""}, "Fill in type."),
    ({"kind": "surgery"}, "Choose one from the list."),
    ({"institution_name": ""}, "Fill in hospital, clinic or lab."),
    ({"institution_name": LONG}, "50000 characters are too many. Keep it to 150."),
    ({"notes": LONG}, "50000 characters are too many. Keep it to 5000."),
    ({"coordinator_email": "joan at brendan"}, "Enter a valid email address."),
    ({"attendings": ["999999"]}, "Choose one from the list."),
    ({"weekdays": ["9"]}, "Choose one from the list."),
    ({"department": "nul\x00l"}, "Null characters are not allowed."),
]


@pytest.mark.parametrize(("wrong", "sentence"), BAD, ids=str)
def test_a_mistake_gets_its_sentence_and_what_was_typed_is_kept(client, wrong, sentence):
    answer = add(client, **wrong, schedule="Mon–Fri, from 7:00 am")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Mon–Fri, from 7:00 am" in page
    for typed in wrong.values():
        if isinstance(typed, str) and typed and "\x00" not in typed and typed != "surgery":
            assert typed in page
    assert (Rotation.objects.count(), Institution.objects.count(), Attending.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["مستشفى القلب", "Łódź & Søn 🏥", "<script>alert(1)</script>", "O’B\u202e"])
def test_any_script_is_kept_as_it_was_typed(client, name):
    add(client, institution_name=name)
    rotation = Rotation.objects.get()
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert rotation.institution.name == name.replace("\u202e", "").strip()


def test_exploring_needs_no_dates(client):
    add(client, stage="exploring", starts_on="", ends_on="")
    rotation = Rotation.objects.get()
    assert rotation.status(datetime.date(2026, 10, 27)) == "Exploring"
    assert "no dates yet" in client.get(rotation.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2026-09-20", "Confirmed"),
        ("2026-09-21", "In progress"),
        ("2026-12-18", "In progress"),
        ("2026-12-19", "Completed"),
    ],
)
def test_dates_decide_the_status(user, today, status):
    rotation = make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))
    assert rotation.status(datetime.date.fromisoformat(today)) == status


def test_editing_keeps_the_supervisions_that_stay(client, user):
    feldman, moreau = make.attending(user, name="Ruth Feldman"), make.attending(user, name="Paul Moreau")
    rotation = make.rotation(user, attending=feldman)
    Supervision.objects.filter(attending=feldman).update(days_per_week=Decimal("2.5"))
    path = reverse("tracker:rotation-edit", args=[rotation.pk])
    assert client.get(path).status_code == 200
    client.post(path, filled(attendings=[feldman.pk, moreau.pk], new_attending=""))
    kept = dict(rotation.supervisions.values_list("attending__name", "days_per_week"))
    assert kept == {"Ruth Feldman": Decimal("2.5"), "Paul Moreau": Decimal("5")}


def test_delete_and_undo_bring_back_everything(client, user):
    rotation = make.rotation(user)
    make.log_entry(rotation)
    client.post(reverse("tracker:rotation-delete", args=[rotation.pk]))
    page = client.get(reverse("tracker:rotation-list")).content.decode()
    assert reverse("tracker:rotation-restore", args=[rotation.pk]) in page
    assert client.get(rotation.get_absolute_url()).status_code == 404
    client.post(reverse("tracker:rotation-restore", args=[rotation.pk]))
    assert "Read the old ECG first." in client.get(rotation.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": datetime.date(2026, 1, 1)},
        {"hours_per_week": Decimal(101)},
        {"hours_per_week": Decimal(0)},
        {"starts_on": None},
    ],
)
def test_the_database_refuses_what_the_form_refuses(user, wrong):
    rotation = make.rotation(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rotation.objects.filter(pk=rotation.pk).update(**wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, user, count, django_assert_num_queries):
    for _ in range(count):
        make.log_entry(make.rotation(user))
    path = reverse("tracker:rotation-list")
    client.get(path)
    with django_assert_num_queries(6):
        client.get(path)


@pytest.mark.parametrize("count", [1, 3])
def test_a_rotation_asks_the_same_number_of_questions(client, user, count, django_assert_num_queries):
    rotation = make.rotation(user)
    for n in range(count):
        person = make.attending(user, name=f"Doctor {n}")
        Supervision.objects.create(rotation=rotation, attending=person)
        make.case(make.log_entry(rotation, day=make.today() - (n + 1) * make.DAY, attending=person))
        make.goal(rotation)
        make.cost(rotation)
        make.permission(rotation)
        make.checklist_item(rotation)
        make.feedback(rotation, attending=person)
    client.get(rotation.get_absolute_url())
    with django_assert_num_queries(20):  # five are those of the letter it can still give
        client.get(rotation.get_absolute_url())
