"""Hospital and university names: which two are one house, which are two, and when nobody can tell.

`read_institution` takes a name apart, `same_house` compares two of them in their places. A campus or
department said on one side only is no difference; two different campuses are. A generic name ("General
Hospital") is nobody's.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA

from tracker.folding import fold, word_set
from tracker.places import STATE_WORDS, Place

_TYPO_LETTERS = 6
_SPELLED_OUT = {
    "univ": "university",
    "uni": "university",
    "hosp": "hospital",
    "hospitals": "hospital",
    "hsp": "hospital",
    "ctr": "center",
    "cntr": "center",
    "centre": "center",
    "centers": "center",
    "med": "medical",
    "mem": "memorial",
    "meml": "memorial",
    "gen": "general",
    "genl": "general",
    "natl": "national",
    "intl": "international",
    "inst": "institute",
    "coll": "college",
    "sch": "school",
    "dept": "department",
    "div": "division",
    "reg": "regional",
    "regl": "regional",
    "comm": "community",
    "hlth": "health",
    "sys": "system",
    "systems": "system",
    "clinics": "clinic",
    "childrens": "children",
    "child": "children",
    "chldrns": "children",
    "kids": "children",
    "pediatric": "children",
    "womens": "women",
    "woman": "women",
    "vets": "veterans",
    "veteran": "veterans",
    "va": "veterans",
    "vamc": "veterans",
    "vahcs": "veterans",
    "rehab": "rehabilitation",
    "mt": "mount",
    "ft": "fort",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "psych": "psychiatric",
    "psychiatry": "psychiatric",
    "behavioral": "psychiatric",
    "mental": "psychiatric",
    "dentistry": "dental",
    "presby": "presbyterian",
    "meth": "methodist",
    "cnty": "county",
    "co": "county",
    "ortho": "orthopedic",
    "orthopaedic": "orthopedic",
    "orthopaedics": "orthopedic",
    "orthopedics": "orthopedic",
    "cardiac": "heart",
    "cardiovascular": "heart",
    "cardiology": "heart",
    "oncology": "cancer",
    "neuro": "neurology",
    "neurosciences": "neurology",
    "neuroscience": "neurology",
    "neurological": "neurology",
    "northern": "north",
}
_KNOWN_AS = {
    "umich": "university michigan",
    "upenn": "university pennsylvania",
    "wustl": "washington university",
    "washu": "washington university",
    "umass": "university massachusetts",
    "uconn": "university connecticut",
    "uc": "university california",
    "ut": "university texas",
    "utsw": "university texas southwestern",
    "msk": "memorial sloan kettering",
    "nyp": "new york presbyterian",
    "newyork": "new york",
    "hup": "university pennsylvania",
    "vumc": "vanderbilt university",
    "mdacc": "md anderson",
    "ucsf": "university california san francisco",
    "ucla": "university california los angeles",
    "mgh": "massachusetts general hospital",
    "chop": "children hospital philadelphia",
    "upmc": "university pittsburgh medical center",
    "uthealth": "university texas health",
    "osu": "ohio state university",
    "nyu": "new york university",
}
_KINDS = word_set(
    """
    hospital medical center clinic health healthcare system care medicine school college institute
    foundation campus main group network physicians physician associates practice partners services
    service program inc llc pc pllc pa md residency office teaching academic affiliated faculty
    department division section unit affairs administration sciences science building tower pavilion
    branch site location facility private solo offices doctors specialists outpatient ambulatory
    inpatient national
    """
)
_JOINERS = word_set("the of at and for in on")
_WEAK = word_set(
    """
    general memorial regional community county city municipal district area metropolitan university
    """
)
_HARD = word_set(
    """
    children veterans rehabilitation psychiatric dental nursing urgent veterinary women state tech
    hospice
    """
)
_UNITS = word_set(
    """
    heart cancer eye spine vascular orthopedic neurology surgery surgical imaging kidney digestive
    diabetes brain breast lung transplant trauma emergency burn sleep pain dermatology gastroenterology
    nephrology radiology urology pathology pediatrics anesthesiology ophthalmology family internal
    primary endocrinology pulmonary rheumatology hematology
    """
)
_NEVER_TELLING = word_set(
    """
    mount new our lady north south east west central holy big greater upper lower fort san los las
    """
)
_INSTITUTION_WORDS = word_set(
    """
    hospital medical clinic health healthcare university college institute center medicine veterans
    school system
    """
)
_WALK_IN = frozenset({"clinic"})


class House(Enum):
    """How two institution names stand to each other."""

    SAME = "one house"
    CLOSE = "probably one house"
    UNKNOWN = "cannot be told"
    DIFFERENT = "two houses"


@dataclass(frozen=True)
class InstitutionName:
    """An institution read apart: the words that tell it from others, and the words that say what it is."""

    core: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()
    hard: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    is_university_of: bool | None = None

    @property
    def says_nothing(self) -> bool:
        return not (self.core or self.weak or self.hard or self.units)


def looks_like_institution(text: str) -> bool:
    """Whether a piece of text names a house and not a person: "St Brendan's", "Lakeside Hosp", "UCSF"."""
    words = [_SPELLED_OUT.get(word, word) for word in re.findall(r"[^\W_]+", fold(text))]
    if not words:
        return False
    saint = words[0] in {"st", "saint"} and len(words) > 1
    return (
        saint
        or words[0] in _KNOWN_AS.keys() - {"ut", "uc"}
        or any(word in _INSTITUTION_WORDS for word in words)
    )


def _plain_words(text: str) -> list[str]:
    """Folded words with abbreviations spelled out and saints joined to their names ("saintbrendan")."""
    text = re.sub(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)", "", fold(text).replace("&", " and "))
    raw = re.findall(r"[^\W_]+", text.replace("'", "").replace(".", " "))
    words: list[str] = []
    for position, word in enumerate(raw):
        if word in {"st", "saint"} and position + 1 < len(raw):
            continue
        if position and raw[position - 1] in {"st", "saint"}:
            words.append("saint" + (word[:-1] if word.endswith("s") and len(word) > 4 else word))
        elif position and raw[position - 1] in {"mt", "mount"} and word not in _KINDS:
            words[-1:] = ["mount" + word]
        elif word == "u" and raw[position + 1 : position + 2] == ["of"]:
            words.append("university")
        else:
            words += _KNOWN_AS.get(word, _SPELLED_OUT.get(word, word)).split()
    return words


@lru_cache(maxsize=50_000)
def read_institution(text: str) -> InstitutionName:
    """An institution's name read apart; a leading or trailing department piece is left out."""
    pieces = [piece for piece in re.split(r"[,;()\[\]|]| [-–—] ", text) if piece.strip()]
    kept = [piece for piece in pieces if not _is_department(piece)] or pieces
    words = _plain_words(" ".join(kept))
    groups: dict[str, list[str]] = {"core": [], "weak": [], "hard": [], "units": [], "kinds": []}
    for word in words:
        if word not in _JOINERS:
            groups[_group(word)].append(word)
    sets = {name: frozenset(groups[name]) for name in ("weak", "hard", "units", "kinds")}
    return InstitutionName(
        tuple(groups["core"]), words=tuple(words), is_university_of=_university_form(words), **sets
    )


