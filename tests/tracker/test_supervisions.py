"""Who supervised a rotation: from, to, days a week, how directly."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker.models import Attending, Rotation, Supervision

pytestmark = pytest.mark.django_db
START, END = datetime.date(2026, 9, 21), datetime.date(2026, 12, 18)


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def rotation(user):
    return make.rotation(user, starts_on=START, ends_on=END)


@pytest.fixture
def feldman(user):
    return make.attending(user, name="Ruth Feldman")


def filled(**changes):
    return {"days_per_week": "2.5", "directness": "direct", "once": "key-1", **changes}


def add(client, rotation, **changes):
    return client.post(reverse("tracker:supervision-add", args=[rotation.pk]), filled(**changes))


def test_somebody_known_is_added_with_dates(client, rotation, feldman):
    answer = add(client, rotation, attending=feldman.pk, starts_on="2026-10-05", ends_on="2026-11-06")
    assert answer.headers["Location"] == f"{rotation.get_absolute_url()}#people"
    one = Supervision.objects.get()
    assert (one.rotation, one.attending, one.directness) == (rotation, feldman, "direct")
    assert (one.starts_on, one.ends_on, one.days_per_week) == (
        datetime.date(2026, 10, 5),
        datetime.date(2026, 11, 6),
        Decimal("2.5"),
    )
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert "2.5 days a week" in page
    assert "5\u00a0Oct – 6\u00a0Nov\u00a02026" in page


def test_somebody_new_is_kept_as_a_private_record(client, user, rotation):
    for _ in range(2):
        add(client, rotation, new_attending="Dr. Paul Moreau", directness="team")
    assert Attending.objects.get().owner == user
    assert Supervision.objects.get().attending.name == "Paul Moreau"
    assert "through the team" in client.get(rotation.get_absolute_url()).content.decode()


WRONG = [
    ({}, "Choose somebody, or write a name below."),
    (
        {"starts_on": "2026-09-20"},
        "Sun\u00a020\u00a0Sep is outside this rotation (21\u00a0Sep – 18\u00a0Dec\u00a02026).",
    ),
    (
        {"ends_on": "2026-12-19"},
        "Sat\u00a019\u00a0Dec is outside this rotation (21\u00a0Sep – 18\u00a0Dec\u00a02026).",
    ),
    (
        {"starts_on": "2026-10-05", "ends_on": "2026-10-02"},
        "This is before the first day, Mon\u00a05\u00a0Oct.",
    ),
    ({"starts_on": "10/05/2026"}, "“10/05/2026” is not a day."),
    ({"days_per_week": "8"}, "Write a number of days from 0.5 to 7, for example 5 or 2.5."),
    ({"days_per_week": "0"}, "Write a number of days from 0.5 to 7"),
    ({"days_per_week": "2.55"}, "Write a number of days from 0.5 to 7"),
    ({"days_per_week": "many"}, "Write a number of days from 0.5 to 7"),
    ({"days_per_week": ""}, "Fill in days a week."),
    ({"directness": "sideways"}, "Choose one from the list."),
    ({"attending": "999999"}, "Choose one from the list."),
    ({"new_attending": "x" * 200}, "200 characters are too many. Keep it to 120."),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=str)
def test_a_mistake_gets_its_sentence_and_what_was_typed_is_kept(client, rotation, feldman, wrong, sentence):
    who = {"attending": feldman.pk} if wrong else {}
    answer = (
        add(client, rotation, **who, **wrong) if "attending" not in wrong else add(client, rotation, **wrong)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    for typed in wrong.values():
        assert typed in page or typed in ("sideways", "999999")
    assert Supervision.objects.count() == 0


def test_a_stranger_s_private_attending_cannot_be_picked(client, rotation, stranger):
    theirs = make.attending(stranger, name="Nobody of yours")
    answer = add(client, rotation, attending=theirs.pk)
    assert (answer.status_code, Supervision.objects.count()) == (422, 0)
    assert "Nobody of yours" not in answer.content.decode()


def test_the_same_person_twice_is_told_where_to_change(client, rotation, feldman):
    Supervision.objects.create(rotation=rotation, attending=feldman)
    page = add(client, rotation, new_attending="Ruth Feldman").content.decode()
    assert Supervision.objects.count() == 2  # no institution in common: another person of that name
    Supervision.objects.exclude(attending=feldman).delete()
    feldman.institution = rotation.institution
    feldman.save()
    page = add(client, rotation, new_attending="Ruth Feldman", once="key-2").content.decode()
    assert "Dr. Ruth Feldman is on this rotation already. Change that line instead." in page
    assert Supervision.objects.count() == 1


def test_changing_and_removing(client, rotation, feldman):
    one = Supervision.objects.create(rotation=rotation, attending=feldman)
    path = reverse("tracker:supervision-edit", args=[one.pk])
    assert "Dr. Ruth Feldman on this rotation" in client.get(path).content.decode()
    client.post(path, filled(attending=feldman.pk, starts_on="2026-10-05", days_per_week="1"))
    one.refresh_from_db()
    assert (one.starts_on, one.days_per_week) == (datetime.date(2026, 10, 5), 1)
    page = client.post(reverse("tracker:supervision-delete", args=[one.pk]), follow=True).content.decode()
    assert "Dr. Ruth Feldman is off this rotation." in page
    assert Supervision.objects.count() == 0


def test_the_dates_of_a_rotation_cannot_cut_a_supervision(client, rotation, feldman):
    Supervision.objects.create(rotation=rotation, attending=feldman, ends_on=datetime.date(2026, 12, 11))
    path = reverse("tracker:rotation-edit", args=[rotation.pk])
    data = {
        "kind": "externship",
        "institution_name": "Lakeside General",
        "stage": "confirmed",
        "starts_on": "2026-09-21",
        "ends_on": "2026-12-04",
        "hours_per_week": "40",
        "weekdays": ["0", "1"],
        "attendings": [feldman.pk],
    }
    page = client.post(path, data).content.decode()
    assert "Dr. Ruth Feldman is down to Fri\u00a011\u00a0Dec. Change that under Supervised by first." in page
    client.post(path, data | {"attendings": []})
    assert Rotation.objects.get().ends_on == datetime.date(2026, 12, 4)


@pytest.mark.parametrize(
    "wrong", [{"days_per_week": 8}, {"days_per_week": 0}, {"ends_on": START, "starts_on": END}]
)
def test_the_database_refuses_what_the_form_refuses(rotation, feldman, wrong):
    one = Supervision.objects.create(rotation=rotation, attending=feldman)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=one.pk).update(**wrong)
