"""The back-plan where a rotation is typed, on its page and on the timeline."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from letters.models import LetterPreset
from letters.outlooks import outlooks
from tests import make
from tests.letters.conftest import NOW
from tracker.models import Rotation

pytestmark = pytest.mark.django_db
NEW = "/rotations/outlook/"
IN_TIME = (
    "Serves the 2028 season: ask from Mon 2 Aug 2027, latest start Tue 8 Jun 2027 (expected) for 8 weeks."
)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(db):
    return make.user(name="Nadia Rahman", match_year=2028)


@pytest.fixture
def client(signed_in, nadia):
    return signed_in(nadia)


def typed(**changes):
    return {
        "kind": "observership",
        "starts_on": "2027-06-07",
        "ends_on": "2027-08-27",
        "weekdays": list("01234"),
        "stage": "exploring",
        **changes,
    }


def text(answer):
    assert answer.status_code in (200, 422)
    words = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", words).strip()


def observership(owner, start="2027-06-07", end="2027-08-27", **fields):
    days = {"starts_on": datetime.date.fromisoformat(start), "ends_on": datetime.date.fromisoformat(end)}
    return make.rotation(owner, kind="observership", is_hands_on=False, **days, **fields)


def test_a_half_typed_form_is_answered_and_nothing_is_kept(client):
    assert text(client.post(NEW, {})) == ""
    assert text(client.post(NEW, {"kind": "observership"})).startswith(
        "Start by Tue 8 Jun 2027 (expected) to serve the 2028 season: the rule asks for 8 weeks."
    )
    assert text(client.post(NEW, typed())).startswith(IN_TIME)
    assert text(client.post(NEW, typed(ends_on="2027-06-01"))).startswith(IN_TIME)  # read as going on
    assert text(client.post(NEW, typed(kind="surgery"))) == ""
    assert Rotation.objects.count() == 0


def test_the_form_that_comes_back_says_it_without_a_script(client):
    answer = client.post("/rotations/add/", typed(institution_name=""))
    assert IN_TIME in text(answer)


def test_a_saved_rotation_says_it_on_its_page_and_its_form(client, nadia):
    rotation = observership(nadia, attending=make.attending(nadia, name="Ruth Feldman"))
    for path in (rotation.get_absolute_url(), reverse("tracker:rotation-edit", args=[rotation.pk])):
        assert IN_TIME in text(client.get(path))
    later = typed(starts_on="2027-06-21", ends_on="2027-09-30")
    assert "Late for the 2028 season" in text(
        client.post(reverse("tracker:rotation-outlook", args=[rotation.pk]), later)
    )
    rotation.refresh_from_db()
    assert rotation.starts_on == datetime.date(2027, 6, 7)


def test_the_chosen_attending_brings_the_weeks_before_and_the_rule_of_the_letter(client, nadia):
    feldman = make.attending(nadia, name="Ruth Feldman")
    observership(nadia, "2027-02-01", "2027-02-26", attending=feldman)
    short = typed(starts_on="2027-05-03", ends_on="2027-05-28")
    assert text(client.post(NEW, short)).startswith("Too short for a letter: the rule asks for 8 weeks.")
    with_her = text(client.post(NEW, {**short, "attendings": [feldman.pk]}))
    assert with_her.startswith("Serves the 2028 season: ask from Fri 28 May 2027")
    assert "Counted with the weeks you have with Dr. Feldman on other rotations." in with_her
    long = LetterPreset.objects.get(key="long")
    make.recommendation(nadia, feldman, preset=long, preset_why="The strongest one")
    assert text(client.post(NEW, {**short, "attendings": [feldman.pk]})).startswith(
        "Too short for a letter: the rule asks for 12 weeks."
    )


def test_a_week_off_moves_it(client, nadia):
    rotation = observership(nadia, attending=make.attending(nadia))
    for day in range(14, 19):
        make.log_entry(rotation, day=datetime.date(2027, 6, day), is_day_off=True, hours=None)
    page = text(client.get(rotation.get_absolute_url()))
    assert page.split("The letter it can still give ")[1].split(" Back from")[0] == (
        "Late for the 2028 season: ask from Mon 9 Aug 2027, after the latest ask, Tue 3 Aug 2027 (expected). "
        "Letters can arrive until Tue 14 Sep 2027 (expected). On time for the 2029 season."
    )


def test_the_timeline_lists_what_is_ahead_and_leaves_out_what_is_over(client, nadia):
    observership(nadia, "2026-01-05", "2026-03-27", department="Over")
    observership(nadia, department="Ahead")
    observership(nadia, department="Given up", stage="withdrawn")
    page = text(client.get("/timeline/"))
    section = page.split("Letters your rotations can still give")[1].split("Gaps of two weeks")[0]
    assert section.strip() == f"Letters Ahead, Lakeside General {IN_TIME}"


def test_late_season_mode_is_said_once_on_the_timeline(signed_in, nadia):
    observership(nadia, "2027-11-01", "2028-01-07", department="First")
    observership(nadia, "2027-12-01", "2028-02-11", department="Second")
    with time_machine.travel(datetime.datetime(2027, 8, 20, 16, tzinfo=datetime.UTC), tick=False):
        page = text(signed_in(nadia).get("/timeline/"))
    assert page.count("Late-season mode for 2028: the latest day to ask,") == 1
    assert "Not 2028: its latest start for 8 weeks was" in page


def test_without_a_season_the_next_one_is_reckoned_with(signed_in):
    person = make.user()
    assert text(signed_in(person).post(NEW, typed())).startswith(IN_TIME)


def test_a_stranger_finds_no_rotation_there(nadia, signed_in, stranger):
    path = reverse("tracker:rotation-outlook", args=[observership(nadia).pk])
    assert signed_in(stranger).post(path, typed()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_rotations_asks_five_questions(nadia, count, django_assert_num_queries):
    for _ in range(count):
        observership(nadia, attending=make.attending(nadia))
    rotations = list(Rotation.objects.select_related("specialty", "institution"))
    nadia.profile  # noqa: B018 — the session has read it already
    with django_assert_num_queries(5):
        found = outlooks(nadia, rotations, datetime.date(2026, 10, 27))
    assert len(found.lines) == count
    with django_assert_num_queries(0):
        assert outlooks(nadia, rotations, datetime.date(2027, 10, 27)) is None
