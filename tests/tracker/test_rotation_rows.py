"""The rows of the list of rotations: their words, their order, what is logged."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import make
from tracker import rotation_queries, rotation_rows
from tracker.rotation_rows import Row

TODAY = datetime.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def test_a_row_says_type_dates_log_and_status(user):
    rotation = make.rotation(
        user,
        institution=make.institution(user, name="St. Brendan"),
        specialty=make.specialty("Neurology"),
        kind="externship",
        is_hands_on=True,
        starts_on=datetime.date(2026, 9, 21),
        ends_on=datetime.date(2026, 12, 18),
    )
    make.log_entry(rotation, day=datetime.date(2026, 9, 21), hours=Decimal(8))
    make.log_entry(rotation, day=datetime.date(2026, 9, 22), hours=Decimal("7.5"))
    make.deleted(make.log_entry(rotation, day=datetime.date(2026, 9, 23), hours=Decimal(9)))
    make.log_entry(rotation, day=datetime.date(2026, 9, 24), hours=None, is_day_off=True)
    assert rotation_rows.rows(rotation_queries.listed(user), TODAY) == [
        Row(
            path=reverse("tracker:rotation-show", args=[rotation.pk]),
            look="hands",
            title="Neurology, St. Brendan",
            words="Hands-on externship, 21\u00a0Sep – 18\u00a0Dec\u00a02026",
            since=None,
            logged="2 days logged, 15.5 hours.",
            status="In progress",
            is_running=True,
        )
    ]


@pytest.mark.parametrize(
    ("starts_on", "words", "since"),
    [
        (None, "Observership, no dates yet", None),
        (datetime.date(2027, 1, 4), "Observership", datetime.date(2027, 1, 4)),
    ],
)
def test_without_a_last_day_a_row_says_what_is_known(user, starts_on, words, since):
    make.rotation(user, kind="observership", stage="exploring", starts_on=starts_on, ends_on=None)
    (row,) = rotation_rows.rows(rotation_queries.listed(user), TODAY)
    assert (row.words, row.since, row.logged, row.status) == (words, since, "", "Exploring")


def test_the_page_writes_them_out(client, user):
    make.rotation(user, kind="observership", stage="exploring", starts_on=None, ends_on=None)
    make.rotation(
        user,
        kind="observership",
        stage="exploring",
        starts_on=datetime.date(2031, 1, 6),
        ends_on=None,
    )
    client.force_login(user)
    page = client.get(reverse("tracker:rotation-list")).content.decode()
    assert "<p>Observership, no dates yet. </p>" in page
    assert '<p>Observership, from <time datetime="2031-01-06">' in page


def test_the_latest_is_first_and_those_without_dates_are_last(user):
    undated = make.rotation(user, stage="exploring", starts_on=None, ends_on=None)
    old, new = (
        make.rotation(user, starts_on=TODAY - days * make.DAY, ends_on=TODAY - days * make.DAY)
        for days in (90, 30)
    )
    make.deleted(make.rotation(user))
    assert list(rotation_queries.listed(user)) == [new, old, undated]


def test_the_names_of_a_row_are_read_with_it(user, django_assert_num_queries):
    make.rotation(user, specialty=None, department="Cardiology")
    make.rotation(user, specialty=make.specialty("Neurology"))
    with django_assert_num_queries(2):
        rows = rotation_rows.rows(list(rotation_queries.listed(user)), TODAY)
    assert {row.title.split(",")[0] for row in rows} == {"Cardiology", "Neurology"}
