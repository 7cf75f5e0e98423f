"""The ladder of one letter, and the steps ERAS does not allow (product.md §5, domain.md §2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from accounts.spoken import plain_day

MOST_PER_PROGRAM = 4
PORTAL_OPENED_ON = date(2026, 6, 1)
NUDGE_AFTER_ASK = 14
NUDGES_BEFORE = (14, 7, 3)


class State(StrEnum):
    CONSIDERING = "considering"
    SIGNALLED = "signalled"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    PACKET_SENT = "packet_sent"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    UPLOADED = "uploaded"
    ASSIGNED = "assigned"
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"
    IMPORTED = "imported"
    VOID = "void"


S = State
# Until someone has been asked, readiness speaks; from then on the ladder does.
BEFORE_ASKING = frozenset({S.CONSIDERING, S.SIGNALLED})
OUT = frozenset({S.DECLINED, S.WITHDRAWN, S.VOID})
IN_ERAS = frozenset({S.UPLOADED, S.ASSIGNED, S.THANKED, S.IMPORTED})
LOCKED = frozenset({S.CONFIRMED, *IN_ERAS})
PROMISED = frozenset({S.AGREED, S.PACKET_SENT, S.REQUESTED, S.CONFIRMED, *IN_ERAS})

NAMES: Mapping[State, str] = {state: state.replace("_", " ") for state in State} | {
    S.REQUESTED: "request created in ERAS"
}

# A step may be skipped where life skips it (an attending offers unasked, the packet went by hand),
# never where ERAS asks for it: request, confirmation, upload, assignment come one after the other.
STEPS: Mapping[State, frozenset[State]] = {
    S.CONSIDERING: frozenset({S.SIGNALLED, S.ASKED, S.AGREED, S.DECLINED, S.IMPORTED, S.WITHDRAWN}),
    S.SIGNALLED: frozenset({S.ASKED, S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.ASKED: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.AGREED: frozenset({S.PACKET_SENT, S.REQUESTED, S.DECLINED, S.WITHDRAWN}),
    S.PACKET_SENT: frozenset({S.REQUESTED, S.DECLINED, S.WITHDRAWN}),
    S.REQUESTED: frozenset({S.CONFIRMED, S.DECLINED, S.WITHDRAWN, S.VOID}),
    S.CONFIRMED: frozenset({S.UPLOADED, S.DECLINED, S.WITHDRAWN, S.VOID}),
    S.UPLOADED: frozenset({S.ASSIGNED, S.THANKED, S.WITHDRAWN}),
    S.ASSIGNED: frozenset({S.THANKED, S.WITHDRAWN}),
    S.THANKED: frozenset({S.ASSIGNED, S.WITHDRAWN}),
    S.IMPORTED: frozenset({S.ASSIGNED, S.THANKED, S.WITHDRAWN}),
    S.DECLINED: frozenset({S.CONSIDERING}),
    S.WITHDRAWN: frozenset({S.CONSIDERING}),
    S.VOID: frozenset({S.CONSIDERING, S.REQUESTED, S.WITHDRAWN}),
}


@dataclass(frozen=True)
class LetterRecord:
    """One letter as the ladder knows it. `since` is the date of the state it is in.

    `writer` is what the screen says ("Dr. Feldman"), `author` tells two letters of one person.
    `promise`: strong, lukewarm or "". `dated_on` is the date on the letter itself. `due_on` is the
    user's own date; without it the season's letters-in day counts. `assigned_to`: program keys.
    """

    key: str
    writer: str
    author: str
    state: State
    since: date
    specialty: str = ""
    promise: str = ""
    asked_on: date | None = None
    agreed_on: date | None = None
    letter_id: str = ""
    requested_on: date | None = None
    uploaded_on: date | None = None
    dated_on: date | None = None
    due_on: date | None = None
    assigned_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StepFacts:
    """What a step is judged by. `by` and `uploaded_by`: applicant, writer, designee or adviser.

    `per_program` counts the letters every program would have with this one assigned.
    `other_letter_ids`: every Letter ID in use or used up, this letter's void ones too.
    `is_correction`: the step recorded in Wardbook was wrong; ERAS itself has not changed.
    """

    on: date
    today: date
    previous_on: date | None = None
    by: str = "applicant"
    is_correction: bool = False
    is_waived: bool = True
    letter_id: str = ""
    other_letter_ids: frozenset[str] = frozenset()
    requested_on: date | None = None
    uploaded_by: str = "writer"
    per_program: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusalRule:
    """Why a step is refused: the words, the rule behind it and where the rule was read."""

    key: str
    sentence: str
    rule: str
    source: str


@dataclass(frozen=True)
class Refusal:
    key: str
    sentence: str
    source: str


_LETTERS_PAGE = "domain.md §2 The system (AAMC, letters of recommendation; season 2027)"
_WRITERS_FAQ = "domain.md §2 The system (AAMC, letter writers FAQ; season 2027)"
_PORTAL_PAGE = "domain.md §2 The system (AAMC, letter portal; season 2025)"
_OURS = "product.md §5, Ladder"

REFUSALS: Mapping[str, RefusalRule] = {
    rule.key: rule
    for rule in (
        RefusalRule(
            "not_a_step",
            "A letter cannot go from {step_from} to {step_to}. Next can be: {steps}.",
            "Steps are taken in the order of the ladder.",
            _OURS,
        ),
        RefusalRule(
            "in_the_future", "{on} is still ahead. Record the step once it has happened.",
            "A step has the date on which it happened.", _OURS,
        ),
        RefusalRule(
            "before_the_last_step", "{on} is before the step it follows, {previous_on}.",
            "The dates of the steps follow each other.", _OURS,
        ),
        RefusalRule(
            "letter_id_missing", "Type the Letter ID from the Letter Request Form.",
            "A request in ERAS has a Letter ID.", _LETTERS_PAGE,
        ),
        RefusalRule(
            "letter_id_used",
            "Letter ID {letter_id} belongs to another of your letters. Each Letter ID works once.",
            "A Letter ID is for one letter.", "domain.md §2 The system (legalclarity.org; usually)",
        ),
        RefusalRule(
            "before_the_portal",
            "ERAS removed requests made before 1 June 2026. Create a new request and send the new Letter ID.",
            "Requests from before 1 June 2026 that were not uploaded by then are void.", _WRITERS_FAQ,
        ),
        RefusalRule(
            "locked",
            "This entry is confirmed for upload. ERAS lets you edit or delete an entry only before that.",
            "Only Not-Confirmed entries can be edited or deleted.", _LETTERS_PAGE,
        ),
        RefusalRule(
            "waived",
            "You waived your right to view this letter, so you never see or handle it. "
            "The writer or the writer’s designee uploads it.",
            "A waived letter is never handled by the applicant.", _LETTERS_PAGE,
        ),
        RefusalRule(
            "adviser_upload",
            "Someone who advises you cannot upload your letter. The writer may name another designee.",
            "A designee may upload, an adviser of the applicant may not.", _PORTAL_PAGE,
        ),
        RefusalRule(
            "no_program", "Choose at least one program for this letter.",
            "Assigned means assigned to a program.", _OURS,
        ),
        RefusalRule(
            "too_many", "{program} would have {count} letters. ERAS takes at most 4 per program.",
            "At most 4 letters are assigned per program; unlimited may be uploaded.", _WRITERS_FAQ,
        ),
    )
}  # fmt: skip


def can(step_from: State, step_to: State, facts: StepFacts) -> Refusal | None:
    """None when the step may be recorded, otherwise the first rule against it.

    A correction may go to any state, but keeps the rules about dates, waiver and counts.
    """
    if facts.on > facts.today:
        return _refuse("in_the_future", on=plain_day(facts.on, facts.today))
    if not facts.is_correction:
        refusal = _step_refused(step_from, step_to, facts)
        if refusal:
            return refusal
        if facts.previous_on and facts.on < facts.previous_on:
            on, previous_on = plain_day(facts.on, facts.today), plain_day(facts.previous_on, facts.today)
            return _refuse("before_the_last_step", on=on, previous_on=previous_on)
    check = _CHECKS.get(step_to)
    return check(facts) if check else None


def can_edit_request(state: State) -> Refusal | None:
    """Whether the ERAS entry may still be edited or deleted: writer, specialty, waiver, Letter ID."""
    return _refuse("locked") if state in LOCKED else None


def nudges(asked_on: date, due_on: date) -> tuple[date, ...]:
    """When to ask again: 14 days after asking, then 14, 7 and 3 days before the date.

    None on the day itself or after it, none on the day of asking or before it.
    """
    days = {asked_on + timedelta(days=NUDGE_AFTER_ASK)}
    days |= {due_on - timedelta(days=before) for before in NUDGES_BEFORE}
    return tuple(sorted(day for day in days if asked_on < day < due_on))


def next_nudge(record: LetterRecord, due_on: date, today: date) -> date | None:
    """The next nudge from today on; none before asking, none once the letter is in ERAS or out."""
    if record.asked_on is None or record.state in IN_ERAS | OUT | BEFORE_ASKING:
        return None
    return next((day for day in nudges(record.asked_on, record.due_on or due_on) if day >= today), None)


def promised(records: tuple[LetterRecord, ...]) -> int:
    """How many letters are promised or further: the 2 in "2 of 4 promised"."""
    return sum(record.state in PROMISED for record in records)


def _step_refused(step_from: State, step_to: State, facts: StepFacts) -> Refusal | None:
    is_entry_taken_back = step_to in (S.WITHDRAWN, S.REQUESTED) and facts.by != "writer"
    if step_from in LOCKED and is_entry_taken_back:
        return _refuse("locked")
    if step_to in STEPS[step_from]:
        return None
    steps = ", ".join(NAMES[state] for state in State if state in STEPS[step_from])
    return _refuse("not_a_step", step_from=NAMES[step_from], step_to=NAMES[step_to], steps=steps)


def _requested(facts: StepFacts) -> Refusal | None:
    if not facts.letter_id:
        return _refuse("letter_id_missing")
    if facts.letter_id in facts.other_letter_ids:
        return _refuse("letter_id_used", letter_id=facts.letter_id)
    return None


def _confirmed(facts: StepFacts) -> Refusal | None:
    is_old = facts.requested_on and facts.requested_on < PORTAL_OPENED_ON <= facts.on
    return _refuse("before_the_portal") if is_old else None


def _uploaded(facts: StepFacts) -> Refusal | None:
    if facts.uploaded_by == "applicant" and facts.is_waived:
        return _refuse("waived")
    if facts.uploaded_by == "adviser":
        return _refuse("adviser_upload")
    return _confirmed(facts)


def _assigned(facts: StepFacts) -> Refusal | None:
    if not facts.per_program:
        return _refuse("no_program")
    program, count = max(sorted(facts.per_program.items()), key=lambda pair: pair[1])
    return _refuse("too_many", program=program, count=count) if count > MOST_PER_PROGRAM else None


_CHECKS = {S.REQUESTED: _requested, S.CONFIRMED: _confirmed, S.UPLOADED: _uploaded, S.ASSIGNED: _assigned}


def _refuse(key: str, **parts: object) -> Refusal:
    rule = REFUSALS[key]
    return Refusal(key, rule.sentence.format(**parts), rule.source)
