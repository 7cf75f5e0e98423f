"""People's names as they stand in a greeting: surnames with accents, particles and double names.

product.md "Settled details: Composer": accents, particles and either half of a double name pass;
Dr. and Prof. are both right.
"""

import re
import unicodedata
from dataclasses import dataclass

_PARTICLES = """
al el ul bin bint ibn abu abd da das de del della den der des di do dos du e la las le los mac mc
ter ten van vande vanden vander von zu zum zur st saint san santa y
"""
PARTICLES = frozenset(_PARTICLES.split())
_SUFFIXES = """
jr sr ii iii iv md do phd mbbs mbchb mph ms msc mba facp facs faap facc frcs rn np pa pac dnp dds
esq
"""
SUFFIXES = frozenset(_SUFFIXES.split())
TITLES = {"dr": "Dr.", "doctor": "Dr.", "prof": "Prof.", "professor": "Prof."}
CIVIL_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "mister", "madam", "sir"})
SALUTATION = re.compile(
    r"^\s*(?:dear|hello|hi|hey|hej|good\s+(?:morning|afternoon|evening|day)|greetings|respected|esteemed|salam)\b[\s,]*",
    re.IGNORECASE,
)
_OTHER_SALUTATION = re.compile(
    r"(?!(?:dr|prof|doctor|professor)\b)[^\W\d_]+\s+(?=(?:dr|prof|doctor|professor)\b)", re.IGNORECASE
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True)
class Recipient:
    """The person a mail goes to. `works` are titles or topics of theirs (a paper, a clinic, a talk).

    `title` is "Dr." or "Prof." for physicians, "" when no title is known to be right.
    """

    given: str = ""
    surname: str = ""
    title: str = "Dr."
    institution: str = ""
    department: str = ""
    city: str = ""
    state: str = ""
    specialty: str = ""
    works: tuple[str, ...] = ()

    @classmethod
    def named(cls, full: str, **others) -> "Recipient":
        """From one field: "Dr. Naomi Whitfield, MD", "Whitfield, Naomi" or "Ludwig van der Berg"."""
        given, surname = split_name(full)
        return cls(given=given, surname=surname, **others)

    @property
    def address(self) -> str:
        """How a sentence names them: "Dr. Whitfield", or the whole name without a title."""
        name = self.surname if self.title and self.surname else f"{self.given} {self.surname}".strip()
        return f"{self.title} {name}".strip() if self.surname else name


@dataclass(frozen=True)
class Greeting:
    """A greeting taken apart. `titles` are lower case without a dot; `name` what is left, as written."""

    salutation: str
    titles: tuple[str, ...]
    name: str


def greeting_for(recipient: Recipient) -> str:
    """ "Dear Dr. Whitfield,"; empty when the recipient has no name."""
    return f"Dear {recipient.address}," if recipient.surname or recipient.given else ""


def split_name(full: str) -> tuple[str, str]:
    """Given names and surname of one field; particles belong to the surname, degrees to neither."""
    parts = [part.strip() for part in full.split(",") if part.strip()]
    while len(parts) > 1 and all(bare(word) in SUFFIXES for word in parts[-1].split()):
        parts.pop()
    if len(parts) > 1:
        return _without_titles(parts[1]), _without_titles(parts[0])
    words = _without_titles(parts[0] if parts else "").split()
    while len(words) > 1 and bare(words[-1]) in SUFFIXES:
        words.pop()
    cut = len(words) - 1
    while cut > 1 and bare(words[cut - 1]) in PARTICLES:
        cut -= 1
    return " ".join(words[: max(cut, 0)]), " ".join(words[max(cut, 0) :])


def _without_titles(text: str) -> str:
    words = text.split()
    while words and (bare(words[0]) in TITLES or bare(words[0]) in CIVIL_TITLES):
        words.pop(0)
    return " ".join(words)


def bare(word: str) -> str:
    """A word in lower case without accents, dots, hyphens or apostrophes: "Ph.D." → "phd"."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(char for char in decomposed if char.isalpha())


def _spellings(word: str) -> set[str]:
    """Ways to write a word without accents: Müller as muller and mueller."""
    lowered = unicodedata.normalize("NFC", word.casefold())
    return {bare(lowered), bare(lowered.translate(_UMLAUTS))} - {""}


def parse_greeting(text: str) -> Greeting:
    found = SALUTATION.match(text)
    salutation = found.group().strip(" ,") if found else ""
    rest = text[found.end() :] if found else text
    if unknown := _OTHER_SALUTATION.match(rest):
        salutation, rest = f"{salutation} {unknown.group().strip()}".strip(), rest[unknown.end() :]
    titles: list[str] = []
    while word := re.match(r"\s*([^\W\d_]+)\.?(?=[\s,:;]|$|[A-Z])", rest):
        if bare(word.group(1)) not in TITLES and bare(word.group(1)) not in CIVIL_TITLES:
            break
        titles.append(bare(word.group(1)))
        rest = rest[word.end() :]
    return Greeting(salutation, tuple(titles), rest.strip(" \t\r\n,:;.!–—-"))


def _tokens(name: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", name))


def _joined(tokens: list[str]) -> set[str]:
    """The tokens run together, in each spelling: ["Al", "Rashid"] → {"alrashid"}."""
    runs = {""}
    for token in tokens:
        runs = {run + spelling for run in runs for spelling in _spellings(token)}
    return runs - {""}


def surname_variants(surname: str) -> set[str]:
    """What counts as this surname: whole, without particles, and each half of a double name."""
    tokens = [token for token in _tokens(surname) if bare(token) not in SUFFIXES] or _tokens(surname)
    core = [token for token in tokens if bare(token) not in PARTICLES] or tokens
    variants = _joined(tokens) | _joined(core)
    for token in core:
        variants |= _joined([token])
    return variants


def is_surname_right(name: str, recipient: Recipient) -> bool:
    """Whether `name` from a greeting is the recipient's surname, alone or after given names or initials."""
    tokens = _tokens(name)
    while tokens:
        if _ends_in_surname(tokens, recipient):
            return True
        if bare(tokens[-1]) not in SUFFIXES:
            return False
        tokens = tokens[:-1]
    return False


def _ends_in_surname(tokens: list[str], recipient: Recipient) -> bool:
    variants = surname_variants(recipient.surname)
    given = set().union(*(_spellings(token) for token in _tokens(recipient.given)))
    initials = {word[:1] for word in given}
    for start, token in enumerate(tokens):
        if _joined(tokens[start:]) & variants:
            return True
        is_initial = len(bare(token)) == 1 and bare(token) in initials
        if not (is_initial or _spellings(token) & given):
            return False
    return False


def is_given_name(name: str, recipient: Recipient) -> bool:
    """Whether a greeting uses nothing but the recipient's given names."""
    given = set().union(*(_spellings(token) for token in _tokens(recipient.given)))
    tokens = _tokens(name)
    return bool(tokens) and all(_spellings(token) & given for token in tokens)
