"""Alarms after the yes, each on the day before it and on its day; risk by the days to review."""

import pytest

from letters.alarms import Alarm, Program, Risk, letter_alarms, portfolio_alarms, risk
from letters.states import LetterRecord, State
from tests.letters.worked import SEASON_2028, SEASON_2029, d

S = State
HARLOW = Program("harlow", "Harlow")


def record(state: State, since: str = "1 Jul 2027", key: str = "1", **more) -> LetterRecord:
    return LetterRecord(key, "Dr. Marsh", more.pop("author", "marsh"), state, d(since), **more)


def keys(one: LetterRecord, today: str) -> list[str]:
    return [alarm.key for alarm in letter_alarms(one, SEASON_2028, d(today))]


@pytest.mark.parametrize("state", [S.AGREED, S.PACKET_SENT])
def test_agreed_14_days_ago_and_no_letter_id(state):
    one = record(state, agreed_on=d("1 Jul 2027"))
    assert keys(one, "14 Jul 2027") == []
    assert letter_alarms(one, SEASON_2028, d("15 Jul 2027")) == (
        Alarm("alarm_no_letter_id",
              "Dr. Marsh agreed on Thu 1 Jul, 14 or more days ago, and there is no Letter ID yet.",
              d("15 Jul 2027"), ("1",)),
    )  # fmt: skip


@pytest.mark.parametrize("state", [S.REQUESTED, S.CONFIRMED])
def test_letter_id_21_days_ago_and_no_upload(state):
    one = record(state, requested_on=d("1 Jul 2027"), letter_id="ABC")
    assert keys(one, "21 Jul 2027") == []
    assert letter_alarms(one, SEASON_2028, d("22 Jul 2027")) == (
        Alarm("alarm_not_uploaded",
              "Dr. Marsh has had the Letter ID since Thu 1 Jul, 21 or more days, and nothing is uploaded.",
              d("22 Jul 2027"), ("1",)),
    )  # fmt: skip


def test_uploaded_but_assigned_to_no_program():
    one = record(S.UPLOADED, uploaded_on=d("1 Jul 2027"))
    assert letter_alarms(one, SEASON_2028, d("2 Jul 2027")) == (
        Alarm("alarm_not_assigned",
              "The letter of Dr. Marsh is in ERAS but assigned to no program. "
              "New uploads are not assigned by themselves.",
              d("1 Jul 2027"), ("1",)),
    )  # fmt: skip
    assert keys(record(S.UPLOADED, assigned_to=frozenset({"harlow"})), "2 Jul 2027") == []


def test_request_from_before_1_june_2026():
    old = record(S.REQUESTED, requested_on=d("31 May 2026"))
    assert letter_alarms(old, SEASON_2028, d("1 Jun 2026")) == (
        Alarm("alarm_old_request",
              "The request of Sun 31 May is from before 1 June 2026 and was removed. Create a new one.",
              d("1 Jun 2026"), ("1",)),
    )  # fmt: skip
    assert keys(old, "31 May 2026") == []
    assert keys(record(S.REQUESTED, requested_on=d("1 Jun 2026")), "2 Jun 2026") == []
    assert keys(record(S.VOID, requested_on=d("31 May 2026")), "2 Jun 2026") == []
    on_the_day = record(S.REQUESTED, requested_on=d("31 May 2026"), uploaded_on=d("1 Jun 2026"))
    assert keys(on_the_day, "2 Jun 2026") == ["alarm_old_request"]
    carried = record(S.ASSIGNED, requested_on=d("1 Apr 2026"), uploaded_on=d("20 May 2026"),
                     assigned_to=frozenset({"harlow"}))  # fmt: skip
    assert keys(carried, "2 Jun 2026") == []


