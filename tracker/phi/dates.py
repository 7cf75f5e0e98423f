"""Dates with a day that are tied to a patient: born, admitted, seen, operated, discharged, died (product.md).

The trainee's own dates, weekdays, months, years and dates of rotations are fine.
"""

import re
from collections import deque
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind

Hit = tuple[int, int, Kind]

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
MES = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|"
    r"fevereiro|"
    r"mar\u00e7o|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?:the )?)?"
YEAR = (
    r"(?:,? ?-?'?(?:(?:19|20)\d\d|\d\d(?![\d:%/]| ?(?:mg|ml|yo|y/o|years?|patients?|pts|h\b|hours?|am\b|"
    r"pm\b))))?"
)
FULL = (
    r"(?:(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])|"
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|"
    r"(?:3[01]|[12]\d|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])[-/.](?:(?:19|20)\d\d|\d\d))(?![\d/]|"
    r"-(?!\d{1,2}[/-]\d)|\.\d)"
)
SPOKEN = (
    rf"(?:{MONTH}[ -]?(?:the )?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|:\d|/\d|\.\d| ?(?:mg|ml|"
    rf"patients|pts|am\b|pm\b)){YEAR}|"
    rf"(?:the )?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[ -]?(?:of )?{MONTH}(?![a-z]){YEAR}|"
    rf"(?:el |em )?(?:3[01]|[12]\d|0?[1-9]) (?:de )?{MES}(?: (?:de )?(?:19|20)\d\d)?)"
)
SHORT = (
    r"(?:1[0-2]|0?[1-9])[/-](?:3[01]|[12]\d|0?[1-9])(?![\d/]|-\d(?!\d?/\d)|\.\d|%| ?(?:pain|strength|murmur|"
    r"systolic|"
    r"diastolic|sem|hsm|beds|patients|pts|cases|mg|ppd|criteria|positive|bottles|sirs|pulses|meds|sessions|"
    r"questions|attempts|days?\b|"
    r"of (?!20)|procedures|biopsies|tabs?\b|vessels|lobes|"
    r"stones|drains|toes|fingers|residents|students|lumens?|blood|cultures|cx\b|cores|nodes|limbs|extremit|"
    r"views))"
)
# "2/2" is "secondary to"; "pain 9/10" is a score.
NO_DAY = re.compile(r"2/2(?= (?!with\b|w\b|w/|for\b|at\b|and\b|then\b|by\b|from\b|to\b|in\b)\w)")
SCORE_BEFORE = re.compile(
    r"(?:\b(?:pain|ctp|phq-?\d?|gad-?\d?|scores?|scored|scale|mmse|moca|gcs|cx|cultures?|bcx|ucx|strength|"
    r"apgars?|heart|"
    r"wells|bishop|alvarado|murmur|grade|reflexes|pulses|nihss|feedback|rated|knowledge|orient\w*|a&o|ao)|"
    r"[a-z]{2,}\d)"
    r"(?: was| is| of|:)? ?$",
    re.IGNORECASE,
)
ORDINAL = (
    r"the (?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)(?! (?:floor|day|post|hospital|attempt|time|patient|"
    r"admission|week|month|visit|case|trimester|percentile|hour|rib|cranial|admitted|one))"
)
DATE = re.compile(
    rf"(?<![\w/.-]){WEEKDAY}(?:(?P<full>{FULL})|(?P<spoken>{SPOKEN})|(?P<short>{SHORT})|"
    rf"(?P<ordinal>{ORDINAL}))(?!\w)",
    re.IGNORECASE,
)

