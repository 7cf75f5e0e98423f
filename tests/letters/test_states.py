"""The ladder: which step may follow which, what ERAS refuses, and when to ask again."""

from dataclasses import replace
from itertools import pairwise

import pytest

from letters.states import (
    BEFORE_ASKING,
    IN_ERAS,
    LOCKED,
    OUT,
    REFUSALS,
    STEPS,
    LetterRecord,
    Refusal,
    State,
    StepFacts,
    can,
    can_edit_request,
    next_nudge,
    nudges,
    promised,
)
from tests.letters.worked import d

S = State
TODAY = d("27 Oct 2026")
# Facts under which every step of the ladder is allowed.
FINE = StepFacts(TODAY, TODAY, letter_id="ABC123", requested_on=d("1 Sep 2026"), per_program={"Harlow": 3})
CLIMB = (S.CONSIDERING, S.SIGNALLED, S.ASKED, S.AGREED, S.PACKET_SENT, S.REQUESTED, S.CONFIRMED, S.UPLOADED,
         S.ASSIGNED, S.THANKED)  # fmt: skip


def key(step_from: State, step_to: State, **changes) -> str:
    refusal = can(step_from, step_to, replace(FINE, **changes))
    return refusal.key if refusal else ""


def test_the_whole_ladder_can_be_climbed():
    assert [can(low, high, FINE) for low, high in pairwise(CLIMB)] == [None] * 9


@pytest.mark.parametrize("step_from", S)
@pytest.mark.parametrize("step_to", S)
def test_every_other_step_is_refused(step_from, step_to):
    allowed = step_to in STEPS[step_from]
    refused = key(step_from, step_to, by="writer")
    assert refused == ("" if allowed else "not_a_step")


def test_every_state_has_its_next_steps():
    assert set(STEPS) == set(S)
    reached = {state for steps in STEPS.values() for state in steps}
    assert reached == set(S)


@pytest.mark.parametrize("step_from", sorted(LOCKED))
@pytest.mark.parametrize("step_to", [S.WITHDRAWN, S.REQUESTED])
def test_a_confirmed_entry_is_locked_for_the_applicant(step_from, step_to):
    assert can(step_from, step_to, FINE) == Refusal(
        "locked",
        "This entry is confirmed for upload. ERAS lets you edit or delete an entry only before that.",
        "domain.md §2 The system (AAMC, letters of recommendation; season 2027)",
    )


def test_the_writer_may_withdraw_an_uploaded_letter():
    assert key(S.UPLOADED, S.WITHDRAWN, by="writer") == ""


@pytest.mark.parametrize("state", S)
def test_only_entries_not_confirmed_can_be_edited(state):
    refusal = can_edit_request(state)
    assert (refusal.key if refusal else "") == ("locked" if state in LOCKED else "")


def test_refusal_names_what_can_come_next():
    refusal = can(S.ASKED, S.UPLOADED, FINE)
    assert refusal.sentence == (
        "A letter cannot go from asked to uploaded. Next can be: agreed, declined, withdrawn."
    )


def test_request_needs_a_letter_id_of_its_own():
    assert key(S.AGREED, S.REQUESTED, letter_id="") == "letter_id_missing"
    refusal = can(S.AGREED, S.REQUESTED, replace(FINE, other_letter_ids=frozenset({"ABC123"})))
    assert refusal.sentence == (
        "Letter ID ABC123 belongs to another of your letters. Each Letter ID works once."
    )


@pytest.mark.parametrize("step", [(S.REQUESTED, S.CONFIRMED), (S.CONFIRMED, S.UPLOADED)])
def test_request_from_before_1_june_2026_is_void(step):
    assert key(*step, requested_on=d("31 May 2026")) == "before_the_portal"
    assert key(*step, requested_on=d("1 Jun 2026")) == ""
    assert key(*step, requested_on=d("1 Apr 2026"), on=d("31 May 2026")) == ""


