"""docs/outreach.md names every rule of the lint with its reason and examples, and no rule that is gone."""

import re
from pathlib import Path

import pytest

from outreach.linter import RULES
from outreach.routes import GMAIL_LIMIT, MAILTO_LIMIT, OUTLOOK_LIMIT
from outreach.sequence import CLOSE_AFTER_DAYS, DEFAULT_GAPS, GAPS, MOST_FOLLOW_UPS, REST_MONTHS

TEXT = (Path(__file__).parents[2] / "docs" / "outreach.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^#### `([^`]+)`\n\n(.*?)(?=^#|\Z)", TEXT, re.MULTILINE | re.DOTALL))


def test_the_page_has_a_section_for_every_rule_and_no_other():
    assert set(SECTIONS) == set(RULES)
    assert TEXT.count("#### `") == len(RULES)


@pytest.mark.parametrize("key", RULES)
def test_a_section_gives_reason_loudness_and_both_examples(key):
    rule = RULES[key]
    only = "" if rule.on_first and rule.on_follow_up else ", first mail only"
    only = ", follow-ups only" if not rule.on_first else only
    mended = ", mended by *Fix it for me*" if rule.fix else ""
    bad, good = (" ".join(example.words.split()) or "(empty)" for example in (rule.bad, rule.good))
    assert bad != good
    assert SECTIONS[key].strip() == (
        f"{rule.why.strip()}\n\n- Loudness: {rule.severity}{only}{mended}\n- Bad: {bad}\n- Good: {good}"
    )


def test_the_numbers_on_the_page_are_the_ones_in_the_code():
    assert (MOST_FOLLOW_UPS, len(DEFAULT_GAPS), GAPS, CLOSE_AFTER_DAYS, REST_MONTHS) == (
        3,
        2,
        (7, 10, 14),
        14,
        6,
    )
    assert "At most 3 follow-ups, 2 unless the user chooses otherwise. Gaps: 7, 10, 14 days." in TEXT
    assert "closes 14 days after the last message" in TEXT
    for limit in (MAILTO_LIMIT, GMAIL_LIMIT, OUTLOOK_LIMIT):
        assert f"| {limit:,} " in TEXT
