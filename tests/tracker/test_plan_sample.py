"""The invented year has a plan, and loading it twice makes nothing twice."""

import datetime

import pytest

from tests import make
from tracker import insights, plan_page, sample
from tracker.models import Case, Document, Exam, ExposureMark, FitRating, StudyBlock

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 10, 27)
MODELS = (StudyBlock, Exam, Document, FitRating, ExposureMark, Case)


def test_the_sample_year_has_a_plan_and_no_doubles():
    person = make.user()
    for _ in range(2):
        sample.fill(person, TODAY)
    assert [model.objects.count() for model in MODELS] == [2, 1, 3, 1, 10, 13]
    person.profile.refresh_from_db()
    page = plan_page.gather(person, TODAY)
    assert [d.look for d in page.drawn] == ["research", "obs", "vol", "study", "hands", "research", "study"]
    assert [mark.label for mark in page.exams] == ["USMLE Step 3"]
    assert insights.gather(person, TODAY).is_enough


def test_a_throw_away_copy_with_a_plan_can_be_removed():
    person = make.user()
    sample.fill(person, TODAY)
    person.delete()
    assert [model.objects.count() for model in MODELS] == [0, 0, 0, 0, 0, 0]
