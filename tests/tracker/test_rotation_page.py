"""What the page of a rotation says plainly."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests import make
from tracker import honesty_notes, sample
from tracker.models import Example, Goal, Rotation


def rotation_like(**changes):
    return SimpleNamespace(**{"kind": "externship", "is_hands_on": True, "chart_access": "", **changes})


def titles(rotation, has_permission=False, roles=()):
    return [note.title for note in honesty_notes.notes(rotation, has_permission=has_permission, roles=roles)]


HANDS_ON = "An observership with hands-on work needs a written permission"
OBSERVED = "You only observed in 3 of 5 cases. In a hands-on rotation, aim for half or fewer."


@pytest.mark.parametrize(
    ("rotation", "more", "found"),
    [
        (rotation_like(), {}, []),
        (rotation_like(kind="observership"), {}, [HANDS_ON]),
        (rotation_like(kind="observership"), {"has_permission": True}, []),
        (rotation_like(kind="observership", is_hands_on=False), {}, []),
        (
            rotation_like(kind="observership", is_hands_on=False, chart_access="orders"),
            {},
            ["An observer does not write orders"],
        ),
        (rotation_like(), {"roles": ["observed"] * 3 + ["assisted"] * 2}, [OBSERVED]),
        (rotation_like(), {"roles": ["observed"] * 2 + ["performed"] * 2}, []),
        (rotation_like(is_hands_on=False), {"roles": ["observed"] * 5}, []),
    ],
)
def test_what_does_not_fit_the_role_is_said(rotation, more, found):
    assert titles(rotation, **more) == found


@pytest.mark.django_db
def test_over_half_observed_stands_on_the_page_with_its_source(signed_in, user):
    rotation = make.rotation(user, kind=Rotation.Kind.EXTERNSHIP, is_hands_on=True)
    entry = make.log_entry(rotation)
    for role in ("observed", "observed", "observed", "assisted", "performed"):
        make.case(entry, role=role)
    page = signed_in(user).get(rotation.get_absolute_url()).content.decode()
    assert OBSERVED in page
    assert "Wright State University" in page
    make.deleted(entry)
    assert OBSERVED not in signed_in(user).get(rotation.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_an_observership_with_hands_on_work_leads_to_the_permission(signed_in, user):
    rotation = make.rotation(user, kind=Rotation.Kind.OBSERVERSHIP, is_hands_on=True)
    client = signed_in(user)
    assert HANDS_ON in client.get(rotation.get_absolute_url()).content.decode()
    make.permission(rotation)
    assert HANDS_ON not in client.get(rotation.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_rotation_without_dates_has_its_page(signed_in, user):
    rotation = make.rotation(user, stage="exploring", starts_on=None, ends_on=None)
    client = signed_in(user)
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert "Half-way" not in page
    for name in (
        "supervision-add",
        "feedback-add",
        "goal-list",
        "cost-list",
        "checklist-show",
        "permission-list",
    ):
        assert client.get(reverse(f"tracker:{name}", args=[rotation.pk])).status_code == 200


@pytest.mark.django_db
def test_the_sample_year_has_all_of_it_and_nothing_twice(signed_in, user):
    for _ in range(2):
        sample.fill(user, make.today())
    running = Rotation.objects.get(owner=user, kind="externship")
    assert [goal.text for goal in Goal.objects.filter(owner=user)] == [
        "Present a new patient in three minutes",
        "Run the chest-pain pathway start to finish",
        "Teach-back with three patients",
    ]
    assert (running.costs.count(), running.feedback.count(), running.checklist.count()) == (3, 1, 6)
    page = signed_in(user).get(running.get_absolute_url()).content.decode()
    for words in ("2 of 5 cases", "Lead with the assessment.", "6 of 6 settled.", "$3,108.40", "Half-way"):
        assert words in page
    assert Example.objects.filter(owner=user, feedback__isnull=False).count() == 1
