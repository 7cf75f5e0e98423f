"""Ways to reach or find someone: phone, email, web, social name, street address, ZIP.

Each counts with a patient or family in the sentence or standing bare; with staff, a workplace, the
trainee or a source to read beside it, it is theirs (product.md, "Settled details").
"""

import re
from collections.abc import Iterator

from tracker.phi.context import RELATIVES, Context
from tracker.phi.findings import Kind
from tracker.phi.ward_words import ABBREVIATIONS

Hit = tuple[int, int, Kind]

PHONE = re.compile(
    r"(?<![\w.,/$-])(?:\+?1[ .-]?)?(?:\(\d{3}\)[ .-]{0,2}\d{3}[ .-]{0,2}|"
    r"\d{3}(?:[ ./-]{1,2}| - |_)\d{3}(?:[ .-]{1,2}| - |_)|\d{3}[.-]\d{3})\d{4}(?![\w-]|\.\d)|"
    r"(?<![\w.,/$-])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\w)|"
    r"(?<![\w.,/$-])00\d{1,3}(?:[ .-]\(?\d{1,5}\)?){2,5}(?!\w)"
)
PHONE_SEVEN = re.compile(r"(?<![\w.,/$+-])\d{3}[-.]\d{4}(?![\w-]|\.\d|%)")
PHONE_PLAIN = re.compile(
    r"(?<![\w.,/$+-])1?[2-9]\d{2}[2-9]\d{6}(?![\w-]|\.\d)|(?<![\w.,/$+-])\d{3} \d{4}(?![\w/-]|\.\d)|"
    r"(?<![\w.,/$+-])\d{7}(?![\w-]|\.\d)"
)
PHONE_WORD = re.compile(
    r"\b(?:phone|cell|mobile|tel|telephone|call|calls|called|number|contact|text|fax|whatsapp|hm|home|"
    r"reach|ph)\b[^.\n]{0,40}$|^[^.\n]{0,12}\b(?:phone|cell|mobile|hm|home|tel)\b",
    re.IGNORECASE,
)
RELATIVE_BEFORE = re.compile(rf"\b(?:{RELATIVES})(?:'s)?:? (?:at |on |is )?$", re.IGNORECASE)
SPOKEN_EMAIL = re.compile(
    r"(?<!\w)[\w.+-]{2,40} at (?:gmail|yahoo|hotmail|outlook|aol|icloud|proton\w*) dot com\b", re.IGNORECASE
)
EMAIL = re.compile(
    r"(?<![\w.+-])[\w+-][\w.+-]{0,63}(?:@| ?[\[(]at[\])] ?)(?:[\w-]{1,63}(?:\.|"
    r" ?[\[(]dot[\])] ?)){1,5}[A-Za-z]{2,12}(?![\w@])",
    re.IGNORECASE,
)
WORK_MAIL = re.compile(r"(?:\.edu|\.gov|\.org|\.mil|ac\.uk)$", re.IGNORECASE)
ENDING = r"(?:com|net|org|edu|gov|io|info|me|us|co|biz|blog|page|site|family|health|life)"
URL = re.compile(
    rf"(?<![\w@./-])(?:https?://[^\s<>\"]{{1,300}}|www\.[^\s<>\"]{{2,300}}|"
    rf"(?:[a-z0-9-]{{2,40}}\.){{1,4}}{ENDING}(?![\w@-]|\.\w)(?:/[^\s<>\"]{{0,200}})?)",
    re.IGNORECASE,
)
# "http://10.2.3.4/log": the machine is an IP address (numbers.py), the page behind it a web address.
IP_HOST = re.compile(r"(?:https?://)?\d{1,3}(?:\.\d{1,3}){3}")
REFERENCE = re.compile(
    r"(?:nih\.gov|cdc\.gov|who\.int|fda\.gov|cms\.gov|uptodate\.com|nejm\.org|jamanetwork\.com|"
    r"thelancet\.com|bmj\.com|doi\.org|acc\.org|heart\.org|"
    r"aamc\.org|ecfmg\.org|intealth\.org|nrmp\.org|usmle\.org|acgme\.org|ama-assn\.org|acponline\.org|"
    r"aafp\.org|aap\.org|acog\.org|facs\.org|"
    r"mdcalc\.com|medscape\.com|radiopaedia\.org|litfl\.com|osmosis\.org|amboss\.com|uworld\.com|"
    r"statpearls\.com|wikipedia\.org|wikem\.org|"
    r"clinicaltrials\.gov|uspreventiveservicestaskforce\.org|idsociety\.org|diabetes\.org|goldcopd\.org|"
    r"ginasthma\.org|esc(?:ardio)?\.org|ahajournals\.org|"
    r"cochrane\w*\.\w+|dynamed\.com|epocrates\.com|lexicomp\.com|medlineplus\.gov|mayoclinic\.org|"
    r"clevelandclinic\.org|emcrit\.org|aliem\.com|"
    r"pubmed\.\w+|visualdx\.com|orthobullets\.com|geekymedics\.com|coreimpodcast\.com|ecgpedia\.org|"
    r"i?cu\.tv|openevidence\.com|zoom\.us)(?![\w-])",
    re.IGNORECASE,
)
PERSONAL_PAGE = re.compile(
    r"caringbridge|gofundme|facebook\.com|instagram\.com|obituar|legacy\.com|tiktok\.com|linkedin\.com/in|"
    r"x\.com/|twitter\.com/|youtube\.com/@|blogspot|"
    r"wordpress|tributes|ancestry|findagrave|myspace|snapchat",
    re.IGNORECASE,
)
THEIR_PAGE = re.compile(
    r"\b(?:patient's|pt's|his|her|their|family'?s?|family)(?: own)?(?: (?!clinic|lab|office|dep|faculty|"
    r"hosp|research|program|univ|team|unit|staff|practice)[a-z]{2,14}){0,2} (?:web ?site|web ?page|page|blog|"
    r"profile|account|gofundme|facebook|fundraiser|obituary|youtube|channel|shop|store|link|site)\b",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{2,29}(?<!\.)")
NO_HANDLE = re.compile(
    r"@(?:bedside|clinic|icu|micu|sicu|home|the|work|noon|night|hospital|ed|er|or|front|time|least|all|"
    r"once|ward|rounds?|pharmacy|day|admission|baseline|rest|"
    r"discharge|room|desk|bed|church|school|snf|rehab|dialysis|risk|this|that|nurses?|station|lunch|"
    r"midnight|oh|st|mercy|metro\w*|cle\w*|floor|pacu|outside|osh|lab|about|most|main|both)$",
    re.IGNORECASE,
)
NAMED_HANDLE = re.compile(
    r"(?<!\w)(?:instagram|insta|ig|tiktok|twitter|snap(?:chat)?|facebook|telegram|reddit)(?: handle| name|"
    r" username| account)?(?:(?: is| as|:)[ ]{1,2}@?(?!withheld)(?P<which>[A-Za-z][\w.]{3,29})|"
    r"[ ]{1,2}(?P<plain>[a-z]{2,15}(?:[._][a-z\d]{2,15}){1,3}))|(?<![\w/])u/(?P<reddit>[A-Za-z][\w-]{3,24})",
    re.IGNORECASE,
)

SUFFIX = (
    r"(?:street|avenue|boulevard|lane|road|terrace|parkway|highway|crescent|turnpike|ave|blvd|ln|rd|pkwy|"
    r"hwy|trl|trail|loop|alley|plaza)"
)
LOOSE_SUFFIX = r"(?:st|dr|drive|ct|court|pl|place|cir|circle|way|sq|square|run|row|path|pike)"
STREET_WORD = r"(?:[A-Za-z][A-Za-z.'-]{0,24}|\d{1,3}(?:st|nd|rd|th))"
NOT_STREET = re.compile(
    r"\b(?:of|the|in|on|to|from|with|for|and|at|by|a|an|is|was|mg|ml|mcg|min|mins|hours?|days?|weeks?|"
    r"months?|years?|patients?|pts|miles?|blocks?|steps?|dr|yo|cm|mm|"
    r"units?|beds?|more|times|x|l|h|am|pm|per|head|chest|abd|abdominal|ct|brain|then|when|bus|minutes?|way|"
    r"long|first|liters?)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    rf"(?<![\w./-])\d{{1,5}}(?:-\d{{1,4}}|[A-Za-z])?,? (?P<street>(?:{STREET_WORD} ){{1,3}})"
    rf"(?P<suffix>{SUFFIX})\b\.?(?! map\b)(?P<flat>,? "
    rf"?(?:apt|apartment|unit|#|suite|fl|floor)\.? ?#?\w{{1,5}})?",
    re.IGNORECASE,
)
ADDRESS_LOOSE = re.compile(
    rf"(?<![\w./-])\d{{1,5}}(?:-\d{{1,4}})? (?P<street>(?:(?:[A-Z][A-Za-z.'-]{{1,24}}|[NSEW]\.?|"
    rf"\d{{1,3}}(?:st|nd|rd|"
    rf"th)) ){{1,3}})(?P<suffix>(?i:{LOOSE_SUFFIX}))\b\.?(?! ?[A-Z][a-z]+ (?:Hosp|Med))(?P<flat>,? ?(?i:apt|"
    rf"apartment|"
    rf"unit|#)\.? ?#?\w{{1,5}})?"
)
LIVES = re.compile(
    rf"(?<!\w)(?:lives?|living|resides?|residing|stays|home|house|address)(?: is| now| alone)?(?: at| on|"
    rf" in|:)? ?(?:address )?(?P<where>\d{{1,5}}[A-Za-z]?,? (?:{STREET_WORD},? ?){{1,4}}|"
    rf"(?:{STREET_WORD} ){{1,3}}(?:{SUFFIX}|st|dr|ct|drive|court|place)\b)",
    re.IGNORECASE,
)
AGE_AND_SEX = re.compile(r"\d{1,3} ?[MFmf]\b")
STREET_END = re.compile(rf".{{1,80}}?\b(?:{SUFFIX}|{LOOSE_SUFFIX})\b\.?", re.IGNORECASE)
BOX = re.compile(r"(?<!\w)p\.? ?o\.? box #?\d{1,6}", re.IGNORECASE)
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|"
    "OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|Ohio|California|Texas|Florida|Michigan|Illinois|"
    "Pennsylvania|New York|New Jersey"
)
ZIP = re.compile(
    rf"(?<!\w)zip(?: ?code)?s?(?: (?:of|for) (?:the|this|my|our|his|her) \w{{2,12}})?(?: is|"
    rf" was)?[ \t:#=-]{{0,3}}(?P<a>\d{{5}}(?:-\d{{4}})?)(?!\w)|"
    rf"(?<!\w)postal code[ :]{{1,2}}(?:is )?(?P<b>\d{{5}}(?:-\d{{4}})?)(?!\w)|"
    rf"(?<!\w)(?-i:{STATES}),? (?P<c>\d{{5}}(?:-\d{{4}})?)(?![\w,.]\w|\w)|"
    rf"(?<![\w-])(?P<d>\d{{5}}(?:-\d{{4}})?) (?:is (?:the |her |his )?)?zip\b|"
    rf"(?<![\w-])(?P<e>\d{{5}}-\d{{4}})(?![\w-])|\b(?:from|lives in|living in) (?P<f>\d{{5}})(?!\w|-\d|,\d|"
    rf" ?(?:mg|units?|patients?|people|ft|feet|steps))",
    re.IGNORECASE,
)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every such contact in the folded text that is not plainly somebody else's."""
    yield from _phones(text, context)
    yield from _online(text, context)
    yield from _addresses(text, context)


