"""Full names that stand beside an age and a sex: "Susan Miller, 45 yo F", "47 yo male Terrence Oduya"."""

import re
from collections.abc import Iterator

from tracker.phi.findings import Kind
from tracker.phi.name_cues import (
    AGE_AFTER,
    ENDING,
    FULL_NAME_BEFORE_AGE,
    NAME_BEHIND_AGE,
    STAFF_BEFORE,
    STAFF_TITLES,
)
from tracker.phi.name_reading import only_a_name, only_names, plain_word
from tracker.phi.people_words import CLEAR_NAMES, GIVEN, NAMES
from tracker.phi.ward_words import STOP

Hit = tuple[int, int, Kind]


def beside_ages(text: str) -> Iterator[Hit]:
    """Names before an age, of which a part is known as one."""
    for match in AGE_AFTER.finditer(text):
        first, last = match[1], match[3]
        if STAFF_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        end = match.end(3) if last else match.end(2) if match[2] else match.end(1)
        if last and (_both_names(first, last) or _both_names(last, first)):
            yield match.start(), end, Kind.NAME
        elif (
            not last and first.lower() in CLEAR_NAMES and text[match.end(1) : match.end(1) + 1] in (",", " ")
        ):
            sure = text[match.end(1)] == "," or text[match.end(1) : match.end(1) + 2] == " ("
            if sure and (first[0].isupper() or match.start() == 0):
                yield match.start(), match.end(1), Kind.NAME


def behind_ages(text: str) -> Iterator[Hit]:
    """Two capitals before or behind an age that are words of no list of the ward."""
    for match in FULL_NAME_BEFORE_AGE.finditer(text):
        words = (match["first"], match["last"].split()[-1])
        if words[0].lower() in STAFF_TITLES:
            continue
        if only_names(*words) and not STAFF_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match.start(), match.end("last"), Kind.NAME
    for match in NAME_BEHIND_AGE.finditer(text):
        first, last = match["first"], match["last"].split()[-1]
        known = plain_word(first) in GIVEN or plain_word(last) in CLEAR_NAMES
        if only_names(first, last) and (known or not _titled_line(text, match)):
            yield match.start("first"), match.end("last"), Kind.NAME


def _titled_line(text: str, match: re.Match[str]) -> bool:
    """Headline Style Where Each Word Begins Large: then large letters say nothing."""
    line = text[match.end() : match.end() + 60].split()
    return sum(word[:1].isupper() and word[1:].islower() for word in line[:3]) > 1


def _both_names(first: str, last: str) -> bool:
    if first.lower() not in GIVEN:
        return False
    known = last.lower() in NAMES or (
        last.istitle() and last.lower() not in STOP and not ENDING.search(last.lower())
    )
    sure = first.lower() not in STOP or last.lower() in CLEAR_NAMES
    small = first.islower() and last.islower() and first.lower() in CLEAR_NAMES and only_a_name(last)
    return sure and (known or small)
