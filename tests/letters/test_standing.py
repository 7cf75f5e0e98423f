"""The ladder's own sentence, state by state."""

import pytest

from letters.standing import standing
from letters.states import BEFORE_ASKING, LetterRecord, State
from tests.letters.worked import SEASON_2028, d

S = State
TO_TWO = frozenset({"harlow", "lakeview"})
CALM = "risk_calm"


def record(state: State, since: str = "1 Jul 2027", **more) -> LetterRecord:
    return LetterRecord("1", "Dr. Marsh", "marsh", state, d(since), **more)


SAID = [
    (record(S.ASKED, asked_on=d("1 Jul 2027")), "2 Jul 2027", "Asked on Thu 1 Jul", ["asked", CALM],
     "If nothing comes, nudge on Thu 15 Jul."),
    (record(S.ASKED, asked_on=d("1 Jul 2027")), "15 Jul 2027", "Asked on Thu 1 Jul", ["asked", CALM],
     "Nudge today."),
    (record(S.ASKED, asked_on=d("1 Jul 2027")), "12 Sep 2027", "Asked on Thu 1 Jul", ["asked", "risk_backup"],
     "No nudge is left before the date. Line up someone else as well."),
    (record(S.CONFIRMED), "22 Sep 2027", "Confirmed for upload on Thu 1 Jul", ["confirmed", "risk_replace"],
     "No nudge is left before the date. Line up someone else as well."),
    (record(S.CONFIRMED), "23 Sep 2027", "Confirmed for upload on Thu 1 Jul", ["confirmed", "risk_reading"],
     "No nudge is left before the date. Line up someone else as well."),
    (record(S.AGREED, agreed_on=d("1 Jul 2027")), "3 Jul 2027", "Agreed on Thu 1 Jul", ["agreed", CALM],
     "Send the packet by Sat 3 Jul."),
    (record(S.AGREED, agreed_on=d("1 Jul 2027"), promise="strong"), "4 Jul 2027", "Agreed on Thu 1 Jul",
     ["agreed_strong", CALM], "Send the packet."),
    (record(S.AGREED, agreed_on=d("1 Jul 2027")), "15 Jul 2027", "Agreed on Thu 1 Jul",
     ["agreed", "alarm_no_letter_id", CALM], "Create the request in ERAS and give Dr. Marsh the Letter ID."),
    (record(S.PACKET_SENT), "2 Jul 2027", "Packet sent on Thu 1 Jul", ["packet_sent", CALM],
     "Create the request in ERAS and give Dr. Marsh the Letter ID."),
    (record(S.REQUESTED, requested_on=d("1 Jul 2027")), "2 Jul 2027", "Request in ERAS since Thu 1 Jul",
     ["requested", CALM], "Confirm the entry for upload in ERAS."),
    (record(S.CONFIRMED, asked_on=d("1 Jun 2027"), requested_on=d("1 Jul 2027")), "25 Jul 2027",
     "Confirmed for upload on Thu 1 Jul", ["confirmed", "alarm_not_uploaded", CALM],
     "If nothing comes, nudge on Tue 31 Aug."),
    (record(S.UPLOADED, uploaded_on=d("1 Jul 2027")), "2 Jul 2027", "In ERAS since Thu 1 Jul",
     ["uploaded", "alarm_not_assigned"], "Assign it to your programs."),
    (record(S.ASSIGNED, assigned_to=TO_TWO), "2 Jul 2027", "Assigned to 2 programs", ["assigned"],
     "Thank Dr. Marsh."),
    (record(S.THANKED, assigned_to=TO_TWO), "2 Jul 2027", "In ERAS, and Dr. Marsh is thanked", ["thanked"],
     "Nothing left to do."),
    (record(S.THANKED), "2 Jul 2027", "In ERAS, and Dr. Marsh is thanked", ["thanked", "alarm_not_assigned"],
     "Assign it to your programs."),
    (record(S.IMPORTED, assigned_to=TO_TWO), "2 Jul 2027", "Imported on Thu 1 Jul", ["imported"],
     "Thank Dr. Marsh."),
    (record(S.DECLINED), "2 Jul 2027", "Dr. Marsh declined", ["declined"],
     "Thank Dr. Marsh for the honest answer and ask someone else."),
    (record(S.WITHDRAWN), "2 Jul 2027", "Withdrawn on Thu 1 Jul", ["withdrawn"],
     "Ask someone else, or start again."),
    (record(S.VOID), "2 Jul 2027", "Void since Thu 1 Jul", ["void"],
     "Create a new request in ERAS and give Dr. Marsh the new Letter ID."),
    (record(S.REQUESTED, requested_on=d("1 May 2026")), "2 Jul 2027", "Request in ERAS since Thu 1 Jul",
     ["requested", "alarm_old_request", "alarm_not_uploaded", CALM],
     "Create a new request in ERAS and give Dr. Marsh the new Letter ID."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "today", "headline", "keys", "then"), SAID)
def test_ladder_says(one, today, headline, keys, then):
    said = standing(one, SEASON_2028, d(today))
    assert (said.headline, [reason.key for reason in said.reasons], said.next_step) == (headline, keys, then)


def test_every_state_after_asking_is_said():
    assert {one.state for one, *_ in SAID} == set(S) - BEFORE_ASKING


def test_without_a_season_there_is_no_risk_and_the_date_is_asked_for():
    said = standing(record(S.ASKED, asked_on=d("1 Jul 2027")), None, d("2 Jul 2027"))
    assert [reason.key for reason in said.reasons] == ["asked"]
    assert said.next_step == "Set the date you need the letter of Dr. Marsh by."