# "DOB" stands for nothing else: the label goes with its date.
LABEL = re.compile(
    r"(?<!\w)(?:d[ ./]{0,2}o[ ./]{0,2}b|birth ?-?date|birthday|b-?day|(?<!place of )(?<!time of )born|b\.|"
    r"date of (?:birth|death|admission|adm|discharge|service|surgery|operation|procedure|visit|injury)|"
    r"d[ .]?o[ .]?[ads](?=[ .:])|"
    r"(?:adm(?:it|ission)?|visit|encounter|discharge|dc|d/c|death|surgery|op|service|birth|lmp|edd|"
    r"edc|lkw)(?:ted)? date)\.?"
    r"(?:[\s:=,.-]{0,4}(?:is|was|on|in|at)?(?!\w)[\s:=-]{0,3})",
    re.IGNORECASE,
)
LABEL_DAY = re.compile(
    rf"{WEEKDAY}(?:{FULL}|{SPOKEN}|(?:1[0-2]|0?[1-9])[/.-](?:3[01]|[12]\d|0?[1-9])(?!\d)|{ORDINAL})|"
    rf"(?:0[1-9]|1[0-2])[0-3]\d(?:19|20)?\d\d(?!\d)",
    re.IGNORECASE,
)
# These happen to a patient; nobody else is admitted or dies in a trainee's log.
STRONG = re.compile(
    r"(?<!\w)(?:born|(?:re)?-?admit(?:ted)?|admission|adm|(?:re)?hospitali[sz]ed|hospital stay|"
    r"inpatient stay|discharged|d/c'?e?d?|(?<!washington )dc'?e?d?|bounced back|readmit(?:ted)?|died|expired|"
    r"deceased|pronounced(?: dead)?|stillbirth|stillborn|passed away|death|intubated|extubated|lmp|edd|edc|"
    r"lkw|last known well|underwent|"
    r"operated(?: on)?|coded|s/p|brought in|bibems|biba|"
    r"(?:presented|came|went) (?:in )?to (?:the |our |an? )?(?:ed|er|hospital|osh|urgent care|l&d|"
    r"outside hospital)|transplanted|funeral|buried)(?!\w)",
    re.IGNORECASE,
)
# Whoever did it, it was done to a patient: "I examined the patient on 3/14".
MET = re.compile(
    r"(?<!\w)(?:saw|seen|seeing|examined|evaluated|assessed|interviewed|met|clerked|treated|consented|"
    r"admitted|"
    r"discharged|rounded on|followed|visited|consulted on|operated on)(?: (?:the|this|my|our|a|an|his|her|"
    r"same|new|"
    r"old|first)){0,2} (?:patient|pt|lady|gentleman|man|woman|boy|girl|child|baby|kid|mrs|"
    r"mr)\b(?:\.? [A-Z][\w'-]+)?"
    r"(?: (?:again|back|with [\w.]+ \w+|w/? [\w.]+ \w+|in (?:the )?\w+(?: clinic)?)){0,2},? ?(?:on |"
    r"last )?(?:on |the )?$",
    re.IGNORECASE,
)
# These need a patient in the sentence, and no trainee doing them.
WEAK = re.compile(
    r"(?<!\w)(?:seen|saw|removed|excised|resected|shot|stabbed|overdosed|od|arrested|missed|attempt|mvc|eeg|"
    r"emg|hd|transferred|passed|presented|presenting|delivered|delivery|diagnosed|dx'?d?|"
    r"surgery|procedure|fell|fall|onset|visit(?:ed)?|came|"
    r"arrived|appointment|appt|scheduled|biops(?:y|ied)|bx|scan(?:ned)?|ct|mri|echo|cath|colonoscopy|"
    r"stent(?:ed)?|injur(?:y|ed)|accident|crash|mva|"
    r"stroke|mi|chemo|dialysis|treated|evaluated|consulted|examined|follow(?:ed)?[ -]?up|f/u|"
    r"returns?(?:ed)?|labs?|started|since|op|"
    r"imaged|vaccinated|married|retired|moved|here on|in clinic|in ed|in the ed|"
    r"cabg|bypass|pci|tavr|lvad|icd|pacemaker|transplant|c-?section|infusion|transfus(?:ion|ed)|ablation|"
    r"cardiover(?:sion|ted)|radiation|x-?ray|pet|mammogram|\w{3,16}(?:ectomy|oscopy|plasty|otomy|ostomy|"
    r"centesis|graphy|gram)|"
    r"(?:got|gets|received|had|having) (?:her|his|their) (?:new |first |second |last )?(?!talk|lecture|"
    r"present|interview|exam|shift|rounds|clinic|rotation|board|grand)[a-z]{3,14})(?!\w)",
    re.IGNORECASE,
)
# "Ms. Whitfield was", "she was": of whom something is told in the passive.
DONE_TO = re.compile(
    r"(?:\bMs\.? [A-Z][\w'-]+|\b(?:[Ss]?[Hh]e|[Tt]hey)) (?:was|is|were|has been|got) (?:last |first )?$",
)
TRAINEE = re.compile(
    r"\b(?:I|I'm|I've|i|we|We|my|My|our)\b|\b(?:presentation|conference|talk|lecture|rounds|rotation|"
    r"observership|journal club|workshop|shift|exam)\b"
)
MANY = re.compile(
    r"(?:\b(?:cases|patients|pts|cases) (?:were )?$|^ ?(?:\d{1,3}|several|many|two|three|four|five|six|ten|"
    r"some|new|the) (?:new )?(?:patients|pts|cases)\b)",
    re.IGNORECASE,
)
OWN_STAY = re.compile(
    r"\b(?:I|i) (?:was|got|am|moved|had|have|\w+ed)\b[^.]{0,30}$|\bmy (?!(?:[a-z]+ ){0,2}(?:patient|pt|lady|"
    r"gentleman|man|woman|girl|boy)\b)[^.]{0,24}$|\b(?:ppd|tb|quantiferon|"
    r"visa|passport|licen[sc]e|access|certificate|certification|test|insurance|membership|token|"
    r"subscription|parking|contract|cpr|epic|bls|acls|card|badge|offer|email|letter|form|program|"
    r"programs) [^.]{0,20}$",
    re.IGNORECASE,
)
NOUN = re.compile(r"admission|adm|admit|death|lmp|edd|edc|lkw|last known well|funeral", re.I)
CLAUSE = re.compile(
    r"[;\n]|\b(?:meeting|debrief|course|class|session|due|deadline|interviews?|medical school|program|"
    r"residency|university)\b",
    re.I,
)
DETOUR = re.compile(r"\s?(?:from|to|by|in|at)(?: the| our| an?)?(?: [A-Za-z'/]+){1,3} (?:on )?", re.I)
# "admitted to our service on …", "last dialysis for the patient was …"
WHERE_OR_WHOSE = re.compile(
    r"^ to (?:our|my|the) (?:service|team|unit|floor|ward|\w?icu|hospital|list|side|census) (?=on )|"
    r"^ (?:for|of) (?:the|this|our|my) (?:patient|pt|lady|gentleman|man|woman)\b",
    re.IGNORECASE,
)
BEFORE, AFTER = 60, 44


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every such date in the folded text; a birth date includes its label."""
    for match in LABEL.finditer(text):
        day = LABEL_DAY.match(text, match.end())
        if day and not re.search(
            r"\b(?:my|your|our) $", text[max(0, match.start() - 6) : match.start()], re.I
        ):
            if match[0].lower().startswith("b.") and not re.search(r"\d{4}", day[0]):
                continue
            yield match.start(), day.end(), Kind.DATE
    for match in DATE.finditer(text):
        if _is_tied(text, match, context):
            yield match.start(), match.end(), Kind.DATE


def _is_tied(text: str, date: re.Match[str], context: Context) -> bool:
    sentence_start, sentence_end = context.sentence(date.start())
    before = text[max(sentence_start, date.start() - BEFORE) : date.start()]
    after = text[date.end() : min(sentence_end, date.end() + AFTER)]
    loose = bool(date["full"] or date["spoken"])
    if date["short"] and (
        (NO_DAY.match(text, date.start()) and not before.endswith("on ")) or SCORE_BEFORE.search(before)
    ):
        return False
    if date["ordinal"]:
        return bool(re.search(rf"{STRONG.pattern} (?:on )?$", before, re.I)) and not OWN_STAY.search(before)
    if _old_birthday(date) and not OWN_STAY.search(before) and not _is_history(before + after):
        return True
    if MET.search(before) and not MANY.search(before):
        return True
    if cue := _last(STRONG, before):
        noun = bool(NOUN.fullmatch(cue[0]))
        after_procedure = cue[0].lower() in ("s/p", "underwent") and re.fullmatch(
            r"(?: [A-Za-z]+){1,3} (?:on )?", before[cue.end() :]
        )
        if (after_procedure or _reaches(before[cue.end() :], loose and not noun)) and not _own_or_many(
            before, cue
        ):
            return True
    if cue := _last(WEAK, before):
        someone = context.has_patient(date.start()) or DONE_TO.search(before[: cue.start()])
        tied = someone and not TRAINEE.search(before[: cue.start()][-25:])
        if tied and _reaches(before[cue.end() :], loose) and not _own_or_many(before, cue):
            return True
    return _cue_follows(text, date, after, before, context)


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    return deque(pattern.finditer(before), maxlen=1).pop() if pattern.search(before) else None


def _reaches(between: str, loose: bool) -> bool:
    """The cue speaks of this date: right before it, or up to a few words before with "on" or a full date."""
    between = WHERE_OR_WHOSE.sub("", between)
    if CLAUSE.search(between) or TRAINEE.search(between):
        return False
    if re.fullmatch(
        r"[\s:,.=-]{0,3}(?:date|on|in|at|the|since|from|back|around|about|approx|last|"
        r"was|is|here|home|over|out|again|away)?[\s:]{0,2}(?:on|the|in)?[\s:]{0,2}",
        between,
        re.I,
    ):
        return True
    if DETOUR.fullmatch(between):
        return True
    return (
        loose
        or bool(re.search(r"\b(?:on|since|from) $", between))
        or bool(re.search(r"\d/\d{1,2} ?(?:-|to|and|&) ?$", between))
    )


def _own_or_many(before: str, cue: re.Match[str]) -> bool:
    return bool(
        MANY.search(before[: cue.start()])
        or MANY.match(before[cue.end() :])
        or OWN_STAY.search(before[: cue.start()] + " ")
    )


def _old_birthday(date: re.Match[str]) -> bool:
    year = re.search(r"(?:19)\d\d", date[0])
    return bool(year) and bool(date["full"] or date["spoken"])


def _is_history(around: str) -> bool:
    return bool(
        re.search(
            r"\b(?:founded|approved|published|trial|fda|opened|graduated?|issued|history of|since|invented|"
            r"first|law|act)\b",
            around,
            re.I,
        )
    )


THEIRS = (
    "pt",
    "patient",
    "the patient",
    "the pt",
    "this patient",
    "this pt",
    "our patient",
    "our pt",
    "he",
    "she",
)
THEIRS += tuple(f"{who} was" for who in THEIRS)


def _cue_follows(text: str, date: re.Match[str], after: str, before: str, context: Context) -> bool:
    """ "On March 3rd the patient was admitted": a strong word right behind the date, with a patient "
    "beside it."""
    cue = STRONG.search(after[:24]) or STRONG.search(after)
    if not cue or MANY.match(after[cue.end() :]) or TRAINEE.search(before + after[: cue.start()]):
        return False
    near = after[: cue.start()].strip(" ,:-").lower()
    direct = near in ("", "was", *THEIRS)
    header = not before.strip() and after.lstrip()[:1] in (":", "-", ",") and near not in THEIRS
    return (
        direct
        and not header
        and (
            bool(near)
            or context.has_patient(date.start())
            or cue[0].lower() in ("died", "born", "discharged")
        )
    )
