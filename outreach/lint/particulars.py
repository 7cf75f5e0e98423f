"""What makes a "why you" about one person: the name of a work or a place, or a number.

product.md "Settled details: Composer": a line without a single particular of the recipient is generic.
"""

import re

from outreach.lint.phrases import phrases
from outreach.names import Recipient, bare

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOCK = """
i im ive id us usa uk america american united states english dr prof doctor professor img usmle usce
ecfmg eras nrmp md mbbs cv step january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday dear sir madam your you the my
we our it this that as since having after when while because medicine internal surgery general pediatrics
psychiatry neurology cardiology family emergency hospital medical center department university clinic
program residency research health healthcare care
"""
_VAGUE = """
a an the of on in for with and or to at by from about your you their his her my our its this that these
those work works working research study studies paper papers article articles publication publications
field fields area areas medicine medical clinical health healthcare care patient patients science
sciences hospital department program programs residency university center clinic team practice profile
website career experience expertise knowledge contribution contributions achievement achievements
excellence dedication passion passionate teaching education mentor mentorship leadership reputation
specialty subject topic topics internal general surgery surgical surgeon pediatrics psychiatry neurology
cardiology oncology orthopedics family emergency great good excellent amazing wonderful impressive
inspiring interesting important many various recent latest very much really so most been have has is are
was were which who what how me i it also love admire respect appreciate interested interest impressed
inspired new last first own other fascinating outstanding remarkable groundbreaking valuable published
busy famous known large small esteemed prestigious renowned brilliant insightful thorough xxx xx
"""
STOCK = frozenset(_STOCK.split())
VAGUE = frozenset(_VAGUE.split())
_CONCRETE = (
    "paper|study|trial|article|review|talk|lecture|chapter|clinic|podcast|abstract|guideline|registry|lab|"
    "poster|webinar|rounds?|school|pathway|bundle|protocol|column|interview|survey|cohort"
)
_WORKS = f"{_CONCRETE}|program|work|research|series|project|case report|book|course|approach|team"
_NAMED_WORK = re.compile(
    rf"\b(?:{_WORKS})s?\s+(?:of|on|about|in|into|for|with|showing|that|comparing|at)\s+(.*)", re.IGNORECASE
)
_WORK_BY_KIND = re.compile(rf"\b(?:your|the) ((?:[\w’'-]+ ){{1,3}})(?:{_CONCRETE})s?\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[.,;:?!–—]|\b(?:with|and|which|who|because|is|was|has|have|had|changed|made|gave)\b", re.IGNORECASE
)
_COUNTED = phrases(
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty",
    "hundreds?|thousands?|half|twice",
)


def particular(text: str, recipient: Recipient) -> str:
    """The first particular of the recipient in `text`, as typed; "" when there is none."""
    return (
        _number(text)
        or _known(text, recipient)
        or _quoted_title(text)
        or _work(text)
        or _name(text, recipient)
    )


def _number(text: str) -> str:
    found = re.search(r"\d[\d.,%/-]*", text) or _COUNTED.search(text)
    return found.group().rstrip(".,") if found else ""


def _quoted_title(text: str) -> str:
    found = re.search(r"[“\"]([^”\"]{6,})[”\"]", text)
    return found.group(1) if found else ""


def _known(text: str, recipient: Recipient) -> str:
    """A place or a work we hold for them, by the words that are not said of everyone."""
    places = (recipient.institution, recipient.city, recipient.department)
    held = {bare(word) for part in (*places, *recipient.works) for word in _WORD.findall(part)}
    held = {word for word in held if len(word) > 3 and word not in VAGUE and word not in STOCK}
    return next((word for word in _WORD.findall(text) if bare(word) in held), "")


def _work(text: str) -> str:
    """A work with words that say which: "study of discharge calls in heart failure", "your wound clinic"."""
    for found in _WORK_BY_KIND.finditer(text):
        if any(word.casefold() not in VAGUE and len(word) > 2 for word in _WORD.findall(found.group(1))):
            return found.group()
    for found in _NAMED_WORK.finditer(text):
        clause = _CLAUSE_END.split(found.group(1))[0]
        telling = [word for word in _WORD.findall(clause) if word.casefold() not in VAGUE and len(word) > 2]
        if len(telling) >= 2:
            return " ".join(clause.split()[:6])
    return ""


def _name(text: str, recipient: Recipient) -> str:
    """A capitalized word inside a sentence that is neither stock nor the recipient's own name."""
    own = {bare(word) for word in _WORD.findall(f"{recipient.given} {recipient.surname}")}
    for found in _WORD.finditer(text):
        before = text[: found.start()].rstrip()
        word = found.group()
        if not word[0].isupper() or not before or before[-1] in '.?!:“"':
            continue
        if len(word) > 1 and bare(word) not in own | STOCK | VAGUE:
            return word
    return ""
