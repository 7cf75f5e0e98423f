"""Where a patient lies: rooms and beds by number. "4 West", "OR 4" and "a 14-bed ICU" are fine "
"(product.md)."""

import re
from collections.abc import Iterator

from tracker.phi.context import Context
from tracker.phi.findings import Kind

Hit = tuple[int, int, Kind]

COUNTED = (
    r"(?![ -]?(?:hours?|hrs?|h\b|days?|minutes?|mins?|weeks?|wks?|months?|times|x\b|nights?|%|patients\b|"
    r"pts\b|people|more|ft\b|feet|steps|ml|mg|"
    r"am\b|pm\b|units?|st\b|nd\b|rd\b|th\b|beds?\b(?![ ]?[#:]?[ ]?(?:\d|[a-d]\b))|hospital|unit|of (?:\d|"
    r"them)|yo\b|"
    r"year|degrees|out of)|"
    r"[.:,/]\d|%|[ ]?(?:to|through|thru)[ ]?\d|-\d)"
)
SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"twenty)"
)
# "412B", "6-118", "4W-12", "MICU-3": a number with what a house puts before and behind it.
NUMBERED = r"(?:\d{1,2}[NSEWA-D]{1,2}-?|[A-Z]{1,4}-?)?\d{1,4}(?:-\d{1,3})?(?:-?[A-Za-z])?(?!\w)"
BED = re.compile(
    rf"(?<![\w-])bed[ \t]?(?:space|spot|slot)?[ \t]?(?:[:#=(]|(?:number|no|num|nr)\b\.?)?[ "
    rf"\t:#=(-]{{0,2}}(?P<which>{NUMBERED}{COUNTED}|{SMALL}\b(?![- ](?:hours?|days?|"
    rf"times|at a|of|or|more|week|minutes?|nights?|patient|person|family|by|is|hospital|person))|"
    r"[A-D](?=[ ]?(?:[,.;:)]|$))|(?-i:[A-D])(?= (?:is|has|was|and|first|needs)\b))|"
    r"(?<![\w-])beds? (?P<several>\d{1,3}(?:(?:, ?| ?& ?| and |/)\d{1,3}){1,6})(?![\w%]|[.,]\d| ?(?:hours?|"
    r"days?|minutes?|weeks?|beds|respectively))",
    re.IGNORECASE,
)
BED_NOT = re.compile(
    r"(?<![^\W_])(?:bedrest|hospital|capacity|per|bedside|\d{1,2}-|"
    r"(?<!room )(?<!rm )(?<!unit )(?<!pod )(?<!bay )(?<!icu )(?<!ward )(?<!age )(?<![/.-])\b\d{1,2}|of|a|"
    r"one|every|"
    r"each|any|no|own|total)[ -]$",
    re.IGNORECASE,
)
ROOM = re.compile(
    rf"(?<![\w-])(?:room|rm|bay|cubicle|stall|suite|hall|hallway|ldr)[ \t]?(?:[:#.=]|(?:number|no|num|is|was)"
    rf"\b\.?)?[ \t:#-]{{0,2}}(?P<which>{NUMBERED}{COUNTED})",
    re.IGNORECASE,
)
ROOM_OF_STAFF = re.compile(
    r"(?:operating|conference|lecture|class|call|procedure|resident|residents'?|meeting|break|workroom|"
    r"work|team|board|seminar|skills?|sim\w*|study|library|"
    r"hybrid|reading|report|teaching|locker|mail|zoom|breakout|office|lounge|waiting|copy|ambulance|"
    r"loading|endo\w*|cath|fluoro|or)[ ]$",
    re.IGNORECASE,
)
SOMEONE = (
    r"(?:(?:patient|pt|lady|gentleman|man|woman|guy|girl|boy|kid|child|mom|dad|mother|baby)(?:'s)?|"
    r"\d{1,2} ?(?:[mf]|yo|y/o)(?: ?[mf])?)"
)
GOT_THERE = r"(?:(?:is|was|over|across|lying|staying|now|moved|transferred|admitted|sent|up|down|back) ){0,2}"
# "pt in 412B", "the lady in 318", "58M in 4W-12"
IN_NUMBER = re.compile(
    rf"(?<!\w){SOMEONE}[ ]{GOT_THERE}(?:in|from|to)[ ](?:#|number )?(?P<which>"
    r"(?!19\d\d|20\d\d)\d{3,4}(?:-\d(?!\d)|-?[A-Da-d])?|\d{1,2}-?[A-D]|\d{1,2}[NSEW][ -]?\d{1,3}[A-D]?|"
    r"\d{1,2}[A-D]-\d{2,3})(?!\w|%|/\d|\.\d|-\d)"
    r"(?![ ]?(?:mg|ml|mcg|units?|liters?|l\b|beats|bpm|hours?|h\b|days?|degrees|people|patients|kg|s\b|"
    r"systolic|mm\w*|a\.?m|p\.?m|min|sec|ms|steps|ft|feet|words|cases|pts|trial|study))",
    re.IGNORECASE,
)
IN_UNIT = re.compile(
    rf"(?<!\w){SOMEONE}[ ]{GOT_THERE}(?:in|to|from)[ ](?:the )?(?P<which>(?:ED|ER|[MSCTN]?ICU|CCU|PACU|L&D|"
    r"trauma|hallway|slot|triage|chair|spot)[ -]?\d{1,2}[A-D]?)(?!\w|/\d|-[a-z]|\.\d| ?(?:days?|hours?|h\b|"
    r"weeks?|"
    r"times|nights?|d\b|x\b|min))",
    re.IGNORECASE,
)
IN_SMALL = re.compile(
    r"(?<!\w)the (?:patient|pt|lady|gentleman|man|woman|guy|girl|boy|kid|mom|"
    r"baby)[ ]in[ ](?P<which>\d{1,2})(?=[ ]?(?:[.,;:)]|$|is\b|was\b|has\b|had\b|needs\b|wants\b|with\b|"
    r"who\b|coded\b|asked\b))",
    re.IGNORECASE,
)


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every room and bed in the folded text, its word included."""
    for match in BED.finditer(text):
        if not BED_NOT.search(text[max(0, match.start() - 16) : match.start()]):
            yield match.start(), match.end(), Kind.BED
    for match in ROOM.finditer(text):
        if ROOM_OF_STAFF.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if context.names_patient(match.start()) or context.has_patient(match.start()):
            yield match.start(), match.end("which"), Kind.ROOM
    for pattern in (IN_NUMBER, IN_UNIT, IN_SMALL):
        for match in pattern.finditer(text):
            yield match.start("which"), match.end("which"), Kind.ROOM
