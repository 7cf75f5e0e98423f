"""What the log itself shows of the exposure matrix: cases, skills and the record system (product.md §3).

A case one assisted or performed counts as taking part, one observed as seen; a skill written down is taking
part; the record system of a rotation is seen. Nothing is guessed from the free lesson of a day.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.exposure_matrix import PART, SEEN

MOST_SKILLS = 10  # rows of skills; the rarer ones are in the log
OBSERVED = "observed"


@dataclass(frozen=True)
class Named:
    """A row of the matrix: `words` are what the log may call it, the name itself included."""

    id: str
    group: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFact:
    entry_id: int
    rotation_id: int
    day: date
    complaint: str
    procedure: str
    role: str
    setting: str
    age_band: str


@dataclass(frozen=True)
class SkillFact:
    """The skills of one day, words separated by commas."""

    entry_id: int
    rotation_id: int
    day: date
    skills: str


@dataclass(frozen=True)
class Trace:
    """That one day (None: the rotation itself) shows one row; `why` are the words of the log it stands on."""

    row: str
    rotation_id: int
    entry_id: int | None
    day: date | None
    level: str
    why: str


class Finder:
    """Finds the rows of the matrix in a few words of the log; whole words, capitals and a plural s aside."""

    def __init__(self, rows: Iterable[Named]):
        self.rows: dict[str, list[str]] = {}
        self.found: dict[str, tuple[str, ...]] = {}  # a log says the same few words on many days
        for row in rows:
            for word in (row.name, *row.words):
                self.rows.setdefault(_folded(word), []).append(row.id)
        self.rows.pop("", None)
        longest = sorted(self.rows, key=len, reverse=True)
        self.pattern = (
            re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})s?(?!\w)") if longest else None
        )

    def __call__(self, text: str) -> tuple[str, ...]:
        """Ids of the rows this text names, each once."""
        if text not in self.found:
            self.found[text] = self._find(_folded(text))
        return self.found[text]

    def _find(self, folded: str) -> tuple[str, ...]:
        matches = self.pattern.finditer(folded) if self.pattern else ()
        return tuple(dict.fromkeys(row for match in matches for row in self.rows[match.group(1)]))


def traces(
    finder: Finder,
    cases: Iterable[CaseFact],
    days: Iterable[SkillFact],
    systems: Mapping[int, str],
    *,
    settings: Mapping[str, str],
    ages: Mapping[str, str],
) -> tuple[Trace, ...]:
    """Everything the log shows. `systems` is rotation id → record system; `settings`, `ages` the words."""
    found: list[Trace] = []
    for rotation_id, system in systems.items():
        why = f"{system} is its record system"
        found += (Trace(row, rotation_id, None, None, SEEN, why) for row in finder(system))
    for case in cases:
        found += _of_case(finder, case, settings, ages)
    for fact in days:
        found += _of_skills(finder, fact)
    return tuple(found)


def _of_case(finder, case, settings, ages):
    level = SEEN if case.role == OBSERVED else PART
    said = (case.complaint, ages.get(case.age_band, ""), settings.get(case.setting, ""), case.role)
    why = ", ".join(word for word in said if word)
    rows = list(finder(f"{case.complaint} / {case.procedure}"))
    rows += [f"setting-{case.setting}"] if case.setting in settings else []
    rows += [f"age-{case.age_band}"] if case.age_band in ages else []
    return [Trace(row, case.rotation_id, case.entry_id, case.day, level, why) for row in rows]


def _of_skills(finder, fact):
    found = []
    for skill in spelled(fact.skills):
        rows = (*finder(skill), f"skill-{_folded(skill)}")
        found += (Trace(row, fact.rotation_id, fact.entry_id, fact.day, PART, skill) for row in rows)
    return found


def spelled(skills: str) -> list[str]:
    """The single skills of a line "Teach-back, ECG", each once, as they were typed."""
    names: dict[str, str] = {}
    for part in skills.split(","):
        if part.strip():
            names.setdefault(_folded(part), " ".join(part.split()))
    return list(names.values())


def skill_rows(found: Sequence[Trace], group: str) -> list[Named]:
    """Rows for the skills written down most often, the most frequent first, as they are mostly spelled."""
    spellings: dict[str, Counter] = {}
    for trace in found:
        if trace.row.startswith("skill-"):
            spellings.setdefault(trace.row, Counter())[trace.why] += 1
    often = sorted(spellings.items(), key=lambda item: (-item[1].total(), item[0]))[:MOST_SKILLS]
    return [Named(row, group, counted.most_common(1)[0][0]) for row, counted in often]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
