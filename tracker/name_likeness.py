"""How near two people's names are, and index keys that near names always share.

Works on `PersonName`s (names.py). The order of the two never matters.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from string import ascii_lowercase

from rapidfuzz.distance import OSA

from tracker.given_names import KNOWN_NAMES, full_forms
from tracker.names import FORM_LETTERS, PersonName
from tracker.surnames import KNOWN_SURNAMES, surname_skeleton

_GIVEN_TYPO_LETTERS = 6
_SURNAME_TYPO_LETTERS = 6  # below, one differing letter makes another surname (Chan, Chen)
_VOWEL_SLIP_LETTERS = 7  # another vowel (Feldman, Feldmen)
_LETTER_SLIP_LETTERS = 8  # another consonant: Hooper and Hoover are two names
_VOWELS = frozenset("aeiouy")
_LONG_LETTERS = 9  # from here two slips are still a slip, if the first five letters stand
_LONG_PREFIX = 5
_NEITHER = "0"  # the initial of a script without a to z


class Likeness(Enum):
    """How near two names are, nearest first."""

    SAME = "the same name"
    EQUIVALENT = "a short form or another spelling"
    PARTIAL = "one of two surnames, or a middle name used as the first"
    INITIAL = "initials that fit"
    TYPO = "one slip apart"
    SURNAME = "the surname, with no first name to compare"
    DIFFERENT = "two names"


@dataclass(frozen=True)
class NameComparison:
    """The verdict on two names, and the parts of it that other rules ask for."""

    likeness: Likeness
    same_surname: bool
    same_first_name: bool
    suffixes_differ: bool


_RANK = {likeness: rank for rank, likeness in enumerate(Likeness)}


@lru_cache(maxsize=200_000)
def compare_names(a: PersonName, b: PersonName) -> NameComparison:
    """How near two names are.

    Suffixes that differ (Jr., Sr., II, III) make two people; a missing one does not.
    """
    if not a.wholes or not b.wholes:
        return NameComparison(Likeness.DIFFERENT, False, False, False)
    surname = _compare_surnames(a, b)
    first = _compare_given(a, b)
    likeness = _joint(surname, first)
    if likeness is Likeness.DIFFERENT and _is_swapped(a, b):
        likeness = Likeness.PARTIAL
    suffixes_differ = bool(a.suffix and b.suffix) and a.suffix != b.suffix
    if suffixes_differ:
        likeness = Likeness.DIFFERENT
    same_first = _is_near_first(a, b)
    return NameComparison(likeness, surname is not Likeness.DIFFERENT, same_first, suffixes_differ)


def _joint(surname: Likeness, first: Likeness) -> Likeness:
    """The two halves of a name together: at most one of them may be doubtful."""
    if Likeness.DIFFERENT in (surname, first):
        return Likeness.DIFFERENT
    if surname is Likeness.SAME or (surname is Likeness.EQUIVALENT and first is not Likeness.SAME):
        return first
    if first in (Likeness.SAME, Likeness.EQUIVALENT):
        return surname
    return (
        Likeness.INITIAL if surname is Likeness.PARTIAL and first is Likeness.INITIAL else Likeness.DIFFERENT
    )


def _compare_surnames(a: PersonName, b: PersonName) -> Likeness:
    """SAME, EQUIVALENT (other spelling), PARTIAL (half of the other, or an earlier one), TYPO, DIFFERENT."""
    if a.spelled & b.spelled or a.wholes & _joined(b) or b.wholes & _joined(a):
        return Likeness.SAME
    if a.wholes & b.wholes:
        return Likeness.EQUIVALENT
    if _is_part(a, b) or _is_part(b, a):
        return Likeness.PARTIAL
    if any(_is_surname_slip(one, other) for one in a.wholes for other in b.wholes) or any(
        _is_surname_slip(one, other) for one in a.spelled for other in b.spelled
    ):
        return Likeness.TYPO
    return Likeness.DIFFERENT


def _joined(name: PersonName) -> frozenset[str]:
    """ "Maria Garcia Lopez" may be "Maria Garcia-Lopez"."""
    return frozenset(form for form in name.maiden if any(form.endswith(w) and form != w for w in name.wholes))


def _is_part(a: PersonName, b: PersonName) -> bool:
    """Whether all of a's surname is among b's: a half of it, or an earlier one."""
    return bool(a.wholes & (b.halves | b.maiden)) or bool(
        a.halves and a.halves <= b.halves | b.maiden | b.wholes
    )


def _is_surname_slip(a: str, b: str) -> bool:
    """A letter lost, doubled or swapped; another letter only in longer names. First letters stand."""
    if min(len(a), len(b)) < _SURNAME_TYPO_LETTERS or a[0] != b[0]:
        return False
    if surname_skeleton(a) in KNOWN_SURNAMES and surname_skeleton(b) in KNOWN_SURNAMES:
        return False
    if OSA.distance(a, b, score_cutoff=1) > 1:
        return _is_long_slip(a, b)
    replaced = _replaced_letters(a, b)
    return not replaced or len(a) >= (_VOWEL_SLIP_LETTERS if replaced <= _VOWELS else _LETTER_SLIP_LETTERS)


def _replaced_letters(a: str, b: str) -> set[str]:
    """The two letters that stand for each other in words one edit apart; none for a lost or swapped one."""
    differing = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return set(differing[0]) if len(a) == len(b) and len(differing) == 1 else set()


def _is_long_slip(a: str, b: str) -> bool:
    if min(len(a), len(b)) < _LONG_LETTERS or a[:_LONG_PREFIX] != b[:_LONG_PREFIX]:
        return False
    return OSA.distance(a, b, score_cutoff=2) <= 2


def _compare_given(a: PersonName, b: PersonName) -> Likeness:
    """SAME, EQUIVALENT, PARTIAL, INITIAL, TYPO, SURNAME (one side has none) or DIFFERENT."""
    if not (a.given or a.nicknames) or not (b.given or b.nicknames):
        return Likeness.SURNAME
    found = [_compare_given_lists(_without_surnames(a, b), _without_surnames(b, a))]
    firsts_a, firsts_b = (*a.given[:1], *a.nicknames), (*b.given[:1], *b.nicknames)
    if (a.nicknames or b.nicknames) and any(_is_near(x, y) for x in firsts_a for y in firsts_b):
        found.append(Likeness.EQUIVALENT)
    return min(found, key=_RANK.__getitem__)


def _without_surnames(name: PersonName, other: PersonName) -> tuple[str, ...]:
    """Given names, less later ones that are a surname on the other side (Paulo Monteiro da Silva)."""
    return (
        *name.given[:1],
        *(token for token in name.given[1:] if surname_skeleton(token) not in other.surnames),
    )


def _compare_given_lists(a: tuple[str, ...], b: tuple[str, ...]) -> Likeness:
    if not a or not b:
        return Likeness.DIFFERENT
    if len("".join(a)) > 2 and "".join(a) == "".join(b):
        return Likeness.SAME
    first = _compare_given_tokens(a[0], b[0])
    if first is Likeness.DIFFERENT:
        return Likeness.PARTIAL if _uses_middle_name(a, b) or _uses_middle_name(b, a) else Likeness.DIFFERENT
    middles = zip(a[1:], b[1:], strict=False)
    if any(_compare_given_tokens(x, y) is Likeness.DIFFERENT for x, y in middles):
        return Likeness.DIFFERENT
    return first


def _uses_middle_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """ "J. Robert Smith" who signs as Robert Smith, or two names in the other order."""
    if len(b) == 1:
        return len(b[0]) > 1 and any(_is_near(token, b[0]) for token in a[1:])
    return len(a) == len(b) == 2 and min(map(len, a)) > 2 and a == b[::-1]


def _compare_given_tokens(a: str, b: str) -> Likeness:
    if len(a) == 1 or len(b) == 1:
        fits = {name[0] for name in full_forms(a)} & {name[0] for name in full_forms(b)}
        return Likeness.INITIAL if fits else Likeness.DIFFERENT
    if a == b:
        return Likeness.SAME
    if full_forms(a) & full_forms(b):
        return Likeness.EQUIVALENT
    if a[0] != b[0]:
        return Likeness.DIFFERENT
    if a.replace("y", "i") == b.replace("y", "i"):
        return Likeness.EQUIVALENT
    if (a in KNOWN_NAMES and b in KNOWN_NAMES) or _differ_in_gender(a, b):
        return Likeness.DIFFERENT
    if _given_skeleton(a) == _given_skeleton(b):
        return Likeness.EQUIVALENT
    if _is_given_slip(a, b):
        return Likeness.TYPO
    return Likeness.PARTIAL if _is_clipped(a, b) else Likeness.DIFFERENT


def _given_skeleton(name: str) -> str:
    return surname_skeleton(name.replace("dj", "d").replace("y", "i"))


def _is_given_slip(a: str, b: str) -> bool:
    """A letter lost, doubled or swapped; another letter only inside a name we know, and not a vowel.

    Karen and Karin, Xiaohong and Xiaodong, Nadia and Nadir are one letter apart and two people.
    """
    if min(len(a), len(b)) < _GIVEN_TYPO_LETTERS:
        return False
    if OSA.distance(a, b, score_cutoff=1) > 1:
        return _is_long_slip(a, b)
    if len(a) != len(b):
        return True
    differing = [at for at in range(len(a)) if a[at] != b[at]]
    if len(differing) == 2:
        return True
    known = len(a) > _GIVEN_TYPO_LETTERS and (a in KNOWN_NAMES or b in KNOWN_NAMES)
    return known and not _replaced_letters(a, b) <= _VOWELS and differing[0] < len(a) - 2


def _differ_in_gender(a: str, b: str) -> bool:
    """Amir and Amira, Mario and Maria: a last vowel more or another one makes another person's name."""
    short, long = sorted((a, b), key=len)
    if len(short) == len(long):
        return a[:-1] == b[:-1] and {a[-1], b[-1]} <= set("aeiou")
    return long[:-1] == short and long[-1] in "aeio"


