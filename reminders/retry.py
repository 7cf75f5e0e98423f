"""What becomes of a mail after an attempt (reliability.md §8, Retry). Pure.

A server that cannot be reached costs a mail nothing. Only a server's own "no, not now" counts as an
attempt, and only its "no, never" ends a mail. Once a server fell silent after the text, nobody can
know: one more copy under the same Message-ID, then the mail is called uncertain, never failed.
"""

import enum
from dataclasses import dataclass

MINUTE, HOUR = 60, 3600
BACKOFF = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)
JITTER = 0.2
LONGEST = BACKOFF[-1] * (1 + JITTER)
RENDER_TRIES = 3
SILENCE = 15 * MINUTE  # before the one more copy
# RFC 3463: the mailbox or its domain does not exist, has moved, or is disabled. Not 5.1.7 and 5.1.8,
# which speak of the sender, not 5.2.2 (full), not 5.7.x (policy).
DEAD = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}


class Kind(enum.StrEnum):
    """What an attempt came to."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNREACHED = "unreached"  # no conversation: the server's trouble
    HUNG = "hung"  # a conversation that stood still before the text was asked for
    DROPPED = "dropped"  # the line broke before the text was asked for
    UNANSWERED = "unanswered"  # the text was asked for, and no answer came after it
    UNWRITTEN = "unwritten"  # our own template failed
    WITHDRAWN = "withdrawn"  # no longer wanted when the text was about to leave


@dataclass(frozen=True)
class Outcome:
    """`code` as the server gave it ("550 5.1.1"), `said` where it happened; never an address or a text."""

    kind: Kind
    code: str = ""
    said: str = ""

    @property
    def is_dead_address(self):
        return self.kind is Kind.PERMANENT and self.said == "rcpt" and self.code.partition(" ")[2] in DEAD


@dataclass(frozen=True)
class Verdict:
    """Next state of the mail; `wait` seconds before the next try (None keeps its place); its counters."""

    state: str
    attempts: int
    ambiguous: int
    wait: float | None = None


def assess(outcome: Outcome, attempts: int, ambiguous: int, luck: float) -> Verdict:
    """Judge an attempt of a mail that had `attempts` counted before it; `luck` in 0..1 spreads the waits."""
    spread = 1 - JITTER + 2 * JITTER * luck
    match outcome.kind:
        case Kind.ACCEPTED:
            return Verdict("sent", attempts + 1, ambiguous)
        case Kind.PERMANENT:
            return Verdict("uncertain" if ambiguous else "failed", attempts + 1, ambiguous)
        case Kind.UNANSWERED:
            if ambiguous:
                return Verdict("uncertain", attempts + 1, ambiguous)
            return Verdict("retry", attempts + 1, 1, SILENCE)
        case Kind.UNREACHED:
            return Verdict("retry", attempts, ambiguous)
        case Kind.HUNG | Kind.DROPPED | Kind.WITHDRAWN:  # not counted, but others go first
            return Verdict("retry", attempts, ambiguous, MINUTE * spread)
    retries = RENDER_TRIES - 1 if outcome.kind is Kind.UNWRITTEN else len(BACKOFF)
    if attempts >= retries:
        return Verdict("uncertain" if ambiguous else "failed", attempts + 1, ambiguous)
    return Verdict("retry", attempts + 1, ambiguous, BACKOFF[attempts] * spread)


def classify(stage: str, code: int, enhanced: str) -> Outcome:
    """A server's refusal at `stage` (mail, rcpt, data, text).

    421 closes the line before any text was taken. A refused sender or a missing sign-in is our set-up,
    not this mail: it would end every mail one by one.
    """
    said = f"{code} {enhanced}".strip()
    if code == 421 and stage != "text":
        return Outcome(Kind.DROPPED, said, stage)
    if code in (530, 534, 535, 538) or (stage == "mail" and 500 <= code < 600 and code != 552):
        return Outcome(Kind.UNREACHED, said, stage)
    if 400 <= code < 500:
        return Outcome(Kind.TEMPORARY, said, stage)
    if 500 <= code < 600:
        return Outcome(Kind.PERMANENT, said, stage)
    return Outcome(Kind.UNANSWERED if stage == "text" else Kind.DROPPED, said, stage)
