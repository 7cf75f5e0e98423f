"""Numbers that may never stay: record, chart, account and encounter numbers, insurance, Social Security.

A label, what stands between, and a value. Which words are labels, and how many digits each needs, is all
that differs between the families below.
"""

import re
from collections.abc import Iterator

from tracker.phi.contacts import PHONE, PHONE_SEVEN
from tracker.phi.findings import Kind

Hit = tuple[int, int, Kind]

NUMBER_WORD = r"(?:nmbr|number|numbers|no|num|nums|nr|nbr|id|ids|identifier|#|card|code)"
BETWEEN = r"[\s_:#=.,|>~*'\"`/;-]"
TAIL = (
    rf"(?:'?s)?{BETWEEN}{{0,5}}(?:(?:number|numbers|no|num|nr|nbr|id|ids|is|was|are|ending|ends|in|last|four|"
    r"4|digits|the|with|s/?n|card|reads|shows|starts|starting|begins|mrn|acct|account|chart|and|or)"
    rf"(?![^\W_]){BETWEEN}{{0,5}}){{0,5}}[(<\[{{]?#?"
)
# A value: groups of digits ("00-48-29", "0 0 4 8"), or one token of letters and digits ("A0098123").
VALUE = (
    r"(?P<value>[A-Z]{1,3} \d{3,}(?: \d{3,}){0,3}(?!\w)|"
    r"\d{1,3}(?:[ -]\d{1,4}(?! ?(?:yo|y/o|[mf]|years?)\b)){1,9}(?:-?[A-Z])?(?![\w])|"
    r"\d{2,4}(?:[._]\d{2,6}){1,4}(?!\w)|"
    r"(?=[A-Za-z-]{0,9}\d)[A-Za-z0-9]{1,24}(?:-[A-Za-z0-9]{1,24}){0,4}(?:/\d{4,24})?(?:[ ]\d{3,}(?![-.]\d))*)"
)
# "serial number of her pump is …", "MRN for the hip fracture lady: …"
WHOSE = r"(?: (?:of|for|on) (?:the|her|his|their|this|that|our|my|a) [a-z]{2,14}(?: [a-z]{2,14}){0,2}?)?"


def labelled(label: str, whose: str = "") -> re.Pattern[str]:
    """The label, what may stand between, and the value as a group."""
    return re.compile(rf"(?<![^\W_])(?:{label})(?![^\W\d_]){whose}{TAIL}{VALUE}", re.IGNORECASE)


