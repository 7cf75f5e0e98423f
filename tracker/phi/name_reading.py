"""Where a name begins and ends, once a cue has announced one, and which words can be nothing but names."""

import re
from enum import Enum

from tracker.phi.capital_words import CAPITALS
from tracker.phi.name_cues import (
    ALSO_GIVEN,
    DEVICES_NAMED,
    ENDING,
    GAP,
    GRADED,
    MEASURED,
    MEDICAL_NOUNS,
    NO_NAME_ENDING,
    NO_NAME_SHAPE,
    PERSON_VERB,
    PHONE_BEHIND,
    STAFF_TITLES,
    WORD,
)
from tracker.phi.people_words import BOTH_WORD_AND_NAME, CLEAR_NAMES, GIVEN, NAMES, PARTICLES
from tracker.phi.ward_words import ABBREVIATIONS, EPONYM_NOUNS, FUNCTION, STOP
from tracker.wordlist import wordset

# "Master Class", "Master Gardener"
CRAFT = wordset(
    "class classes degree degrees gardener teacher clinician copy key list program plan thesis craftsman "
    "yoda file "
    "schedule chef builder student students switch card mason sergeant"
)


class Cue(Enum):
    """How strongly the words before speak for a name."""

    TITLE = "Mr, Mrs, patient name:"
    SHORT = "Ms, Miss, Master: also other words"
    PATIENT = "patient, pt, a relative"
    LISTED = "only a name that is known as one"


def name_end(text: str, place: int, cue: Cue, title: str = "", dotted: bool = False) -> int | None:
    """Where the name that starts at `place` ends; None when no name starts there."""
    word = WORD.match(text, place)
    if not word:
        return None
    end, accepted = word.end(), _begins(text, word, cue, title, dotted)
    steps = 0
    while steps < 4 and (gap := GAP.match(text, end)) and (following := WORD.match(text, gap.end())):
        particle = plain_word(text[place:end].split()[-1]) in PARTICLES
        if not accepted and not particle:
            return None
        dot = text[end] == "."
        if (
            dot
            and end - place > 3
            and plain_word(text[place:end]) not in PARTICLES
            and text[end - 2] not in " ."
        ):
            break
        last = plain_word(text[place:end].split()[-1])
        given = last in GIVEN and steps == 0 and (cue is not Cue.TITLE or title == "Name")
        if not (given and _may_be_surname(following[0])) and not _continues(
            following[0], text, following.end(), particle, cue
        ):
            break
        end, accepted, steps = following.end(), True, steps + 1
    if not accepted:
        return None
    end = _with_comma_name(text, end)
    if _names_medicine(text, place, end):
        return None
    return end - 2 if text[place:end].endswith("'s") else end


def _begins(text: str, word: re.Match[str], cue: Cue, title: str, dotted: bool) -> bool:
    raw, plain = word[0].removesuffix("'s"), plain_word(word[0])
    parts = plain.split("-")
    if plain in STAFF_TITLES or text[word.end() : word.end() + 1].isdigit():
        return False
    if len(raw) == 1:
        plainly = (
            title in ("Mr", "Mrs", "Ms", "Miss")
            and raw != "I"
            and text[word.end() : word.end() + 1] in ("", " ", ",", "'", ".")
        )
        alone = plainly or (cue is Cue.TITLE and (dotted or text[word.end() : word.end() + 1] == "."))
        if cue is Cue.PATIENT and text[word.end() : word.end() + 1] == ".":
            following = WORD.match(text, word.end() + 2)
            return (
                raw.isupper() and bool(following) and following[0][0].isupper() and only_a_name(following[0])
            )
        before_name = cue is Cue.SHORT and dotted and text[word.end() : word.end() + 1] == "."
        return raw.isupper() and title[:1].isupper() and (alone or before_name)
    if plain in PARTICLES and plain not in FUNCTION and cue in (Cue.TITLE, Cue.SHORT):
        return raw[0].isupper() and plain not in STOP
    capital = plain in CAPITALS and cue in (Cue.PATIENT, Cue.LISTED)
    if capital and (plain not in CLEAR_NAMES or GRADED.match(text, word.end())):
        return False
    if any(part in CLEAR_NAMES for part in parts):
        return not (raw.isupper() and len(raw) == 2 and cue is not Cue.TITLE)
    shaped = (raw[0].isupper() and not raw.isupper()) or not (raw[0].isupper() or raw[0].islower())
    if NO_NAME_SHAPE.match(raw) and cue is not Cue.TITLE:
        return False
    if cue is Cue.LISTED or (raw.isupper() and plain in ABBREVIATIONS):
        return False
    if plain in BOTH_WORD_AND_NAME:
        return _is_ambiguous_name(text, word, cue, title, shaped)
    if plain in STOP or plain.removesuffix("s") in STOP:
        return False
    return _is_unknown_name(text, word, cue, title, shaped, dotted)


def _is_ambiguous_name(text: str, word: re.Match[str], cue: Cue, title: str, shaped: bool) -> bool:
    plain = plain_word(word[0])
    if cue is Cue.TITLE:
        return plain not in FUNCTION or (shaped and title[:1].isupper())
    if cue is Cue.SHORT:
        return shaped and title in ("Ms", "Miss", "Master") and plain not in STOP | CRAFT
    if plain in ("will", "may"):
        return shaped and title == "his" and bool(PERSON_VERB.match(text, word.end()))
    if title == "his" and plain in ALSO_GIVEN:
        return shaped
    following = GAP.match(text, word.end()) and WORD.match(text, word.end() + 1)
    return shaped and bool(following) and plain_word(following[0]) in CLEAR_NAMES


