"""People's names as a directory sees them, read apart.

`read_name` takes a name as somebody typed it ("FELDMAN, Ruth A., M.D.", "Dr R. Feldman, St Brendan's") to a
`PersonName`. Any text is accepted; nothing raises. How near two names are is said by name_likeness.py.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.folding import fold, without_controls, word_set
from tracker.given_names import KNOWN_NAMES
from tracker.institution_names import looks_like_institution
from tracker.surnames import surname_skeleton

FORM_LETTERS = 24  # surnames are compared up to here
_TITLES = word_set(
    """
    dr drs doctor doc prof professor mr mrs ms mx miss mister sir dame hon rev fr chief dra asst assoc
    assistant associate attending
    """
)
_CREDENTIALS = word_set(
    """
    md do phd mph mbbs mbbch mbchb mbbchir bmbs bmbch mbbc bds bs bsc ba ma msc ms mha mhs mhsc mba med
    msed mse msce mscr mscs mpp mpa mshs msph mmed mmsc mphil dphil drph dsc scd edd jd llm facc facs
    facp faap facog faans faan faaos facep fccp fccm fasn facg faga fidsa facr facmg fapa faafp fasco
    fahs fhm sfhm fscai fhrs faha fase fascrs fascp frcp frcpc frcsc frcs frcpch frcog frcpath frca mrcp
    mrcs mrcpch mrcog mrcpsych mrcgp fcps fracp fracs ffarcsi ecnu ccd cde abim abp pgy1 pgy2 pgy3 rn
    bsn msn np fnp arnp aprn crnp crna dnp cnm cns pa pac rpa rpac dds dmd dpm dpt pt ot od pharmd psyd
    dvm lcsw rd cpe caqsm facmt faaem facpm faapmr fapmr fasnc fesc fics fiac frs esq emba cmq cpi ret
    retd emeritus
    """
)
# Also surnames: a credential only behind a comma, in capitals beside lower case, or after two names.
_CREDENTIAL_OR_SURNAME = word_set("do ma ms ba bs pa np pt ot od rd med rn cns cde fase")
_MOST_HALVES = 4  # of a surname; more are noise, and would only multiply keys
_FELLOWSHIP = re.compile(r"(?:fa|fc|ff|frc|mrc)[a-z]{2,5}")  # in capitals behind a comma: FACOI, FAAHPM
_SUFFIXES = {
    "jr": "Jr.",
    "junior": "Jr.",
    "sr": "Sr.",
    "senior": "Sr.",
    "ii": "II",
    "2nd": "II",
    "iii": "III",
    "3rd": "III",
    "iv": "IV",
    "4th": "IV",
}
_PARTICLES = word_set(
    """
    de la las los dela delos del della delle di da das dos do du des le van von vom zu zur den der ter
    ten te tot al el ul bin ibn ben bint abu mac mc o d l st saint san santa y e
    """
)
_NEE = r"(?i:\b(?:n[eé]e|geb|formerly|born)\b\.?)"
_ASIDE = re.compile(r"[(\[“\"]\s*([^()\[\]“”\"]{1,40})\s*[)\]”\"]|(?<=\s)['‘](\w{2,20})['’](?=\s)")


@dataclass(frozen=True)
class PersonName:
    """A name read apart, every part folded.

    `spelled` is the whole surname as written (with particles and without), `wholes` the skeletons of that
    (surnames.py), `halves` the skeletons of the parts of a double one,
    `maiden` earlier surnames and unhyphenated first surnames that stand among the given names.
    `suffix` is "Jr.", "Sr.", "II", "III", "IV" or "".
    """

    given: tuple[str, ...] = ()
    spelled: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    maiden: frozenset[str] = frozenset()
    nicknames: tuple[str, ...] = ()
    suffix: str = ""
    credentials: tuple[str, ...] = ()
    institution: str = ""

    @property
    def surnames(self) -> frozenset[str]:
        """Every form the surname may take."""
        return self.wholes | self.halves | self.maiden


def _words(piece: str) -> list[str]:
    """Words of one piece as typed (case kept).

    "R.K." gives R, K; "M.D." and "Ph.D." stay one word; hyphens stay.
    """
    piece = re.sub(r"(?i)\bph\.?\s*d\b\.?", "PhD", piece)
    piece = re.sub(r"(?i)\bm\.\s*d\b\.?", "MD", piece)
    words: list[str] = []
    for raw in piece.split():
        bare = fold(raw).replace(".", "")
        if raw.count(".") > 1 and bare.replace("-", "") in _CREDENTIALS:
            words.append(bare)
        else:
            words.extend(part for part in re.split(r"[.\u3002]", raw) if part.strip("-'’\"()"))
    return words


def _strip_tail(words: list[str], *, after_comma: bool) -> tuple[list[str], list[str], str]:
    """Takes credentials and a suffix off the end: (names, credentials, suffix)."""
    credentials: list[str] = []
    suffix = ""
    names = list(words)
    while names:
        word = names[-1]
        bare = re.sub(r"[^\w]", "", fold(word))
        if bare in _SUFFIXES and (after_comma or len(names) > 1):
            suffix = suffix or _SUFFIXES[bare]
        elif _is_credential(word, bare, names, after_comma):
            credentials.insert(0, bare)
        else:
            break
        names.pop()
    return names, credentials, suffix


def _is_credential(word: str, bare: str, names: list[str], after_comma: bool) -> bool:
    if after_comma and word.isupper() and _FELLOWSHIP.fullmatch(bare):
        return True
    if bare not in _CREDENTIALS or (len(names) == 1 and not after_comma):
        return False
    if bare not in _CREDENTIAL_OR_SURNAME:
        return True
    shouted = word.isupper() and any(other != other.upper() for other in names)
    return (after_comma and (len(names) == 1 or shouted)) or (shouted and len(names) > 2)


def _take_asides(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Nicknames in quotes or brackets and maiden names after née.

    Returns (text without them, nicknames, maiden names).
    """
    maiden = tuple(fold(name) for name in re.findall(rf"{_NEE}\s+([\w'’-]+)", text))
    text = re.sub(rf"\(?\s*{_NEE}\s+[\w'’-]+\s*\)?", " ", text)
    asides = [fold(x or y) for x, y in _ASIDE.findall(text)]
    nicknames = tuple(n for n in asides if n.isalpha() and n not in _CREDENTIALS and n not in _TITLES)
    return _ASIDE.sub(" ", text), nicknames, maiden


