"""Ages over 89, as a number or in words, and initials that stand for a patient. "In her 90s" is fine "
"(product.md)."""

import re
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind
from tracker.phi.ward_words import ABBREVIATIONS, FUNCTION, LEADING
from tracker.wordlist import wordset

Hit = tuple[int, int, Kind]

OLD = r"(?<![\d.,/<>+$-])(?<![<>] )(?<!\bn=)(?<!\bn = )(?:9\d|1[01]\d|12[0-5])(?![\d%]|[.,]\d)"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
OLD_WORDS = rf"(?:ninety(?:[ -]?{ONES})?|(?:(?:one|a) )?hundred(?:[ -](?:and[ -])?{ONES})?)"
YEARS = r"(?:years?|yrs?)"
UNIT = (
    rf"(?:[ -]?{YEARS}[ -]?(?:old|of age|young)s?\b|[ -]?(?:y[ /.-]{{0,2}}o\b\.?|yof\b|yom\b|"
    rf"y\.?/?o\.?[ -]?[mf]\b|{YEARS}\b(?=[ ]?(?:m|f|male|female|man|woman|lady)\b)))"
)
SEXED = (
    r"(?:[ -]?(?:M|F)\b(?!/[uUxX]\b)|[ ]?(?:male|female)\b|[ ]?/ ?[MFmf]\b|"
    r"[ ]?[yY] ?[mMfF]\b|[mf]\b|[ ]?[\u2640\u2642])"
)
NUMBERED = re.compile(rf"{OLD}{UNIT}", re.IGNORECASE)
NUMBER_AND_SEX = re.compile(rf"{OLD}{SEXED}")
LABELLED = re.compile(
    rf"(?<!\w)(?:aged?|age is|age was|age of)[ :=-]{{1,3}}(?:about |around |now )?(?P<age>{OLD}|"
    rf"{OLD_WORDS}\b)(?![ ]?(?:or (?:older|over|above)|and (?:older|over|above|up)|\+|"
    rf"-\s?\d{{1,3}}(?![\d-])|to \d|days|"
    rf"weeks|months|hours))",
    re.IGNORECASE,
)
WORDED = re.compile(
    rf"(?<![\w-]){OLD_WORDS}[ -]?(?:{YEARS}[ -]?(?:old|of age|young)|y/?o\b|{YEARS}\b(?=[ ]old))",
    re.IGNORECASE,
)
TURNED = re.compile(
    rf"(?<!\w)(?:turn(?:ed|s|ing)|lived to(?: be)?|died at(?: age)?|celebrated (?:her|his|"
    rf"their))[ ](?P<age>{OLD}(?:th|st|nd|rd)?)(?![ ]?(?:degrees|mm|mg|ml|beats|/|%|am|pm|\d|"
    rf":))(?=(?:[ ](?:birthday|last|this|next|in|on|years|yesterday|today|and))?(?:[ ]|[.,;!)]|$))",
    re.IGNORECASE,
)
SPOKEN_OF = re.compile(
    rf"\b(?:(?:he|she|patient|pt|who)(?: is|'s| was|'ll be| will be)|(?:mother|father|grandmother|"
    rf"grandfather|lady|"
    rf"gentleman|woman|man|patient|pt),|(?:mr|mrs|ms|"
    rf"miss)\.? [^\W\d_]{{1,20}}(?:[' -][^\W\d_]{{1,20}}){{0,2}} (?:is|was|turned))[ ](?:now |already |"
    rf"almost |only )?"
    rf"(?P<age>{OLD}|ninety(?:[ -]{ONES})?\b)(?=[ ]?(?:[.,;!)]|"
    rf"$|and\b|but\b|came\b|told\b|still\b|lives\b|fell\b|presented\b|with (?:a|an|dementia|hip|afib|chf|"
    rf"no)\b|years\b))",
    re.IGNORECASE,
)
BESIDE = re.compile(
    rf"(?:(?<!\w)(?:patient|pt|man|woman|lady|gentleman|guy|mother|father|mom|dad|wife|husband|grandmother|"
    rf"grandfather|(?:mr|mrs|ms|miss)\.? "
    rf"[^\W\d_]{{1,30}}(?:[' -][^\W\d_]{{1,30}}){{0,3}}|"
    rf"(?:patient|pt)\.?:? (?-i:[A-Z][\w'-]+)(?: (?-i:[A-Z][\w'-]+)){{0,2}}))(?:, ?|"
    rf" ?\()(?P<age>{OLD})(?=[ ]?(?:[,);.]|$|"
    rf"with\b|w/|c/o|s/p|from\b|yo\b|who\b))",
    re.IGNORECASE,
)
# "M/93", "female, 93, CHF"
SEX_FIRST = re.compile(
    r"(?<!\w)(?:[MF] ?/ ?|(?i:female|male|woman|man|lady|gentleman)(?:, ?| ))(?P<age>(?:9\d|1[01]\d|"
    r"12[0-5])(?![\d%/-]|[.,]\d))(?=[ ]?(?:[,;.)]|$| yrs?\b|"
    r" years?\b| [A-Za-z]{2,}\b))(?! ?(?:%|percent|patients|pts|st|nd|rd|th|kg|lb|beats|bpm|cases|mm))"
)
BIRTHDAY = re.compile(
    rf"(?<!\w)(?:her|his|their|pt's|patient's) (?P<age>{OLD}(?:th|st|nd|rd) (?:birthday|b-?day))", re.I
)
PERSON_OF = re.compile(
    rf"(?<!\w)(?:lady|woman|man|gentleman|pt|patient|grandmother|grandfather|centenarian) of (?P<age>{OLD})"
    rf"(?=[ ]?(?:[,;.)]|$|years?\b|yrs?\b|with\b|who\b|w/))",
    re.I,
)
# "the hospital is 100 years old"
NO_PERSON_BEFORE = re.compile(
    r"\b(?:hospital|building|school|university|church|clinic|house|wing|program|device|machine|book|textbook|"
    r"department|system|elevator|equipment|bridge|city|college) (?:is|was|are|turned|of|looks|about|over|"
    r" )*$",
    re.IGNORECASE,
)
NO_PERSON = re.compile(
    r"[ -]{0,2}(?:old[ -])?(?:building|hospital|institution|technique|procedure|operation|trial|study|"
    r"theory|tradition|paper|drug|concept|debate|idea|"
    r"church|school|house|test|sign|law|company|clinic|anniversary|history|method|instrument|journal|wing|"
    r"tower|book|debt|rule|textbook|treatment|record|university|classification|criteria|maneuver)\b",
    re.IGNORECASE,
)
# "spiked 102 F", "weather 101 F in Houston": what is measured in F. An age is told where a clause begins or
# after a word that leads to a person.
WARM = re.compile(
    r"\b(?:temp\w*|t-?max|tm|fever\w*|febrile|afebrile|spik\w*|weather|heat|hot|cold|outside|degrees|study|"
    r"cohort|"
    r"ratio|enrolled|included)\b[^.;\n]{0,20}$|"
    r"(?:\b(?:t|to|was|at|below|above|under|over|hr|spo2|sats?|map|bp|rr|n|total|nnt|ci)|°)[ :=]{0,3}"
    r"(?:of |to |was |is )?$",
    re.IGNORECASE,
)
WARM_BEHIND = re.compile(
    r" (?:fever|temps?|today|now|outside|overnight|at|in [A-Z]|here|oral|rectal|axillary|is|heat|"
    r"and (?:humid|hot|no)|so|per mom|tmrw|tomorrow)\b"
)
LEADS_TO_AGE = re.compile(
    r"(?:^|[,;:.()\[\n/|>*#-]|\b(?:saw|seen|pt|pts|patient|of|with|w|for|a|an|the|new|consult|admit|"
    r"admitted|another|and|by|"
    r"on|my|our|this|old|elderly|frail|healthy|case|re|about|met|had|from|discharged|examined|first|last|"
    r"next|our|"
    r"lady|man|woman|gentleman|mrs|mr|ms|\w+(?:ed|ing)|\d+))\s?$|"
    r"(?i:\b(?:mrs|mr|ms|miss)\b\.?[^,.;\n]{1,40}$)",
    re.IGNORECASE,
)
COUNTED = re.compile(r" ?(?:/|,|and|vs)? ?\d{1,3} [MF]\b|(?: in savings| records| dollars| usd| out of)")
OVER = re.compile(
    r"(?<!\w)(?:over|above|under|below|than|until|up to|at least|through|beyond|any|between \d\d and|"
    r"from \d\d to|"
    r"to|≥|≤|the)[ -]$",
    re.IGNORECASE,
)

