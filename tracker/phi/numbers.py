"""Numbers that belong to one patient: record, insurance and Social Security numbers, devices, plates, "
"papers, long runs."""

import re
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind

Hit = tuple[int, int, Kind]

NUMBER_WORD = r"(?:number|numbers|no|num|nr|nbr|id|ids|#|card|code)"
TAIL = (
    r"(?:'?s)?[\s:#=.,-]{0,4}(?:(?:number|numbers|no|num|nr|nbr|id|ids|is|was|are|ending|ends|in|last|four|"
    r"4|digits|the|with|s/?n|card)"
    r"(?![^\W_])[\s:#=.-]{0,4}){0,4}[(<\[{]?"
)
# A value: groups of digits ("00-48-29", "0 0 4 8"), or one token of letters and digits ("A0098123").
VALUE = (
    r"(?P<value>[A-Z]{1,3} \d{3,}(?: \d{3,}){0,3}(?!\w)|\d{1,3}(?:[ -]\d{1,4}){1,9}(?![\w])|"
    r"(?=[A-Za-z-]{0,9}\d)[A-Za-z0-9]{1,24}(?:-[A-Za-z0-9]{1,24}){0,4}(?:/\d{5,24})?(?:[ ]\d{3,})*)"
)


# "serial number of her pump is …", "MRN for the hip fracture lady: …"
WHOSE = r"(?: (?:of|for|on) (?:the|her|his|their|this|that|our|my|a) [a-z]{2,14}(?: [a-z]{2,14}){0,2}?)?"


def _labelled(label: str, whose: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{label})(?![^\W\d_]){whose}{TAIL}{VALUE}", re.IGNORECASE)