@lru_cache(maxsize=50_000)
def read_name(text: str) -> PersonName:
    """A typed name read apart. Empty or wordless text gives an empty `PersonName`."""
    clean, nicknames, maiden = _take_asides(without_controls(text))
    clean, _, tail = re.sub(" [-\u2013\u2014] ", " - ", clean).partition(" - ")
    place = tail if looks_like_institution(tail) else ""
    pieces = [piece for piece in re.split(r"[,;，、]", clean) if piece.strip()]
    credentials: list[str] = []
    suffix = ""
    kept: list[list[str]] = []
    places = [place] if place else []
    for position, piece in enumerate(pieces):
        if position and looks_like_institution(piece):
            places.append(piece.strip())
            continue
        names, found, tail = _strip_tail(_words(piece), after_comma=position > 0)
        credentials += found
        suffix = suffix or tail
        names = _without_titles(names)
        if names:
            kept.append(names)
    given, surname = _split(kept)
    return _build(given, surname, nicknames, maiden, suffix, tuple(credentials), ", ".join(places))


def _without_titles(words: list[str]) -> list[str]:
    """Titles in front go ("Dr", "Prof."), unless nothing would be left.

    "Md" in front is the name Mohammed.
    """
    rest = list(words)
    while len(rest) > 1 and re.sub(r"[^\w]", "", fold(rest[0])) in _TITLES:
        rest.pop(0)
    return [] if len(rest) == 1 and fold(rest[0]) in _TITLES else rest


