"""Before a rotation starts: template steps, ticks, lines of one's own."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import checklist, rotation_queries, rotation_services
from tracker.checklist import Item, Line, Step
from tracker.models import ChecklistItem, ChecklistStep, ChecklistTemplate

DAY = datetime.date(2026, 9, 18)


def test_a_step_nobody_touched_is_shown_as_the_template_has_it():
    found = checklist.combine([Step(1, "HIPAA", "Before day one.")], [])
    assert found.lines == (Line("HIPAA", "Before day one.", None, None, 1),)
    assert (found.words, found.is_settled) == ("0 of 1 settled", False)


def test_ticked_renamed_removed_and_own_lines():
    steps = [Step(1, "HIPAA training, new words"), Step(2, "Who’s who"), Step(3, "First week")]
    items = [
        Item(11, "HIPAA training", step=1, done_on=DAY),
        Item(12, "Who’s who", step=2, is_removed=True),
        Item(13, "First week, old words", step=3),
        Item(14, "Kept from another template", step=9, done_on=DAY),
        Item(15, "Parking permit"),
        Item(16, "Removed", is_removed=True),
    ]
    found = checklist.combine(steps, items)
    assert [(line.text, line.item) for line in found.lines] == [
        ("HIPAA training", 11),
        ("First week", 13),
        ("Kept from another template", 14),
        ("Parking permit", 15),
    ]
    assert found.words == "2 of 4 settled"


def test_a_list_all_ticked_is_settled():
    assert checklist.combine([Step(1, "HIPAA")], [Item(2, "HIPAA", 1, DAY)]).is_settled


in_database = pytest.mark.django_db


@in_database
def test_every_rotation_begins_with_the_six_of_the_default_list(user):
    lines = rotation_queries.checklist_of(make.rotation(user)).lines
    assert [line.text for line in lines] == [
        "HIPAA training done, certificate saved",
        "What I may write in the chart, and what not",
        "OR etiquette and sterile protocol",
        "How residents, nurses and staff like to be reached",
        "Who’s who",
        "A plan for the first week",
    ]


@in_database
def test_a_specialty_with_a_list_of_its_own_uses_that(user):
    surgery = make.specialty("General surgery")
    template = ChecklistTemplate.objects.create(specialty=surgery)
    ChecklistStep.objects.create(template=template, text="Scrub class booked")
    rotation = make.rotation(user, specialty=surgery)
    assert [line.text for line in rotation_queries.checklist_of(rotation).lines] == ["Scrub class booked"]
    other = make.rotation(user, specialty=make.specialty("Neurology"))
    assert len(rotation_queries.checklist_of(other).lines) == 6


@in_database
@pytest.mark.parametrize("specialty", [None, "Neurology"])
def test_there_is_one_list_for_each(specialty):
    one = specialty and make.specialty(specialty)
    if one:
        ChecklistTemplate.objects.create(specialty=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChecklistTemplate.objects.create(specialty=one)


def ticks(client, rotation, **data):
    return client.post(reverse("tracker:checklist-tick", args=[rotation.pk]), data)


@in_database
def test_a_tick_and_its_undo(signed_in, user):
    client, rotation = signed_in(user), make.rotation(user)
    step = ChecklistStep.objects.first()
    for _ in range(2):
        ticks(client, rotation, step=step.pk)
    row = ChecklistItem.objects.get()
    assert (row.owner, row.step, row.text, row.done_on) == (user, step, step.text, make.today())
    page = client.get(reverse("tracker:checklist-show", args=[rotation.pk])).content.decode()
    assert "1 of 6 settled." in page
    ticks(client, rotation, step=step.pk, undo=1)
    assert ChecklistItem.objects.get().done_on is None


@in_database
def test_what_an_administrator_changes_reaches_what_is_not_ticked(signed_in, user):
    client, rotation = signed_in(user), make.rotation(user)
    first, second = ChecklistStep.objects.all()[:2]
    ticks(client, rotation, step=first.pk)
    ticks(client, rotation, step=second.pk)
    ticks(client, rotation, step=second.pk, undo=1)
    ChecklistStep.objects.update(text="New words")
    texts = [line.text for line in rotation_queries.checklist_of(rotation).lines]
    assert texts == [first.text, *["New words"] * 5]


@in_database
def test_htmx_gets_the_list_alone(signed_in, user):
    client, rotation = signed_in(user), make.rotation(user)
    path = reverse("tracker:checklist-tick", args=[rotation.pk])
    answer = client.post(path, {"step": ChecklistStep.objects.first().pk}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'role="status">1 of 6 settled.' in page


@in_database
@pytest.mark.parametrize("data", [{}, {"step": "999999"}, {"step": "x"}, {"item": "999999"}, {"item": "x"}])
def test_a_line_that_is_not_on_the_list_is_a_404(signed_in, user, data):
    assert ticks(signed_in(user), make.rotation(user), **data).status_code == 404


@in_database
def test_an_item_of_another_rotation_is_a_404(signed_in, user, stranger):
    theirs = make.checklist_item(make.rotation(stranger))
    mine = make.checklist_item(make.rotation(user))
    client, rotation = signed_in(user), make.rotation(user)
    assert ticks(client, rotation, item=theirs.pk).status_code == 404
    assert ticks(client, rotation, item=mine.pk).status_code == 404


@in_database
def test_a_line_of_ones_own_is_added_once_and_taken_off_with_undo(signed_in, user):
    client, rotation = signed_in(user), make.rotation(user)
    show = reverse("tracker:checklist-show", args=[rotation.pk])
    for _ in range(2):
        client.post(show, {"text": "Parking permit", "once": "key-1"})
    item = ChecklistItem.objects.get()
    drop = reverse("tracker:checklist-drop", args=[rotation.pk])
    page = client.post(drop, {"item": item.pk}, follow=True).content.decode()
    restore = reverse("tracker:checklist-restore", args=[item.pk])
    assert "Parking permit" not in page
    assert restore in page
    assert "Parking permit" in client.post(restore, follow=True).content.decode()


@in_database
def test_a_step_is_taken_off_this_rotation_only(signed_in, user):
    client, rotation, other = signed_in(user), make.rotation(user), make.rotation(user)
    step = ChecklistStep.objects.first()
    client.post(reverse("tracker:checklist-drop", args=[rotation.pk]), {"step": step.pk})
    assert len(rotation_queries.checklist_of(rotation).lines) == 5
    assert len(rotation_queries.checklist_of(other).lines) == 6
    client.post(reverse("tracker:checklist-restore", args=[ChecklistItem.objects.get().pk]))
    assert len(rotation_queries.checklist_of(rotation).lines) == 6


@in_database
def test_an_empty_line_gets_its_sentence(signed_in, user):
    path = reverse("tracker:checklist-show", args=[make.rotation(user).pk])
    answer = signed_in(user).post(path, {"text": " "})
    assert answer.status_code == 422
    assert "Fill in something of your own to settle." in answer.content.decode()


@in_database
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_six_questions(signed_in, user, count, django_assert_num_queries):
    client, rotation = signed_in(user), make.rotation(user)
    for step in ChecklistStep.objects.all()[:count]:
        rotation_services.tick(rotation, step=step, is_done=True, today=make.today())
        make.checklist_item(rotation)
    path = reverse("tracker:checklist-show", args=[rotation.pk])
    client.get(path)
    with django_assert_num_queries(6):
        client.get(path)
