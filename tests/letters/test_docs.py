"""docs/readiness.md lists every verdict, reason, option and refusal, in the words the code uses."""

import re
from pathlib import Path

from letters.presets import DEFAULT_PRESETS
from letters.readiness import LADDER, RANK, assess
from letters.reasons import GROUPS, OPTIONS, REASONS
from letters.states import REFUSALS
from tests.letters.cases_season import CASES as SEASON_CASES
from tests.letters.cases_time import CASES as TIME_CASES
from tests.letters.test_standing import SAID
from tests.letters.worked import d

DOC = (Path(__file__).parents[2] / "docs" / "readiness.md").read_text(encoding="utf-8")
KEYED_ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
RULES = {**REASONS, **OPTIONS, **REFUSALS}


def test_no_two_rules_share_a_key():
    rules = sum(len(group) for group in GROUPS.values())
    assert len(REASONS) == rules
    assert len(set(REASONS) & set(OPTIONS)) == len(set(REASONS) & set(REFUSALS)) == 0
    assert [rule.key for rule in RULES.values() if not (rule.sentence and rule.rule and rule.source)] == []


def test_every_rule_stands_in_the_doc_and_nothing_else():
    rows = [row for row in KEYED_ROW.findall(DOC) if row[0] not in {*RANK, LADDER}]
    assert sorted(rows) == sorted((key, one.sentence, one.rule, one.source) for key, one in RULES.items())


def test_every_verdict_stands_in_the_doc():
    kinds = [row[0] for row in KEYED_ROW.findall(DOC)][: len(RANK) + 1]
    assert kinds == [*RANK, LADDER]


def test_every_preset_stands_in_the_doc():
    for preset in DEFAULT_PRESETS.values():
        assert f"| {preset.name} | {preset.weeks} weeks" in DOC


def test_every_reason_and_option_is_said_in_a_worked_case():
    """A reason no case can bring about is a sentence nobody will ever read."""
    verdicts = [assess(one.facts(), d(one.today)) for one in TIME_CASES + SEASON_CASES]
    said = {reason.key for verdict in verdicts for reason in verdict.reasons}
    said |= {key for *_, keys, _ in SAID for key in keys}
    offered = {option.key for verdict in verdicts for option in verdict.options}
    # These have their own cases: alarms and risk in test_alarms, the lukewarm yes in test_readiness.
    elsewhere = {rule.key for name in ("Alarms", "Risk") for rule in GROUPS[name]} | {"agreed_lukewarm"}
    assert set(REASONS) - elsewhere - said == set()
    assert offered == set(OPTIONS)


def test_sentences_keep_the_voice():
    """product design §7: no exclamation marks, no guessing he or she, a full stop at the end."""
    for rule in RULES.values():
        assert rule.sentence.endswith(".")
        assert re.search(r"!|\b(he|she|his|her|him|OK|pending|N/A|invalid|oops)\b", rule.sentence) is None
