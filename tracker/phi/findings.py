"""What the guard reports: a kind, a place in the text, and the sentence that says why.

The kinds follow the identifiers of domain.md §6; what can be overridden follows product.md, "Settled
details: PHI guard".
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding looks like. The value is stable: it is counted and stands in keys."""

    NAME = "name"
    INITIALS = "initials"
    RECORD_NUMBER = "record_number"
    SSN = "ssn"
    INSURANCE = "insurance"
    DATE = "date"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    ADDRESS = "address"
    ZIP = "zip"
    ROOM = "room"
    BED = "bed"
    DEVICE = "device"
    PLATE = "plate"
    LICENCE = "licence"
    IP = "ip"
    HANDLE = "handle"
    DIGITS = "digits"


class Reason(StrEnum):
    """Why words may stay, as their writer said in one tap. The value is stable: it is counted."""

    COLLEAGUE = "colleague"
    MINE = "mine"
    PUBLIC = "public"
    OTHER = "other"  # it is not what it looks like


_NEVER: tuple[tuple[Reason, str], ...] = ()
# kind: (what it is, as the screen says it; the buttons that let it stay, none where nothing may)
WORDING: dict[Kind, tuple[str, tuple[tuple[Reason, str], ...]]] = {
    Kind.NAME: ("a name", ((Reason.COLLEAGUE, "It’s a colleague"), (Reason.PUBLIC, "It’s a public name"))),
    Kind.INITIALS: ("initials", ((Reason.OTHER, "These aren’t a patient’s initials"),)),
    Kind.RECORD_NUMBER: ("a record number, never allowed", _NEVER),
    Kind.SSN: ("a Social Security number, never allowed", _NEVER),
    Kind.INSURANCE: ("an insurance number, never allowed", _NEVER),
    Kind.DATE: ("a date with a day, tied to a patient", ((Reason.MINE, "It’s my own date"),)),
    Kind.AGE: ("an age over 89", ((Reason.OTHER, "It’s not an age"),)),
    Kind.PHONE: ("a phone number", ((Reason.COLLEAGUE, "It’s a work number"), (Reason.MINE, "It’s mine"))),
    Kind.EMAIL: ("an email address", ((Reason.COLLEAGUE, "It’s a colleague’s"), (Reason.MINE, "It’s mine"))),
    Kind.URL: ("a web address", ((Reason.PUBLIC, "It’s a public page"),)),
    Kind.ADDRESS: ("a street address", ((Reason.PUBLIC, "It’s a workplace"), (Reason.MINE, "It’s mine"))),
    Kind.ZIP: ("a ZIP code", ((Reason.OTHER, "It’s not a patient’s"),)),
    Kind.ROOM: ("a room", ((Reason.OTHER, "It’s not a patient’s room"),)),
    Kind.BED: ("a bed", ((Reason.OTHER, "It’s not a bed"),)),
    Kind.DEVICE: ("a device serial", ((Reason.OTHER, "It’s not a patient’s device"),)),
    Kind.PLATE: ("a license plate or vehicle number", ((Reason.OTHER, "It’s not a plate"),)),
    Kind.LICENCE: ("a license or passport number", ((Reason.MINE, "It’s mine"),)),
    Kind.IP: ("an IP address", ((Reason.OTHER, "It’s not an IP address"),)),
    Kind.HANDLE: ("a social media name", ((Reason.PUBLIC, "It’s a public account"),)),
    Kind.DIGITS: ("a long number", ((Reason.OTHER, "It’s not about a patient"),)),
}


@dataclass(frozen=True)
class Choice:
    """One button that lets words stay: what stands on it, and what it posts."""

    label: str
    value: str


@dataclass(frozen=True, order=True)
class Finding:
    """One run of words that may identify a patient.

    `start` and `end` are offsets into the text that was given, `words` is exactly `text[start:end]`.
    """

    start: int
    end: int
    kind: Kind
    words: str

    @property
    def why(self) -> str:
        """The reason, as it stands after the marked words: "a record number, never allowed"."""
        return WORDING[self.kind][0]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The buttons that let the words stay, each for one reason; none where nothing may."""
        return tuple(Choice(label, f"{reason} {self.key}") for reason, label in WORDING[self.kind][1])

    @property
    def can_override(self) -> bool:
        """False for record, chart, account and encounter numbers, SSN, Medicare and insurance numbers."""
        return bool(WORDING[self.kind][1])

    @property
    def key(self) -> str:
        """The kind and the words, case and spacing aside: what stays when these words may stay."""
        return f"{self.kind}:{' '.join(self.words.casefold().split())}"


def read_choice(value: str) -> tuple[str, Reason]:
    """(key of a finding, reason) of what a button posted. A key alone has the first reason of its kind."""
    first, _, rest = value.partition(" ")
    if first in set(Reason) and ":" in rest:
        return rest, Reason(first)
    kind = value.partition(":")[0]
    given = WORDING[Kind(kind)][1] if kind in set(Kind) else ()
    return value, given[0][0] if given else Reason.OTHER