def _phones(text: str, context: Context) -> Iterator[Hit]:
    for pattern in (PHONE, PHONE_SEVEN):
        for match in pattern.finditer(text):
            if not context.is_public(match.start()):
                yield match.start(), match.end(), Kind.PHONE
    for match in PHONE_PLAIN.finditer(text):
        around = PHONE_WORD.search(text[max(0, match.start() - 60) : match.start()]) or PHONE_WORD.match(
            text[match.end() : match.end() + 20]
        )
        theirs = len(match[0]) >= 10 and RELATIVE_BEFORE.search(
            text[max(0, match.start() - 24) : match.start()]
        )
        if (around or theirs) and not context.is_public(match.start()):
            yield match.start(), match.end(), Kind.PHONE


def _online(text: str, context: Context) -> Iterator[Hit]:
    for match in EMAIL.finditer(text):
        alone = match[0] == text.strip()
        work = WORK_MAIL.search(match[0]) and not context.has_patient(match.start()) and not alone
        if not work and not context.is_public(match.start()):
            yield match.start(), match.end(), Kind.EMAIL
    for match in SPOKEN_EMAIL.finditer(text):
        if not context.is_public(match.start()):
            yield match.start(), match.end(), Kind.EMAIL
    for match in URL.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)'\""))
        if _is_personal_url(text, match, context):
            host = IP_HOST.match(text, match.start(), end)
            start = host.end() if host else match.start()
            if start < end:
                yield start, end, Kind.URL
    for match in HANDLE.finditer(text):
        if not NO_HANDLE.match(match[0]) and _is_personal_handle(text, match, context):
            yield match.start(), match.end(), Kind.HANDLE
    for match in NAMED_HANDLE.finditer(text):
        if context.has_patient(match.start()):
            group = match.lastgroup or "which"
            yield match.start(group), match.end(group), Kind.HANDLE


