"""A line taken apart into sentences, each with its place in the line."""

import re
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"\b(?:Dr|Drs|Prof|Mr|Mrs|Ms|St|Ste|Mt|Ft|vs|etc|e\.g|i\.e|approx|Inc|Jr|Sr|No|Vol|U\.S|M\.D|Ph\.D|"
    r"[A-Z])\.$"
)
_END = re.compile(r"[.?!…]+[\"”’)]*(?=\s|$)")


@dataclass(frozen=True)
class Sentence:
    """`text` as typed, from `start` to `end` of the line, without the spaces around it."""

    text: str
    start: int
    end: int

    @property
    def is_question(self) -> bool:
        return "?" in self.text[-3:]


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of one line. "Dr. Osei" and "U.S. hospitals" do not end one."""
    found, start = [], 0
    for end in _END.finditer(text):
        if (
            end.group() == "."
            and _ABBREVIATION.search(text[max(start, end.end() - 10) : end.end()])
            and end.end() < len(text.rstrip())
        ):
            continue
        found.append(_sentence(text, start, end.end()))
        start = end.end()
    if text[start:].strip():
        found.append(_sentence(text, start, len(text)))
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Sentence(piece.strip(), start + left, start + len(piece.rstrip()))


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The line with those stretches cut out and the spaces closed."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip() + " " + text[end:].lstrip()
    return " ".join(text.split())
