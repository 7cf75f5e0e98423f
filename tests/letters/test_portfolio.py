"""Which letters go where: hard rules first, then the score, then what is missing and who could write it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.portfolio import (
    DEFAULT_WEIGHTS,
    Candidate,
    Part,
    Target,
    choose,
    choose_for_each,
    score_parts,
)
from letters.states import PROMISED, State
from tests.letters.worked import SEASON_2028, d

S = State
IM = "internal medicine"
TODAY = d("1 Jul 2027")
HARLOW = Target(IM, "harlow", "Harlow")


def one(name: str, **more) -> Candidate:
    """A US clinical letter in internal medicine, uploaded, hands-on, 8 weeks, recent."""
    given = {
        "state": S.UPLOADED, "specialty": IM, "is_hands_on": True, "weeks": 8,
        "worked_until": d("1 Mar 2027"),
    } | more  # fmt: skip
    return Candidate(name, f"Dr. {name}", given.pop("author", name), **given)


def picked(*candidates: Candidate, target: Target = HARLOW) -> list[str]:
    return [scored.candidate.key for scored in choose(target, candidates, SEASON_2028, TODAY).picked]


def left(*candidates: Candidate, target: Target = HARLOW) -> dict[str, str]:
    found = choose(target, candidates, SEASON_2028, TODAY)
    return {out.candidate.key: out.sentence for out in found.left_out}


def missing(*candidates: Candidate, target: Target = HARLOW) -> list[str]:
    return [gap.sentence for gap in choose(target, candidates, SEASON_2028, TODAY).missing]


def test_four_best_go_and_the_fifth_is_told_why():
    five = [
        one("Ames", weeks=12),
        one("Bell", weeks=11),
        one("Cole", weeks=10),
        one("Diaz", weeks=9),
        one("Eng"),
    ]
    assert picked(*five) == ["Ames", "Bell", "Cole", "Diaz"]
    assert left(*five) == {"Eng": "Dr. Eng: ERAS takes at most 4, and four are stronger here."}
    assert missing(*five) == []


def test_score_is_shown_in_its_parts():
    parts = score_parts(one("Ames", role="chair", promise="lukewarm", weeks=24), HARLOW, SEASON_2028)
    assert parts == (
        Part("progress", 30, "uploaded"),
        Part("specialty", 20, "internal medicine"),
        Part("experience", 15, "hands-on"),
        Part("time together", 12, "24 weeks"),
        Part("role", 9, "chair"),
        Part("promise", -10, "a lukewarm yes"),
        Part("recency", 10, "within 12 months of review"),
    )
    assert choose(HARLOW, [one("Ames")], SEASON_2028, TODAY).picked[0].score == 30 + 20 + 15 + 8 + 6 + 10


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"is_hands_on": False}, Part("experience", 8, "observed")),
        ({"kind": "research"}, Part("experience", 5, "research with clinic")),
        ({"kind": "research", "has_clinic": False}, Part("experience", 0, "research")),
        ({"kind": "home"}, Part("experience", 0, "outside the US")),
        ({"worked_until": d("22 Sep 2026")}, Part("recency", 10, "within 12 months of review")),
        ({"worked_until": d("21 Sep 2026")}, Part("recency", 5, "12 to 24 months before review")),
        ({"worked_until": d("21 Sep 2025")}, Part("recency", 0, "more than 24 months before review")),
        ({"dated_on": d("21 Sep 2025")}, Part("recency", 0, "more than 24 months before review")),
        ({"worked_until": None}, Part("recency", 0, "no date")),
        ({"specialty": "neurology"}, Part("specialty", 0, "neurology")),
        ({"state": S.AGREED}, Part("progress", 12, "agreed")),
    ],
)
def test_part_of_the_score(changes, part):
    assert part in score_parts(one("Ames", **changes), HARLOW, SEASON_2028)


def test_declined_void_and_withdrawn_letters_are_out():
    out = [one("Ames", state=S.DECLINED), one("Bell", state=S.VOID), one("Cole", state=S.WITHDRAWN)]
    assert left(*out) == {
        "Ames": "Dr. Ames: declined.",
        "Bell": "Dr. Bell: void.",
        "Cole": "Dr. Cole: withdrawn.",
    }
    assert picked(*out) == []


def test_one_letter_per_author():
    twice = [one("Ames", weeks=12), one("Ames2", author="Ames")]
    assert picked(*twice) == ["Ames"]
    assert left(*twice) == {"Ames2": "Dr. Ames2: one letter per author."}


def test_one_research_or_home_letter():
    mixed = [one("Ames"), one("Bell"), one("Lab", kind="research"), one("Home", kind="home")]
    assert picked(*mixed) == ["Ames", "Bell", "Lab"]
    assert left(*mixed) == {"Home": "Dr. Home: at most one research or home letter."}


def test_places_are_kept_for_us_clinical_letters_in_the_specialty():
    strong = {"specialty": "cardiology", "weeks": 12, "role": "program_director", "state": S.ASSIGNED}
    weak = {"state": S.AGREED, "weeks": 4, "promise": "lukewarm", "worked_until": None, "is_hands_on": False}
    letters = [one("A", **strong), one("B", **strong), one("C", **strong), one("Y", **weak), one("Z", **weak)]
    assert picked(*letters) == ["A", "B", "Y", "Z"]
    assert left(*letters) == {"C": "Dr. C: the last places are for US clinical letters in internal medicine."}


def test_assigned_letters_keep_their_place():
    to = frozenset({"harlow"})
    weak = one("Weak", assigned_to=to, state=S.ASSIGNED, weeks=1, kind="home")
    strong = [one(name, weeks=12) for name in ("Ames", "Bell", "Cole", "Diaz")]
    assert picked(weak, *strong) == ["Weak", "Ames", "Bell", "Cole"]
    assert picked(weak, *strong, target=Target(IM, "lakeview")) == ["Ames", "Bell", "Cole", "Diaz"]


def test_what_assigned_letters_do_to_the_mix_is_said():
    to = {"assigned_to": frozenset({"harlow"}), "state": S.ASSIGNED}
    five = [one("A", **to), one("A2", author="A", **to), one("L", kind="research", **to),
            one("H", kind="home", **to), one("E", **to)]  # fmt: skip
    found = choose(HARLOW, five, SEASON_2028, TODAY)
    assert found.findings == (
        "Harlow has 5 letters assigned. ERAS takes at most 4.",
        "Harlow has 2 research or home letters. One is usual.",
        "Harlow has two letters by one author.",
    )


def test_missing_letter_is_named_with_who_could_write_it():
    feldman = one("Feldman", state=S.CONSIDERING, verdict="too_early", ask_from=d("14 Dec 2027"))
    assert missing(one("Ames"), one("Lab", kind="research"), feldman) == [
        "Missing: 1 US clinical letter in internal medicine. Dr. Feldman could write it: ask from Tue 14 Dec."
    ]


def test_nearest_writer_first_and_each_named_once():
    def waiting(name: str, verdict: str, **more) -> Candidate:
        return one(name, state=S.CONSIDERING, verdict=verdict, **more)

    prospects = [
        waiting("Early", "too_early", ask_from=d("2 Aug 2027")),
        waiting("Ready", "ready"),
        waiting("Heart", "ready", specialty="cardiology"),
        waiting("Short", "too_short"),
        waiting("Never", "too_early"),
        one("Asked", state=S.ASKED),
    ]
    found = choose(HARLOW, prospects, SEASON_2028, TODAY)
    assert [gap.sentence for gap in found.missing] == [
        "Missing: 2 US clinical letters in internal medicine. "
        "Dr. Asked could write one: asked, no answer yet. Dr. Ready could write one: you can ask now.",
        "Missing: 1 more letter to reach 3. Dr. Early could write it: ask from Mon 2 Aug.",
    ]
    assert [writer.key for writer in found.missing[0].could_write] == ["Asked", "Ready", "Early"]
    assert found.picked == ()


def test_nobody_to_write_is_said():
    assert missing(one("Ames"), one("Bell")) == [
        "Missing: 1 more letter to reach 3. Nobody on your list could write it yet."
    ]


def test_author_of_a_picked_letter_is_not_asked_again():
    again = one("Ames2", author="Ames", state=S.CONSIDERING, verdict="ready")
    assert missing(one("Ames"), one("Bell"), again) == [
        "Missing: 1 more letter to reach 3. Nobody on your list could write it yet."
    ]


def test_two_specialties_at_once():
    letters = [
        one("Ames", written_for=IM),
        one("Neuro", specialty="neurology", written_for="neurology"),
        one("Both"),
        one("Ames2", author="Ames", written_for="neurology", weeks=12),
    ]
    found = choose_for_each([IM, "neurology"], letters, SEASON_2028, TODAY)
    assert {name: [s.candidate.key for s in one_.picked] for name, one_ in found.items()} == {
        IM: ["Ames", "Both"],
        "neurology": ["Neuro", "Ames2", "Both"],
    }
    assert [(out.candidate.key, out.sentence) for out in found[IM].left_out] == [
        ("Neuro", "Dr. Neuro: written for neurology."),
        ("Ames2", "Dr. Ames2: written for neurology."),
    ]
    assert [gap.key for gap in found["neurology"].missing] == ["us_clinical"]


candidates = st.builds(
    one,
    st.text("abcdef", min_size=1, max_size=3),
    state=st.sampled_from(S),
    kind=st.sampled_from(("us_clinical", "research", "home")),
    specialty=st.sampled_from((IM, "neurology")),
    written_for=st.sampled_from(("", IM, "neurology")),
    author=st.sampled_from("ABCDEF"),
    weeks=st.integers(0, 30),
    verdict=st.sampled_from(("", "ready", "nearly", "too_early", "too_short")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(candidates, max_size=10, unique_by=lambda one_: one_.key))
def test_hard_rules_hold_for_any_letters(letters):
    found = choose(HARLOW, letters, SEASON_2028, TODAY)
    chosen = [scored.candidate for scored in found.picked]
    assert len(chosen) <= 4
    assert len({one_.author for one_ in chosen}) == len(chosen)
    assert sum(one_.kind != "us_clinical" for one_ in chosen) <= 1
    assert [one_ for one_ in chosen if one_.state not in PROMISED or one_.written_for == "neurology"] == []
    core = {one_.author for one_ in letters if is_core(one_)}
    if sum(is_core(one_) for one_ in chosen) < min(2, len(core)):
        # Only an author whose stronger letter is already there may be lost to the mix.
        assert core & {one_.author for one_ in chosen if not is_core(one_)}
    assert choose(HARLOW, reversed(letters), SEASON_2028, TODAY).picked == found.picked


def is_core(one_: Candidate) -> bool:
    fits = one_.kind == "us_clinical" and one_.specialty == IM and one_.written_for != "neurology"
    return fits and one_.state in PROMISED


def test_weights_are_data():
    flat = replace(DEFAULT_WEIGHTS, role={}, hands_on=0)
    parts = {part.name: part.points for part in score_parts(one("Ames"), HARLOW, SEASON_2028, flat)}
    assert parts == {
        "progress": 30,
        "specialty": 20,
        "experience": 0,
        "time together": 8,
        "role": 0,
        "recency": 10,
    }
