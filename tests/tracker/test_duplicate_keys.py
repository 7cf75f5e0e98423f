"""Attendings without duplicate keys are found by the hourly pass."""

import pytest
from django.utils import timezone

from reminders import heal
from tests import make
from tracker import duplicate_keys
from tracker.models import DuplicateKey, ProbablePair
from tracker.models.duplicates import keys_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    house = make.institution(None, name="Harlow Hospital", city="Ann Arbor")
    records = [
        make.verified_attending(name=name, institution=house) for name in ("Ruth Feldman", "R. Feldman")
    ]
    DuplicateKey.objects.all().delete()
    ProbablePair.objects.all().delete()
    return records


def test_keys_and_pairs_come_back(bare):
    assert duplicate_keys.backfill(timezone.now()) == 2
    for record in bare:
        assert set(record.duplicate_keys.values_list("key", flat=True)) == keys_of(record)
    assert {ProbablePair.objects.get().first, ProbablePair.objects.get().second} == set(bare)
    assert duplicate_keys.backfill(timezone.now()) == 0


def test_a_run_takes_a_part_and_the_next_one_the_rest(bare, monkeypatch):
    monkeypatch.setattr(duplicate_keys, "AT_ONCE", 1)
    assert [duplicate_keys.backfill(timezone.now()) for _ in range(3)] == [1, 1, 0]
    assert ProbablePair.objects.count() == 1


def test_what_a_curator_told_apart_stays_apart(bare):
    first, second = sorted(record.pk for record in bare)
    ProbablePair.objects.create(first_id=first, second_id=second, score=0.8, decided_at=timezone.now())
    duplicate_keys.backfill(timezone.now())
    assert not ProbablePair.objects.open().exists()


def test_deleted_records_stay_without_keys(bare):
    make.deleted(bare[0])
    assert duplicate_keys.backfill(timezone.now()) == 1


def test_the_hourly_pass_calls_it(bare, settings):
    assert "tracker.duplicate_keys.backfill" in settings.SWEEPS
    heal.heal(timezone.now())
    assert DuplicateKey.objects.exists()
