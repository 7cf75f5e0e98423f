"""Which letters go to a program, which one is missing, and who could write it (product.md §5, Portfolio).

Hard rules come first, each with its words; what is left is ranked by a score whose parts are shown.
Target: 3 to 4 letters, at least 2 US clinical in the specialty, at most 1 research or home.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.spoken import plain_day, plural
from letters.backplan import SeasonFacts
from letters.states import IN_ERAS, MOST_PER_PROGRAM, NAMES, OUT, PROMISED, State
from letters.supervision import year_before

FEWEST = 3
US_CLINICAL_NEEDED = 2
MOST_RESEARCH_OR_HOME = 1
US_CLINICAL, RESEARCH, HOME = "us_clinical", "research", "home"
# Verdicts under which an attending can still write, the nearest first.
CAN_WRITE = ("ask_this_week", "ready", "nearly", "too_early")


@dataclass(frozen=True)
class Weights:
    """Points per part; defaults an admin can change. They order letters and mean nothing else."""

    state: Mapping[State, int] = field(
        default_factory=lambda: {
            State.AGREED: 12,
            State.PACKET_SENT: 16,
            State.REQUESTED: 20,
            State.CONFIRMED: 24,
            **dict.fromkeys(IN_ERAS, 30),
        }
    )
    lukewarm: int = -10
    same_specialty: int = 20
    hands_on: int = 15
    observed: int = 8
    research_with_clinic: int = 5
    most_weeks: int = 12
    role: Mapping[str, int] = field(
        default_factory=lambda: {
            "program_director": 10,
            "chair": 9,
            "core_faculty": 8,
            "attending": 6,
            "fellow": 2,
        }
    )
    within_a_year: int = 10
    within_two_years: int = 5


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True)
class Candidate:
    """One letter, written or possible. `kind` is us_clinical, research or home.

    `specialty` is the writer's; `written_for` the specialty the letter names, "" when it names none.
    `worked_until` and `dated_on` give its age. `verdict`, `headline` and `ask_from` are readiness's, for
    those not asked yet. `assigned_to`: program keys.
    """

    key: str
    writer: str
    author: str
    state: State
    kind: str = US_CLINICAL
    specialty: str = ""
    written_for: str = ""
    promise: str = ""
    role: str = "attending"
    is_hands_on: bool = False
    has_clinic: bool = True
    weeks: float = 0
    worked_until: date | None = None
    dated_on: date | None = None
    verdict: str = ""
    ask_from: date | None = None
    assigned_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Target:
    """What letters are chosen for: a program, or a specialty as a whole when `program` is ""."""

    specialty: str
    program: str = ""
    name: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a score: what it is for, its points, and why that many."""

    name: str
    points: int
    why: str


@dataclass(frozen=True)
class Scored:
    candidate: Candidate
    parts: tuple[Part, ...]
    is_assigned: bool = False

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class LeftOut:
    """A letter that is not sent, with the rule that kept it out."""

    candidate: Candidate
    key: str
    sentence: str