def _split(pieces: list[list[str]]) -> tuple[list[str], list[str]]:
    """Given names and surname words, from "First Last" or from "Last, First"."""
    if not pieces:
        return [], []
    if len(pieces) > 1:
        return [word for piece in pieces[1:] for word in piece], pieces[0]
    words = pieces[0]
    if len(words) == 1:
        return [], words
    if _is_trailing_initials(words):
        return words[-1:], words[:-1]
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]) in _PARTICLES and len(fold(words[start - 1])) > 1:
        start -= 1
    if start > 1 and fold(words[start - 1]) in {"o", "d"} and not words[start - 1].endswith("."):
        start -= 1
    return words[:start], words[start:]


def _is_trailing_initials(words: list[str]) -> bool:
    """Journal style, "Feldman RK": initials behind the surname."""
    last = words[-1]
    if len(words) > 2 and fold(words[0]) in _PARTICLES and len(last) == 1:
        return True
    if len(words) != 2 or not last.isalpha():
        return False
    return len(last) == 1 or (
        len(last) <= 3 and last.isupper() and not words[0].isupper() and not _has_vowel(last)
    )


def _has_vowel(word: str) -> bool:
    return any(c in "aeiouy" for c in fold(word))


def _given_tokens(words: list[str]) -> tuple[str, ...]:
    """Folded given names; "RK" in a mixed-case name is two initials, "Abdel Rahman" one name."""
    mixed = any(not word.isupper() for word in words) or len(words) == 1
    tokens: list[str] = []
    for word in words:
        letters = re.sub(r"[^\w-]", "", word)
        if mixed and len(letters) in (2, 3) and letters.isupper() and not _has_vowel(letters[1:]):
            tokens += [part for part in fold(letters) if part.isalpha()]
        else:
            tokens += [part for part in re.split("[-_]", re.sub(r"[^\w-]", "", fold(word))) if part]
    return tuple(tokens)


def _form(text: str) -> str:
    return surname_skeleton(text)[:FORM_LETTERS]


def _surname_spellings(words: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """(the whole surname as written, its parts): particles on and off, "Alsayed" also without its article."""
    parts = [re.sub(r"[\W_]", "", part) for word in words for part in re.split(r"[-\s]", fold(word))]
    parts = [part for part in parts if part]
    core = [part for part in parts if part not in _PARTICLES] or parts
    spelled = {"".join(core), "".join(parts)}
    if len(core) == 1:
        spelled.add(re.sub(r"^(?:al|el|ul)(?=\w{4})", "", core[0]))
    halves = tuple(part for part in core if len(part) > 1)[:_MOST_HALVES] if len(core) > 1 else ()
    return frozenset(form[:FORM_LETTERS] for form in spelled) - {""}, halves


def _middle_surnames(tokens: tuple[str, ...], surname: list[str]) -> frozenset[str]:
    """A first surname written as if it were a middle name ("Maria Garcia Lopez").

    Alone and joined to the last.
    """
    if len(tokens) < 2 or len(tokens[-1]) < 3 or tokens[-1] in KNOWN_NAMES:
        return frozenset()
    return frozenset({_form(tokens[-1]), _form(tokens[-1] + "".join(fold(word) for word in surname))})


def _build(given, surname, nicknames, maiden, suffix, credentials, institution) -> PersonName:
    spelled, halves = _surname_spellings(surname)
    tokens = _given_tokens(given)
    earlier = frozenset(_form(name) for name in maiden) | _middle_surnames(tokens, surname)
    return PersonName(
        given=tokens,
        spelled=spelled,
        wholes=frozenset(_form(form) for form in spelled) - {""},
        halves=frozenset(_form(part) for part in halves) - {""},
        maiden=earlier - {""},
        nicknames=nicknames,
        suffix=suffix,
        credentials=credentials,
        institution=institution,
    )