def _is_clipped(a: str, b: str) -> bool:
    """A long name cut short, which no table of short forms would hold: Oluwadamilola, Oluwadami."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and len(long) >= len(short) + 3 and long.startswith(short)


def _is_near(a: str, b: str) -> bool:
    return min(len(a), len(b)) > 1 and _compare_given_tokens(a, b) in (Likeness.SAME, Likeness.EQUIVALENT)


def _is_near_first(a: PersonName, b: PersonName) -> bool:
    firsts_a, firsts_b = (*a.given[:1], *a.nicknames), (*b.given[:1], *b.nicknames)
    return any(_is_near(x, y) for x in firsts_a for y in firsts_b)


def _is_swapped(a: PersonName, b: PersonName) -> bool:
    """Family name first without a comma.

    "Chen Wei" and "Wei Chen". Two names that both are first names do not count.
    """
    given_a, given_b = "".join(a.given), "".join(b.given)
    if given_a in KNOWN_NAMES and given_b in KNOWN_NAMES:
        return False
    return bool(given_a and given_b) and given_a in b.spelled and given_b in a.spelled


@lru_cache(maxsize=50_000)
def name_keys(name: PersonName) -> frozenset[str]:
    """Keys of which two names share at least one whenever `compare_names` finds them anything but DIFFERENT.

    An initial and a form of the surname, and for longer surnames each form with one letter left out, so
    that one slip still meets. A surname alone meets every initial.
    """
    keys: set[str] = set()
    initials = _initials(name)
    for form in name.surnames | name.spelled:
        stems = {form} | (_one_letter_less(form) if initials else set())
        keys |= {
            f"{initial}.{stem}" for initial in initials or (*ascii_lowercase, _NEITHER) for stem in stems
        }
    if name.given:
        family_first = surname_skeleton("".join(name.given))[:FORM_LETTERS]
        keys |= {f"{_initial(spelled)}.{family_first}" for spelled in name.spelled}
    return frozenset(keys)


def _initials(name: PersonName) -> frozenset[str]:
    return frozenset(_initial(form) for token in (*name.given, *name.nicknames) for form in full_forms(token))


def _initial(text: str) -> str:
    return text[0] if text[0] in ascii_lowercase else _NEITHER


def _one_letter_less(form: str) -> set[str]:
    if len(form) < _SURNAME_TYPO_LETTERS:
        return set()
    stems = {form[:at] + form[at + 1 :] for at in range(1, len(form))}
    return stems | ({form[:_LONG_PREFIX] + "~"} if len(form) >= _LONG_LETTERS else set())