RECORD = _labelled(
    r"(?:e-?|u)?m[ .]{0,2}r[ .]{0,2}n|mr ?(?:#|no|number|num)|medical records?|"
    rf"(?:med\.? ?rec(?:ord)?|record|chart|account|acct|hospital|hosp|nhs)\.?s? ?{NUMBER_WORD}|csn|fin|har|"
    rf"empi|mpi|acct",
    WHOSE,
)
RECORD_BARE = _labelled(r"chart|account|encounter|enc|visit|record|patient file|med\.? ?rec(?:ord)?s?")
RECORD_COUNTED = _labelled(
    rf"(?:encounter|enc|visit|patient|pt|file|folder|registration|admission|accession|specimen|emr|ehr|"
    rf"unit|client|episode|stay)"
    rf"\.?s? ?(?:{NUMBER_WORD}|identifier)"
)
CASE = _labelled(rf"case ?{NUMBER_WORD}")
RECORD_BEHIND = re.compile(
    r"(?<![\w-])#?(?P<value>\d{4,12})[ ]{0,2}(?:\(|-[ ]?|is |= ?|as )?(?:(?:the|her|his|pt|patient|"
    r"patient's|pt's) )?mrn\b",
    re.IGNORECASE,
)
PLAIN_ID = re.compile(
    r"(?<!aamc )(?<!ecfmg )(?<!usmle )(?<!letter )(?<!badge )(?<!employee )(?<!my )(?<!user )(?<!meeting )"
    r"(?<!zoom )(?<!webex )"
    rf"(?<!interpreter )(?<!session )(?<!abstract )(?<![\w/])id(?: ?#| ?no\.?| ?number|:)[ :]{{0,2}}{VALUE}",
    re.IGNORECASE,
)
INSURANCE_WORD = (
    r"medicare|medicaid|insurance|ins|policy|member(?:ship)?|subscriber|beneficiary|group|plan|claim|payer|"
    r"payor|bcbs|blue cross|aetna|"
    r"cigna|humana|uhc|united ?health(?:care)?|kaiser|tricare|anthem|medi-?cal|prior auth(?:orization)?|"
    r"authorization"
)
INSURANCE = _labelled(
    rf"(?:{INSURANCE_WORD})(?: (?:{INSURANCE_WORD}|plan|health|policy|"
    rf"member)){{0,2}}\.?'?s? ?{NUMBER_WORD}|mbi|hicn?"
)
INSURANCE_BARE = re.compile(
    r"(?<!\w)(?:medicare|medicaid|policy|member|subscriber|bcbs|aetna|cigna|humana|uhc|kaiser|tricare|"
    r"anthem|medi-?cal|group|insurance|ins)[ :#]{1,3}(?P<value>(?=\w{0,4}\d)[A-Z]{0,4}\d{5,14}[A-Z]?)\b",
    re.IGNORECASE,
)
_MBI_LETTER = "[AC-HJKMNP-RT-Ya-hj-kmnp-rt-y]"
_MBI_EITHER = "[AC-HJKMNP-RT-Y0-9a-hj-kmnp-rt-y]"
MBI = re.compile(
    rf"(?<!\w)[1-9]{_MBI_LETTER}{_MBI_EITHER}\d[- ]?{_MBI_LETTER}{_MBI_EITHER}\d[- "
    rf"]?{_MBI_LETTER}{_MBI_LETTER}\d\d(?!\w)"
)
SSN = _labelled(
    r"s[ .]{0,2}s[ .]{0,2}n|ss ?(?:#|no|num)|soc(?:ial)?\.? ?sec(?:urity)?|social(?= (?:is|was|number|no|#|"
    r"\d)|:)|itin"
)
SSN_BARE = re.compile(
    r"(?<![\d.-])\d{3}([ .-])\d{2}\1\d{4}(?![\d-]|\.\d)|(?<!\w)[xX*#]{3}[ -]?[xX*#]{2}[ -]?\d{4}(?!\d)"
)
UDI = re.compile(r"\(01\)\d{14}(?:\(\d\d\)\w{1,20}){0,4}")
DEVICE = _labelled(
    r"serial(?: ?(?:number|no|num|#|nr))?|s/n|sn|udi|(?:device|implant|pacemaker|icd|pump|valve|stent|"
    r"graft|mesh|lead) (?:id|number|no|serial|sn|lot|#)|lot",
    WHOSE,
)
MAC = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])")
PLATE = re.compile(
    r"(?<!\w)(?:licen[sc]e plates?|plates?|tags?|number ?plate)[\s:#]{1,3}(?:(?:number|no|num|is|"
    r"was)\.?[\s:#]{1,2}){0,2}"
    r"(?P<value>[A-Z]{2,4}[- ]?\d{2,4}[A-Z]?|\d{1,3}[- ]?[A-Z]{2,3}[- ]?\d{0,4}|"
    r"[A-Z]\d{2,3}[- ]?[A-Z]{2,3})(?!\w)",
    re.IGNORECASE,
)
PLATE_TAG_UNITS = re.compile(
    r"(?:mm|cm|ml|mg|kg|to|of|mo|in|am|pm|rd|th|st|nd|hr|min|wk|yo|x)\b|(?:no|is|at|in|on|of|to|and|for|"
    r"the|or|x)[- ]?\d",
    re.IGNORECASE,
)
VIN = re.compile(
    r"(?<!\w)vin[\s:#]{1,3}(?P<value>(?=[A-Z]{0,10}\d)[A-HJ-NPR-Z0-9]{11,17})(?!\w)", re.IGNORECASE
)
LICENCE = _labelled(
    r"(?:driver'?s?'? (?:licen[sc]e|lic)|driving licen[sc]e|dl)(?: [A-Z]{2})?|passport|state id|green card|"
    r"alien|(?:licen[sc]e|certificate|visa) ?"
    rf"{NUMBER_WORD}"
)
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
    r"poster|grant|clinicaltrials\.gov|"
    r"eudract|prospero|isrctn)(?:'s)?[ \t:#/.,-]{0,3}(?:(?:id|ids|no|number|num|is|pin|code|and|ecfmg|"
    r"usmle|aamc|npi|nct|meeting|identifier|card|protocol|award|permit|step|[123]|ck|scheduling|exam|"
    r"application|registration|confirmation|receipt|request)"
    r"(?!\w)[ \t:#/.-]{0,3}){0,6})(?P<value>(?:[A-Z]{1,4}-?)?\d[\dA-Z]{0,14}(?:[-. /](?=\d)\d{1,8}X?)"
    r"{0,4}(?:(?: ?, ?| and | & )\d{6,9}){0,6})|"
    r"(?<!\w)NCT\d{8}(?!\d)|(?<!\w)PMC\d{5,9}(?!\d)|(?:(?<!\w)doi[:\s]{0,2})?(?<![\w.])"
    r"10\.\d{4,9}/[^\s\"<>]{1,80}",
    re.IGNORECASE,
)
HAS_DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d(?:-\d{2,4})?$")
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}$|\d{1,2}-\d{1,2}-\d{2,4}$")


