"""One row of a spreadsheet of mentors: which column is what, and what is wrong with a cell. Pure."""

import re
from dataclasses import dataclass, field

from tracker.folding import fold
from tracker.importing.values import is_email, plain, yes_or_no

_HEADERS = {
    "name": "name, full name, physician, attending, doctor, mentor, provider, physician name, faculty",
    "first_name": "first name, first, given name, firstname",
    "last_name": "last name, last, surname, family name, lastname",
    "credentials": "credentials, degree, degrees, suffix",
    "title": "title, academic title, rank, position",
    "role": "role, faculty role",
    "institution": "institution, hospital, hospital name, site, clinic, organization, facility",
    "department": "department, dept, division, section",
    "specialty": "specialty, speciality, field, service",
    "email": "email, e-mail, mail, email address, e-mail address",
    "other_emails": "other emails, other email, second email, secondary email",
    "phone": "phone, telephone, tel, phone number, office phone",
    "profile_url": "profile, profile url, url, link, web page, profile page",
    "city": "city, town",
    "state": "state, st",
    "accepts_observers": "takes observers, accepts observers, observers, observership",
    "accepts_researchers": "takes research trainees, accepts researchers, research, research trainees",
    "visas": "visas, visa, visa types, visas accepted",
    "fee": "fee, cost, price",
    "languages": "languages, language",
    "alma_mater": "medical school, alma mater, school",
    "is_do_not_contact": "do not contact, asked not to be contacted, dnc, opt out",
}
FIELDS = tuple(_HEADERS)
LABELS = {name: words.split(",")[0].capitalize() for name, words in _HEADERS.items()}
LABELS |= {"email": "Email", "is_do_not_contact": "Do not contact", "institution": "Hospital"}
LONGEST = {
    "name": 120,
    "credentials": 40,
    "title": 120,
    "institution": 150,
    "department": 120,
    "specialty": 80,
    "email": 254,
    "phone": 40,
    "profile_url": 200,
    "city": 80,
    "state": 40,
    "fee": 80,
    "languages": 120,
    "alma_mater": 150,
}
_ROLES = {
    "attending": "attending",
    "attending physician": "attending",
    "faculty": "attending",
    "core": "core",
    "core faculty": "core",
    "pd": "director",
    "program director": "director",
    "director": "director",
    "chair": "chair",
    "chairman": "chair",
    "department chair": "chair",
    "fellow": "fellow",
}
_VISAS = {
    "b1": "b1",
    "b2": "b1",
    "b1b2": "b1",
    "j1": "j1",
    "f1": "f1",
    "h1b": "h1b",
    "us": "us",
    "usonly": "us",
}
_VISAS |= {"greencard": "us", "citizens": "us", "uscitizens": "us", "none": ""}
_TITLE = re.compile(r"^(?:dr|prof|professor|doctor)\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """Something wrong in one cell: the row as the spreadsheet counts (2 is the first), the column, why."""

    row: int
    column: str
    value: str
    words: str


@dataclass(frozen=True)
class MentorRow:
    """A good row. `values` holds only what the row says; what it leaves empty is not there."""

    number: int
    values: dict = field(default_factory=dict)


def guess_columns(headers: list[str]) -> dict[str, int]:
    """{field: number of its column}, by the words of the headers."""
    known = {fold(word): name for name, words in _HEADERS.items() for word in words.split(",")}
    found = {}
    for number, header in enumerate(headers):
        name = known.get(re.sub(r"[_*:.]+", " ", fold(header)).strip())
        if name and name not in found:
            found[name] = number
    return found


def read_row(
    number: int, cells: dict[str, str], headers: dict[str, str]
) -> tuple[MentorRow | None, list[Fault]]:
    """The row and its faults; no row when there are any. `headers` names the column of each field."""
    values, faults = {}, []
    for name, text in _joined_name(cells).items():
        try:
            value = _read(name, plain(text.strip()))
        except ValueError as wrong:
            column = headers.get(name) or LABELS.get(name, name)
            faults.append(Fault(number, column, text[:80], str(wrong)))
            continue
        if value not in (None, "", []):
            values[name] = value
    wrong = {fault.column for fault in faults}
    for name, words in (("name", "A mentor needs a name."), ("institution", "A mentor needs a hospital.")):
        column = headers.get(name) or LABELS[name]
        if name not in values and column not in wrong:
            faults.append(Fault(number, column, "", words))
    faults.sort(key=lambda fault: FIELDS.index(_field_of(fault.column, headers)))
    return (None if faults else MentorRow(number, values)), faults


def _field_of(column, headers):
    return next((name for name in FIELDS if column in (headers.get(name), LABELS[name])), FIELDS[-1])


def _joined_name(cells):
    cells = dict(cells)
    parts = [cells.pop("first_name", ""), cells.pop("last_name", "")]
    if not cells.get("name", "").strip():
        cells["name"] = " ".join(part.strip() for part in parts if part.strip())
    return cells


def _read(name, text):
    """The value of one cell. Raises ValueError with the sentence for the person."""
    if not text:
        return None
    if name in ("accepts_observers", "accepts_researchers", "is_do_not_contact"):
        return _yes_or_no(text)
    if name == "role":
        return _known(text, _ROLES, "Write attending, core faculty, program director, chair or fellow.")
    if name == "visas":
        return _visas(text)
    if name in ("email", "other_emails"):
        return _emails(name, text)
    if name == "profile_url":
        text = _address(text)
    if name == "name":
        text = _person(text)
    if len(text) > LONGEST[name]:
        raise ValueError(f"{len(text)} letters are too many. Keep it to {LONGEST[name]}.")
    return text


def _yes_or_no(text):
    said = yes_or_no(text)
    if said is None:
        raise ValueError("Write yes or no, or leave it empty.")
    return said


def _known(text, words, hint):
    found = words.get(fold(text))
    if found is None:
        raise ValueError(hint)
    return found


def _visas(text):
    codes = [re.sub(r"[^a-z0-9]", "", word.casefold()) for word in re.split(r"[,;]|\band\b", text)]
    unknown = [code for code in codes if code and code not in _VISAS]
    if unknown:
        raise ValueError("Write B-1, J-1, F-1, H-1B or US, separated by commas.")
    return sorted({_VISAS[code] for code in codes if _VISAS.get(code)})


def _emails(name, text):
    words = [word for word in re.split(r"[,;\s]+", text.removeprefix("mailto:")) if word]
    if not all(is_email(word) for word in words):
        raise ValueError("This is no email address.")
    if name == "email" and len(words) > 1:
        raise ValueError("Write one address here and the rest under Other emails.")
    if any(len(word) > LONGEST["email"] for word in words):
        raise ValueError("This address is too long.")
    return words[0] if name == "email" else words


def _address(text):
    text = text if "://" in text else f"https://{text}"
    if not re.fullmatch(r"https?://[^\s/<>\"]+\.[^\s<>\"]+", text):
        raise ValueError("This is no web address.")
    return text


def _person(text):
    text = _TITLE.sub("", text)
    if not any(letter.isalpha() for letter in text):
        raise ValueError("This is no name.")
    return text
