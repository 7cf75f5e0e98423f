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


# kind: (the reason as the screen says it, the button that lets it stay; empty where nothing may)
WORDING: dict[Kind, tuple[str, str]] = {
    Kind.NAME: ("a name", "It’s a colleague"),
    Kind.INITIALS: ("initials", "These aren’t a patient’s initials"),
    Kind.RECORD_NUMBER: ("a record number, never allowed", ""),
    Kind.SSN: ("a Social Security number, never allowed", ""),
    Kind.INSURANCE: ("an insurance number, never allowed", ""),
    Kind.DATE: ("a date with a day, tied to a patient", "It’s my own date"),
    Kind.AGE: ("an age over 89", "It’s not an age"),
    Kind.PHONE: ("a phone number", "It’s a work number"),
    Kind.EMAIL: ("an email address", "It’s a colleague’s"),
    Kind.URL: ("a web address", "It’s a public page"),
    Kind.ADDRESS: ("a street address", "It’s a workplace or mine"),
    Kind.ZIP: ("a ZIP code", "It’s not a patient’s"),
    Kind.ROOM: ("a room", "It’s not a patient’s room"),
    Kind.BED: ("a bed", "It’s not a bed"),
    Kind.DEVICE: ("a device serial", "It’s not a patient’s device"),
    Kind.PLATE: ("a license plate or vehicle number", "It’s not a plate"),
    Kind.LICENCE: ("a license or passport number", "It’s mine"),
    Kind.IP: ("an IP address", "It’s not an IP address"),
    Kind.HANDLE: ("a social media name", "It’s a public account"),
    Kind.DIGITS: ("a long number", "It’s not about a patient"),
}


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
    def override_label(self) -> str:
        """The button that lets the words stay ("It’s a colleague"); empty where nothing may."""
        return WORDING[self.kind][1]

    @property
    def can_override(self) -> bool:
        """False for record, chart, account and encounter numbers, SSN, Medicare and insurance numbers."""
        return bool(self.override_label)

    @property
    def key(self) -> str:
        """What a form posts back to let these words stay: the kind and the words, case and spacing aside."""
        return f"{self.kind}:{' '.join(self.words.casefold().split())}"
