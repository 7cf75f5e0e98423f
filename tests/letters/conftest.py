"""A Tuesday in the season of 2028, and somebody who is supervised."""

import datetime

import pytest
import time_machine

from tests import make

NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)  # Tue 27 Oct, 6 pm in New York
TODAY = datetime.date(2026, 10, 27)


@pytest.fixture
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def nadia(db, _tuesday):
    return make.user(name="Nadia Rahman", match_year=2028)


@pytest.fixture
def feldman(nadia):
    return make.attending(nadia, name="Ruth Feldman", email="ruth.feldman@stbrendan.example")


@pytest.fixture
def together(nadia, feldman):
    """Twelve weeks on the ward with Dr. Feldman, five of them over."""
    return make.rotation(
        nadia,
        attending=feldman,
        kind="externship",
        is_hands_on=True,
        starts_on=datetime.date(2026, 9, 21),
        ends_on=datetime.date(2026, 12, 18),
    )


@pytest.fixture
def letter(nadia, feldman):
    return make.recommendation(nadia, feldman, now=NOW)
