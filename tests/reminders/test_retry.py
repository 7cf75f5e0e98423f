"""What becomes of a mail after an attempt."""

import pytest

from reminders.retry import BACKOFF, Kind, Outcome, Verdict, assess, classify

HALF = 0.5  # of luck: no spread


@pytest.mark.parametrize(
    ("kind", "attempts", "ambiguous", "verdict"),
    [
        ("accepted", 0, 0, Verdict("sent", 1, 0)),
        ("accepted", 1, 1, Verdict("sent", 2, 1)),
        ("temporary", 0, 0, Verdict("retry", 1, 0, 60)),
        ("temporary", 7, 0, Verdict("retry", 8, 0, 86400)),
        ("temporary", 8, 0, Verdict("failed", 9, 0)),
        ("temporary", 8, 1, Verdict("uncertain", 9, 1)),
        ("permanent", 0, 0, Verdict("failed", 1, 0)),
        ("permanent", 1, 1, Verdict("uncertain", 2, 1)),
        ("unreached", 3, 0, Verdict("retry", 3, 0)),
        ("hung", 3, 0, Verdict("retry", 3, 0, 60)),
        ("dropped", 3, 1, Verdict("retry", 3, 1, 60)),
        ("withdrawn", 3, 0, Verdict("retry", 3, 0, 60)),
        ("unanswered", 0, 0, Verdict("retry", 1, 1, 900)),
        ("unanswered", 1, 1, Verdict("uncertain", 2, 1)),
        ("unwritten", 0, 0, Verdict("retry", 1, 0, 60)),
        ("unwritten", 1, 0, Verdict("retry", 2, 0, 300)),
        ("unwritten", 2, 0, Verdict("failed", 3, 0)),
    ],
)
def test_verdict(kind, attempts, ambiguous, verdict):
    assert assess(Outcome(Kind(kind)), attempts, ambiguous, HALF) == verdict


def test_waits_add_up_to_46_hours_and_spread_by_a_fifth():
    assert sum(BACKOFF) / 3600 == pytest.approx(46.35)
    waits = [assess(Outcome(Kind.TEMPORARY), 0, 0, luck).wait for luck in (0, 1)]
    assert waits == pytest.approx([48, 72])


@pytest.mark.parametrize(
    ("stage", "code", "enhanced", "kind", "is_dead"),
    [
        ("rcpt", 450, "4.2.0", Kind.TEMPORARY, False),
        ("rcpt", 550, "5.1.1", Kind.PERMANENT, True),
        ("rcpt", 550, "5.2.1", Kind.PERMANENT, True),
        ("rcpt", 550, "5.1.8", Kind.PERMANENT, False),
        ("rcpt", 552, "5.2.2", Kind.PERMANENT, False),
        ("rcpt", 550, "5.7.1", Kind.PERMANENT, False),
        ("rcpt", 550, "", Kind.PERMANENT, False),
        ("text", 550, "5.1.1", Kind.PERMANENT, False),
        ("text", 451, "", Kind.TEMPORARY, False),
        ("text", 421, "", Kind.TEMPORARY, False),
        ("text", -1, "", Kind.UNANSWERED, False),
        ("rcpt", -1, "", Kind.DROPPED, False),
        ("mail", 421, "4.3.2", Kind.DROPPED, False),
        ("mail", 530, "5.7.0", Kind.UNREACHED, False),
        ("mail", 550, "5.7.1", Kind.UNREACHED, False),
        ("mail", 552, "5.3.4", Kind.PERMANENT, False),
        ("mail", 451, "", Kind.TEMPORARY, False),
    ],
)
def test_refusal(stage, code, enhanced, kind, is_dead):
    outcome = classify(stage, code, enhanced)
    assert (outcome.kind, outcome.is_dead_address, outcome.said) == (kind, is_dead, stage)
