"""The ladder as it is written: steps, corrections, what ERAS refuses, four places per program."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from letters import history, programs, services
from letters.models import Assignment, Letter, LetterPreset, LetterStep
from letters.presets import DEFAULT_PRESETS
from letters.services import Refused
from letters.states import State
from tests import make
from tests.letters.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
S = State


def record(letter, state, on=TODAY, **more):
    return services.record(letter, state, on=on, now=NOW, **more)


def up_to(letter, *states, **more):
    for state in states:
        extra = {"eras_id": "AB12CD34"} if state == S.REQUESTED else {}
        record(letter, state, **extra, **more)
    letter.refresh_from_db()
    return letter


def columns(letter):
    letter.refresh_from_db()
    return {name: getattr(letter, name) for name in ("state", "since", "promise", "asked_on", "agreed_on")}


def test_the_presets_are_loaded_as_the_rules_have_them(db):
    assert {row.key: row.rule() for row in LetterPreset.objects.all()} == dict(DEFAULT_PRESETS)


def test_a_letter_goes_up_the_ladder_with_its_dates(letter):
    record(letter, S.ASKED, on=TODAY - 3 * DAY)
    record(letter, S.AGREED, on=TODAY, promise="strong")
    assert columns(letter) == {
        "state": "agreed",
        "since": TODAY,
        "promise": "strong",
        "asked_on": TODAY - 3 * DAY,
        "agreed_on": TODAY,
    }
    assert [(step.state, step.on, step.by) for step in letter.steps.all()] == [
        ("asked", TODAY - 3 * DAY, "applicant"),
        ("agreed", TODAY, "writer"),
    ]


def test_one_open_letter_for_attending_season_and_specialty(nadia, feldman, letter):
    again = services.open_letter(nadia, feldman, match_year=2028, now=NOW)
    assert again == letter
    other = services.open_letter(
        nadia, feldman, match_year=2028, specialty=make.specialty("Surgery"), now=NOW
    )
    assert other != letter
    with pytest.raises(IntegrityError, match="letters_letter_one_open"), transaction.atomic():
        Letter.objects.create(owner=nadia, attending=feldman, match_year=2028, started_on=TODAY, since=TODAY)
    record(letter, S.DECLINED)
    assert services.open_letter(nadia, feldman, match_year=2028, now=NOW) != letter


def test_the_same_step_of_the_same_day_is_one(letter):
    assert record(letter, S.ASKED) == record(letter, S.ASKED)
    assert letter.steps.count() == 1


@pytest.mark.parametrize(
    ("path", "step", "key"),
    [
        ([S.ASKED], S.UPLOADED, "A letter cannot go from asked to uploaded."),
        ([S.ASKED, S.AGREED], S.REQUESTED, "Type the Letter ID from the Letter Request Form."),
        ([S.ASKED, S.AGREED, S.REQUESTED, S.CONFIRMED], S.WITHDRAWN, "This entry is confirmed for upload."),
    ],
)
def test_a_step_eras_does_not_allow_is_refused_with_its_rule(letter, path, step, key):
    up_to(letter, *path)
    with pytest.raises(Refused, match=key):
        record(letter, step)
    letter.refresh_from_db()
    assert letter.step == path[-1]


def test_the_rule_is_cited_by_who_says_so(letter):
    up_to(letter, S.ASKED, S.AGREED, S.REQUESTED, S.CONFIRMED)
    with pytest.raises(Refused) as refused:
        record(letter, S.WITHDRAWN)
    assert refused.value.rule == "AAMC, letters of recommendation; season 2027"


def test_a_letter_id_works_once(nadia, letter):
    up_to(letter, S.ASKED, S.AGREED, S.REQUESTED)
    other = make.recommendation(nadia, make.attending(nadia, name="Imani Clarke"), now=NOW)
    up_to(other, S.ASKED, S.AGREED)
    with pytest.raises(Refused, match="Each Letter ID works once"):
        record(other, S.REQUESTED, eras_id="AB12CD34")
    with pytest.raises(IntegrityError, match="eras_id"), transaction.atomic():
        Letter.objects.filter(pk=other.pk).update(eras_id="AB12CD34")


def test_a_void_letter_id_stays_used_up(letter):
    up_to(letter, S.ASKED, S.AGREED, S.REQUESTED, S.VOID)
    assert letter.eras_id == ""
    with pytest.raises(Refused, match="Each Letter ID works once"):
        record(letter, S.REQUESTED, eras_id="AB12CD34")
    record(letter, S.REQUESTED, eras_id="ZZ99")
    letter.refresh_from_db()
    assert letter.eras_id == "ZZ99"


def test_a_correction_keeps_both_in_the_history(letter):
    step = record(letter, S.ASKED, on=TODAY - 2 * DAY)
    record(letter, S.AGREED)
    made = services.correct(step, on=TODAY - 5 * DAY, now=NOW)
    letter.refresh_from_db()
    assert (letter.asked_on, letter.state) == (TODAY - 5 * DAY, "agreed")
    assert letter.steps.count() == 3
    assert [one.on for one in history.effective(letter.steps.all())] == [TODAY - 5 * DAY, TODAY]
    with pytest.raises(Refused, match="corrected already"):
        services.correct(step, on=TODAY - 4 * DAY, now=NOW)
    with pytest.raises(Refused, match="out of order"):
        services.correct(letter.steps.get(state="agreed"), on=TODAY - 6 * DAY, now=NOW)
    assert made.corrects == step


def test_a_typo_in_a_letter_id_can_be_mended_and_used_again(letter):
    up_to(letter, S.ASKED, S.AGREED, S.REQUESTED)
    services.correct(letter.steps.get(state="requested"), on=TODAY, eras_id="AB12CD35", now=NOW)
    letter.refresh_from_db()
    assert letter.eras_id == "AB12CD35"


def test_only_the_latest_step_can_be_taken_back(letter):
    asked = record(letter, S.ASKED)
    agreed = record(letter, S.AGREED)
    with pytest.raises(Refused, match="Only the latest step"):
        services.take_back(asked, now=NOW)
    services.take_back(agreed, now=NOW)
    assert columns(letter) == {
        "state": "asked",
        "since": TODAY,
        "promise": "",
        "asked_on": TODAY,
        "agreed_on": None,
    }
    services.take_back(asked, now=NOW)
    assert columns(letter)["state"] == "considering"


def test_a_step_is_never_changed(letter):
    step = record(letter, S.ASKED)
    step.on = TODAY - DAY
    with pytest.raises(TypeError, match="never changed"):
        step.save()


def uploaded(nadia, name, number):
    letter = make.recommendation(nadia, make.attending(nadia, name=name), now=NOW)
    make.steps(letter, *make.UPLOADED, on=TODAY, now=NOW, eras_id=f"ID{number}")
    return letter


def test_a_fifth_letter_for_a_program_is_refused_and_finds_no_slot(nadia):
    program = make.program(nadia)
    letters = [uploaded(nadia, f"Ann Writer{number}", number) for number in range(5)]
    for letter in letters[:4]:
        record(letter, S.ASSIGNED, programs=[program])
    with pytest.raises(Refused, match="Carrow Medical Center would have 5 letters"):
        record(letters[4], S.ASSIGNED, programs=[program])
    assert sorted(program.assignments.values_list("slot", flat=True)) == [1, 2, 3, 4]
    for slot in (4, 5):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(letter=letters[4], program=program, slot=slot, on=TODAY)


def test_assigning_again_adds_programs_without_another_step(nadia):
    letter = uploaded(nadia, "Ann Writer", 1)
    record(letter, S.ASSIGNED, programs=[make.program(nadia)])
    assert record(letter, S.ASSIGNED, programs=[make.program(nadia, name="Union Lake")]) is None
    assert (letter.steps.filter(state="assigned").count(), letter.assignments.count()) == (1, 2)


def test_a_deleted_letter_frees_its_place_and_takes_it_again(nadia):
    program = make.program(nadia)
    letters = [uploaded(nadia, f"Ann Writer{number}", number) for number in range(5)]
    for letter in letters[:4]:
        record(letter, S.ASSIGNED, programs=[program])
    services.delete(letters[0], now=NOW)
    assert program.assignments.filter(slot=None).count() == 1
    services.restore(letters[0], now=NOW)
    assert program.assignments.filter(slot=None).count() == 0
    services.delete(letters[0], now=NOW)
    record(letters[4], S.ASSIGNED, programs=[program])
    with pytest.raises(Refused, match="would have 5 letters"):
        services.restore(letters[0], now=NOW)
    letters[0].refresh_from_db()
    assert letters[0].deleted_at is not None


def test_taking_back_an_assignment_empties_its_places(nadia):
    letter = uploaded(nadia, "Ann Writer", 1)
    step = record(letter, S.ASSIGNED, programs=[make.program(nadia)])
    services.take_back(step, now=NOW)
    assert (columns(letter)["state"], letter.assignments.count()) == ("uploaded", 0)


def test_what_eras_keeps_of_the_request_is_locked_once_confirmed(letter):
    up_to(letter, S.ASKED, S.AGREED, S.REQUESTED)
    services.save_details(letter, is_waived=False, due_on=TODAY, now=NOW)
    up_to(letter, S.CONFIRMED)
    services.save_details(letter, due_on=TODAY + DAY, now=NOW)
    with pytest.raises(Refused, match="confirmed for upload"):
        services.save_details(letter, is_waived=True, now=NOW)


def test_a_stranger_and_a_deleted_letter_change_nothing(letter):
    services.delete(letter, now=NOW)
    with pytest.raises(Refused, match="deleted"):
        record(letter, S.ASKED)
    assert LetterStep.objects.count() == 0


def test_a_program_stands_once_on_the_list(nadia):
    program = make.program(nadia)
    programs.delete(program, now=NOW)
    make.program(nadia, name="carrow medical center")
    with pytest.raises(Refused, match="on your list already"):
        programs.restore(program, now=NOW)
