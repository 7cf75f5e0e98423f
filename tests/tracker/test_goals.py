"""Goals of a rotation: added, counted, finished, changed, deleted with undo."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import phi
from tracker.models import Colleague, Goal, GuardOverride

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def rotation(user):
    return make.rotation(user)


def add(client, rotation, **changes):
    data = {"text": "Run the chest-pain pathway", "target": "5", "unit": "cases", "once": "key-1", **changes}
    return client.post(reverse("tracker:goal-list", args=[rotation.pk]), data)


def step(client, goal, seen, **options):
    return client.post(reverse("tracker:goal-step", args=[goal.pk]), {"seen": seen}, **options)


def test_a_goal_is_added_once(client, user, rotation):
    for _ in range(2):
        add(client, rotation)
    goal = Goal.objects.get()
    assert (goal.owner, goal.text, goal.target, goal.unit, goal.progress) == (
        user,
        "Run the chest-pain pathway",
        5,
        "cases",
        0,
    )
    assert "Not started" in client.get(rotation.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "words", "state"),
    [
        ({"progress": 0}, "Not started", "waiting"),
        ({"progress": 2}, "2 of 5 cases", "begun"),
        ({"progress": 2, "target": None, "unit": ""}, "2 so far", "begun"),
        ({"progress": 2, "target": None}, "2 cases so far", "begun"),
        ({"progress": 5, "done_on": datetime.date(2026, 10, 15)}, "5 of 5 cases", "done"),
    ],
)
def test_progress_in_words(fields, words, state):
    goal = Goal(**{"text": "A goal", "target": 5, "unit": "cases", **fields})
    assert (goal.progress_words, goal.state) == (words, state)


WRONG = [
    ({"text": ""}, "Fill in what you want to have done."),
    ({"text": "x" * 300}, "300 characters are too many. Keep it to 200."),
    ({"target": "0"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"target": "1000"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"target": "-2"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"target": "2.5"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"target": "99999999999999999999"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"target": "some"}, "Write a whole number from 1 to 999, or leave it out."),
    ({"unit": "x" * 40}, "40 characters are too many. Keep it to 30."),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=str)
def test_a_mistake_gets_its_sentence_and_what_was_typed_is_kept(client, rotation, wrong, sentence):
    answer = add(client, rotation, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert next(iter(wrong.values())) in page
    assert Goal.objects.count() == 0


def test_a_patient_in_a_goal_is_not_saved(client, user, rotation):
    page = add(client, rotation, text="Follow Mr. Kowalski to discharge").content.decode()
    assert "Not saved. This looks like a real patient." in page
    assert Goal.objects.count() == 0
    add(client, rotation, text="Follow Mr. Kowalski to discharge", **{"text-rewrite": "1"})
    assert "Kowalski" not in Goal.objects.get().text


def test_a_colleague_is_kept_counted_and_remembered_on_the_rotation(client, user, rotation):
    text = "Round with Mr. Kowalski"
    (finding,) = phi.find(text)
    add(client, rotation, text=text, **{"text-allow": finding.key})
    add(client, rotation, text=text, once="key-2")
    assert [goal.text for goal in Goal.objects.all()] == [text, text]
    counted = GuardOverride.objects.values_list("owner", "kind", "reason", "count")
    assert list(counted) == [(user.pk, "name", "colleague", 1)]
    add(client, make.rotation(user), text=text, once="key-3")
    assert Goal.objects.count() == 2


def test_a_public_name_is_counted_for_that_reason_and_nobody_becomes_a_colleague(client, user, rotation):
    text = "Read Mr. Kowalski on sodium"
    public = phi.find(text)[0].choices[1].value
    add(client, rotation, text=text, **{"text-allow": public})
    assert list(GuardOverride.objects.values_list("reason", "count")) == [("public", 1)]
    assert not Colleague.objects.exists()
    again = add(client, rotation, text=text, once="key-2")
    assert again.status_code == 422


def test_one_more_counts_once_for_a_double_click(client, rotation):
    goal = make.goal(rotation, progress=1)
    step(client, goal, 1)
    step(client, goal, 1)
    goal.refresh_from_db()
    assert goal.progress == 2


def test_reaching_the_target_finishes_the_goal(client, rotation):
    goal = make.goal(rotation, progress=4)
    step(client, goal, 4)
    goal.refresh_from_db()
    assert (goal.progress, goal.done_on) == (5, make.today())
    step(client, goal, 5)
    goal.refresh_from_db()
    assert goal.progress == 5


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999", "999"])
def test_nonsense_counts_nothing(client, rotation, seen):
    goal = make.goal(rotation, progress=3)
    assert step(client, goal, seen).status_code == 302
    goal.refresh_from_db()
    assert goal.progress == 3


def test_htmx_gets_the_row_alone(client, rotation):
    goal = make.goal(rotation)
    page = step(client, goal, 0, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith(f'<li id="goal-{goal.pk}"')
    assert '<small role="status">1 of 5 cases</small>' in page


def test_done_and_not_done_after_all(client, rotation):
    goal = make.goal(rotation, progress=2)
    path = reverse("tracker:goal-done", args=[goal.pk])
    client.post(path)
    goal.refresh_from_db()
    assert (goal.done_on, goal.progress) == (make.today(), 2)
    client.post(path, {"undo": "1"})
    goal.refresh_from_db()
    assert (goal.done_on, goal.progress) == (None, 2)


def test_changing_keeps_the_count(client, rotation):
    goal = make.goal(rotation, progress=2)
    path = reverse("tracker:goal-edit", args=[goal.pk])
    assert client.get(path).status_code == 200
    client.post(path, {"text": "Run the stroke pathway", "target": "", "unit": ""})
    goal.refresh_from_db()
    assert (goal.text, goal.target, goal.unit, goal.progress) == ("Run the stroke pathway", None, "", 2)


def test_delete_and_undo(client, rotation):
    goal = make.goal(rotation, progress=2)
    page = client.post(reverse("tracker:goal-delete", args=[goal.pk]), follow=True).content.decode()
    restore = reverse("tracker:goal-restore", args=[goal.pk])
    assert goal.text not in page
    assert restore in page
    assert goal.text in client.post(restore, follow=True).content.decode()


def test_the_goals_of_a_deleted_rotation_are_gone_with_it(client, rotation):
    goal = make.goal(rotation)
    make.deleted(rotation)
    assert client.get(reverse("tracker:goal-edit", args=[goal.pk])).status_code == 404
    assert step(client, goal, 0).status_code == 404


@pytest.mark.parametrize("wrong", [{"target": 0}, {"target": 1000}, {"progress": 1000}])
def test_the_database_refuses_what_the_form_refuses(rotation, wrong):
    goal = make.goal(rotation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(**wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_six_questions(client, rotation, count, django_assert_num_queries):
    for _ in range(count):
        make.goal(rotation)
    path = reverse("tracker:goal-list", args=[rotation.pk])
    client.get(path)
    with django_assert_num_queries(6):
        client.get(path)