def _is_unknown_name(
    text: str, word: re.Match[str], cue: Cue, title: str, shaped: bool, dotted: bool
) -> bool:
    plain = plain_word(word[0])
    if cue is Cue.TITLE and shaped and title[:1].isupper():
        return True
    chinese = shaped and title == "his" and plain.endswith("ing")  # Yanping, Xiaoming
    if (
        (ENDING.search(plain) and not chinese)
        or len(plain) < (3 if _is_cased(word[0]) and not (dotted and shaped) else 2)
        or plain in EPONYM_NOUNS
        or plain in ABBREVIATIONS
    ):
        return False
    measured = MEASURED.match(text, word.end()) and not PHONE_BEHIND.match(text, word.end())
    if cue is Cue.PATIENT and (not shaped or measured):
        return False
    if (
        cue is Cue.SHORT
        and title.lower() == "master"
        and not (title == "Master" and shaped and plain not in CRAFT)
    ):
        return False
    following = WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    headline = (
        bool(following) and following[0].istitle() and plain_word(following[0]) in STOP - BOTH_WORD_AND_NAME
    )
    return not (headline and cue is not Cue.TITLE)


def _is_cased(raw: str) -> bool:
    return raw[0].isupper() or raw[0].islower()


def _may_be_surname(raw: str) -> bool:
    """Behind a known given name: any longer word that is no word of the ward, also in lower case."""
    plain = plain_word(raw)
    return len(plain) > 3 and plain not in STOP | ABBREVIATIONS | EPONYM_NOUNS and not ENDING.search(plain)


def _continues(raw: str, text: str, end: int, after_particle: bool, cue: Cue) -> bool:
    plain = plain_word(raw)
    if plain in PARTICLES and plain not in FUNCTION:
        following = WORD.match(text, end + 1)
        return bool(following) and (following[0][0].isupper() or plain_word(following[0]) in NAMES)
    if any(part in CLEAR_NAMES for part in plain.split("-")):
        return True
    if len(raw) == 1:
        return raw.isupper() and raw != "I"
    shaped = (raw[0].isupper() and not raw.isupper()) or not (raw[0].isupper() or raw[0].islower())
    if after_particle and cue is Cue.TITLE:
        return plain not in STOP
    if not shaped:
        return False
    return (plain in BOTH_WORD_AND_NAME and plain not in FUNCTION) or (
        plain not in STOP and not ENDING.search(plain) and plain not in EPONYM_NOUNS
    )


def _with_comma_name(text: str, end: int) -> int:
    """A given name behind a comma belongs to it: "SMITH, ROBERT"."""
    word = WORD.match(text, end + 2) if text[end : end + 2] == ", " else None
    if not word or word[0].lower() not in GIVEN - STOP or not word[0][0].isupper():
        return end
    return end if text[word.end() : word.end() + 1] == "'" else word.end()


def _names_medicine(text: str, start: int, end: int) -> bool:
    """ "Wilson disease", "Jackson Pratt": the name of a disease or a tool, not of the patient."""
    words = text[start:end].lower()
    if words.startswith(DEVICES_NAMED):
        return True
    following = re.compile(r"(?:'s)?[ -]([^\W\d_]{2,20})").match(text, end)
    last_word = words.split()[-1] if words.split() else ""
    if not following or following[1].lower() not in EPONYM_NOUNS:
        return False
    return last_word in STOP or following[1].lower() in MEDICAL_NOUNS


def only_names(*words: str) -> bool:
    """Each word may be a name, and one of them is nothing else: "Vincent Okoro", but not "Sturge Weber"."""
    return all(_may_be_name(word) for word in words) and any(only_a_name(word) for word in words)


def _may_be_name(word: str) -> bool:
    return only_a_name(word) or all(part in CLEAR_NAMES for part in plain_word(word).split("-"))


def only_a_name(word: str) -> bool:
    """A word of no other list: not of the ward, the clinic, a language, nor with an ending of medicine."""
    parts = plain_word(word).split("-")
    bare = [part for part in parts if part not in PARTICLES] or parts  # "Al-Rashid"
    return all(part not in CAPITALS and (part in CLEAR_NAMES or _is_no_word(part)) for part in bare)


def _is_no_word(part: str) -> bool:
    listed = part in STOP or part.removesuffix("s") in STOP or part in BOTH_WORD_AND_NAME
    medical = (
        part in ABBREVIATIONS or part in EPONYM_NOUNS or ENDING.search(part) or NO_NAME_ENDING.search(part)
    )
    return not listed and not medical


def listed(text: str, place: int) -> bool:
    """Whether the word at `place` is known as a name and as nothing else."""
    word = WORD.match(text, place)
    return bool(word) and plain_word(word[0]) in CLEAR_NAMES


def plain_word(word: str) -> str:
    """The word as the lists hold it: small letters, without possessive and apostrophe."""
    return word.lower().removesuffix("'s").replace("'", "")
