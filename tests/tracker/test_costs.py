"""What a rotation cost."""

from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker.models import CostLine
from tracker.models.rotation_parts import dollars

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def rotation(user):
    return make.rotation(user)


def add(client, rotation, **changes):
    data = {
        "kind": "housing",
        "amount": "1,200.50",
        "note": "Room near the hospital",
        "once": "key-1",
        **changes,
    }
    return client.post(reverse("tracker:cost-list", args=[rotation.pk]), data)


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1200", "$1,200"), ("1200.5", "$1,200.50"), ("0.01", "$0.01"), ("999999.99", "$999,999.99")],
)
def test_dollars_in_words(amount, words):
    assert dollars(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("1,200.50", "1200.50"),
        ("$1,200", "1200"),
        ("$ 89.5", "89.5"),
        ("USD 450", "450"),
        ("450 usd", "450"),
        ("US$2,340.00", "2340"),
    ],
)
def test_an_amount_is_read_as_people_write_it(client, user, rotation, typed, amount):
    add(client, rotation, amount=typed)
    line = CostLine.objects.get()
    assert (line.owner, line.rotation, line.kind, line.amount) == (user, rotation, "housing", Decimal(amount))


def test_the_total_stands_on_both_pages(client, rotation):
    add(client, rotation)
    add(client, rotation, amount="99.50", once="key-2")
    add(client, rotation, amount="99.50", once="key-2")
    gone = make.deleted(make.cost(rotation, amount=Decimal(5000)))
    for path in (reverse("tracker:cost-list", args=[rotation.pk]), rotation.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "$1,300" in page
        assert gone.amount_words not in page


WRONG = [
    ({"amount": ""}, "Fill in us dollars."),
    ({"amount": "a lot"}, "“a lot” is not an amount. Write 1200 or 1,200.50."),
    ({"amount": "-5"}, "“-5” is not an amount."),
    ({"amount": "1.200,50"}, "“1.200,50” is not an amount."),
    ({"amount": "1,2"}, "“1,2” is not an amount."),
    ({"amount": "12.345"}, "“12.345” is not an amount."),
    ({"amount": "0"}, "Write an amount of more than 0 and less than a million dollars."),
    ({"amount": "1000000"}, "Write an amount of more than 0 and less than a million dollars."),
    ({"amount": "9" * 50}, "is not an amount."),
    ({"kind": "gift"}, "Choose one from the list."),
    ({"note": "x" * 300}, "300 characters are too many. Keep it to 200."),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=str)
def test_a_mistake_gets_its_sentence_and_what_was_typed_is_kept(client, rotation, wrong, sentence):
    answer = add(client, rotation, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    for typed in wrong.values():
        assert typed in page or typed == "gift"
    assert CostLine.objects.count() == 0


def test_changing_deleting_and_undo(client, rotation):
    line = make.cost(rotation)
    client.post(
        reverse("tracker:cost-edit", args=[line.pk]), {"kind": "travel", "amount": "300", "note": "Flight"}
    )
    line.refresh_from_db()
    assert str(line) == "Travel, $300"
    page = client.post(reverse("tracker:cost-delete", args=[line.pk]), follow=True).content.decode()
    assert "Travel, $300 deleted." in page
    restore = reverse("tracker:cost-restore", args=[line.pk])
    assert restore in page
    assert "$300 so far" in client.post(restore, follow=True).content.decode()


@pytest.mark.parametrize("amount", [0, -5, 1_000_000])
def test_the_database_refuses_what_the_form_refuses(rotation, amount, is_postgres):
    line = make.cost(rotation)
    errors = (IntegrityError, DataError) if is_postgres else IntegrityError
    with pytest.raises(errors), transaction.atomic():
        CostLine.objects.filter(pk=line.pk).update(amount=amount)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_five_questions(client, rotation, count, django_assert_num_queries):
    for _ in range(count):
        make.cost(rotation)
    path = reverse("tracker:cost-list", args=[rotation.pk])
    client.get(path)
    with django_assert_num_queries(5):
        client.get(path)
