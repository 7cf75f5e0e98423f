"""The offered text: names become "a patient", ages over 89 become "90+", everything else goes with its "
"comma."""

import re
from collections.abc import Iterable

from tracker.phi.context import RELATIVES
from tracker.phi.findings import Finding, Kind
from tracker.phi.folding import fold

TITLED = re.compile(
    r"(?:mr|mrs|mister|missus|mx|ms|miss|master|senor\w*|sra?|srta|madame|mme|monsieur|signora|frau|herr|"
    r"baby|bb|bg|infant|newborn)\b",
    re.I,
)
ARTICLE = re.compile(
    r"\b(?:a|an|the|our|my|this|that|his|her|new|with a|for a|old|other|next|first|second|last|another|"
    r"dear)\s{1,2}$",
    re.I,
)
CUED = re.compile(rf"\b(?:patients?|pts?|client|{RELATIVES}|friend|called|named)(?:'s)?\W{{0,3}}$", re.I)
LABELLED = re.compile(r"(?:[:=]|\b(?:is|was|are|be called|by|name))\s{0,3}$", re.I)
DANGLING = re.compile(
    r"(?:^|(?<=[\s(]))(?:at|on|in|from|via|to|for|no|number|id|with|of|by|named|called|since|the|under|#|"
    r"room|via the|is at|handle|and|as)[\s.:#]*$",
    re.I,
)
NAMED = re.compile(r"\s(?:named|called)$", re.I)
LIVES = re.compile(r"\b(?:lives?|living|resides?|residing|stays)(?: now| alone)?(?: (?:at|on|in))?\s$", re.I)
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s|\n)\s*$")


def without(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced or taken out, in one pass. Words around them stay as they were "
    "typed."""
    out: list[str] = []
    at = 0
    for finding in sorted(findings):
        if finding.start < at:
            continue
        out.extend(text[at : finding.start])
        at = finding.end
        instead = _instead(finding, "".join(out[-60:]), text[at : at + 12])
        if instead:
            out.extend(instead)
        else:
            at = _take_out(out, text, at, finding)
    out.extend(text[at:])
    return "".join(out)


def _instead(finding: Finding, before: str, after: str) -> str:
    plain = fold(before).text
    if finding.kind is Kind.NAME or finding.kind is Kind.INITIALS:
        return _person(finding, plain)
    if finding.kind is Kind.AGE:
        return _old(finding, after)
    if finding.kind is Kind.ADDRESS and (lives := LIVES.search(plain)):
        return "home" if re.search(r"\bat\s$", lives[0], re.I) else "at home"
    whole_label = finding.kind in (Kind.RECORD_NUMBER, Kind.SSN, Kind.INSURANCE, Kind.BED)
    return "withheld" if LABELLED.search(plain) and not whole_label else ""


def _person(finding: Finding, before: str) -> str:
    titled = bool(TITLED.match(fold(finding.words).text))
    if CUED.search(before) and not titled:
        return ""
    if CUED.search(before) and re.search(rf"\b(?:{RELATIVES})\W{{0,3}}$", before, re.I):
        return ""
    if not titled and LABELLED.search(before):
        return "withheld"
    if ARTICLE.search(before):
        return "patient"
    return "A patient" if SENTENCE_START.search(before) else "a patient"


def _old(finding: Finding, after: str) -> str:
    words = fold(finding.words).text
    if re.match(r"aged?\b", words, re.I):
        return re.match(r"aged?", words, re.I)[0] + " 90+"
    if sex := re.search(r"(?<=\d)[ /y]{0,2}([MF])$", words, re.I):
        return f"90+ {sex[1].upper()}"
    unit = re.search(
        r"(?:[ -]?)((?:years?|yrs?)[ -]?(?:old|of age|young)s?|y/?o[fm]?|y\.o\.?|years?|yrs?)[ -]?([mf])?$",
        words,
        re.I,
    )
    if unit:
        return f"90+ {unit[1].replace('-', ' ')}" + (f" {unit[2]}" if unit[2] else "")
    return "90+"


def _take_out(out: list[str], text: str, at: int, finding: Finding) -> int:
    """Trim what would dangle on the left, skip what would dangle on the right; the place to go on from."""
    while out and out[-1] in " \t":
        out.pop()
    person = finding.kind in (Kind.NAME, Kind.INITIALS)
    if person and (named := NAMED.search("".join(out[-8:]))):
        del out[len(out) - len(named[0]) :]
    if not person and (dangling := DANGLING.search("".join(out[-16:]))):
        del out[len(out) - len(dangling[0]) :]
        while out and out[-1] in " \t":
            out.pop()
    while at < len(text) and text[at] in " \t":
        at += 1
    opened = bool(out) and out[-1] in "(["
    while opened and at < len(text) and text[at] in ",;: ":
        at += 1
    if opened and text[at : at + 1] in (")", "]"):
        out.pop()
        while out and out[-1] in " \t":
            out.pop()
        at += 1
        while at < len(text) and text[at] in " \t":
            at += 1
    following = text[at : at + 1]
    if person and out and out[-1] == "," and following == ",":
        at += 1
        while at < len(text) and text[at] in " \t":
            at += 1
        following = text[at : at + 1]
        out.pop()
    elif out and out[-1] in ",;-:/" and (following in ("", "\n") or following in ",;.)]:"):
        out.pop()
    if not out or out[-1] == "\n":
        while at < len(text) and text[at] in " \t,;:-":
            at += 1
    elif following and following not in ",.;:!?)]\n'’" and out[-1] not in "([":
        out.append(" ")
    return at
