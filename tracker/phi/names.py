"""Names of patients and families: after a title, after "patient", as a named relative, beside an age.

Doctors, nurses and staff by name are fine (product.md): a title whose bearer's role stands beside it is
no finding.
"""

import re
from collections.abc import Iterator
from enum import Enum

from tracker.phi.capital_words import CAPITALS
from tracker.phi.context import Context
from tracker.phi.findings import Kind
from tracker.phi.name_cues import (
    AGE_AFTER,
    ALSO_GIVEN,
    BABY_CUE,
    CALLED,
    CLINICAL,
    CREDENTIAL_AFTER,
    DEVICES_NAMED,
    ENDING,
    FAMILY_CUE,
    FULL_NAME_BEFORE_AGE,
    GAP,
    GRADED,
    KIN_OF_PATIENT,
    LABEL,
    MEASURED,
    MEDICAL_NOUNS,
    NAME_BEHIND_AGE,
    NAMED_THING,
    NO_NAME_ENDING,
    NO_NAME_SHAPE,
    OFFICE,
    OWN_KIN,
    PATIENT_CUE,
    PERSON_VERB,
    PHONE_BEHIND,
    RELATIVE_CUE,
    ROLE_AFTER,
    ROLE_BEFORE,
    ROLE_DIRECT,
    SIMULATED,
    STAFF_BEFORE,
    STAFF_TITLES,
    TITLE,
    VERB_BEFORE,
    VERB_CUE,
    WORD,
    WORKPLACE,
)
from tracker.phi.people_words import BOTH_WORD_AND_NAME, CLEAR_NAMES, GIVEN, NAMES, PARTICLES
from tracker.phi.ward_words import ABBREVIATIONS, EPONYM_NOUNS, FUNCTION, STOP
from tracker.wordlist import wordset

Hit = tuple[int, int, Kind]


I_MYSELF = re.compile(r"\b(?:I|my|me)\b")
# "Master Class", "Master Gardener"
CRAFT = wordset("class classes degree degrees gardener teacher clinician copy key list program plan thesis craftsman yoda file "
    "schedule chef builder student students switch card mason sergeant")


