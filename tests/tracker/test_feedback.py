"""Half-way: the question, the answer, what was changed, and the example of growth it becomes."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import feedback, growth
from tracker.models import Example, Feedback, Supervision

START, END = datetime.date(2026, 9, 21), datetime.date(2026, 12, 18)
HALF = datetime.date(2026, 11, 4)
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland
in_database = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def rotation(user):
    feldman = make.attending(user, name="Ruth Feldman")
    return make.rotation(user, attending=feldman, starts_on=START, ends_on=END)


@pytest.mark.parametrize(
    ("half", "end", "until"),
    [
        (HALF, END, "before December?"),
        (datetime.date(2026, 12, 7), END, "before my last day?"),
        (datetime.date(2025, 12, 7), END, "before December?"),
        (datetime.date(2026, 11, 30), datetime.date(2027, 1, 8), "before January?"),
    ],
)
def test_the_question_names_the_time_left(half, end, until):
    asked = "What is one thing I should keep doing, and one thing I should change "
    assert feedback.question(half, end) == asked + until


@pytest.mark.parametrize(
    ("asked", "quarter", "is_asked"),
    [
        ([], None, False),
        ([datetime.date(2026, 10, 9)], datetime.date(2026, 10, 13), False),
        ([datetime.date(2026, 10, 13)], datetime.date(2026, 10, 13), True),
        ([datetime.date(2026, 10, 9)], None, True),
    ],
)
def test_a_word_before_the_quarter_is_not_half_way(asked, quarter, is_asked):
    assert feedback.is_asked(asked, quarter) is is_asked


@in_database
def test_the_page_offers_the_question_for_whom_and_when(client, rotation):
    page = client.get(rotation.get_absolute_url()).content.decode()
    assert 'Half-way is <time datetime="2026-11-04">Wed\u00a04\u00a0Nov</time>. Ask Dr. Feldman' in page
    assert "one thing I should change before December?" in page


@in_database
def test_the_form_knows_today_and_whom_one_asked(client, user, rotation):
    moreau = make.attending(user, name="Paul Moreau")
    Supervision.objects.create(rotation=rotation, attending=moreau, days_per_week=1)
    page = client.get(reverse("tracker:feedback-add", args=[rotation.pk])).content.decode()
    assert 'value="2026-10-27"' in page
    assert "selected>Dr. Ruth Feldman" in page


def write(client, rotation, **changes):
    data = {
        "asked_on": "2026-10-09",
        "heard": "Presentations too long. Lead with the assessment.",
        "changed": "",
        "changed_on": "",
        "once": "key-1",
        **changes,
    }
    return client.post(reverse("tracker:feedback-add", args=[rotation.pk]), data)


@in_database
def test_what_was_heard_is_written_down_once(client, user, rotation):
    for _ in range(2):
        answer = write(client, rotation)
    heard = Feedback.objects.get()
    assert answer.headers["Location"] == f"{rotation.get_absolute_url()}#feedback"
    assert (heard.owner, heard.asked_on, heard.changed, heard.example) == (
        user,
        datetime.date(2026, 10, 9),
        "",
        None,
    )
    assert "Write what you changed" in client.get(rotation.get_absolute_url()).content.decode()


@in_database
def test_what_was_changed_becomes_an_example_of_growth_and_follows(client, user, rotation):
    feldman = rotation.attendings.get()
    write(client, rotation, attending=feldman.pk, changed="One-liner first.", changed_on="2026-10-12")
    example = Example.objects.get()
    assert (
        example.owner,
        example.quality,
        example.on,
        example.rotation,
        example.attending,
        example.text,
    ) == (
        user,
        "growth",
        datetime.date(2026, 10, 12),
        rotation,
        feldman,
        "Heard: Presentations too long. Lead with the assessment. Changed: One-liner first.",
    )
    heard = Feedback.objects.get()
    assert heard.example == example
    path = reverse("tracker:feedback-edit", args=[heard.pk])
    filled = {"asked_on": "2026-10-09", "heard": "Too long.", "changed": "Three minutes.", "changed_on": ""}
    client.post(path, filled)
    example.refresh_from_db()
    assert (example.text, example.on) == (
        "Heard: Too long. Changed: Three minutes.",
        datetime.date(2026, 10, 9),
    )
    client.post(path, filled | {"changed": ""})
    assert list(Example.objects.for_owner(user)) == []
    assert Feedback.objects.get().example is None


@in_database
def test_deleting_takes_the_example_along_and_undo_brings_both_back(client, user, rotation):
    write(client, rotation, changed="One-liner first.")
    heard = Feedback.objects.get()
    page = client.post(reverse("tracker:feedback-delete", args=[heard.pk]), follow=True).content.decode()
    restore = reverse("tracker:feedback-restore", args=[heard.pk])
    assert restore in page
    assert Example.objects.for_owner(user).count() == 0
    client.post(restore)
    assert Example.objects.for_owner(user).count() == Feedback.objects.for_owner(user).count() == 1


@in_database
def test_an_example_its_owner_deleted_stays_deleted(client, user, rotation):
    write(client, rotation, changed="One-liner first.")
    heard, example = Feedback.objects.get(), Example.objects.get()
    client.post(reverse("tracker:example-delete", args=[example.pk]))
    filled = {"asked_on": "2026-10-09", "heard": "Too long.", "changed": "Three minutes."}
    client.post(reverse("tracker:feedback-edit", args=[heard.pk]), filled)
    with time_machine.travel(NOW + datetime.timedelta(minutes=1), tick=False):
        client.post(reverse("tracker:feedback-delete", args=[heard.pk]))
        client.post(reverse("tracker:feedback-restore", args=[heard.pk]))
    assert list(Example.objects.for_owner(user)) == []


def test_a_long_story_fits_an_example():
    text = growth.text_of(Feedback(heard="word " * 400, changed="other " * 300))
    assert len(text) <= 400
    assert text.startswith("Heard: word word")
    assert text.endswith("other…")


WRONG = [
    ({"heard": ""}, "Fill in what you heard."),
    ({"heard": "x" * 2500}, "2500 characters are too many. Keep it to 2000."),
    ({"asked_on": ""}, "Fill in when you asked."),
    ({"asked_on": "2026-10-28"}, "Wed\u00a028\u00a0Oct has not happened yet."),
    ({"asked_on": "2026-09-18"}, "This is before the rotation began, Mon\u00a021\u00a0Sep."),
    ({"changed": "x", "changed_on": "2026-10-28"}, "Wed\u00a028\u00a0Oct has not happened yet."),
    ({"changed": "x", "changed_on": "2026-10-08"}, "This is before you asked, Fri\u00a09\u00a0Oct."),
    ({"changed_on": "2026-10-12"}, "Say what you changed, or leave the date out."),
    ({"heard": "Mr. Kowalski (MRN 00482913) liked it"}, "Not saved. This looks like a real patient."),
    ({"changed": "Called on bed 14 first"}, "Not saved. This looks like a real patient."),
]


@in_database
@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=str)
def test_a_mistake_gets_its_sentence_and_what_was_typed_is_kept(client, rotation, wrong, sentence):
    answer = write(client, rotation, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    for typed in wrong.values():
        assert typed in page
    assert (Feedback.objects.count(), Example.objects.count()) == (0, 0)


@in_database
def test_somebody_who_was_not_there_cannot_have_said_it(client, user, rotation):
    other = make.attending(user, name="Somebody Else")
    answer = write(client, rotation, attending=other.pk)
    assert "Choose one from the list." in answer.content.decode()


@in_database
def test_the_database_refuses_a_change_before_the_question(rotation):
    heard = make.feedback(rotation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=heard.pk).update(changed_on=heard.asked_on - make.DAY)
