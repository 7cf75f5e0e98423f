"""Which papers run out while a rotation needs them, and what to say about it (product.md §3, Documents)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import spoken

SOON = timedelta(days=60)
TB_YEAR = timedelta(days=365)  # Stanford: TB within 365 days of the start (domain.md §4)


@dataclass(frozen=True)
class Paper:
    """One document. Without `expires_on` it never runs out; a TB test without one lasts 365 days."""

    id: int
    kind: str
    name: str
    issued_on: date | None = None
    expires_on: date | None = None

    @property
    def until(self) -> date | None:
        """The last day it is good for."""
        if self.expires_on is None and self.kind == "tb" and self.issued_on:
            return self.issued_on + TB_YEAR
        return self.expires_on


@dataclass(frozen=True)
class Need:
    """A rotation that is running or to come."""

    id: int
    title: str
    start: date
    end: date


@dataclass(frozen=True)
class Lapse:
    """A paper that does not last: "TB test expires 6 days before Heart failure, Mercer Valley ends."."""

    paper_id: int
    need_id: int
    words: str


def latest(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Of each kind and name the paper that lasts longest: a renewed test makes the old one history."""
    best: dict[tuple[str, str], Paper] = {}
    for paper in papers:
        key = (paper.kind, paper.name)
        if key not in best or (paper.until or date.max, paper.id) > (
            best[key].until or date.max,
            best[key].id,
        ):
            best[key] = paper
    return tuple(best.values())


def assess(papers: Iterable[Paper], needs: Sequence[Need], today: date) -> tuple[Lapse, ...]:
    """Every latest paper that runs out before a rotation still to end does, first rotation first."""
    found = []
    for need in sorted(needs, key=lambda need: (need.start, need.id)):
        if need.end < today:
            continue
        for paper in latest(papers):
            if paper.until is not None and paper.until < need.end:
                found.append(Lapse(paper.id, need.id, _words(paper, need)))
    return tuple(found)


def own_words(papers: Iterable[Paper], need: Need, today: date) -> tuple[str, ...]:
    """The same for the page of one rotation: "Your flu shot ends 6 days before this rotation does."."""
    lapses = assess(papers, [need], today)
    by_id = {paper.id: paper for paper in papers}
    return tuple(_own(by_id[lapse.paper_id], need, today) for lapse in lapses)


def _own(paper: Paper, need: Need, today: date) -> str:
    name = _inside(paper.name)
    many = paper.kind == "titers" and paper.name.endswith("s")
    if paper.until < today:
        said = "this rotation starts" if paper.until < need.start else "this rotation ends"
        return f"Your {name} ended on {spoken.day(paper.until, today)}, before {said}."
    first, verb = (need.start, "starts") if paper.until < need.start else (need.end, "does")
    gap = spoken.plural((first - paper.until).days, "day")
    return f"Your {name} {'end' if many else 'ends'} {gap} before this rotation {verb}."


def _inside(name: str) -> str:
    """A name within a sentence: "Flu shot" loses its capital, "TB test" and "AHA card" keep theirs."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def status(paper: Paper, today: date) -> str:
    """Says "good until Fri 2 Apr 2027", "runs out on Mon 14 Dec", "ran out on …", or "has no end date"."""
    until = paper.until
    if until is None:
        return "has no end date"
    said = spoken.plain_day(until, today)
    if until < today:
        return f"ran out on {said}"
    return f"runs out on {said}" if until - today <= SOON else f"good until {said}"


def is_soon(paper: Paper, today: date) -> bool:
    return paper.until is not None and paper.until - today <= SOON


def _words(paper: Paper, need: Need) -> str:
    if paper.until < need.start:
        days = spoken.plural((need.start - paper.until).days, "day")
        return f"{paper.name} expires {days} before {need.title} starts."
    days = spoken.plural((need.end - paper.until).days, "day")
    return f"{paper.name} expires {days} before {need.title} ends."
