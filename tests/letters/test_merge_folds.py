"""Two records of one attending become one, and so do the letters with them."""

import datetime

import pytest

from letters import packet, services
from letters.models import Letter, Packet
from letters.states import State
from tests import make
from tests.letters.conftest import NOW, TODAY
from tracker import merge
from tracker.models import Attending
from tracker.services import Refused

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def two(nadia, letter):
    """The same person twice, and a letter with each."""
    other = make.attending(nadia, name="R. Feldman")
    second = make.recommendation(nadia, other, now=NOW, due_on=TODAY + 90 * DAY)
    services.record(letter, State.ASKED, on=TODAY - 3 * DAY, now=NOW)
    services.record(second, State.AGREED, on=TODAY, now=NOW)
    return letter, second


def joined(two):
    first, second = two
    pks = [first.attending_id, second.attending_id]
    return merge.merge(
        Attending, pks, survivor=first.attending_id, actor=make.curator(name="Casey Curator"), now=NOW
    )


def test_two_letters_become_one_with_both_histories(nadia, two):
    Packet.objects.create(letter=two[0], note="Thank you.")
    token = packet.issue(Packet.objects.create(letter=two[1], note="One page."), now=NOW)
    joined(two)
    letter = Letter.objects.for_owner(nadia).get()
    assert (letter.state, letter.asked_on, letter.agreed_on, letter.due_on) == (
        "agreed",
        TODAY - 3 * DAY,
        TODAY,
        TODAY + 90 * DAY,
    )
    assert letter.packet.note == "Thank you.\n\nOne page."
    assert packet.find(token, NOW).packet == letter.packet


def test_letters_for_two_seasons_stay_two(nadia, two):
    services.save_details(two[1], match_year=2029, now=NOW)
    joined(two)
    assert Letter.objects.for_owner(nadia).count() == 2


def test_letters_without_a_season_are_for_the_same_season(nadia, two):
    Letter.objects.update(match_year=None)
    joined(two)
    assert Letter.objects.for_owner(nadia).count() == 1


def test_two_final_letters_are_not_made_one(two):
    for one in two:
        services.save_details(one, is_waived=False, now=NOW)
        make.final(one)
    with pytest.raises(Refused):
        joined(two)
    assert Letter.objects.count() == 2
