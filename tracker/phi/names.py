"""Names of patients and families: after a title, after "patient", as a named relative, beside an age.

Doctors, nurses and staff by name are fine (product.md): a title whose bearer's role stands beside it is
no finding.
"""

import re
from collections.abc import Iterator

from tracker.phi.capital_words import CAPITALS
from tracker.phi.context import Context
from tracker.phi.findings import Kind
from tracker.phi.name_cues import (
    BABY_CUE,
    CALLED,
    FAMILY_CUE,
    KIN_BEHIND,
    KIN_OF_PATIENT,
    LABEL,
    LISTED_CUE,
    NAMED_THING,
    PATIENT_CUE,
    RELATIVE_CUE,
    ROLE_AFTER,
    STAFF_BEFORE,
    TITLE,
    VERB_BEFORE,
    VERB_CUE,
    WORD,
)
from tracker.phi.name_reading import Cue, listed, name_end, only_a_name, only_names, plain_word
from tracker.phi.names_by_age import behind_ages, beside_ages
from tracker.phi.people_words import CLEAR_NAMES, GIVEN
from tracker.phi.staff import at_an_office, is_staff

Hit = tuple[int, int, Kind]

# "Be patient, Hector"
BEING = re.compile(r"\b(?:be|being|been|very|so|more|less|too|am|stay|remain)\s$", re.IGNORECASE)
I_MYSELF = re.compile(r"\b(?:I|my|me)\b")


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every name in the folded text, title included, without a possessive ending."""
    loud = _is_loud(text)
    yield from _after_titles(text, loud, context)
    yield from _after_labels(text)
    yield from _after_patient(text, loud)
    yield from _after_relatives(text)
    yield from _after_kin_of_patient(text)
    yield from _after_lists(text)
    yield from beside_ages(text)
    yield from behind_ages(text)


def _after_titles(text: str, loud: bool, context: Context) -> Iterator[Hit]:
    for match in TITLE.finditer(text):
        title = match["title"]
        cue = Cue.TITLE
        following = WORD.match(text, match.end())
        if title == "miss" and following and following[0].lower() in CAPITALS:
            continue
        if title.lower() in ("ms", "miss", "master") or title == "MR":
            cue = Cue.SHORT
        if title == "MR" and loud and match["dot"]:
            cue = Cue.TITLE
        if (title in ("MR", "MS") and not loud and not match["dot"]) or title.lower() == "sr":
            cue = Cue.LISTED
        if title == "miss" and VERB_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if title in ("ms", "MS") and re.search(r"\d ?$", text[max(0, match.start() - 3) : match.start()]):
            continue
        end = name_end(text, match.end(), cue, title, bool(match["dot"]))
        if (
            end
            and not is_staff(text, match.start(), end)
            and not at_an_office(text, match.start(), end, context)
        ):
            yield match.start(), end, Kind.NAME


def _after_labels(text: str) -> Iterator[Hit]:
    for match in LABEL.finditer(text):
        if match[0].lower().startswith("named") and NAMED_THING.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            continue
        if end := name_end(text, match.end(), Cue.TITLE, "Mr" if "named" in match[0] else "Name"):
            yield match.end(), end, Kind.NAME
    for match in CALLED.finditer(text):
        if end := name_end(text, match.end(), Cue.PATIENT):
            yield match.end(), end, Kind.NAME
    for match in BABY_CUE.finditer(text):
        if end := name_end(text, match.end(), Cue.PATIENT):
            yield match.start(), end, Kind.NAME


def _after_patient(text: str, loud: bool) -> Iterator[Hit]:
    for match in PATIENT_CUE.finditer(text):
        word, link = match["cue"], match["link"]
        if word.lower() == "patient" and (
            link == "." or BEING.search(text[max(0, match.start() - 10) : match.start()])
        ):
            continue
        plain_link = link in (None, ":", "") or (link == "." and word == "Pt")
        strong = plain_link and not match["open"] and word.lower() in ("patient", "pt", "client")
        cue = Cue.PATIENT if strong else Cue.LISTED
        end = name_end(text, match.end(), cue) or (_bracketed(text, match) if word.lower() != "pts" else None)
        # PT in capitals is mostly a physical therapist, who may be named.
        if end and word == "PT" and not loud and " " not in text[match.end() : end]:
            continue
        if end and ROLE_AFTER.match(text, end, end + 60):
            continue
        if end:
            yield match.end(), end, Kind.NAME
    for match in FAMILY_CUE.finditer(text):
        if only_a_name(match[1]):
            yield match.start(1), match.end(1), Kind.NAME
    for match in VERB_CUE.finditer(text):
        end = name_end(text, match.end(), Cue.LISTED)
        first = WORD.match(text, match.end())
        if end and first and first[0].lower() in GIVEN and end > first.end():
            yield match.end(), end, Kind.NAME


def _bracketed(text: str, match: re.Match[str]) -> int | None:
    """ "the patient (Zbigniew Wojcik)", "pt, Zbigniew, told": closed off, and nothing but names inside."""
    if match["open"] not in ("(", None) or (match["open"] is None and match["link"] != ","):
        return None
    end = name_end(text, match.end(), Cue.PATIENT)
    closed = end and text[end : end + 1] == (")" if match["open"] else ",")
    return end if closed and all(only_a_name(word) for word in text[match.end() : end].split()) else None


def _after_relatives(text: str) -> Iterator[Hit]:
    for match in RELATIVE_CUE.finditer(text):
        kin, link = match["kin"].lower(), match["link"] or ""
        if not match["whose"] and kin in ("partner", "guardian", "friend", "twin", "caregiver"):
            continue
        if (
            not match["whose"]
            and kin in ("cousin", "uncle", "aunt")
            and I_MYSELF.search(text, match.end(), match.end() + 80)
        ):
            continue
        if kin == "friend" and match["whose"].lower() in ("a ", "the "):
            continue
        if not match["whose"] and match["kin"][0].isupper() and _is_clergy(text, match):
            continue
        cue = Cue.TITLE if "named" in link else Cue.PATIENT
        end = name_end(text, match.end(), cue, "his" if match["whose"] else "")
        if end and (
            link not in (",", " (", "(", " =", "=")
            or listed(text, match.end())
            or text[end : end + 1] in (",", ")")
        ):
            yield match.end(), end, Kind.NAME


def _after_kin_of_patient(text: str) -> Iterator[Hit]:
    for match in KIN_OF_PATIENT.finditer(text):
        end = name_end(text, match.end(), Cue.PATIENT, "his")
        if end and (
            match["link"] in (":", None, " is", " was")
            or listed(text, match.end())
            or text[end : end + 1] in (",", ")")
        ):
            yield match.end(), end, Kind.NAME


def _after_lists(text: str) -> Iterator[Hit]:
    """Where a word of any kind may follow, and where the relation stands behind: known names only."""
    for match in LISTED_CUE.finditer(text):
        end = name_end(text, match.end(), Cue.LISTED)
        if end and not is_staff(text, match.start(), end):
            yield match.end(), end, Kind.NAME
    for match in KIN_BEHIND.finditer(text):
        words = match["name"].split()
        whole = len(words) > 1 and only_names(*words)
        known = plain_word(words[-1]) in CLEAR_NAMES and plain_word(words[-1]) not in CAPITALS
        if (whole or known) and not STAFF_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match.start(), match.end("name"), Kind.NAME


def _is_clergy(text: str, match: re.Match[str]) -> bool:
    around = text[match.start() : match.end() + 60].lower()
    return match["kin"].lower() in ("father", "sister", "brother", "mother") and any(
        role in around for role in ("chaplain", "priest", "pastor", "parish", "nun", "teresa")
    )


def _is_loud(text: str) -> bool:
    """All in capitals: shape says nothing, only the word lists do."""
    letters = [letter for letter in text[:400] if letter.isalpha()]
    return len(letters) > 5 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
