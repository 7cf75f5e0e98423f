"""Names of patients and their families: after a title, after "patient", as a named relative, or beside an age.

Doctors, nurses and staff by name are fine (product.md): a title whose bearer's role stands beside it is no finding.
"""

import re
from collections.abc import Iterator
from enum import Enum

from tracker.phi.context import RELATIVES
from tracker.phi.findings import Kind
from tracker.phi.people_words import BOTH_WORD_AND_NAME, CLEAR_NAMES, GIVEN, NAMES, PARTICLES
from tracker.phi.ward_words import ABBREVIATIONS, EPONYM_NOUNS, FUNCTION, ROLES, STOP

Hit = tuple[int, int, Kind]

WORD = re.compile(r"[^\W\d_]{1,40}(?:['-][^\W\d_]{1,40}){0,3}")
GAP = re.compile(r"\.?[ \t]{1,3}")
# Endings that make an unknown word a word of medicine or of grammar.
ENDING = re.compile(
    r"(?:ing|tions?|sions?|ments?|ness|ity|itis|osis|emia|uria|pathy|ology|ologists?|ectomy|ostomy|otomy|oscopy|graphy|grams?|plasty|"
    r"algia|penia|cytosis|[^el]ly|ful|less|able|ible|ative|ical|ional|mab|nib|pril|sartan|olol|statin|cillin|azole|mycin|floxacin|"
    r"dipine|gliptin|gliflozin|xaban|parin|setron|oxetine|triptan|ism|ship|ware|wise|[^ae]ed|tide|genic|trophy|megaly|rrhea|noea|pnea)$"
)
ALSO_GIVEN = frozenset(
    "april august dawn grace hope faith joy rose mark bill frank art ivy jack robin june violet summer pearl chase grant drew dean ray "
    "rich rob sue pat gene guy earl dale crystal jewel hunter miles mason olive clay jay kay penny buck angel charity iris sandy will may "
    "christian jan ruby victor daisy sally".split()
)
MEDICAL_NOUNS = frozenset("disease syndrome sign palsy nodule node criteria score maneuver fracture lymphoma phenomenon triad contracture".split())
DEVICES_NAMED = ("mary joseph", "jackson pratt", "jackson-pratt", "stevens johnson", "stevens-johnson", "thomas test", "wilson disease")
PERSON_VERB = re.compile(r"[ ]?(?:[,.;:)'!?]|$|(?:said|says|was|is|has|had|called|asked|and|who|at|came|wants|lives)\b)")


class Cue(Enum):
    """How strongly the words before speak for a name."""

    TITLE = "Mr, Mrs, patient name:"
    SHORT = "Ms, Miss, Master: also other words"
    PATIENT = "patient, pt, a relative"
    LISTED = "only a name that is known as one"