@dataclass(frozen=True)
class Missing:
    """A letter the mix lacks, and who could write it, the nearest first."""

    key: str
    sentence: str
    could_write: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Portfolio:
    """The choice for one target: at most 4 picked, the rest left out with reasons, and the gaps."""

    target: Target
    picked: tuple[Scored, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[Missing, ...]
    findings: tuple[str, ...] = ()


def choose(
    target: Target,
    candidates: Iterable[Candidate],
    season: SeasonFacts | None,
    today: date,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Portfolio:
    """The letters for one target. Letters already assigned to it keep their place: ERAS does not let an
    applicant replace them (domain.md §2), so a mix they spoil is a finding, not a different choice.
    """
    candidates = tuple(candidates)
    left_out = [out for one in candidates if (out := _ruled_out(one, target))]
    ruled_out = {out.candidate.key for out in left_out}
    promised = [one for one in candidates if one.key not in ruled_out and one.state in PROMISED]
    scored = [
        Scored(one, score_parts(one, target, season, weights), _is_assigned(one, target)) for one in promised
    ]
    picked, no_room = _pick(sorted(scored, key=_order), target)
    missing = _missing(target, picked, candidates, today)
    return Portfolio(target, tuple(picked), (*left_out, *no_room), missing, _findings(target, picked))


def _pick(ranked: list[Scored], target: Target) -> tuple[list[Scored], list[LeftOut]]:
    """From the best down; each that finds no room says why."""
    left_out: list[LeftOut] = []
    picked: list[Scored] = []
    for scored in ranked:
        out = None if scored.is_assigned else _no_room(scored.candidate, picked, ranked, target)
        if out:
            left_out.append(out)
        else:
            picked.append(scored)
    return picked, left_out


def choose_for_each(
    specialties: Iterable[str], candidates: Iterable[Candidate], season: SeasonFacts | None, today: date
) -> dict[str, Portfolio]:
    """One portfolio per specialty applied in; a letter that names one of them serves only that one."""
    candidates = tuple(candidates)
    return {name: choose(Target(name), candidates, season, today) for name in specialties}


def score_parts(
    one: Candidate, target: Target, season: SeasonFacts | None, weights: Weights = DEFAULT_WEIGHTS
) -> tuple[Part, ...]:
    """The score in its parts: progress, promise, specialty, hands-on, time, role, recency."""
    weeks = min(int(one.weeks), weights.most_weeks)
    is_same = one.specialty == target.specialty
    parts = [
        Part("progress", weights.state.get(one.state, 0), NAMES[one.state]),
        Part("specialty", weights.same_specialty if is_same else 0, one.specialty or "specialty unknown"),
        _closeness(one, weights),
        Part("time together", weeks, plural(int(one.weeks), "week")),
        Part("role", weights.role.get(one.role, 0), one.role.replace("_", " ")),
    ]
    if one.promise == "lukewarm":
        parts.append(Part("promise", weights.lukewarm, "a lukewarm yes"))
    if season:
        parts.append(_recency(one, season, weights))
    return tuple(parts)


def _closeness(one: Candidate, weights: Weights) -> Part:
    if one.kind == HOME:
        return Part("experience", 0, "outside the US")
    if one.kind == RESEARCH:
        points = weights.research_with_clinic if one.has_clinic else 0
        return Part("experience", points, "research with clinic" if one.has_clinic else "research")
    if one.is_hands_on:
        return Part("experience", weights.hands_on, "hands-on")
    return Part("experience", weights.observed, "observed")


def _recency(one: Candidate, season: SeasonFacts, weights: Weights) -> Part:
    day = one.dated_on or one.worked_until
    if day is None:
        return Part("recency", 0, "no date")
    year = year_before(season.review_on)
    if day >= year:
        return Part("recency", weights.within_a_year, "within 12 months of review")
    if day >= year_before(year):
        return Part("recency", weights.within_two_years, "12 to 24 months before review")
    return Part("recency", 0, "more than 24 months before review")


def _is_assigned(one: Candidate, target: Target) -> bool:
    return bool(target.program) and target.program in one.assigned_to


def _is_core(one: Candidate, target: Target) -> bool:
    return one.kind == US_CLINICAL and one.specialty == target.specialty


def _order(scored: Scored) -> tuple:
    one = scored.candidate
    return (not scored.is_assigned, -scored.score, -one.weeks, one.writer, one.key)


def _ruled_out(one: Candidate, target: Target) -> LeftOut | None:
    if one.state in OUT:
        return LeftOut(one, "out", f"{one.writer}: {NAMES[one.state]}.")
    is_for_another = one.written_for and one.written_for != target.specialty
    if is_for_another and not _is_assigned(one, target):
        return LeftOut(one, "other_specialty", f"{one.writer}: written for {one.written_for}.")
    return None


def _no_room(one: Candidate, picked: list[Scored], ranked: list[Scored], target: Target) -> LeftOut | None:
    """Why this letter cannot join those picked before it, or None."""
    chosen = [scored.candidate for scored in picked]
    if any(other.author == one.author for other in chosen):
        return LeftOut(one, "same_author", f"{one.writer}: one letter per author.")
    if one.kind != US_CLINICAL and _research_or_home(chosen) >= MOST_RESEARCH_OR_HOME:
        return LeftOut(one, "second_research", f"{one.writer}: at most one research or home letter.")
    if len(chosen) >= MOST_PER_PROGRAM:
        return LeftOut(one, "full", f"{one.writer}: ERAS takes at most 4, and four are stronger here.")
    if not _is_core(one, target) and _places_kept(one, chosen, ranked, target) >= MOST_PER_PROGRAM - len(
        chosen
    ):
        words = f"{one.writer}: the last places are for US clinical letters in {target.specialty}."
        return LeftOut(one, "kept_for_clinical", words)
    return None


def _places_kept(one: Candidate, chosen: list[Candidate], ranked: list[Scored], target: Target) -> int:
    """Places still needed for US clinical letters in the specialty that other authors can fill."""
    authors = {other.author for other in chosen}
    available = {
        scored.candidate.author
        for scored in ranked
        if _is_core(scored.candidate, target) and scored.candidate.author not in authors | {one.author}
    }
    have = sum(_is_core(other, target) for other in chosen)
    return min(max(0, US_CLINICAL_NEEDED - have), len(available))


def _research_or_home(chosen: list[Candidate]) -> int:
    return sum(one.kind != US_CLINICAL for one in chosen)


def _missing(
    target: Target,
    picked: list[Scored],
    candidates: tuple[Candidate, ...],
    today: date,
) -> tuple[Missing, ...]:
    chosen = [scored.candidate for scored in picked]
    core = US_CLINICAL_NEEDED - sum(_is_core(one, target) for one in chosen)
    total = FEWEST - len(chosen) - max(0, core)
    prospects = _prospects(target, chosen, candidates)
    found = []
    if core > 0:
        writers = tuple(one for one in prospects if _is_core(one, target))
        what = f"{plural(core, 'US clinical letter')} in {target.specialty}"
        found.append(_gap("us_clinical", what, core, writers, today))
        prospects = [one for one in prospects if one not in writers[:core]]
    if total > 0:
        has_research = _research_or_home(chosen) >= MOST_RESEARCH_OR_HOME
        writers = tuple(one for one in prospects if one.kind == US_CLINICAL or not has_research)
        found.append(
            _gap("third_letter", f"{plural(total, 'more letter')} to reach {FEWEST}", total, writers, today)
        )
    return tuple(found)


def _gap(key: str, what: str, number: int, writers: tuple[Candidate, ...], today: date) -> Missing:
    if not writers:
        return Missing(key, f"Missing: {what}. Nobody on your list could write it yet.")
    it = "it" if number == 1 else "one"
    named = (f"{one.writer} could write {it}: {_when(one, today)}." for one in writers[:number])
    return Missing(key, " ".join((f"Missing: {what}.", *named)), writers)


def _when(one: Candidate, today: date) -> str:
    if one.state == State.ASKED:
        return "asked, no answer yet"
    if one.verdict == "too_early" and one.ask_from:
        return f"ask from {plain_day(one.ask_from, today)}"
    return {"ask_this_week": "ask this week", "ready": "you can ask now"}.get(one.verdict, "nearly ready")


def _prospects(target: Target, chosen: list[Candidate], candidates: tuple[Candidate, ...]) -> list[Candidate]:
    """Who could still write, the nearest first: asked already, then by readiness and by date."""
    authors = {one.author for one in chosen}

    def nearness(one: Candidate) -> tuple:
        rank = -1 if one.state == State.ASKED else CAN_WRITE.index(one.verdict)
        return (not _is_core(one, target), rank, one.ask_from or date.min, -one.weeks, one.writer, one.key)

    can_write = (
        one
        for one in candidates
        if one.author not in authors
        and (not one.written_for or one.written_for == target.specialty)
        and (
            one.state == State.ASKED
            or (one.state in (State.CONSIDERING, State.SIGNALLED) and _can_write(one))
        )
    )
    by_author: dict[str, Candidate] = {}
    for one in sorted(can_write, key=nearness):
        by_author.setdefault(one.author, one)
    return list(by_author.values())


def _can_write(one: Candidate) -> bool:
    """Too early without a date to ask from never gets there as planned."""
    return one.verdict in CAN_WRITE and (one.verdict != "too_early" or one.ask_from is not None)


def _findings(target: Target, picked: list[Scored]) -> tuple[str, ...]:
    """What the letters already assigned do to the mix; nothing here can be chosen away."""
    assigned = [scored.candidate for scored in picked if scored.is_assigned]
    name = target.name or target.program
    found = []
    if len(assigned) > MOST_PER_PROGRAM:
        found.append(f"{name} has {len(assigned)} letters assigned. ERAS takes at most 4.")
    if _research_or_home(assigned) > MOST_RESEARCH_OR_HOME:
        found.append(f"{name} has {_research_or_home(assigned)} research or home letters. One is usual.")
    if len({one.author for one in assigned}) < len(assigned):
        found.append(f"{name} has two letters by one author.")
    return tuple(found)