def _group(word: str) -> str:
    for name, known in (("weak", _WEAK), ("hard", _HARD), ("units", _UNITS), ("kinds", _KINDS)):
        if word in known:
            return name
    return "core"


def _is_department(piece: str) -> bool:
    words = _plain_words(piece)
    if words and words[0] in {"department", "division", "section", "office"}:
        return True
    return bool(words) and words[-1] in {"department", "division", "residency"}


def _university_form(words: list[str]) -> bool | None:
    """True for "University of X", False for "X University", None without the word."""
    if "university" not in words:
        return None
    at = words.index("university")
    following = [word for word in words[at + 1 :] if word not in _JOINERS]
    if words[at + 1 : at + 2] == ["of"] or (at == 0 and bool(following)):
        return True
    return False if at else None


@lru_cache(maxsize=200_000)
def same_house(a: str, b: str, place_a: Place, place_b: Place) -> House:
    """Whether two typed names mean one house. Places that contradict each other always make two."""
    if not a.strip() or not b.strip():
        return House.UNKNOWN
    if place_a.contradicts(place_b):
        return House.DIFFERENT
    order = (House.SAME, House.CLOSE, House.UNKNOWN, House.DIFFERENT)
    ones = [read_institution(piece) for piece in a.split("/") if piece.strip()]
    others = [read_institution(piece) for piece in b.split("/") if piece.strip()]
    found = {_compare(one, other, place_a, place_b) for one in ones for other in others}
    return next((house for house in order if house in found), House.UNKNOWN)


