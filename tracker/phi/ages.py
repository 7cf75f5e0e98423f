"""Ages over 89, as a number or in words, and initials that stand for a patient. "In her 90s" is fine "
"(product.md)."""

import re
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind
from tracker.phi.ward_words import ABBREVIATIONS, LEADING
from tracker.wordlist import wordset

Hit = tuple[int, int, Kind]

OLD = r"(?<![\d.,/<>=+$-])(?<![<>=] )(?:9\d|1[01]\d|12[0-5])(?![\d%]|[.,]\d)"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
OLD_WORDS = rf"(?:ninety(?:[ -]?{ONES})?|(?:(?:one|a) )?hundred(?:[ -](?:and[ -])?{ONES})?)"
YEARS = r"(?:years?|yrs?)"
UNIT = (
    rf"(?:[ -]?{YEARS}[ -]?(?:old|of age|young)s?\b|[ -]?(?:yo\b|y/o\b|y\. ?o\.?|yof\b|yom\b|"
    rf"y\.?/?o\.?[ -]?[mf]\b|{YEARS}\b(?=[ ]?(?:m|f|male|female|man|woman|lady)\b)))"
)
SEXED = r"(?:[ ]?(?:M|F)\b|[ ]?(?:male|female)\b|[ ]?/ ?[MFmf]\b|[ ]?y ?[mMfF]\b|[mf]\b)"
NUMBERED = re.compile(rf"{OLD}{UNIT}", re.IGNORECASE)
NUMBER_AND_SEX = re.compile(rf"{OLD}{SEXED}")
LABELLED = re.compile(
    rf"(?<!\w)(?:aged?|age is|age was|age of)[ :=-]{{1,3}}(?:about |around |now )?(?P<age>{OLD}|"
    rf"{OLD_WORDS}\b)(?![ ]?(?:or (?:older|over|above)|and (?:older|over|above|up)|\+|-\s?\d|to \d|days|"
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
    rf"\b(?:(?:he|she|patient|pt|who)(?: is|'s| was)|(?:mother|father|grandmother|grandfather|lady|"
    rf"gentleman|woman|man|patient|pt),)[ ](?:now |already |almost |only )?"
    rf"(?P<age>{OLD}|ninety(?:[ -]{ONES})?\b)(?=[ ]?(?:[.,;!)]|"
    rf"$|and\b|but\b|with (?:a|an|dementia|hip|afib|chf|no)\b|years\b))",
    re.IGNORECASE,
)
BESIDE = re.compile(
    rf"(?:(?<!\w)(?:patient|pt|man|woman|lady|gentleman|guy|mother|father|mom|dad|wife|husband|grandmother|"
    rf"grandfather|(?:mr|mrs|ms|miss)\.? "
    rf"[^\W\d_]{{1,30}}(?:[' -][^\W\d_]{{1,30}}){{0,3}}))(?:, ?| ?\()(?P<age>{OLD})(?=[ ]?(?:[,);.]|$|"
    rf"with\b|w/|c/o|s/p|from\b|yo\b|who\b))",
    re.IGNORECASE,
)
NO_PERSON = re.compile(
    r"[ -]{0,2}(?:old[ -])?(?:building|hospital|institution|technique|procedure|operation|trial|study|"
    r"theory|tradition|paper|drug|concept|debate|idea|"
    r"church|school|house|test|sign|law|company|clinic|anniversary|history|method|instrument|journal|wing|"
    r"tower|book|debt|rule|textbook|treatment|record|university|classification|criteria|maneuver)\b",
    re.IGNORECASE,
)
WARM = re.compile(
    r"(?:temp\w*|tmax|t|fever\w*|febrile|°|degrees|to|of|was|at|below|above|over|under|hr|spo2|sat|sats|"
    r"map|bp)[ :=]{0,2}(?:of |to |was |is )?$",
    re.IGNORECASE,
)
OVER = re.compile(
    r"(?:over|above|under|below|than|until|up to|at least|through|beyond|any|between \d\d and|from \d\d to|"
    r"to|≥|≤|the)[ -]$",
    re.IGNORECASE,
)

