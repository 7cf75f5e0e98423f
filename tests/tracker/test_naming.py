"""A new attending typed on a rotation who may be in the directory: offered, taken, or kept apart."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from tests import make
from tests.tracker.test_rotations import filled
from tracker.models import Attending, Rotation, Supervision

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)


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
    return make.verified_attending(name="Ruth Feldman", credentials="MD", institution=house, state="OH")


def add(client, **changes):
    return client.post(
        reverse("tracker:rotation-add"), filled(new_attending="R. Feldman", once="k", **changes)
    )


def test_a_likely_one_is_offered_and_nothing_is_saved(client, ruth):
    answer = add(client)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Is R. Feldman one of these?" in page
    assert f'name="same" value="{ruth.pk}"' in page
    assert f'name="somebody_else" value="{ruth.pk}"' in page
    assert 'value="R. Feldman"' in page
    assert (Rotation.objects.count(), Attending.objects.count()) == (0, 1)


def test_it_is_this_one(client, ruth):
    assert add(client, same=ruth.pk).status_code == 302
    assert [one.attending for one in Supervision.objects.all()] == [ruth]
    assert Attending.objects.count() == 1


def test_somebody_else_is_kept_as_an_own_record(client, user, ruth):
    assert add(client, somebody_else=str(ruth.pk)).status_code == 302
    assert Supervision.objects.get().attending.owner == user


@pytest.mark.parametrize("same", ["0", "nonsense", "-1"])
def test_only_who_was_offered_can_be_taken(client, user, ruth, same):
    assert add(client, same=same).status_code == 422


def test_a_strangers_private_record_is_neither_offered_nor_taken(client, stranger):
    theirs = make.attending(
        stranger, name="Ruth Feldman", institution=make.institution(None, verified_at=NOW)
    )
    assert add(client, same=theirs.pk).status_code == 302
    assert Supervision.objects.get().attending != theirs


def test_the_very_same_name_and_hospital_is_taken_without_a_question(client, ruth):
    answer = client.post(reverse("tracker:rotation-add"), filled(new_attending="ruth feldman", once="k"))
    assert answer.status_code == 302
    assert Supervision.objects.get().attending == ruth


def test_an_edited_rotation_asks_too(client, user, ruth):
    rotation = make.rotation(user, institution=ruth.institution)
    path = reverse("tracker:rotation-edit", args=[rotation.pk])
    assert client.post(path, filled(new_attending="R. Feldman")).status_code == 422
    client.post(path, filled(new_attending="R. Feldman", same=ruth.pk))
    assert list(rotation.attendings.all()) == [ruth]


def test_the_line_supervised_by_asks_too(client, user, ruth):
    rotation = make.rotation(user, institution=ruth.institution)
    path = reverse("tracker:supervision-add", args=[rotation.pk])
    given = {"new_attending": "R. Feldman", "days_per_week": "5", "directness": "direct", "once": "k"}
    answer = client.post(path, given)
    assert (answer.status_code, "Is R. Feldman one of these?" in answer.content.decode()) == (422, True)
    client.post(path, given | {"same": ruth.pk})
    assert list(rotation.attendings.all()) == [ruth]