AGE = r"(?:\d{1,3}|\d{1,2}[ -]?(?:wk|mo|day|week|month)s?)"
SEX_WORD = r"(?:[MFmf]\b(?!/[ux]\b)|male\b|female\b|man\b|woman\b|lady\b|gentleman\b|boy\b|girl\b|guy\b)"
AGE_OF = (
    rf"(?:{AGE}[ ]?-?[ ]?(?:(?i:yo[mf]?|y/o|y\.? ?o|yrs?|years?|y)\b\.?|[mf]\b(?!/[ux]\b)|(?:M|"
    rf"F)\b(?!/[uUxX]\b)|male\b|female\b|"
    rf"/ ?[MFmf]\b|"
    r"[\u2640\u2642])|(?:(?i:aged?:?) )\d{1,3}\b(?!%)|\d{1,2}[ -]?(?:wk|mo|week|month|day)s?\b)"
)
OLD_AND_SEX = rf"(?:[ -]?old\b)?(?:[ ]?{SEX_WORD})?(?: G\d{{1,2}}P\d\w{{0,4}})?"
LETTERS = r"(?P<letters>[A-Z]\.[ ]?(?:[A-Z]\.[ ]?)?[A-Z]\.?|[A-Z]{2,3})"
BEFORE_AGE = re.compile(
    rf"(?<![\w.'/&-]){LETTERS}(?:,? ?\(|, ?| - |-| ?/ ?|: ?| is an? |, an? |[ ]|(?<=\.))(?={AGE_OF})"
)
BEFORE_BARE_AGE = re.compile(
    rf"(?<![\w.'/&-]){LETTERS}(?: ?\((?=\d\d\))|, (?=\d\d(?:[,;:]|$| with | w/ | c/o | s/p ))| - (?=\d\d -))"
)
BEHIND_AGE = re.compile(
    rf"(?<![\w.]){AGE_OF}{OLD_AND_SEX}[ ]?[,:(-]?[ ]?{LETTERS}(?=[ ]?(?:[),.;:]|$|-|with\b|w/?\b|c/o|s/p|"
    rf"here|admitted|"
    rf"is\b|has\b|was\b|came\b|presented\b|told\b|who\b))"
)
# "jk, 72M" and "J K 72M" open a line.
SLOPPY = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?P<letters>[a-z]\.[ ]?[a-z]\.?|[a-z]{2}(?=,)|[A-Z] [A-Z]|[A-Z]-[A-Z])(?:, ?|"
    r" )(?=\d{1,3} ?(?:"
    r"[MFmf]\b|yo|y/o))"
)
OF_PATIENT = re.compile(
    r"(?<![\w'-])(?i:patient|pt|pts|client|baby|infant|(?:his|her|the|pt's|patient's) (?:wife|husband|son|"
    r"daughter|"
    r"mother|father|mom|dad|brother|sister))"
    rf"(?P<dot>\.)?[:,]?[ ]\(?(?P<quote>[\"'])?{LETTERS}(?![\w/&'+-]|\.\w| ?(?:pos|neg|blood|type|Rh))"
)
SPACED_OF_PATIENT = re.compile(
    r"(?<![\w'-])(?:[Pp]atient|[Pp]t) (?P<letters>[A-Z] [A-Z])(?= (?:is|was|has|had|went|asked|told|came|"
    r"wants|said|w/?|"
    r"with|refused)\b)"
)
INITIALS_LABEL = re.compile(rf"(?<!\w)(?i:initials|init)(?:[ :=]|is|are){{1,4}}{LETTERS}(?!\w)")
# Three letters after "patient" are mostly an abbreviation; a person does something.
ACTS = re.compile(
    r",? ?(?:\(|is\b|was\b|has\b|had\b|said\b|says\b|told\b|asked\b|wants\b|refused\b|went\b|came\b|with\b|"
    r"w/|who\b|c/o\b|"
    r"presented\b|\d{1,3} ?(?:[MF]\b|yo\b|y/o))"
)
# "patient A.M. with DKA" is a person, "patient A.M. labs" a time.
MORNING = re.compile(r"[AP]\.M\.? (?:with|w/|is|has|was|had|had|c/o|s/p|in)\b")
NOT_INITIALS = wordset(
    "a.m p.m p.o i.v i.m u.s m.d d.o b.i.d t.i.d q.d q.i.d p.r.n e.g i.e n.p.o ph.d r.n n.p p.a "
    "u.k u.s.a y.o s.o.b c.o.p.d h.i.v w.p.w h.t.n i.c.u d.k.a s.l.e u.t.i d.v.t c.h.f"
)
CREDENTIALS = wordset("m.d d.o r.n n.p p.a ph.d")
NAMED_BEFORE = re.compile(r"[A-Z][a-z]+,? $")
# Whatever the letters may also be: who does this is a person, unless they are a service or a profession.
HUMAN_ACT = re.compile(
    r" (?:told|asked|said|says|wants|refused|refuses|cried|thanked|smiled|lives|left AMA|eloped|thinks)\b"
)
SERVICES = wordset(
    "pt ot md rn np pa do rt sw cm id gi ir ed er or ob im fm gu cv ct ep ent icu pcp hr it nsg sw lcsw "
    "slp crna gyn "
    "gme ems iv cna aprn poa hcp"
)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every age over 89 and every patient's initials in the folded text."""
    yield from _ages(text)
    yield from _initials(text, context)


