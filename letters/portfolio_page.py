"""The best letters for each program, the parts of every score, and the letter that is missing."""

from dataclasses import dataclass

from accounts import spoken
from letters import facts, states
from letters.facts import Writer
from letters.models import Assignment, TargetProgram
from letters.portfolio import HOME, RESEARCH, US_CLINICAL, Candidate, Portfolio, Target, choose
from letters.states import State
from tracker.models import Rotation

CAN_BE_ASSIGNED = states.IN_ERAS


@dataclass(frozen=True)
class Picked:
    """One letter chosen for a program; `assignment` once ERAS has it, `can_assign` when it can be."""

    name: str
    path: str
    state: str
    score: int
    parts: tuple
    letter_pk: str
    assignment: Assignment | None
    can_assign: bool


@dataclass(frozen=True)
class Board:
    """One target: a program of the list, or a specialty as a whole while there are no programs."""

    title: str
    program: TargetProgram | None
    picked: tuple[Picked, ...]
    portfolio: Portfolio
    summary: str


@dataclass(frozen=True)
class PortfolioPage:
    boards: tuple[Board, ...]
    has_programs: bool


def describe(owner, today) -> PortfolioPage:
    """The statements of facts.writers and one for the programs, whatever the number of either."""
    found = facts.writers(owner, today)
    candidates = tuple(candidate(one) for one in found)
    programs = list(TargetProgram.objects.for_owner(owner).select_related("specialty"))
    season = facts.season_facts(owner.profile, owner.profile.match_year, today)
    specialties = list(owner.profile.specialties.values_list("name", flat=True))
    only = specialties[0] if len(specialties) == 1 else ""
    boards = []
    for program in programs:
        specialty = program.specialty.name if program.specialty else only
        target = Target(specialty, str(program.pk), program.name)
        boards.append(_board(target, program, found, candidates, season, today))
    with_programs = {board.portfolio.target.specialty for board in boards}
    boards += [
        _board(Target(name), None, found, candidates, season, today)
        for name in specialties
        if name not in with_programs
    ]
    return PortfolioPage(tuple(boards), bool(programs))


def _board(target, program, found, candidates, season, today) -> Board:
    chosen = choose(target, candidates, season, today)
    by_key = {str(one.letter.pk): one for one in found if one.letter}
    picked = tuple(_picked(scored, by_key, program) for scored in chosen.picked)
    there = sum(1 for one in picked if one.assignment)
    if program:
        summary = f"{there} of {spoken.plural(states.MOST_PER_PROGRAM, 'letter')} assigned"
    else:
        summary = (
            f"{spoken.plural(len(picked), 'letter')} chosen, at most {states.MOST_PER_PROGRAM} per program"
        )
    return Board(program.name if program else target.specialty, program, picked, chosen, summary)


def _picked(scored, by_key, program) -> Picked:
    writer = by_key[scored.candidate.key]
    assignments = {one.program_id: one for one in writer.letter.assignments.all() if one.slot}
    assignment = assignments.get(program.pk) if program else None
    return Picked(
        name=str(writer.attending),
        path=writer.letter.get_absolute_url(),
        state=writer.letter.get_state_display(),
        score=scored.score,
        parts=scored.parts,
        letter_pk=scored.candidate.key,
        assignment=assignment,
        can_assign=bool(program) and assignment is None and writer.letter.step in CAN_BE_ASSIGNED,
    )


def candidate(writer: Writer) -> Candidate:
    """The attending as the chooser sees them, asked or not."""
    letter, verdict, record = writer.letter, writer.verdict, writer.facts.record
    kinds = writer.facts.supervisions
    return Candidate(
        key=record.key if record else f"attending-{writer.attending.pk}",
        writer=writer.facts.writer,
        author=str(writer.attending.pk),
        state=record.state if record else State.CONSIDERING,
        kind=_kind(writer),
        specialty=writer.facts.specialty,
        written_for=record.specialty if record else "",
        promise=record.promise if record else "",
        role=writer.facts.role,
        is_hands_on=any(one.is_hands_on for one in kinds),
        has_clinic=any(one.has_clinic for one in kinds),
        weeks=verdict.weeks_supervised,
        worked_until=verdict.last_day,
        dated_on=letter.dated_on if letter else None,
        verdict=verdict.kind if verdict.kind != "ladder" else "",
        ask_from=verdict.ask_from,
        assigned_to=record.assigned_to if record else frozenset(),
    )


def _kind(writer: Writer) -> str:
    """Home when nothing together was in the US, research when all of it was research."""
    if writer.together and not any(one.is_in_us for one in writer.together):
        return HOME
    if writer.together and all(one.kind == Rotation.Kind.RESEARCH for one in writer.together):
        return RESEARCH
    return US_CLINICAL