def _compare(a: InstitutionName, b: InstitutionName, place_a: Place, place_b: Place) -> House:
    if a.says_nothing or b.says_nothing:
        return House.UNKNOWN
    if _is_acronym_of(a, b) or _is_acronym_of(b, a):
        return House.SAME
    if a.hard != b.hard:
        return House.DIFFERENT
    towns = frozenset(place_a.city.split()) | frozenset(place_b.city.split())
    if not a.core or not b.core:
        return _compare_generic(a, b, place_a, place_b, towns)
    if (
        a.is_university_of is not None
        and b.is_university_of is not None
        and a.is_university_of != b.is_university_of
    ):
        return House.DIFFERENT
    if a.weak and b.weak and not a.weak & b.weak:
        return House.DIFFERENT
    if a.units and b.units and not a.units & b.units:
        return House.DIFFERENT
    return _compare_cores(a, b, towns)


def _compare_generic(
    a: InstitutionName, b: InstitutionName, place_a: Place, place_b: Place, towns: frozenset[str]
) -> House:
    """Names without a word of their own: one house only with the same words in the same known city."""
    same_city = place_a.shares_city_with(place_b)
    alike = a.weak == b.weak and a.units == b.units
    only_towns = all(word in towns for word in (*a.core, *b.core))
    if alike and only_towns and same_city and (a.weak or a.hard):
        return House.SAME
    bare, other = (a, b) if not a.core else (b, a)
    return House.UNKNOWN if bare.weak <= other.weak and bare.units <= other.units else House.DIFFERENT


def _compare_cores(a: InstitutionName, b: InstitutionName, towns: frozenset[str]) -> House:
    if "".join(a.core) == "".join(b.core):
        rest_a, rest_b, shared, slips = [], [], list(a.core), 0
    else:
        rest_a, rest_b, shared, slips = _pair_off(list(a.core), list(b.core))
    left_a = [word for word in rest_a if word not in towns]
    left_b = [word for word in rest_b if word not in towns]
    if a.hard and towns and not shared and (not left_a or not left_b):
        return House.SAME  # "Cleveland VA" and "Louis Stokes VA" in Cleveland
    if (left_a and left_b) or not shared:
        return House.DIFFERENT
    telling = [
        word for word in shared if word not in towns | STATE_WORDS | _NEVER_TELLING and not word.isdigit()
    ]
    if not telling and (
        left_a or left_b or a.weak != b.weak or bool(a.kinds & _WALK_IN) != bool(b.kinds & _WALK_IN)
    ):
        return House.DIFFERENT
    mixed_kind = bool(a.kinds & _WALK_IN) != bool(b.kinds & _WALK_IN) and bool(a.kinds and b.kinds)
    return House.CLOSE if slips or mixed_kind or a.units != b.units else House.SAME


def _pair_off(a: list[str], b: list[str]) -> tuple[list[str], list[str], list[str], int]:
    """Words only in a, only in b, in both, and how many of those in both differ by one letter."""
    shared = [word for word in a if word in b]
    rest_a = [word for word in a if word not in b]
    rest_b = [word for word in b if word not in a]
    slips = 0
    for word in list(rest_a):
        twin = next((other for other in rest_b if _is_slip(word, other)), None)
        if twin is not None:
            rest_a.remove(word)
            rest_b.remove(twin)
            shared.append(word)
            slips += 1
    return rest_a, rest_b, shared, slips


def _is_slip(a: str, b: str) -> bool:
    shorter = min(len(a.removeprefix("saint")), len(b.removeprefix("saint")))
    return shorter >= _TYPO_LETTERS and OSA.distance(a, b, score_cutoff=1) <= 1


def _is_acronym_of(short: InstitutionName, long: InstitutionName) -> bool:
    """Whether a word of one is the initials of the other, and its further words fit: UCSF, "NYU Langone"."""
    for word in short.core:
        if 3 <= len(word) <= 7 and any(_spells(word, list(words)) for words in _initial_words(long)):
            rest = [other for other in short.core if other != word]
            if all(other in long.words for other in rest) or not any(other in long.core for other in rest):
                return short.hard <= long.hard
    return False


def _initial_words(name: InstitutionName) -> tuple[list[str], ...]:
    split = [
        part
        for word in name.words
        for part in (("saint", word[5:]) if word.startswith("saint") and word[5:] else (word,))
    ]
    return split, [word for word in split if word not in _JOINERS]


def _spells(acronym: str, words: list[str]) -> bool:
    """Whether the acronym takes all words, or leaves out only what says the kind of house."""
    if len(words) < 3 or not "".join(word[0] for word in words).startswith(acronym):
        return False
    return all(word in _KINDS or word in _WEAK or word in _JOINERS for word in words[len(acronym) :])


@lru_cache(maxsize=50_000)
def institution_skeleton(text: str) -> str:
    """One line that equal houses usually share, for grouping and sorting: telling words, then weak ones."""
    name = read_institution(text)
    return " ".join((*name.core, *sorted(name.hard), *sorted(name.weak)))