def _ages(text: str) -> Iterator[Hit]:
    for pattern in (NUMBERED, WORDED):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            over = OVER.search(before)
            thing = NO_PERSON.match(text, match.end()) or NO_PERSON_BEFORE.search(before)
            if not thing and not (over and not over[0].lower().startswith("the")):
                yield match.start(), match.end(), Kind.AGE
    for match in NUMBER_AND_SEX.finditer(text):
        if not _is_measured(text, match):
            yield match.start(), match.end(), Kind.AGE
    for pattern in (LABELLED, TURNED, SPOKEN_OF, BESIDE, SEX_FIRST, BIRTHDAY, PERSON_OF):
        for match in pattern.finditer(text):
            measured = pattern in (SPOKEN_OF, BESIDE) and re.search(
                r"sat|o2|\bhr\b|temp|pulse|map|weigh|kg|glucose",
                text[max(0, match.start() - 30) : match.end() + 20],
                re.I,
            )
            if not measured:
                start = match.start("age") if pattern is not LABELLED else match.start()
                yield start, match.end("age"), Kind.AGE


def _is_measured(text: str, match: re.Match[str]) -> bool:
    """A temperature in F, or a count of men and women, and no age with its sex."""
    if not match[0].endswith(("F", "M")) or "/" in match[0]:
        return False
    before = text[max(0, match.start() - 40) : match.start()]
    hot = match[0].endswith("F") and (match[0][-2] == " " or int(re.match(r"\d+", match[0])[0]) > 98)
    if WARM.search(before) or COUNTED.match(text, match.end()):
        return True
    return hot and bool(WARM_BEHIND.match(text, match.end()) or not LEADS_TO_AGE.search(before))