TITLE = re.compile(
    r"(?<![\w'-])(?P<title>(?:mr|ms)\.? (?:and|&) (?:mrs|mr|ms)\b\.?|mr|mrs|mister|missus|mx|ms|miss|master|senora|senorita|senor|sra|srta|"
    r"madame|mme|monsieur|signora|frau|herr|sr)(?P<dot>\.)?(?P<gap>[ \t]{1,3}|\n|(?<=\.))(?=[^\W\d_])",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?<!\w)(?:(?:(?:patient|pt|pts|her|his|their|mother|child|baby)(?:'?s)? ?(?:full |first |last |legal |real )?name|nombre)"
    r"(?:[ \t]*[:=-]|[ \t]+(?:is|was))?|(?:^|(?<=\n)|(?<=[,;(]))[ \t]*(?:full |last |first )?name[ \t]*[:=]|goes by(?: the name)?|"
    r"(?:likes|prefers|wants) to be called|whose name (?:is|was)|(?:" + RELATIVES + r")(?:'s)? name is|by the name of|(?<!also )(?<!been )(?<!is )(?<!drug )(?<!was )named)\s{1,2}[\"'(]?(?=[^\W\d_])",
    re.IGNORECASE,
)
CALLED = re.compile(
    r"\b(?:woman|man|lady|gentleman|girl|boy|guy|patient|pt|kid|child|grandmother|grandfather) called (?=[A-Z])"
)
PATIENT_CUE = re.compile(
    r"(?<![\w'-])(?P<cue>patient|pt|pts|patients|client)\b(?P<link>:|,|[ ]?-|\.|[ ](?:is|was)(?= [A-Z])|(?= \())?[ \t]{1,3}(?P<open>[\"'(])?(?=[^\W\d_])",
    re.IGNORECASE,
)
RELATIVE_CUE = re.compile(
    rf"(?<!\bmy )(?<!\bMy )(?<![\w'-])(?P<whose>(?:his|her|their|the|patient's|pt's|pts|a)[ ](?:\w{{3,8}}[ ])?)?(?P<kin>{RELATIVES}|friend)"
    r"(?:[- ]in[- ]law)?(?P<link>,|:|[ ]?\(|,? (?:is |was )?(?:named|called))?(?:[ \t]{1,3}|(?<=\())(?:named )?(?=[^\W\d_])",
    re.IGNORECASE,
)
BABY_CUE = re.compile(r"(?<!\w)(?:baby|infant|newborn) (?:boy|girl)[ \t]{1,2}(?=[^\W\d_])|(?<!\w)(?:BB|BG)/(?=[A-Z])", re.IGNORECASE)
FAMILY_CUE = re.compile(r"\bthe ([A-Z][\w'-]{2,30}) (?:family|kids|sisters|brothers|twins)\b")
VERB_CUE = re.compile(
    r"\b(?:admitted|examined|discharged|intubated|extubated|consented|interviewed|rounded on|(?:history|hx) (?:from|on|of)|operated on|"
    r"H&P on|checked on|follow(?:ed)? up with|called back|sutured|saw) (?=[^\W\d_])",
    re.IGNORECASE,
)
SEXED_AGE = r"\d{1,3} ?-?(?:y/?o|y\.o\.?|yrs?|years?|year-old|M|F|m|f|male|female)\b"
AGE_AFTER = re.compile(
    rf"(?<![\w'.-])([^\W\d_]{{2,30}})(?: ([A-Z])\.?)?(?:,? ([^\W\d_][^\W\d_'-]{{1,30}}))?(?:, ?| ?\(| - | is an? |, an? | )(?={SEXED_AGE})"
)
VERB_BEFORE = re.compile(r"(?:\b(?:to|not|n't|never|will|would|i|we|can|could|you|often|easily|may|might|did|and|always|do)\s)$", re.I)
STAFF_TITLES = frozenset("dr drs doctor prof professor nurse rn np md pa attending resident intern fellow pharmacist".split())
WORKPLACE = re.compile(
    r",? (?:who works )?(?:from|in|at|of) (?:the |our )?(?:\w+ )?(?:office|gme|hr|simulation|sim|education|library|security|registrar|registration|"
    r"medical records|volunteer\w*|housekeeping|dietary|it|billing|front desk|admissions|program|student affairs|occupational health|kitchen|cafeteria|"
    r"reception)\b",
    re.IGNORECASE,
)
NAMED_THING = re.compile(
    rf"(?:\b{ROLES}|\b(?:hospital|clinic|drug|sign|program|study|trial|app|tool|podcast|dog|cat|book|score|scale|test|site|system|student|observer|colleague|"
    r"teacher|tool|website|course|channel|syndrome|disease|method|team|unit|award|lecture|room|tower|pavilion|friend of mine|doctor|guy in it))[ ]$",
    re.IGNORECASE,
)
MEASURED = re.compile(r"[ :=]{1,2}(?:of |was |is )?[<>~]?\d+(?:\.\d+)?(?! ?(?:yo|y/o|y\.o|yrs?|years?|[MFmf]\b))")
STAFF_BEFORE = re.compile(rf"(?:\b(?:dr|drs|prof|with|w/|by|per)|\b{ROLES})[.,:]? ?(?:[A-Z]\.? ?|[^\W\d_]{{2,20}} )?$", re.IGNORECASE)
ROLE_BEFORE = re.compile(rf"\b{ROLES}(?:,|:| is| was| named)? ?\(?$", re.IGNORECASE)
ROLE_AFTER = re.compile(
    rf",? ?(?:\(|, ?|is |was )?(?:the|our|my) (?:\w+ )?{ROLES}\b|(?:,? ?\(|, ){ROLES}(?:\)|,|\.|$| (?:on|who|from|at the|in the|of)\b)",
    re.IGNORECASE,
)


def hits(text: str, _context: object) -> Iterator[Hit]:
    """Every name in the folded text, title included, without a possessive ending."""
    loud = _is_loud(text)
    yield from _after_titles(text, loud)
    yield from _after_labels(text)
    yield from _after_patient(text, loud)
    yield from _after_relatives(text)
    yield from _beside_ages(text)


def _after_titles(text: str, loud: bool) -> Iterator[Hit]:
    for match in TITLE.finditer(text):
        title = match["title"]
        cue = Cue.TITLE
        if title.lower() in ("ms", "miss", "master") or title == "MR":
            cue = Cue.SHORT
        if (title in ("MR", "MS") and not loud and not match["dot"]) or title.lower() == "sr":
            cue = Cue.LISTED
        if title == "miss" and VERB_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if title.lower() == "ms" and re.search(r"\d ?$", text[max(0, match.start() - 3) : match.start()]):
            continue
        end = _name_end(text, match.end(), cue, title, bool(match["dot"]))
        if end and not _is_staff(text, match.start(), end):
            yield match.start(), end, Kind.NAME


def _after_labels(text: str) -> Iterator[Hit]:
    for match in LABEL.finditer(text):
        if match[0].lower().startswith("named") and NAMED_THING.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        if end := _name_end(text, match.end(), Cue.TITLE, "Mr"):
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
        end = _name_end(text, match.end(), cue)
        # PT in capitals is mostly a physical therapist, who may be named.
        if end and word == "PT" and not loud and " " not in text[match.end() : end]:
            continue
        if end and ROLE_AFTER.match(text, end, end + 60):
            continue
        if end:
            yield match.end(), end, Kind.NAME
    for match in FAMILY_CUE.finditer(text):
        if match[1].lower() in CLEAR_NAMES:
            yield match.start(1), match.end(1), Kind.NAME
    for match in VERB_CUE.finditer(text):
        end = _name_end(text, match.end(), Cue.LISTED)
        first = WORD.match(text, match.end())
        if end and first and first[0].lower() in GIVEN and end > first.end():
            yield match.end(), end, Kind.NAME


def _after_relatives(text: str) -> Iterator[Hit]:
    for match in RELATIVE_CUE.finditer(text):
        kin, link = match["kin"].lower(), match["link"] or ""
        if not match["whose"] and kin in ("partner", "guardian", "friend", "twin", "caregiver"):
            continue
        if kin == "friend" and match["whose"].lower() in ("a ", "the "):
            continue
        if not match["whose"] and match["kin"][0].isupper() and _is_clergy(text, match):
            continue
        cue = Cue.TITLE if "named" in link else Cue.PATIENT
        end = _name_end(text, match.end(), cue, "his" if match["whose"] else "")
        if end and (link not in (",", " (", "(") or _listed(text, match.end()) or text[end : end + 1] in (",", ")")):
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
        elif not last and first.lower() in CLEAR_NAMES and text[match.end(1) : match.end(1) + 1] in (",", " "):
            sure = text[match.end(1)] == "," or text[match.end(1) : match.end(1) + 2] == " ("
            if sure and (first[0].isupper() or match.start() == 0):
                yield match.start(), match.end(1), Kind.NAME


def _both_names(first: str, last: str) -> bool:
    known = last.lower() in NAMES or (last.istitle() and last.lower() not in STOP and not ENDING.search(last.lower()))
    sure = first.lower() not in STOP or last.lower() in CLEAR_NAMES
    return first.lower() in GIVEN and sure and known


def _is_loud(text: str) -> bool:
    """All in capitals: shape says nothing, only the word lists do."""
    letters = [letter for letter in text[:400] if letter.isalpha()]
    return len(letters) > 5 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _is_staff(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 60) : start]
    behind = ROLE_AFTER.match(text, end, end + 80) or WORKPLACE.match(text, end, end + 80)
    return bool(ROLE_BEFORE.search(before) or behind)


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
        if dot and end - place > 3 and not _plain(text[place:end]) in PARTICLES and not text[end - 2] in " .":
            break
        if not _continues(following[0], text, following.end(), particle, cue):
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
    if plain in STAFF_TITLES:
        return False
    if len(raw) == 1:
        alone = cue is Cue.TITLE and (dotted or text[word.end() : word.end() + 1] == ".")
        before_name = cue is Cue.SHORT and dotted and text[word.end() : word.end() + 1] == "."
        return raw.isupper() and title[:1].isupper() and (alone or before_name)
    if plain in PARTICLES and plain not in FUNCTION and cue in (Cue.TITLE, Cue.SHORT):
        return raw[0].isupper() and plain not in STOP
    if any(part in CLEAR_NAMES for part in parts):
        return not (raw.isupper() and len(raw) == 2 and cue is not Cue.TITLE)
    shaped = raw[0].isupper() and not raw.isupper() or not (raw[0].isupper() or raw[0].islower())
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
    if ENDING.search(plain) or len(plain) < (3 if _is_cased(word[0]) else 2) or plain in EPONYM_NOUNS or plain in ABBREVIATIONS:
        return False
    if cue is Cue.PATIENT and (not shaped or MEASURED.match(text, word.end())):
        return False
    if cue is Cue.SHORT and title.lower() == "master":
        return False
    following = WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    headline = bool(following) and following[0].istitle() and _plain(following[0]) in STOP - BOTH_WORD_AND_NAME
    return not (headline and cue is not Cue.TITLE)


def _is_cased(raw: str) -> bool:
    return raw[0].isupper() or raw[0].islower()


def _continues(raw: str, text: str, end: int, after_particle: bool, cue: Cue) -> bool:
    plain = _plain(raw)
    if plain in PARTICLES and plain not in FUNCTION:
        following = WORD.match(text, end + 1)
        return bool(following) and (following[0][0].isupper() or _plain(following[0]) in NAMES)
    if any(part in CLEAR_NAMES for part in plain.split("-")):
        return True
    if len(raw) == 1:
        return raw.isupper() and raw != "I"
    shaped = raw[0].isupper() and not raw.isupper() or not (raw[0].isupper() or raw[0].islower())
    if after_particle and cue is Cue.TITLE:
        return plain not in STOP
    if not shaped:
        return False
    return (plain in BOTH_WORD_AND_NAME and plain not in FUNCTION) or (plain not in STOP and not ENDING.search(plain) and plain not in EPONYM_NOUNS)


def _with_comma_name(text: str, end: int) -> int:
    """"SMITH, ROBERT": a given name behind a comma belongs to it."""
    if text[end : end + 2] == ", " and (word := WORD.match(text, end + 2)) and word[0].lower() in GIVEN - STOP:
        if word[0][0].isupper() and text[word.end() : word.end() + 1] != "'":
            return word.end()
    return end


def _names_medicine(text: str, start: int, end: int) -> bool:
    """"Wilson disease", "Jackson Pratt": the name of a disease or a tool, not of the patient."""
    words = text[start:end].lower()
    if words.startswith(DEVICES_NAMED):
        return True
    following = re.compile(r"(?:'s)?[ -]([^\W\d_]{2,20})").match(text, end)
    last_word = words.split()[-1] if words.split() else ""
    if not following or following[1].lower() not in EPONYM_NOUNS:
        return False
    return last_word in STOP or following[1].lower() in MEDICAL_NOUNS