def _is_personal_url(text: str, match: re.Match[str], context: Context) -> bool:
    start, _ = context.sentence(match.start())
    before = text[max(start, match.start() - 80) : match.start()]
    if THEIR_PAGE.search(before):
        return True
    if REFERENCE.search(match[0]):
        return False
    if PERSONAL_PAGE.search(match[0]):
        return not context.is_public(match.start())
    return not context.is_source(match.start()) and not (
        WORK_MAIL.search(match[0].split("/")[0]) and not context.has_patient(match.start())
    )


def _is_personal_handle(text: str, match: re.Match[str], context: Context) -> bool:
    if context.has_patient(match.start()) or match[0] == text.strip():
        return True
    personal = bool(re.search(r"[_\d]|[a-z]\.[a-z]", match[0]))
    mine = re.search(r"\b(?:my|our) [^.@\n]{0,40}$", text[max(0, match.start() - 50) : match.start()], re.I)
    return personal and not mine and not context.speaks_of_source(match.start())


def _addresses(text: str, context: Context) -> Iterator[Hit]:
    for pattern in (ADDRESS, ADDRESS_LOOSE):
        for match in pattern.finditer(text):
            if _may_be_street(match) and not context.is_public(match.start()):
                yield match.start(), match.end(), Kind.ADDRESS
    for match in LIVES.finditer(text):
        if (where := _street(match["where"])) and not context.is_public(match.start()):
            yield match.start("where"), match.start("where") + len(where), Kind.ADDRESS
    for match in BOX.finditer(text):
        if not context.is_public(match.start()):
            yield match.start(), match.end(), Kind.ADDRESS
    for match in ZIP.finditer(text):
        if not context.is_public(match.start()):
            group = next(name for name in "abcdef" if match[name])
            start = match.start(group) if group in "cf" else match.start()
            if group != "f" or context.names_patient(match.start()):
                yield start, match.end(), Kind.ZIP


def _may_be_street(match: re.Match[str]) -> bool:
    """Not "48F SLE class IV LN": an age with a sex, abbreviations of the ward, "PL" behind small letters."""
    words, suffix = match["street"].split(), match["suffix"]
    if AGE_AND_SEX.match(match[0]) or NOT_STREET.search(match["street"]):
        return False
    if any(len(word) > 1 and word.isupper() and word.lower() in ABBREVIATIONS for word in words):
        return False
    return not (len(suffix) == 2 and suffix.isupper() and not match["street"].isupper())


def _street(where: str) -> str:
    """The part of "42 elm street now" that is a street; empty when none is."""
    ends = STREET_END.match(where)
    if not ends or NOT_STREET.search(ends[0].rsplit(" ", 1)[0]):
        return ""
    return ends[0]