def test_letter_older_than_12_months_at_review():
    fresh = record(S.ASSIGNED, dated_on=d("22 Sep 2026"), assigned_to=frozenset({"harlow"}))
    old = record(S.ASSIGNED, dated_on=d("21 Sep 2026"), assigned_to=frozenset({"harlow"}))
    assert keys(fresh, "2 Jul 2027") == []
    assert keys(old, "2 Jul 2027") == ["alarm_old_letter"]
    assert letter_alarms(old, None, d("2 Jul 2027")) == ()


def letters(number: int, program: str = "harlow") -> list[LetterRecord]:
    to = frozenset({program})
    return [record(S.ASSIGNED, key=str(n), author=str(n), assigned_to=to) for n in range(number)]


def test_program_with_fewer_than_three_or_more_than_four():
    said = {
        n: [alarm.sentence for alarm in portfolio_alarms(letters(n), [HARLOW], None, d("2 Jul 2027"))]
        for n in range(6)
    }
    assert said == {
        0: ["Harlow has no letters. Never send fewer than 3."],
        1: ["Harlow has 1 letter. Never send fewer than 3."],
        2: ["Harlow has 2 letters. Never send fewer than 3."],
        3: [],
        4: [],
        5: ["Harlow has 5 letters. ERAS takes at most 4."],
    }


def test_too_few_is_not_said_before_myeras_opens():
    season = SEASON_2028.__class__("2028", d("22 Sep 2027"), opens_on=d("2 Jun 2027"))
    said = [len(portfolio_alarms([], [HARLOW], season, d(day))) for day in ("1 Jun 2027", "2 Jun 2027")]
    assert said == [0, 1]


def test_declined_letters_do_not_count_for_a_program():
    gone = [record(S.DECLINED, key="x", author="x", assigned_to=frozenset({"harlow"}))]
    found = portfolio_alarms([*letters(4), *gone], [HARLOW], None, d("2 Jul 2027"))
    assert found == ()


def test_same_author_twice():
    two = [record(S.AGREED, key="1", specialty="neurology"), record(S.ASKED, key="2", specialty="neurology")]
    assert portfolio_alarms(two, [], None, d("2 Jul 2027")) == (
        Alarm("alarm_same_author", "Dr. Marsh stands twice among your letters. One letter per author.", None,
              ("1", "2")),
    )  # fmt: skip
    for_two_specialties = [two[0], record(S.AGREED, key="2", specialty="psychiatry")]
    assert portfolio_alarms(for_two_specialties, [], None, d("2 Jul 2027")) == ()
    to = frozenset({"harlow"})
    at_one_program = [
        record(S.ASSIGNED, key="1", specialty="neurology", assigned_to=to),
        record(S.ASSIGNED, key="2", specialty="psychiatry", assigned_to=to),
    ]
    assert [one.key for one in portfolio_alarms(at_one_program, [], None, d("2 Jul 2027"))] == [
        "alarm_same_author"
    ]


@pytest.mark.parametrize(
    ("today", "level", "days"),
    [("24 Aug 2027", "calm", 29), ("25 Aug 2027", "nudge", 28), ("7 Sep 2027", "nudge", 15),
     ("8 Sep 2027", "backup", 14), ("14 Sep 2027", "backup", 8), ("15 Sep 2027", "replace", 7),
     ("22 Sep 2027", "replace", 0), ("23 Sep 2027", "replace", -1)],
)  # fmt: skip
def test_risk_by_days_to_review(today, level, days):
    found = risk(SEASON_2028, d(today))
    assert (found.level, found.days) == (level, days)


def test_risk_in_words_gives_the_date_beside_the_days():
    assert risk(SEASON_2029, d("26 Sep 2028")) == Risk(
        "replace", 1, "Programs read on Wed 27 Sep (expected), in 1 day: replace this letter."
    )
    assert risk(SEASON_2028, d("22 Sep 2027")).sentence == (
        "Programs read on Wed 22 Sep, today: replace this letter."
    )
    assert risk(SEASON_2028, d("1 Oct 2027")).sentence == (
        "Programs have been reading since Wed 22 Sep: replace this letter, and add it if it still comes."
    )
