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
    r"am\b|pm\b|units?|st\b|nd\b|rd\b|th\b|beds?\b|hospital|unit|of (?:\d|them)|yo\b|year|degrees|out of)|"
    r"[.:,/]\d|%|[ ]?(?:to|through|thru|-)[ ]?\d)"
)
SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"twenty)"
)
BED = re.compile(
    rf"(?<![\w-])bed[ \t]?(?:[:#]|(?:number|no|num|nr)\b\.?)?[ "
    rf"\t:#-]{{0,2}}(?P<which>\d{{1,4}}(?:-?[A-Za-z])?(?!\w){COUNTED}|{SMALL}\b(?![- ](?:hours?|days?|"
    rf"times|at a|of|or|more|week|minutes?|nights?|patient|person|family|by|is|hospital|person))|"
    r"[A-D](?=[ ]?(?:[,.;:)]|$)))",
    re.IGNORECASE,
)
BED_NOT = re.compile(
    r"(?:bedrest|hospital|capacity|per|bedside|\d|of|a|one|every|each|any|no|own|total)[ -]$", re.IGNORECASE
)
ROOM = re.compile(
    rf"(?<![\w-])(?:room|rm|bay|cubicle|stall|suite)[ \t]?(?:[:#.]|(?:number|no|"
    rf"num)\b\.?)?[ \t:#-]{{0,2}}(?P<which>[A-Z]?-?\d{{1,4}}(?:-?[A-Za-z]|-\d)?(?!\w){COUNTED})",
    re.IGNORECASE,
)
ROOM_OF_STAFF = re.compile(
    r"(?:operating|conference|lecture|class|call|procedure|resident|residents'?|meeting|break|workroom|"
    r"work|team|board|seminar|skills?|sim\w*|study|library|"
    r"hybrid|reading|report|teaching|locker|mail|zoom|breakout|office|lounge|waiting|copy|ambulance|"
    r"loading|endo\w*|cath|fluoro|or)[ ]$",
    re.IGNORECASE,
)
# "pt in 412B", "the lady in 318"
IN_NUMBER = re.compile(
    r"(?<!\w)(?:patient|pt|lady|gentleman|man|woman|guy|girl|boy|kid|mom|dad|mother|baby)(?:'s)?[ ](?:is |"
    r"was |over |lying |staying )?(?:in|from|to)[ ](?:#|number )?(?P<which>"
    r"(?!19\d\d|20\d\d)\d{3,4}(?:-\d(?!\d)|-?[A-Da-d])?|\d{1,2}-?[A-D])(?!\w|%|/\d|\.\d|-\d)"
    r"(?![ ]?(?:mg|ml|mcg|units?|liters?|l\b|beats|bpm|hours?|h\b|days?|degrees|people|patients|kg|s\b|"
    r"systolic|mm\w*|a\.?m|p\.?m))",
    re.IGNORECASE,
)
IN_UNIT = re.compile(
    r"(?<!\w)(?:patient|pt|lady|gentleman|man|woman|guy|girl|boy|kid|mom|baby)[ ](?:is |"
    r"was )?in[ ](?:the )?(?P<which>(?:ED|ER|[MSCTN]?ICU|CCU|PACU|trauma|hallway|slot|"
    r"triage|chair|spot)[ -]?\d{1,2}[A-D]?)(?!\w|/\d|\.\d| ?(?:days?|hours?|h\b|weeks?|times|nights?))",
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
        if not BED_NOT.search(text[max(0, match.start() - 10) : match.start()]):
            yield match.start(), match.end("which"), Kind.BED
    for match in ROOM.finditer(text):
        if ROOM_OF_STAFF.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        if context.names_patient(match.start()) or context.has_patient(match.start()):
            yield match.start(), match.end("which"), Kind.ROOM
    for pattern in (IN_NUMBER, IN_UNIT, IN_SMALL):
        for match in pattern.finditer(text):
            yield match.start("which"), match.end("which"), Kind.ROOM
