"""Numbers of things that belong to one patient: devices, plates, papers, machines; and long runs of digits.

Those that may never stay are in `records.py`.
"""

import re
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind
from tracker.phi.records import NUMBER_WORD, WHOSE, YEAR, digits, labelled

Hit = tuple[int, int, Kind]

UDI = re.compile(r"\(01\)\d{14}(?:\(\d\d\)\w{1,20}){0,4}")
DEVICE = labelled(
    r"serial(?: ?(?:number|no|num|#|nr))?|s/n|sn|udi|(?:device|implant|pacemaker|icd|pump|valve|stent|"
    r"graft|mesh|lead) (?:id|number|no|serial|sn|lot|#)|lot",
    WHOSE,
)
MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
PLATE = re.compile(
    r"(?<!\w)(?:(?:license|licence|lic\.?|number|car|vehicle|registration|reg) ?plates?|plates?|tags?|"
    r"car reg)"
    r"(?: (?:of|on|for) (?:the|his|her|their|pt's|patient's|my) (?:\w{2,8} )?(?:car|truck|van|vehicle|suv|"
    r"bike|motorcycle))?"
    r"[\s:#,(=-]{1,3}(?:(?:number|no|num|is|was|reads|starts with)\.?[\s:#]{1,2}){0,2}"
    r"(?:(?-i:[A-Z]{2}) )?(?P<value>[A-Z]{2,4}[- ]?\d{2,5}[A-Z]?|\d{1,3}[- ]?[A-Z]{2,3}[- ]?\d{0,4}|"
    r"[A-Z]\d{2,3}[- ]?[A-Z]{2,3})(?!\w)",
    re.IGNORECASE,
)
# "KZP-4821 (Ohio plate)"
PLATE_BEHIND = re.compile(
    r"(?<![\w-])(?P<value>[A-Z]{2,3}[- ]?\d{3,4}|\d[A-Z]{3}\d{3})(?= ?[,(]? ?(?:is |was )?(?:(?:his|her|the|"
    r"their|[A-Z]\w{1,9}) )?"
    r"(?:licen[sc]e )?plates?\b)"
)
PLATE_TAG_UNITS = re.compile(
    r"(?:pts|mm|cm|ml|mg|kg|to|of|mo|in|am|pm|rd|th|st|nd|hr|min|wk|yo|x)\b|(?:no|is|at|in|on|of|to|and|for|"
    r"the|or|x)[- ]?\d",
    re.IGNORECASE,
)
VIN = re.compile(
    r"(?<!\w)vin[\s:#]{1,3}(?P<value>(?=[A-Z]{0,10}\d)[A-HJ-NPR-Z0-9]{11,17})(?!\w)", re.IGNORECASE
)
LICENCE = labelled(
    r"(?:driver'?s?'? (?:licen[sc]e|lic)|driving licen[sc]e|dl|state id|passport|green card|alien|"
    r"a-?(?:number|#)|"
    rf"(?:licen[sc]e|certificate|visa) ?{NUMBER_WORD})"
    r"(?: (?:number |no\.? )?(?:of|for) (?:the|her|his|this|our) [a-z]{2,14})?(?: \(?[A-Z]{2}\)?(?![a-z]))?"
)
# "27884120 (PA driver's license)"
LICENCE_BEHIND = re.compile(
    r"(?<![\w-])(?P<value>[A-Z]{0,2}\d{5,12})(?= ?[,(]? ?(?:is |was |= ?)?(?:(?:his|her|the|their|"
    r"[A-Z]\w{1,9}) )?"
    r"(?:driver'?s?'? licen[sc]e|passport|DL)\b(?!\W{0,4}\w{0,2}\d))"
)
NEVER_STAFFS = re.compile(r"driver|driving|dl|passport|state id|green|alien|a-?(?:number|#)", re.IGNORECASE)
IP = re.compile(
    r"(?<![\w.])(?<!v)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d)"
)
IP_NOT = re.compile(
    r"(?:version|ver\.?|section|sec\.?|chapter|release|build|v|§|item|table|figure)\s?$", re.IGNORECASE
)
IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::[0-9A-Fa-f]{1,4}){1,6}(?![\w:])|"
    r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])"
)
RUN = re.compile(
    r"(?<![\w.,/-])#?[A-Za-z]{0,2}\d{7,}[A-Za-z]?(?![\w]|[.,]\d)|(?<![\w.,/-])\d(?:[ ]\d){6,}(?![ ]?\w)"
)
QUANTITY_BEHIND = re.compile(
    r"[ ]?(?:copies|cop|cfu|iu|units?|u\b|/ ?(?:ml|ul|l|mm|hpf|year)|cells|mg|ml|mcg|k\b|per|dollars|"
    r"people|patients|deaths|cases|reads|bp\b)",
    re.IGNORECASE,
)
QUANTITY_BEFORE = re.compile(r"(?:\$|€|£|load|count|cfu|n ?=|cost|budget)[ :=]{0,2}(?:of )?$", re.IGNORECASE)