AGE = r"(?:\d{1,3}|\d{1,2}[ ]?(?:wk|mo|day|week|month)s?)"
AGE_OF = (
    rf"{AGE}[ ]?-?[ ]?(?:yo\b|y/o\b|y\.o\.?|yrs?\b|years?\b|yom\b|yof\b|[MF]\b|[mf]\b|male\b|female\b|"
    rf"/ ?[MFmf]\b)"
)
LETTERS = r"(?P<letters>[A-Z]\.[ ]?(?:[A-Z]\.[ ]?)?[A-Z]\.?|[A-Z]{2,3})"
BEFORE_AGE = re.compile(rf"(?<![\w.'/&-]){LETTERS}(?:,? ?\(|, ?| - |: ?| is an? |, an? |[ ])(?={AGE_OF})")
BEFORE_BARE_AGE = re.compile(
    rf"(?<![\w.'/&-]){LETTERS}(?: ?\((?=\d\d\))|, (?=\d\d(?:[,;:]|$| with | w/ | c/o | s/p )))"
)
BEHIND_AGE = re.compile(
    rf"(?<![\w.]){AGE_OF}[ ]?[,(-]?[ ]?{LETTERS}(?=[ ]?(?:[),.;:]|$|with\b|w/|c/o|s/p|here|admitted|is\b|"
    rf"has\b|was\b))"
)
OF_PATIENT = re.compile(
    r"(?<![\w'-])(?i:patient|pt|pts|client|(?:his|her|the|pt's|patient's) (?:wife|husband|son|daughter|"
    r"mother|father|mom|dad|brother|sister))"
    rf"(?P<dot>\.)?:?[ ]\(?(?P<quote>[\"'])?{LETTERS}(?![\w/&'+-]|\.\w| ?(?:pos|neg|blood|type|Rh))"
)
INITIALS_LABEL = re.compile(rf"(?<!\w)(?i:initials)(?:[ :=]|is|are){{1,4}}{LETTERS}(?!\w)")
# "patient A.M. with DKA" is a person, "patient A.M. labs" a time.
MORNING = re.compile(r"[AP]\.M\.? (?:with|w/|is|has|was|had|had|c/o|s/p|in)\b")
NOT_INITIALS = wordset(
    "a.m p.m p.o i.v i.m u.s m.d d.o b.i.d t.i.d q.d q.i.d p.r.n e.g i.e n.p.o o.d o.s ph.d r.n n.p p.a "
    "s.c s.l u.k h.s a.c p.c u.s.a o.r e.r e.d i.d v.s l.p s.p y.o c.c s.o.b"
)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every age over 89 and every patient's initials in the folded text."""
    yield from _ages(text)
    yield from _initials(text, context)


def _ages(text: str) -> Iterator[Hit]:
    for pattern in (NUMBERED, WORDED):
        for match in pattern.finditer(text):
            over = OVER.search(text[max(0, match.start() - 12) : match.start()])
            if not NO_PERSON.match(text, match.end()) and not (
                over and not over[0].lower().startswith("the")
            ):
                yield match.start(), match.end(), Kind.AGE
    for match in NUMBER_AND_SEX.finditer(text):
        if not WARM.search(text[max(0, match.start() - 16) : match.start()]):
            yield match.start(), match.end(), Kind.AGE
    for pattern in (LABELLED, TURNED, SPOKEN_OF, BESIDE):
        for match in pattern.finditer(text):
            measured = pattern is SPOKEN_OF and re.search(
                r"sat|o2|\bhr\b|temp|pulse|map|weigh|kg|glucose",
                text[max(0, match.start() - 30) : match.end() + 20],
                re.I,
            )
            if not measured:
                start = match.start("age") if pattern is not LABELLED else match.start()
                yield start, match.end("age"), Kind.AGE


def _initials(text: str, context: Context) -> Iterator[Hit]:
    for pattern in (BEFORE_AGE, BEFORE_BARE_AGE, BEHIND_AGE, OF_PATIENT, INITIALS_LABEL):
        for match in pattern.finditer(text):
            dotted = "." in match["letters"]
            if pattern is BEFORE_AGE and not dotted and not _opens(text, match.start()):
                continue
            if pattern is BEHIND_AGE and not dotted and len(match["letters"]) > 2:
                continue
            morning = pattern is OF_PATIENT and MORNING.match(
                match["letters"] + text[match.end() : match.end() + 12]
            )
            if morning or _are_initials(match["letters"], pattern is BEFORE_AGE, match[0]):
                end = match.end("letters")
                yield match.start("letters"), end - (text[end - 1] == " "), Kind.INITIALS


def _opens(text: str, place: int) -> bool:
    """Undotted initials count where a line, a clause or a bracket begins, or after a few small words."""
    before = text[max(0, place - 14) : place]
    return not before.strip() or bool(
        re.search(
            r"(?:[\n(\[;:.-]|\d\)|\b(?:patient|pt|saw|presented|for|on|of|and|with|w/|follow(?:ed|ing)?|"
            r"discussed|case|then|is))[ \t]{0,2}$",
            before,
            re.I,
        )
    )


def _are_initials(letters: str, before_age: bool, words: str) -> bool:
    plain = letters.replace(" ", "").rstrip(".").lower()
    if "." in letters:
        return plain not in NOT_INITIALS
    if before_age and len(plain) == 2:
        return " is a" in words or plain not in LEADING
    return plain not in ABBREVIATIONS
