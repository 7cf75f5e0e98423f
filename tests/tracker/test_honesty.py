"""The honest-role check: claims on an observership, and the cases of a hands-on rotation."""

import pytest

from tracker.honesty import Claim, MostlyObserved, check, mostly_observed

CLAIMS = {
    "Treated a patient with CHF": ["Treated"],
    "treated 5 pts with COPD today": ["treated"],
    "I prescribed metformin": ["prescribed"],
    "Prescribed lisinopril 10 mg for HTN": ["Prescribed"],
    "- performed LP with guidance": ["performed"],
    "10/12: performed I&D": ["performed"],
    "sutured a laceration on the forearm": ["sutured"],
    "I also sutured two wounds": ["sutured"],
    "Ordered CT head and labs": ["Ordered"],
    "Saw 4 patients and ordered labs": ["ordered"],
    "Took history, ordered a CXR and prescribed antibiotics": ["ordered", "prescribed"],
    "Rounded with Dr. Lee and ordered labs": ["ordered"],
    "Clinic with Dr. Patel. Prescribed statins to three patients": ["Prescribed"],
    "Wrote the note; ordered K repletion": ["ordered"],
    "We treated sepsis with fluids": ["treated"],
    "Intubated under supervision of Dr. Chen": ["Intubated"],
    "I got to suture with Dr. Park": ["I got to suture"],
    "Dr. Park let me suture the scalp": ["let me suture"],
    "Lumbar puncture performed by me": ["performed by me"],
    "Delivered a baby": ["Delivered"],
}
NO_CLAIMS = [
    "Observed Dr. Chen suturing a laceration",
    "observed suturing and knot tying",
    "Dr. Feldman ordered a CT",
    "dr feldman prescribed apixaban",
    "The resident sutured the wound",
    "Paracentesis was performed",
    "CT head ordered by the resident",
    "Labs ordered, pending",
    "the patient was treated with antibiotics",
    "Patient treated with IV fluids",
    "Treated with IV antibiotics, improved",
    "Watched as the resident prepped and sutured",
    "Saw the resident who performed the cath",
    "Saw how sepsis is treated",
    "Discussed with Dr. Feldman, who ordered CT",
    "She performed the exam slowly",
    "Team ordered blood cultures",
    "the team placed a central line and treated shock",
    "The chief, Dr. O'Brien, performed the Whipple and I held the camera",
    "I observed the resident, who sutured",
    "Learned when to order a CT and how it is performed",
    "If I had ordered the CT",
    "I would have ordered an MRI",
    "I never ordered anything",
    "Diagnosed with lupus last year",
    "Performed a literature search on SGLT2i",
    "performed well on the quiz",
    "Ordered pizza for the team",
    "Treated everyone with respect",
    "Managed to present in 3 minutes",
    "delivered a talk on hyponatremia",
    "",
]


@pytest.mark.parametrize(("text", "words"), CLAIMS.items())
def test_a_first_person_or_subjectless_act_is_a_claim(text, words):
    claims = check(text, hands_on=False)
    assert [claim.words for claim in claims] == words
    assert [text[claim.start : claim.end] for claim in claims] == words


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_somebody_else_did_or_was_seen_is_no_claim(text):
    assert check(text, hands_on=False) == ()


@pytest.mark.parametrize("text", CLAIMS)
def test_a_hands_on_rotation_is_asked_nothing(text):
    assert check(text, hands_on=True) == ()


def test_a_claim_offers_the_honest_words_and_both_ways_out():
    (claim,) = check("Today I sutured a wound", hands_on=False)
    assert claim == Claim(8, 15, "suture", "sutured", "observed the suturing of")
    assert claim.why == (
        "“sutured” says you did it. This rotation is an observership: say “observed the suturing of”, "
        "or change the type and attach the permission."
    )


@pytest.mark.parametrize(
    ("text", "honest"),
    [
        ("Treated a patient with CHF", "Observed the treatment of a patient with CHF"),
        ("I got to suture a scalp", "I observed the suturing of a scalp"),
        ("Operated on a hernia", "Observed an operation on a hernia"),
    ],
)
def test_the_suggestion_reads_on_in_the_sentence(text, honest):
    (claim,) = check(text, hands_on=False)
    offered = text[: claim.start] + claim.suggestion + text[claim.end :]
    assert offered == honest
    assert check(offered, hands_on=False) == ()


def test_over_half_observed_is_said_with_its_rule():
    assert mostly_observed(["observed", "assisted", "observed"]) == MostlyObserved(
        observed=2,
        total=3,
        reason="You only observed in 2 of 3 cases. In a hands-on rotation, aim for half or fewer.",
        source="Wright State University, clerkship patient logger policy",
    )


@pytest.mark.parametrize(
    "roles", [[], ["performed"], ["observed", "assisted"], ["observed", "performed"] * 4]
)
def test_up_to_half_observed_is_fine(roles):
    assert mostly_observed(roles) is None


def test_a_long_hostile_text_ends():
    assert check("I ordered and " * 3_000 + "ordered CT", hands_on=False)[0].words == "ordered"