RECORD = labelled(
    r"(?:e-?|u)?m[ .]{0,2}r[ .]{0,2}ns?|m\.?r\.? ?(?:#|no|number|num)|uhid|hrn|urn|"
    rf"(?:medical|med\.?) ?rec(?:ord)?s? ?{NUMBER_WORD}|(?:a/c|ur|cr) {NUMBER_WORD}|"
    rf"(?:record|chart|account|acct|hospital|hosp|nhs)\.?s? ?{NUMBER_WORD}|acct",
    WHOSE,
)
# Short labels that are also other things ("fin", MPI the scan): only with a number no year or score has.
RECORD_SHORT = labelled(r"fin|har|empi|mpi|mr|hcn", WHOSE)
RECORD_BARE = labelled(
    r"chart|account|encounter|enc|visit|record|patient file|(?:medical|med)\.? ?rec(?:ord)?s?|accession|csn"
)
RECORD_COUNTED = labelled(
    rf"(?:encounter|enc|visit|patient|pt|file|folder|registration|reg|admission|adm|accession|acc|specimen|"
    rf"emr|ehr|epic|cerner|meditech|unit|client|episode|stay|ip|op|opd|ipd|rec|lab|path|pathology|clinic|"
    rf"wristband|bracelet|armband|barcode|trauma|requisition|rx|prescription|subject|screening|donor|unos|"
    rf"health card|csn|fin|har|empi|mpi|pid)\.?s? ?{NUMBER_WORD}",
    WHOSE,
)
CASE = labelled(rf"(?:case|study|order|req|log|bill|billing|invoice) ?{NUMBER_WORD}")
# "MRN is on the face sheet: 5581204", "DOB/MRN: 3/14/52, 5581204"
RECORD_FAR = re.compile(
    r"(?<![^\W_])(?:mrns?|medical record number)\b[^\n;]{1,60}?(?<![\w./-])(?P<value>\d{6,12})(?![\w/-])",
    re.IGNORECASE,
)
RECORD_BEHIND = re.compile(
    r"(?<![\w/.-])#?(?P<value>\d{4,12})[ ]{0,2}(?:\(|-[ ]?|is |= ?|as )?(?:(?:the|her|his|pt|patient|"
    r"patient's|pt's) )?mrn\b(?!\W{0,4}\w{0,2}\d)",
    re.IGNORECASE,
)
PLAIN_ID = re.compile(
    r"(?<!aamc )(?<!ecfmg )(?<!usmle )(?<!letter )(?<!badge )(?<!employee )(?<!my )(?<!user )(?<!meeting )"
    r"(?<!zoom )(?<!webex )(?<!your )(?<!staff )(?<!dod )(?<!state )"
    rf"(?<!interpreter )(?<!session )(?<!abstract )(?<![\w/])id(?: ?#| ?no\.?| ?number|:|"
    rf" =)[ :=#]{{0,3}}{VALUE}",
    re.IGNORECASE,
)
INSURANCE_WORD = (
    r"medicare|medicaid|insurance|ins|policy|member(?:ship)?|subscriber|beneficiary|group|plan|claim|payer|"
    r"payor|bcbs|blue cross|aetna|"
    r"cigna|humana|uhc|united ?health(?:care)?|kaiser|tricare|dod|anthem|medi-?cal|"
    r"prior auth(?:orization)?|auth|authorization"
)
INSURANCE = labelled(
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
SSN = labelled(
    r"s[ .]{0,2}s[ .]{0,2}n|ss ?(?:#|no|num)|soc(?:ial)?\.? ?sec(?:urity)?|social(?= (?:is|was|number|no|#|"
    r"\d)|:)|itin"
)
SSN_BARE = re.compile(
    r"(?<![\d.-])\d{3}([ .-])\d{2}\1\d{4}(?![\d-]|\.\d)|(?<!\w)[xX*#]{3}[ -]?[xX*#]{2}[ -]?\d{4}(?!\d)"
)
HAS_DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d(?:-\d{2,4})?$")
# "55-12-09" is no day.
DAY = re.compile(
    r"\d{4}-(?:0?[1-9]|1[0-2])-\d{1,2}$|(?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])[-.]\d{2,4}$|"
    r"(?:0?[1-9]|[12]\d|3[01])[-.](?:0?[1-9]|1[0-2])[-.]\d{2,4}$"
)
# "new visit 99204": what was billed.
BILLED = re.compile(r"99[2-4]\d\d$")
# "clinic number 216-555-0133", "pt's number is …": a phone, judged as one.
MAY_BE_REACHED = re.compile(
    r"(?:clinic|unit|hosp(?:ital)?|pt|patient|client|lab|path(?:ology)?)(?:'?s)?\b",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"[ ]?(?:mg|ml|mcg|words|pages|patients|pts|cases|charts|notes|beds|hours|usd|dollars)\b", re.I
)


def hits(text: str, _context: object) -> Iterator[Hit]:
    """Every such number in the folded text, its label included."""
    yield from never(text)


def never(text: str) -> Iterator[Hit]:
    """Record, insurance and Social Security numbers. No text without a digit has one."""
    if HAS_DIGIT.search(text):
        yield from _records(text)
        yield from _insurance(text)
        yield from _social_security(text)


def digits(value: str) -> int:
    """How many digits stand in it."""
    return sum(letter.isdigit() for letter in value)


def _spans(
    pattern: re.Pattern[str], text: str, kind: Kind, least: int, plain_years: bool = False
) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        value = match["value"].rstrip()
        end = match.start("value") + len(value)
        if digits(value) < least or MEASURED.match(text, end) or _is_phone(text, match):
            continue
        if plain_years or not (YEAR.match(value) or DAY.match(value) or BILLED.match(value)):
            yield match.start(), end, kind


def _is_phone(text: str, match: re.Match[str]) -> bool:
    start = match.start("value")
    start -= text[start - 1] == "("
    return bool(
        MAY_BE_REACHED.match(match[0]) and (PHONE.match(text, start) or PHONE_SEVEN.match(text, start))
    )


def _records(text: str) -> Iterator[Hit]:
    yield from _spans(RECORD, text, Kind.RECORD_NUMBER, 3, plain_years=True)
    yield from _spans(RECORD_SHORT, text, Kind.RECORD_NUMBER, 6, plain_years=True)
    yield from _spans(RECORD_BARE, text, Kind.RECORD_NUMBER, 4)
    yield from _spans(RECORD_COUNTED, text, Kind.RECORD_NUMBER, 4)
    yield from _spans(CASE, text, Kind.RECORD_NUMBER, 5)
    yield from _spans(RECORD_FAR, text, Kind.RECORD_NUMBER, 6, plain_years=True)
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
