"""Forty whole emails, twenty good and twenty bad in different ways; the verdict on every line is asserted."""

import tomllib
from pathlib import Path

import pytest

from outreach.composer import LINES, Draft, words
from outreach.linter import RULES, History, Severity, lint
from outreach.names import Recipient

FOLDER = Path(__file__).parent / "data" / "emails"
PLACES = ("greeting", "subject", *LINES)


def load(name):
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["email"]


GOOD, BAD = load("good.toml"), load("bad.toml")


def draft_of(email):
    others = {key: email[key] for key in ("subject", "greeting", "cv", "number") if key in email}
    return Draft(**dict(zip(LINES, email["lines"], strict=True)), **others)


def verdicts(email):
    """What the lint says as {line: [keys]}, for the lines it says anything about."""
    to = {**email["to"], "works": tuple(email["to"].get("works", ()))}
    thread = tuple(draft_of(old) for old in email.get("thread", ()))
    history = History(tuple(email.get("why_sent", ())), tuple(email.get("surnames", ())), thread)
    said = {}
    for finding in lint(draft_of(email), Recipient(**to), history):
        said.setdefault(finding.line, []).append(finding.key)
    return {line: sorted(keys) for line, keys in said.items()}


@pytest.mark.parametrize("email", [*GOOD, *BAD], ids=lambda email: email["name"])
def test_the_verdict_on_every_line(email):
    said, expected = verdicts(email), email["verdicts"]
    assert {line: said.get(line, []) for line in PLACES} == {
        line: sorted(expected.get(line, [])) for line in PLACES
    }
    assert set(said) | set(expected) <= set(PLACES)


def test_there_are_twenty_good_and_twenty_bad_ones_and_no_two_bad_alike():
    assert (len(GOOD), len(BAD)) == (20, 20)
    assert [email["name"] for email in GOOD if email["verdicts"]] == []
    shapes = [tuple(sorted((line, *keys) for line, keys in email["verdicts"].items())) for email in BAD]
    assert len(set(shapes)) == 20
    assert () not in shapes


def test_every_good_first_mail_is_within_50_to_125_words():
    assert [
        email["name"] for email in GOOD if not email.get("number") and not 50 <= words(draft_of(email)) <= 125
    ] == []


def test_the_bad_ones_between_them_meet_every_rule():
    met = {key for email in BAD for keys in email["verdicts"].values() for key in keys}
    assert met == set(RULES)
    assert {RULES[key].severity for key in met} == set(Severity)