def without_public(text: str) -> str:
    """The folded text with labelled public numbers (PMID, DOI, NCT, NPI, AAMC, ECFMG, USMLE …) blanked, "
    "offsets kept."""
    return PUBLIC.sub(lambda match: "\x00" * len(match[0]), text)


def _digits(value: str) -> int:
    return sum(letter.isdigit() for letter in value)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every such number in the folded text, its label included."""
    yield from never(text)
    yield from _things(text, context)
    yield from _runs(text)


def never(text: str) -> Iterator[Hit]:
    """Record, insurance and Social Security numbers. No text without a digit has one."""
    if HAS_DIGIT.search(text):
        yield from _records(text)
        yield from _insurance(text)
        yield from _social_security(text)


def _spans(
    pattern: re.Pattern[str], text: str, kind: Kind, digits: int, plain_years: bool = False
) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        value = match["value"].rstrip()
        enough = _digits(value) >= digits
        if enough and (plain_years or not (YEAR.match(value) or DAY.match(value))):
            yield match.start(), match.start("value") + len(value), kind


def _records(text: str) -> Iterator[Hit]:
    yield from _spans(RECORD, text, Kind.RECORD_NUMBER, 3, plain_years=True)
    yield from _spans(RECORD_BARE, text, Kind.RECORD_NUMBER, 4)
    yield from _spans(RECORD_COUNTED, text, Kind.RECORD_NUMBER, 4)
    yield from _spans(CASE, text, Kind.RECORD_NUMBER, 5)
    for match in RECORD_BEHIND.finditer(text):
        yield match.start(), match.end(), Kind.RECORD_NUMBER
    yield from _spans(PLAIN_ID, text, Kind.RECORD_NUMBER, 5)


def _insurance(text: str) -> Iterator[Hit]:
    yield from _spans(INSURANCE, text, Kind.INSURANCE, 4)
    yield from _spans(INSURANCE_BARE, text, Kind.INSURANCE, 5)
    for match in MBI.finditer(text):
        yield match.start(), match.end(), Kind.INSURANCE


def _social_security(text: str) -> Iterator[Hit]:
    yield from _spans(SSN, text, Kind.SSN, 4)
    for match in SSN_BARE.finditer(text):
        yield match.start(), match.end(), Kind.SSN


def _things(text: str, context: Context) -> Iterator[Hit]:
    for match in DEVICE.finditer(text):
        value, label = match["value"], match[0].lower()
        least = (
            5 if label.startswith(("serial ", "lot ")) and not re.search(r"no|num|#|:|sn|s/n", label) else 4
        )
        if (
            _digits(value) >= least
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
            _digits(match["value"]) >= 4
            and not YEAR.match(match["value"])
            and not medical
            and not context.is_public(match.start())
        ):
            yield match.start(), match.end(), Kind.LICENCE


def _runs(text: str) -> Iterator[Hit]:
    for match in RUN.finditer(text):
        behind = QUANTITY_BEHIND.match(text, match.end())
        if not behind and not QUANTITY_BEFORE.search(text[max(0, match.start() - 16) : match.start()]):
            yield match.start(), match.end(), Kind.DIGITS
