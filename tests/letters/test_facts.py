"""What the rules are told, from the rows; and how many statements that takes."""

import datetime

import pytest

from letters import facts, services
from letters.backplan import SeasonFacts
from letters.letter_list import overview
from letters.models import Letter
from letters.states import State
from letters.supervision import Gap, Supervision
from tests import make
from tests.letters.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def writer(nadia, today=TODAY):
    (found,) = facts.writers(nadia, today)
    return found


def test_the_facts_of_one_attending(nadia, feldman, together):
    feldman.role, feldman.specialty = "director", make.specialty()
    feldman.save()
    nadia.profile.specialties.add(make.specialty())
    make.seen(nadia, feldman)
    make.seen(nadia, feldman, quality="teamwork")
    make.seen(nadia, None)
    make.log_entry(together, attending=feldman, day=TODAY - DAY)
    make.log_entry(together, day=TODAY - 2 * DAY)
    make.feedback(together, attending=feldman, asked_on=TODAY - 9 * DAY, changed="Shorter.", changed_on=TODAY)
    given = writer(nadia).facts
    assert given.supervisions == (Supervision(datetime.date(2026, 9, 21), datetime.date(2026, 12, 18), 5.0),)
    assert (given.writer, given.role, given.specialty, given.targets) == (
        "Dr. Feldman",
        "program_director",
        "Internal medicine",
        ("Internal medicine",),
    )
    assert (given.examples, given.days_logged) == ({"growth": 1, "teamwork": 1}, 1)
    assert (given.feedback_asked_on, given.feedback_acted_on) == (TODAY - 9 * DAY, TODAY)
    assert given.season.name == "2028"
    assert given.record is None


def test_feedback_that_names_nobody_counts_for_the_rotation(nadia, together):
    make.feedback(together, asked_on=TODAY - 9 * DAY)
    assert writer(nadia).facts.feedback_asked_on == TODAY - 9 * DAY


def test_supervision_keeps_inside_its_rotation(nadia, feldman, together):
    row = together.supervisions.get()
    row.starts_on, row.ends_on = datetime.date(2026, 10, 5), datetime.date(2027, 3, 1)
    row.save()
    (one,) = writer(nadia).facts.supervisions
    assert (one.start, one.end) == (datetime.date(2026, 10, 5), datetime.date(2026, 12, 18))


def test_a_week_of_days_off_is_a_gap(nadia, together):
    monday = datetime.date(2026, 10, 5)
    for number in range(5):
        make.log_entry(together, day=monday + number * DAY, is_day_off=True, hours=None, lesson="")
    make.log_entry(together, day=monday + 9 * DAY, is_day_off=True, hours=None, lesson="")
    (one,) = writer(nadia).facts.supervisions
    assert one.gaps == (Gap(monday, monday + 4 * DAY), Gap(monday + 9 * DAY, monday + 9 * DAY))


def test_days_off_over_a_weekend_are_one_run():
    friday = datetime.date(2026, 10, 9)
    assert facts.gaps({friday, friday + 3 * DAY}, "01234") == (Gap(friday, friday + 3 * DAY),)
    assert len(facts.gaps({friday, friday + 3 * DAY}, "0123456")) == 2


def test_a_rotation_that_is_not_confirmed_supervises_nobody(nadia, feldman):
    make.rotation(nadia, attending=feldman, stage="applied")
    assert facts.writers(nadia, TODAY) == []


def test_the_season_comes_with_the_next_ones(nadia):
    season = facts.season_facts(nadia.profile, 2028, TODAY)
    assert season == SeasonFacts(
        "2028",
        datetime.date(2027, 9, 22),
        True,
        datetime.date(2027, 6, 2),
        8,
        next=facts.season_facts(nadia.profile, 2028, TODAY).next,
    )
    assert (season.next.name, season.next.next.name, season.next.next.next) == ("2029", "2030", None)
    assert facts.season_facts(nadia.profile, None, TODAY) is None


def test_two_letters_of_one_attending_stand_twice(nadia, feldman, together, letter):
    other = services.open_letter(
        nadia, feldman, match_year=2028, specialty=make.specialty("Surgery"), now=NOW
    )
    assert [one.letter for one in facts.writers(nadia, TODAY)] == [letter, other]
    services.record(other, State.DECLINED, on=TODAY, now=NOW)
    assert [one.letter for one in facts.writers(nadia, TODAY)] == [letter]


@pytest.mark.parametrize("count", [1, 20])
def test_any_number_of_letters_takes_six_statements(nadia, count, django_assert_num_queries):
    nadia.profile.specialties.add(make.specialty(), make.specialty("Neurology"))
    for number in range(count):
        attending = make.attending(nadia, name=f"Ann Writer{number}")
        make.rotation(nadia, attending=attending)
        make.seen(nadia, attending)
        written = make.recommendation(nadia, attending, now=NOW)
        Letter.objects.filter(pk=written.pk).update(match_year=2028 + number % 3)
    # supervisions, letters, their assignments, evidence, presets with targets, seasons
    with django_assert_num_queries(6):
        assert len(overview(nadia, TODAY).rows) == count
