"""The PHI guard: does a text hold something that can identify a patient, and how would it read without?

Pure rules over one string (domain.md §6; product.md, "Settled details: PHI guard"). `find` gives the
findings, empty when harmless; `rewrite` the same text without them; `decide` what remains once the user
has said why some words may stay. Every function takes any string, ends in time linear in its length, and
keeps or logs nothing.
"""

from collections.abc import Collection, Iterable

from tracker.phi import ages, contacts, dates, names, numbers, places, records
from tracker.phi.context import Context
from tracker.phi.findings import Finding, Kind, Reason, read_choice
from tracker.phi.folding import fold
from tracker.phi.rewriting import without
from tracker.wordlist import wordset

__all__ = [
    "Finding",
    "Kind",
    "Reason",
    "bare_name",
    "decide",
    "find",
    "holds_never",
    "read_choice",
    "rewrite",
]

RULES = (names, records, numbers, dates, ages, places, contacts)
TITLES = wordset(
    "mr mrs ms miss master mister missus mx senor senora senorita sr sra srta madame mme monsieur frau "
    "herr signora and &"
)
PASSES = 6

Hit = tuple[int, int, Kind]


def find(text: str, *, colleagues: Collection[str] = frozenset()) -> tuple[Finding, ...]:
    """What may identify a patient, in order of place, never overlapping; empty when harmless.

    `colleagues` are names the user has called a colleague on this rotation ("Petrie", "Joan Petrie"): such a
    name after a title is let through. It never excuses a name after "patient" or of a relative.
    """
    folded = fold(text)
    plain = numbers.without_public(folded.text)
    context = Context(plain)
    known = frozenset(word for name in colleagues for word in _name_words(name))
    findings = []
    for start, end, kind in _apart(hit for rule in RULES for hit in rule.hits(plain, context)):
        first, last = folded.span(start, end)
        finding = Finding(first, last, kind, text[first:last])
        if not (known and kind is Kind.NAME and _is_colleague(finding, known)):
            findings.append(finding)
    return tuple(findings)


def holds_never(text: str) -> bool:
    """Whether `find` would report something nobody can let stay. Much faster than `find`."""
    plain = numbers.without_public(fold(text).text)
    return next(records.never(plain), None) is not None


def decide(
    text: str, *, allowed: Collection[str] = frozenset(), colleagues: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """The findings that still stop this text; empty when it may be stored.

    `allowed` holds `Finding.key` of what the user said may stay. Record, chart, account and encounter
    numbers, SSN, Medicare and insurance numbers remain whatever it holds.
    """
    return tuple(
        finding
        for finding in find(text, colleagues=colleagues)
        if not (finding.can_override and finding.key in allowed)
    )


def rewrite(text: str, findings: Iterable[Finding]) -> str:
    """The text to offer instead: without these findings, and with none left that the user did not allow.

    `find(rewrite(t, find(t))) == ()` for every text. What `find` reports and `findings` leaves out was
    allowed and stays.
    """
    todo = tuple(findings)
    if not todo:
        return text
    kept = {finding.key for finding in find(text)} - {finding.key for finding in todo}
    for _ in range(PASSES):
        text = without(text, todo)
        todo = tuple(finding for finding in find(text) if finding.key not in kept)
        if not todo:
            return text
    return _without_lines(text, kept)


def bare_name(words: str) -> str:
    """A finding's words without title, as a form remembers a colleague: "Mr. Kowalski" → "Kowalski"."""
    return " ".join(word for word in words.split() if _plain(word) not in TITLES)


def _without_lines(text: str, kept: set[str]) -> str:
    """Last resort for text no rewrite settles: leave out each line that still holds a finding, at the end "
    "everything."""
    for separator in ("\n", " "):
        text = separator.join(
            piece for piece in text.split(separator) if all(finding.key in kept for finding in find(piece))
        )
        if all(finding.key in kept for finding in find(text)):
            return text
    return ""


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """One finding per place: what may never stay wins, then the more telling kind, then the longer."""
    apart: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if not apart or hit[0] >= apart[-1][1]:
            apart.append(hit)
        elif _weight(hit) > _weight(apart[-1]):
            apart[-1] = hit
    return apart


def _weight(hit: Hit) -> tuple[bool, bool, int]:
    start, end, kind = hit
    return not Finding(start, end, kind, "").can_override, kind is not Kind.DIGITS, end - start


def _plain(word: str) -> str:
    return fold(word).text.lower().strip(".,'\"")


def _name_words(name: str) -> set[str]:
    return {_plain(word) for word in name.split()} - TITLES - {"dr", "prof", ""}


def _is_colleague(finding: Finding, known: frozenset[str]) -> bool:
    titled = _plain(finding.words.split()[0].split(".")[0]) in TITLES
    return titled and _name_words(finding.words.replace(".", ". ")) <= known