class Cue(Enum):
    """How strongly the words before speak for a name."""

    TITLE = "Mr, Mrs, patient name:"
    SHORT = "Ms, Miss, Master: also other words"
    PATIENT = "patient, pt, a relative"
    LISTED = "only a name that is known as one"


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every name in the folded text, title included, without a possessive ending."""
    loud = _is_loud(text)
    yield from _after_titles(text, loud, context)
    yield from _after_labels(text)
    yield from _after_patient(text, loud)
    yield from _after_relatives(text)
    yield from _after_kin_of_patient(text)
    yield from _beside_ages(text)
    yield from _behind_ages(text)


def _after_titles(text: str, loud: bool, context: Context) -> Iterator[Hit]:
    for match in TITLE.finditer(text):
        title = match["title"]
        cue = Cue.TITLE
        following = WORD.match(text, match.end())
        if title == "miss" and following and following[0].lower() in CAPITALS:
            continue
        if title.lower() in ("ms", "miss", "master") or title == "MR":
            cue = Cue.SHORT
        if (title in ("MR", "MS") and not loud and not match["dot"]) or title.lower() == "sr":
            cue = Cue.LISTED
        if title == "miss" and VERB_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if title in ("ms", "MS") and re.search(r"\d ?$", text[max(0, match.start() - 3) : match.start()]):
            continue
        end = _name_end(text, match.end(), cue, title, bool(match["dot"]))
        if end and not _is_staff(text, match.start(), end) and not _at_an_office(text, match.start(), end, context):
            yield match.start(), end, Kind.NAME


def _after_labels(text: str) -> Iterator[Hit]:
    for match in LABEL.finditer(text):
        if match[0].lower().startswith("named") and NAMED_THING.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            continue
        if end := _name_end(text, match.end(), Cue.TITLE, "Mr" if "named" in match[0] else "Name"):
            yield match.end(), end, Kind.NAME
    for match in CALLED.finditer(text):
        if end := _name_end(text, match.end(), Cue.PATIENT):
            yield match.end(), end, Kind.NAME
    for match in BABY_CUE.finditer(text):
        if end := _name_end(text, match.end(), Cue.PATIENT):
            yield match.start(), end, Kind.NAME


def _after_patient(text: str, loud: bool) -> Iterator[Hit]:
    for match in PATIENT_CUE.finditer(text):
        word, link = match["cue"], match["link"]
        if word.lower() == "patient" and link == ".":
            continue
        plain_link = link in (None, ":", "") or (link == "." and word == "Pt")
        strong = plain_link and not match["open"] and word.lower() in ("patient", "pt", "client")
        cue = Cue.PATIENT if strong else Cue.LISTED
        end = _name_end(text, match.end(), cue) or (_bracketed(text, match) if word.lower() != "pts" else None)
        # PT in capitals is mostly a physical therapist, who may be named.
        if end and word == "PT" and not loud and " " not in text[match.end() : end]:
            continue
        if end and ROLE_AFTER.match(text, end, end + 60):
            continue
        if end:
            yield match.end(), end, Kind.NAME
    for match in FAMILY_CUE.finditer(text):
        if _only_a_name(match[1]):
            yield match.start(1), match.end(1), Kind.NAME
    for match in VERB_CUE.finditer(text):
        end = _name_end(text, match.end(), Cue.LISTED)
        first = WORD.match(text, match.end())
        if end and first and first[0].lower() in GIVEN and end > first.end():
            yield match.end(), end, Kind.NAME


def _bracketed(text: str, match: re.Match[str]) -> int | None:
    """ "the patient (Zbigniew Wojcik)", "pt, Zbigniew, told": closed off, and nothing but names inside."""
    if match["open"] not in ("(", None) or (match["open"] is None and match["link"] != ","):
        return None
    end = _name_end(text, match.end(), Cue.PATIENT)
    closed = end and text[end : end + 1] == (")" if match["open"] else ",")
    return end if closed and all(_only_a_name(word) for word in text[match.end() : end].split()) else None


def _after_relatives(text: str) -> Iterator[Hit]:
    for match in RELATIVE_CUE.finditer(text):
        kin, link = match["kin"].lower(), match["link"] or ""
        if not match["whose"] and kin in ("partner", "guardian", "friend", "twin", "caregiver"):
            continue
        if not match["whose"] and kin in ("cousin", "uncle", "aunt") and I_MYSELF.search(text, match.end(), match.end() + 80):
            continue
        if kin == "friend" and match["whose"].lower() in ("a ", "the "):
            continue
        if not match["whose"] and match["kin"][0].isupper() and _is_clergy(text, match):
            continue
        cue = Cue.TITLE if "named" in link else Cue.PATIENT
        end = _name_end(text, match.end(), cue, "his" if match["whose"] else "")
        if end and (
            link not in (",", " (", "(") or _listed(text, match.end()) or text[end : end + 1] in (",", ")")
        ):
            yield match.end(), end, Kind.NAME


def _after_kin_of_patient(text: str) -> Iterator[Hit]:
    for match in KIN_OF_PATIENT.finditer(text):
        end = _name_end(text, match.end(), Cue.PATIENT, "his")
        if end and (match["link"] in (":", None, " is", " was") or _listed(text, match.end()) or text[end : end + 1] in (",", ")")):
            yield match.end(), end, Kind.NAME


def _is_clergy(text: str, match: re.Match[str]) -> bool:
    around = text[match.start() : match.end() + 60].lower()
    return match["kin"].lower() in ("father", "sister", "brother", "mother") and any(
        role in around for role in ("chaplain", "priest", "pastor", "parish", "nun", "teresa")
    )


def _beside_ages(text: str) -> Iterator[Hit]:
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


def _behind_ages(text: str) -> Iterator[Hit]:
    for match in FULL_NAME_BEFORE_AGE.finditer(text):
        words = (match["first"], match["last"].split()[-1])
        if words[0].lower() in STAFF_TITLES:
            continue
        if _only_names(*words) and not STAFF_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match.start(), match.end("last"), Kind.NAME
    for match in NAME_BEHIND_AGE.finditer(text):
        first, last = match["first"], match["last"].split()[-1]
        known = _plain(first) in GIVEN or _plain(last) in CLEAR_NAMES
        if _only_names(first, last) and (known or not _titled_line(text, match)):
            yield match.start("first"), match.end("last"), Kind.NAME


def _only_names(*words: str) -> bool:
    """Each word may be a name, and one of them is nothing else: "Vincent Okoro", but not "Sturge Weber"."""
    return all(_may_be_name(word) for word in words) and any(_only_a_name(word) for word in words)


def _may_be_name(word: str) -> bool:
    return _only_a_name(word) or all(part in CLEAR_NAMES for part in _plain(word).split("-"))


def _only_a_name(word: str) -> bool:
    """A word of no other list: not of the ward, the clinic, a language, nor with an ending of medicine."""
    return all(part not in CAPITALS and (part in CLEAR_NAMES or _is_no_word(part)) for part in _plain(word).split("-"))


def _is_no_word(part: str) -> bool:
    listed = part in STOP or part.removesuffix("s") in STOP or part in BOTH_WORD_AND_NAME
    medical = part in ABBREVIATIONS or part in EPONYM_NOUNS or ENDING.search(part) or NO_NAME_ENDING.search(part)
    return not listed and not medical


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
    small = first.islower() and last.islower() and first.lower() in CLEAR_NAMES and _only_a_name(last)
    return sure and (known or small)


def _is_loud(text: str) -> bool:
    """All in capitals: shape says nothing, only the word lists do."""
    letters = [letter for letter in text[:400] if letter.isalpha()]
    return len(letters) > 5 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _is_staff(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 60) : start]
    behind = (
        ROLE_AFTER.match(text, end, end + 80)
        or CREDENTIAL_AFTER.match(text, end, end + 20)
        or ROLE_DIRECT.match(text, end, end + 60)
        or WORKPLACE.match(text, end, end + 80)
        or OWN_KIN.match(text, end, end + 60)
        or SIMULATED.search(before)
    )
    return bool(ROLE_BEFORE.search(before) or behind)


def _at_an_office(text: str, start: int, end: int, context: Context) -> bool:
    """The sentence speaks of badges, forms and applications, and of nothing clinical."""
    first, last = context.sentence(start)
    around = text[max(first, start - 160) : start] + " " + text[end : min(last, end + 160)]
    return bool(OFFICE.search(around)) and not CLINICAL.search(around)


def _listed(text: str, place: int) -> bool:
    word = WORD.match(text, place)
    return bool(word) and _plain(word[0]) in CLEAR_NAMES


def _plain(word: str) -> str:
    return word.lower().removesuffix("'s").replace("'", "")


def _name_end(text: str, place: int, cue: Cue, title: str = "", dotted: bool = False) -> int | None:
    """Where the name that starts at `place` ends; None when no name starts there."""
    word = WORD.match(text, place)
    if not word:
        return None
    end, accepted = word.end(), _begins(text, word, cue, title, dotted)
    steps = 0
    while steps < 4 and (gap := GAP.match(text, end)) and (following := WORD.match(text, gap.end())):
        particle = _plain(text[place:end].split()[-1]) in PARTICLES
        if not accepted and not particle:
            return None
        dot = text[end] == "."
        if dot and end - place > 3 and _plain(text[place:end]) not in PARTICLES and text[end - 2] not in " .":
            break
        last = _plain(text[place:end].split()[-1])
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
    raw, plain = word[0].removesuffix("'s"), _plain(word[0])
    parts = plain.split("-")
    if plain in STAFF_TITLES or text[word.end() : word.end() + 1].isdigit():
        return False
    if len(raw) == 1:
        plainly = title in ("Mr", "Mrs", "Ms", "Miss") and raw != "I" and text[word.end() : word.end() + 1] in ("", " ", ",", "'", ".")
        alone = plainly or cue is Cue.TITLE and (dotted or text[word.end() : word.end() + 1] == ".")
        before_name = cue is Cue.SHORT and dotted and text[word.end() : word.end() + 1] == "."
        return raw.isupper() and title[:1].isupper() and (alone or before_name)
    if plain in PARTICLES and plain not in FUNCTION and cue in (Cue.TITLE, Cue.SHORT):
        return raw[0].isupper() and plain not in STOP
    if cue in (Cue.PATIENT, Cue.LISTED) and plain in CAPITALS:
        if plain not in CLEAR_NAMES or GRADED.match(text, word.end()):
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
    return _is_unknown_name(text, word, cue, title, shaped)


def _is_ambiguous_name(text: str, word: re.Match[str], cue: Cue, title: str, shaped: bool) -> bool:
    plain = _plain(word[0])
    if cue is Cue.TITLE:
        return plain not in FUNCTION or (shaped and title[:1].isupper())
    if cue is Cue.SHORT:
        return shaped and title in ("Ms", "Miss") and plain not in STOP
    if plain in ("will", "may"):
        return shaped and title == "his" and bool(PERSON_VERB.match(text, word.end()))
    if title == "his" and plain in ALSO_GIVEN:
        return shaped
    following = GAP.match(text, word.end()) and WORD.match(text, word.end() + 1)
    return shaped and bool(following) and _plain(following[0]) in CLEAR_NAMES


def _is_unknown_name(text: str, word: re.Match[str], cue: Cue, title: str, shaped: bool) -> bool:
    plain = _plain(word[0])
    if cue is Cue.TITLE and shaped and title[:1].isupper():
        return True
    if (
        ENDING.search(plain)
        or len(plain) < (3 if _is_cased(word[0]) else 2)
        or plain in EPONYM_NOUNS
        or plain in ABBREVIATIONS
    ):
        return False
    measured = MEASURED.match(text, word.end()) and not PHONE_BEHIND.match(text, word.end())
    if cue is Cue.PATIENT and (not shaped or measured):
        return False
    if cue is Cue.SHORT and title.lower() == "master" and not (title == "Master" and shaped and plain not in CRAFT):
        return False
    following = WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    headline = (
        bool(following) and following[0].istitle() and _plain(following[0]) in STOP - BOTH_WORD_AND_NAME
    )
    return not (headline and cue is not Cue.TITLE)


def _is_cased(raw: str) -> bool:
    return raw[0].isupper() or raw[0].islower()


def _may_be_surname(raw: str) -> bool:
    """Behind a known given name: any longer word that is no word of the ward, also in lower case."""
    plain = _plain(raw)
    return len(plain) > 3 and plain not in STOP | ABBREVIATIONS | EPONYM_NOUNS and not ENDING.search(plain)


def _continues(raw: str, text: str, end: int, after_particle: bool, cue: Cue) -> bool:
    plain = _plain(raw)
    if plain in PARTICLES and plain not in FUNCTION:
        following = WORD.match(text, end + 1)
        return bool(following) and (following[0][0].isupper() or _plain(following[0]) in NAMES)
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
