"""What holds for every letter, whatever the rotations, the season and the day (issue 5, point 2)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from letters.backplan import SeasonFacts
from letters.case import QUALITIES, LetterFacts
from letters.readiness import RANK, assess
from letters.reasons import REASONS
from letters.supervision import Gap, Supervision

DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2028, 6, 30))
many = settings(max_examples=120, deadline=None)


@st.composite
def gaps(draw, start: date):
    first = start + DAY * draw(st.integers(0, 120))
    return Gap(first, first + DAY * draw(st.integers(0, 30)))


@st.composite
def rotations(draw):
    start = draw(days)
    length = draw(st.one_of(st.none(), st.integers(0, 250)))
    kind = draw(st.sampled_from(("externship", "observership", "research", "volunteer")))
    return Supervision(
        start,
        None if length is None else start + DAY * length,
        draw(st.sampled_from((0.5, 1, 2, 2.5, 3, 4, 5, 6, 7))),
        tuple(draw(st.lists(gaps(start), max_size=2))),
        kind,
        kind == "externship",
        is_surgical=draw(st.booleans()),
        has_clinic=draw(st.booleans()),
    )


@st.composite
def seasons(draw):
    review = draw(st.dates(date(2026, 6, 1), date(2028, 12, 31)))
    later = SeasonFacts("later", review + DAY * 364)
    return SeasonFacts("this", review, draw(st.booleans()), next=draw(st.sampled_from((None, later))))


@st.composite
def letters(draw, presets=(None, "end_of_rotation", "several_weeks", "long")):
    return LetterFacts(
        "Dr. Lee",
        tuple(draw(st.lists(rotations(), max_size=3))),
        draw(st.one_of(st.none(), seasons())),
        preset_key=draw(st.sampled_from(presets)),
        examples={name: draw(st.integers(0, 2)) for name in QUALITIES},
        days_logged=draw(st.integers(0, 15)),
        feedback_asked_on=draw(st.one_of(st.none(), days)),
        left_on=draw(st.one_of(st.none(), days)),
    )


fixed_rules = letters(presets=("end_of_rotation", "several_weeks", "long"))


def is_worse(after, before) -> bool:
    """A lower rank, or the same rank with more to do before asking. Nothing together is no verdict yet."""
    if before.supervised_from is None:
        return False
    return after.rank < before.rank or (
        after.rank == before.rank and len(after.missing) > len(before.missing)
    )


@many
@given(letters(), days)
def test_every_verdict_has_words_and_a_reason_from_the_registry(facts, today):
    verdict = assess(facts, today)
    assert verdict.kind in RANK
    assert verdict.headline
    assert verdict.next_step.endswith(".")
    assert verdict.reasons
    assert [reason.key for reason in verdict.reasons if reason.key not in REASONS] == []


@many
@given(letters(), days)
def test_same_facts_give_the_same_words(facts, today):
    order = tuple(reversed(facts.supervisions))
    examples = dict(reversed(facts.examples.items()))
    assert assess(facts, today) == assess(replace(facts, examples=examples, supervisions=order), today)


@many
@given(letters(), days, st.integers(1, 500))
def test_a_later_today_never_turns_too_late_into_anything_else(facts, today, later):
    if assess(facts, today).kind == "too_late":
        assert assess(facts, today + DAY * later).kind == "too_late"


@many
@given(letters(), days, st.integers(1, 500))
def test_too_short_never_becomes_too_early_again(facts, today, later):
    if assess(facts, today).kind == "too_short":
        assert assess(facts, today + DAY * later).kind in ("too_short", "too_late")


@many
@given(fixed_rules, days, st.integers(1, 90), st.data())
def test_an_earlier_start_never_makes_it_worse(facts, today, earlier, data):
    if facts.supervisions:
        one = data.draw(st.sampled_from(facts.supervisions))
        rest = tuple(other for other in facts.supervisions if other is not one)
        more = replace(one, start=one.start - DAY * earlier)
        # The same person at the same place: leaving must not cut the longer rotation only.
        facts = replace(facts, left_on=None)
        before = assess(facts, today)
        assert not is_worse(assess(replace(facts, supervisions=(*rest, more)), today), before)


@many
@given(fixed_rules, days, rotations(), st.booleans())
def test_another_past_rotation_never_makes_it_worse(facts, today, other, is_default):
    """Past: over before the others begin, so the plan ahead is the same."""
    facts = replace(facts, left_on=None, preset_key=None if is_default else facts.preset_key)
    first = min((one.start for one in facts.supervisions), default=today)
    if other.end and other.end < min(first, today):
        before = assess(facts, today)
        after = assess(replace(facts, supervisions=(*facts.supervisions, other)), today)
        assert not is_worse(after, before)


@many
@given(fixed_rules, days, st.data())
def test_a_gap_that_did_not_happen_never_makes_it_worse(facts, today, data):
    with_gaps = [one for one in facts.supervisions if one.gaps and max(gap.end for gap in one.gaps) < today]
    if with_gaps:
        one = data.draw(st.sampled_from(with_gaps))
        rest = tuple(other for other in facts.supervisions if other is not one)
        after = assess(replace(facts, supervisions=(*rest, replace(one, gaps=()))), today)
        assert not is_worse(after, assess(facts, today))


@many
@given(fixed_rules, days, st.integers(1, 20))
def test_more_days_logged_never_make_it_worse(facts, today, more):
    after = assess(replace(facts, days_logged=facts.days_logged + more), today)
    assert not is_worse(after, assess(facts, today))


@many
@given(fixed_rules, days, st.data())
def test_more_days_a_week_never_make_it_worse(facts, today, data):
    """From three days a week on; below that the schedule says when a last week is whole."""
    if facts.supervisions:
        one = data.draw(st.sampled_from(facts.supervisions))
        rest = tuple(other for other in facts.supervisions if other is not one)
        fewer, more = sorted(data.draw(st.lists(st.integers(3, 7), min_size=2, max_size=2)))
        before, after = (
            assess(replace(facts, supervisions=(*rest, replace(one, days_per_week=n))), today)
            for n in (fewer, more)
        )
        assert not is_worse(after, before)


@many
@given(letters(), days, st.sampled_from(QUALITIES))
def test_one_more_example_never_makes_it_worse(facts, today, quality):
    more = {**facts.examples, quality: facts.examples[quality] + 1}
    assert not is_worse(assess(replace(facts, examples=more), today), assess(facts, today))


@many
@given(st.integers(0, 300), st.integers(1, 60), st.booleans())
def test_rotation_that_lasted_longer_is_never_worse(length, longer, is_hands_on):
    """Under the default rule too: a seventh week must not cost what six had earned."""
    today, start = date(2027, 12, 1), date(2026, 11, 2)
    kind = "externship" if is_hands_on else "observership"

    def lasted(span: int):
        one = Supervision(start, start + DAY * span, rotation_kind=kind, is_hands_on=is_hands_on)
        return assess(LetterFacts("Dr. Lee", (one,)), today)

    assert not is_worse(lasted(length + longer), lasted(length))