def test_waived_letter_is_never_handled():
    assert key(S.CONFIRMED, S.UPLOADED, uploaded_by="applicant") == "waived"
    assert key(S.CONFIRMED, S.UPLOADED, uploaded_by="applicant", is_correction=True) == "waived"
    assert key(S.CONFIRMED, S.UPLOADED, uploaded_by="applicant", is_waived=False) == ""
    assert key(S.CONFIRMED, S.UPLOADED, uploaded_by="designee") == ""
    assert key(S.CONFIRMED, S.UPLOADED, uploaded_by="adviser") == "adviser_upload"


def test_at_most_four_letters_per_program():
    assert key(S.UPLOADED, S.ASSIGNED, per_program={}) == "no_program"
    assert key(S.UPLOADED, S.ASSIGNED, per_program={"Harlow": 4}) == ""
    refusal = can(S.UPLOADED, S.ASSIGNED, replace(FINE, per_program={"Harlow": 4, "Lakeview": 5}))
    assert refusal.sentence == "Lakeview would have 5 letters. ERAS takes at most 4 per program."


def test_dates_of_steps():
    assert key(S.ASKED, S.AGREED, on=d("28 Oct 2026")) == "in_the_future"
    before = replace(FINE, on=d("1 Oct 2026"), previous_on=d("5 Oct 2026"))
    assert can(S.ASKED, S.AGREED, before).sentence == "Thu 1 Oct is before the step it follows, Mon 5 Oct."
    assert key(S.ASKED, S.AGREED, on=d("5 Oct 2026"), previous_on=d("5 Oct 2026")) == ""


def test_correction_goes_anywhere_but_keeps_the_rules():
    assert key(S.CONFIRMED, S.ASKED, is_correction=True, previous_on=TODAY, on=d("1 Oct 2026")) == ""
    assert key(S.CONFIRMED, S.REQUESTED, is_correction=True, letter_id="") == "letter_id_missing"
    assert key(S.THANKED, S.ASSIGNED, is_correction=True, per_program={"Harlow": 5}) == "too_many"
    assert key(S.CONFIRMED, S.ASKED, is_correction=True, on=d("28 Oct 2026")) == "in_the_future"


def test_every_refusal_has_a_source():
    assert [
        rule.key for rule in REFUSALS.values() if not rule.source.startswith(("domain.md", "product.md"))
    ] == []


def test_nudges_after_asking_and_before_the_date():
    assert nudges(d("1 Jul 2027"), d("14 Sep 2027")) == (
        d("15 Jul 2027"),
        d("31 Aug 2027"),
        d("7 Sep 2027"),
        d("11 Sep 2027"),
    )


def test_no_nudge_before_asking_on_the_day_or_after_it():
    assert nudges(d("5 Sep 2027"), d("14 Sep 2027")) == (d("7 Sep 2027"), d("11 Sep 2027"))
    assert nudges(d("31 Aug 2027"), d("14 Sep 2027")) == (d("7 Sep 2027"), d("11 Sep 2027"))
    assert nudges(d("14 Sep 2027"), d("14 Sep 2027")) == ()


def record(state: State, **more) -> LetterRecord:
    return LetterRecord("1", "Dr. Marsh", "marsh", state, d("1 Jul 2027"), asked_on=d("1 Jul 2027"), **more)


def test_next_nudge_stops_when_the_letter_is_in_or_out():
    due = d("14 Sep 2027")
    nudged = {state: next_nudge(record(state), due, d("16 Jul 2027")) for state in S}
    quiet = IN_ERAS | OUT | BEFORE_ASKING
    assert nudged == {state: None if state in quiet else d("31 Aug 2027") for state in S}


def test_next_nudge_follows_the_users_own_date():
    own = record(S.AGREED, due_on=d("30 Jul 2027"))
    assert next_nudge(own, d("14 Sep 2027"), d("17 Jul 2027")) == d("23 Jul 2027")
    assert next_nudge(own, d("14 Sep 2027"), d("28 Jul 2027")) is None


def test_two_of_four_promised():
    letters = (record(S.AGREED), record(S.UPLOADED), record(S.ASKED), record(S.DECLINED))
    assert promised(letters) == 2