def _initials(text: str, context: Context) -> Iterator[Hit]:
    for pattern in (BEFORE_AGE, BEFORE_BARE_AGE, BEHIND_AGE, OF_PATIENT, INITIALS_LABEL):
        for match in pattern.finditer(text):
            if _stands_for_someone(text, match, pattern):
                end = match.end("letters")
                yield match.start("letters"), end - (text[end - 1] == " "), Kind.INITIALS
    for pattern in (SLOPPY, SPACED_OF_PATIENT):
        for match in pattern.finditer(text):
            if _plain(match["letters"]) not in NOT_INITIALS | ABBREVIATIONS | LEADING | FUNCTION:
                yield match.start("letters"), match.end("letters"), Kind.INITIALS


def _stands_for_someone(text: str, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    letters, joined = match["letters"], match[0][len(match["letters"]) :]
    dotted = "." in letters
    if (
        pattern is BEFORE_AGE
        and not dotted
        and (not _opens(text, match.start()) or joined in ("-", "/", " / "))
    ):
        return False
    if pattern is BEHIND_AGE and not dotted and len(letters) > 2:
        return False
    if pattern is OF_PATIENT:
        if MORNING.match(letters + text[match.end() : match.end() + 12]):
            return True
        if not dotted and HUMAN_ACT.match(text, match.end()) and _plain(letters) not in SERVICES:
            return True
        if not dotted and len(letters) > 2 and not ACTS.match(text, match.end()):
            return False
    if dotted:
        if _plain(letters) in CREDENTIALS:
            return not NAMED_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
        return _plain(letters) not in NOT_INITIALS
    return _are_initials(letters, pattern is BEFORE_AGE, match[0])


def _opens(text: str, place: int) -> bool:
    """Undotted initials count where a line, a clause or a bracket begins, or after a few small words."""
    before = text[max(0, place - 14) : place]
    return not before.strip() or bool(
        re.search(
            r"(?:[\n(\[;:.*#-]|\d\)|\b(?:patient|pt|saw|presented|for|on|of|and|with|w/|follow(?:ed|ing)?|"
            r"discussed|case|then|is|re))[ \t]{0,2}$",
            before,
            re.I,
        )
    )


def _are_initials(letters: str, before_age: bool, words: str) -> bool:
    plain = _plain(letters)
    if before_age and len(plain) == 2:
        return " is a" in words or plain not in LEADING
    return plain not in ABBREVIATIONS


def _plain(letters: str) -> str:
    return letters.replace(" ", "").replace("-", "").rstrip(".").lower()
