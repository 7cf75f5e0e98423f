"""The collision guard: who is in the way, from which day on nobody is, and that nothing is said twice."""

import datetime

import pytest

from outreach.collisions import Collision, Other, Person, find, is_same_person

TODAY = datetime.date(2026, 10, 27)
DAY = datetime.timedelta(days=1)
NAOMI = Person("Naomi Whitfield", "naomi@carrow.example", "Carrow Medical Center", "Hospital Medicine")


def other(person, *, days=3, is_open=True, free=None):
    sent = None if days is None else TODAY - days * DAY
    return Other(person, f"Dr. {person.name}", "/t/1/", sent, is_open, free)


def keys(*others, person=NAOMI):
    return [found.key for found in find(person, others, TODAY)]


def colleague(name="Ada Stone", **fields):
    given = {"institution": "Carrow Medical Center", "department": "Cardiology", **fields}
    return Person(name, **given)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Person("Naomi Whitfield", "NAOMI@carrow.example"), NAOMI, True),
        (Person("Dr. Naomi Whitfield, MD", institution="Carrow Medical Center"), NAOMI, True),
        (Person("Naomi Whitfield", institution="Eastmoor Hospital"), NAOMI, False),
        (Person("Naomi Whitfield"), NAOMI, False),
        (Person("Ada Stone", "office@carrow.example"), Person("Jo Field", "office@carrow.example"), False),
    ],
)
def test_who_is_the_same_person(one, two, same):
    assert is_same_person(one, two) is same


def test_nothing_in_the_way():
    assert find(NAOMI, [other(Person("Peter Lang", institution="Eastmoor Hospital"))], TODAY) == ()


def test_a_person_who_asked_comes_first_and_is_the_only_one_to_stop():
    asked = Person(NAOMI.name, NAOMI.email, NAOMI.institution, is_do_not_contact=True)
    found = find(asked, [other(NAOMI)], TODAY)
    assert [(one.key, one.stops) for one in found] == [("do-not-contact", True), ("same-person", False)]


def test_an_open_thread_with_the_same_person_is_named_with_its_day():
    assert find(NAOMI, [other(NAOMI, days=3)], TODAY) == (
        Collision(
            "same-person",
            "You are writing to this person already.",
            "Your last email left on Sat\xa024\xa0Oct. Go on in that thread.",
            "/t/1/",
        ),
    )
    assert keys(other(NAOMI, days=None)) == []  # a draft was never sent


@pytest.mark.parametrize(("free", "said"), [(1, ["too-soon"]), (0, []), (-1, [])])
def test_six_months_end_on_their_day(free, said):
    assert keys(other(NAOMI, days=200, is_open=False, free=TODAY + free * DAY)) == said


@pytest.mark.parametrize(("days", "said"), [(0, ["same-department"]), (6, ["same-department"]), (7, [])])
def test_the_same_department_waits_seven_days(days, said):
    near = colleague(department="hospital medicine")
    assert keys(other(near, days=days, is_open=False)) == said
    assert keys(other(colleague(), days=days, is_open=False)) == []


def test_a_third_open_thread_at_one_institution_is_said():
    two = [other(colleague(name), days=30) for name in ("Ada Stone", "Ben Hill")]
    assert keys(two[0]) == []
    [found] = find(NAOMI, two, TODAY)
    assert (found.key, found.title) == (
        "institution",
        "This would be open thread 3 at Carrow Medical Center.",
    )
    assert found.advice.startswith("Dr. Ada Stone and Dr. Ben Hill are still open.")
    assert keys(*two[:1], other(colleague("Ben Hill"), days=30, is_open=False)) == []