# Numbers that are public or the trainee's own by their label; nothing in them is looked at again.
PUBLIC = re.compile(
    r"(?<!\w)(?:(?:pmid|pmcid|pmc|pubmed|nct|npi|aamc|ecfmg|usmle|nrmp|eras|orcid|isbn|issn|sevis|irb|"
    r"icd(?:-?10)?(?:-?cm)?|cpt|loinc|dea|"
    r"letter id|my ?intealth|intealth|acgme|meeting id|zoom|webex|interpreter|badge|employee|abstract|"
    r"poster|grant|clinicaltrials\.gov|booking|reservation|confirmation|conf|tracking|receipt|candidate|"
    r"student|applicant|trainee|learner|locker|passcode|webinar|conference id|course|epic user|"
    r"(?<=my )epic|(?<=my )(?:passport|visa|dl|driver'?s licen[sc]e)|nbme|snomed|ndc|[ab]cls card|ecard|"
    r"token|"
    r"ds-?160|i-?94|uscis|oet|toefl|flight|"
    r"eudract|prospero|isrctn)(?:'s)?[ \t:#/.,-]{0,5}(?:(?:id|ids|no|number|num|is|pin|code|and|ecfmg|"
    r"usmle|aamc|npi|nct|meeting|identifier|card|protocol|award|permit|step|[123]|ck|scheduling|exam|"
    r"application|registration|confirmation|receipt|request|ref|code)"
    r"(?!\w)[ \t:#/.-]{0,4}){0,6})(?P<value>(?:[A-Z]{1,4}-?)?\d[\dA-Z]{0,14}(?:[-. /](?=\d)\d{1,8}X?)"
    r"{0,4}(?:(?: ?, ?| and | & )\d{6,9}){0,6})|"
    r"(?<!\w)rs\d{4,9}(?!\d)|(?<!\w)NCT\d{8}(?!\d)|(?<!\w)PMC\d{5,9}(?!\d)|"
    r"(?:(?<!\w)doi[:\s]{0,2})?(?<![\w.])"
    r"10\.\d{4,9}/[^\s\"<>]{1,80}",
    re.IGNORECASE,
)


def without_public(text: str) -> str:
    """The folded text with labelled public numbers (PMID, DOI, NCT, NPI, AAMC, ECFMG, USMLE …) blanked, "
    "offsets kept."""
    return PUBLIC.sub(lambda match: "\x00" * len(match[0]), text)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every such number in the folded text, its label included."""
    yield from _things(text, context)
    yield from _runs(text)


def _things(text: str, context: Context) -> Iterator[Hit]:
    for match in DEVICE.finditer(text):
        value, label = match["value"], match[0].lower()
        least = (
            5 if label.startswith(("serial ", "lot ")) and not re.search(r"no|num|#|:|sn|s/n", label) else 4
        )
        if (
            digits(value) >= least
            and not YEAR.match(value)
            and not (label.startswith("lot") and context.is_public(match.start()))
        ):
            yield match.start(), match.end(), Kind.DEVICE
    for pattern in (MAC, UDI):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), Kind.DEVICE
    for match in PLATE.finditer(text):
        if not PLATE_TAG_UNITS.search(match["value"]):
            yield match.start(), match.end(), Kind.PLATE
    for match in PLATE_BEHIND.finditer(text):
        yield match.start(), match.end(), Kind.PLATE
    for match in VIN.finditer(text):
        yield match.start(), match.end(), Kind.PLATE
    yield from _papers(text, context)
    for pattern in (IP, IPV6):
        for match in pattern.finditer(text):
            if not IP_NOT.search(text[max(0, match.start() - 12) : match.start()]):
                yield match.start(), match.end(), Kind.IP


def _papers(text: str, context: Context) -> Iterator[Hit]:
    for match in LICENCE.finditer(text):
        medical = re.search(
            r"(?:medical|physician|nursing|rn|state|training|my) $",
            text[max(0, match.start() - 12) : match.start()],
            re.I,
        )
        if (
            digits(match["value"]) >= 4
            and not YEAR.match(match["value"])
            and not medical
            and not _is_not_theirs(match, context)
        ):
            yield match.start(), match.end(), Kind.LICENCE
    for match in LICENCE_BEHIND.finditer(text):
        if not context.is_own(match.start()):
            yield match.start(), match.end(), Kind.LICENCE


def _is_not_theirs(match: re.Match[str], context: Context) -> bool:
    """The trainee's own; a license of another kind also of staff. "PA" is a state there."""
    if NEVER_STAFFS.match(match[0]):
        return context.is_own(match.start())
    return context.is_public(match.start())


def _runs(text: str) -> Iterator[Hit]:
    for match in RUN.finditer(text):
        behind = QUANTITY_BEHIND.match(text, match.end())
        if not behind and not QUANTITY_BEFORE.search(text[max(0, match.start() - 16) : match.start()]):
            yield match.start(), match.end(), Kind.DIGITS
