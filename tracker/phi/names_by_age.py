"""Full names that stand beside an age and a sex: "Susan Miller, 45 yo F", "47 yo male Terrence Oduya"."""

import re
from collections.abc import Iterator

from tracker.phi.capital_words import CAPITALS
from tracker.phi.findings import Kind
from tracker.phi.name_cues import ENDING, STAFF_BEFORE, STAFF_TITLES
from tracker.phi.name_reading import only_a_name, only_names, plain_word
from tracker.phi.people_words import CLEAR_NAMES, GIVEN, NAMES
from tracker.phi.ward_words import STOP

Hit = tuple[int, int, Kind]

YEARS = r"(?:y/?o|y\.? ?o\.?|yrs?|years?|y|mo|months?|wks?|weeks?|days?)"
SEX = r"(?:[MFmf]|male|female|man|woman|lady|gentleman|boy|girl|guy)"
FIRST = r"[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:[-'][A-Za-z][a-z]+)?"
LAST = (
    r"(?:(?:de|da|del|van|von|el|al|bin|la|le|dos|Al|El|Bin|Ibn|Abu|Ben|De|Van|Von|Du)[ -])?"
    r"(?:[A-Z]')?[A-Z][a-z]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
)
JOINT = r"(?:, ?| ?\(| - |: | is an? |, an? | )"
AGE_AND_SEX = (
    rf"(?:\d{{1,3}} ?-?(?:{YEARS}[ -]?(?:old\b|{SEX}\b)|y/?o\b|y\.o|/? ?[MFmf]\b|male\b|female\b)|"
    r"(?:[MF] ?/ ?|(?:[MF]|male|female), ?)\d{1,3}\b)"
)
SEXED_AGE = (
    r"\d{1,3} ?-?(?:y/?o|y\.o\.?|yrs?|years?|year-old|M|F|m|f|male|female)\b"
    r"(?! (?:in|ahead|out|ago|later|experience|of (?!age)|into|at|now))"
)
BEFORE = re.compile(
    rf"(?<![\w'.-])([^\W\d_]{{2,30}})(?: ([A-Z])\.?)?(?:,? ([^\W\d_][^\W\d_'-]{{1,30}}))?{JOINT}"
    rf"(?={SEXED_AGE})"
)
# The same before what else names one patient: "Rosa Ortega MRN 5581204".
FULL_BEFORE = re.compile(
    rf"(?<![\w.'-])(?P<first>{FIRST})(?: [A-Z]\.?| [A-Z][a-z]+)? (?P<last>{LAST}){JOINT}"
    rf"(?={AGE_AND_SEX}|(?i:mrn|dob|acct)\b\.?[ :#]{{0,2}}\d)"
)
# "Ortega R, 72F", "R Ortega 72F", "Hill, Robert MRN 5581204", "Mateo 4yo M"
SHORT_BEFORE = re.compile(
    rf"(?<![\w.'-])(?:(?P<one>{LAST}),? [A-Z]\.?|[A-Z]\.? (?P<two>{LAST})|(?P<three>{LAST}, {FIRST}))"
    rf"{JOINT}(?={AGE_AND_SEX}|(?i:mrn|dob|acct)\b)|"
    rf"(?:^|(?<=\n))(?P<four>{FIRST}) (?=\d{{1,3}} ?(?:yo|y/o|[MF]\b))"
)
BEHIND = re.compile(
    rf"(?<![\w.])\d{{1,3}} ?-?(?:{YEARS}(?:[ -]?old)?[ ,]{{0,2}}(?:{SEX}\b)?|/? ?[MFmf]\b)\)?"
    rf"(?: G\d{{1,2}}P\w{{1,4}})?(?:,? named|[,:]| -)? (?P<first>{FIRST})(?: [A-Z]\.?)? (?P<last>{LAST})"
)


def beside_ages(text: str) -> Iterator[Hit]:
    """Names before an age, of which a part is known as one."""
    for match in BEFORE.finditer(text):
        first, last = match[1], match[3]
        if _is_staff(text, match.start()):
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
    for match in FULL_BEFORE.finditer(text):
        words = (match["first"], match["last"].split()[-1])
        if words[0].lower() not in STAFF_TITLES and only_names(*words) and not _is_staff(text, match.start()):
            yield match.start(), match.end("last"), Kind.NAME
    for match in SHORT_BEFORE.finditer(text):
        words = (match["one"] or match["two"] or match["three"] or match["four"]).replace(",", "").split()
        known = all(plain_word(word) in CLEAR_NAMES - CAPITALS for word in words)
        if known and not _is_staff(text, match.start()):
            yield match.start(), match.end(match.lastgroup or 0), Kind.NAME
    for match in BEHIND.finditer(text):
        first, last = match["first"], match["last"].split()[-1]
        known = plain_word(first) in GIVEN or plain_word(last) in CLEAR_NAMES
        if only_names(first, last) and (known or not _titled_line(text, match)):
            yield match.start("first"), match.end("last"), Kind.NAME


def _is_staff(text: str, start: int) -> bool:
    return STAFF_BEFORE.search(text[max(0, start - 40) : start]) is not None


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
