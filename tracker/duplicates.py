"""Whether two attending records are probably one person (product.md, "Settled details: Duplicates").

`likely` decides and says why; `keys` are what a database indexes so that candidates are found without
comparing every pair: two likely records always share one. Reads no clock, asks no database, accepts any
text.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.folding import fold, word_set
from tracker.institution_names import House, institution_skeleton, same_house
from tracker.mailboxes import email_key, first_name_in, is_public_mailbox, local_part
from tracker.name_likeness import Likeness, NameComparison, compare_names, name_keys
from tracker.names import PersonName, read_name
from tracker.places import Place, read_place
from tracker.specialty_families import SpecialtyFit, compare_specialties
from tracker.surnames import is_common

__all__ = ["AttendingFacts", "Match", "email_key", "institution_key", "keys", "likely", "name_key"]

_OSTEOPATH, _ALLOPATH = frozenset({"do"}), frozenset({"md", "mbbs", "mbchb", "mbbch"})
_PHYSICIAN = _OSTEOPATH | _ALLOPATH
_OTHER_PROFESSION = word_set(
    """
    np fnp dnp arnp aprn crnp crna rn bsn msn pa pac pharmd dds dmd dpm dpt psyd lcsw od
    """
)
_FULL = (Likeness.SAME, Likeness.EQUIVALENT)


@dataclass(frozen=True)
class AttendingFacts:
    """What is known of an attending, as typed; "" where unknown."""

    name: str
    credentials: str = ""
    institution: str = ""
    city: str = ""
    state: str = ""
    specialty: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Match:
    """Two records that are probably one person.

    Sentences for the screen, strongest first; score from 0 to 1.
    """

    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class _Person:
    """An attending's facts, each read once."""

    facts: AttendingFacts
    name: PersonName
    institution: str
    place: Place
    credentials: frozenset[str]
    email: str
    phone: str


@dataclass(frozen=True)
class _Evidence:
    """What two records say about each other, before the rule."""

    a: _Person
    b: _Person
    names: NameComparison
    house: House
    specialty: SpecialtyFit

    @property
    def likeness(self) -> Likeness:
        return self.names.likeness

    @property
    def contradicts(self) -> bool:
        return self.specialty is SpecialtyFit.CONTRADICT or _professions_differ(self.a, self.b)

    @property
    def fits(self) -> bool:
        return self.specialty is SpecialtyFit.FIT and not self.contradicts

    @property
    def same_city(self) -> bool:
        return self.a.place.shares_city_with(self.b.place)

    @property
    def same_phone(self) -> bool:
        return bool(self.a.phone) and self.a.phone == self.b.phone

    @property
    def is_common(self) -> bool:
        return any(is_common(form) for form in self.a.name.wholes & self.b.name.wholes)


def likely(a: AttendingFacts, b: AttendingFacts) -> Match | None:
    """A `Match` when two records are probably one person, else None. The order of the two does not matter.

    Offered: the same personal email; the same name with the same institution or the same city; a name that
    fits (initials, a short form, half of a double surname, one slip) with the same institution and no
    contradiction in specialty or profession. Never: suffixes that differ, first names that differ, a shared
    office address or phone alone (product.md, "Settled details: Duplicates").
    """
    evidence = _weigh(_read(a), _read(b))
    if evidence.names.suffixes_differ:
        return None
    found = [rule for rule in (_by_email(evidence), _by_place(evidence), _by_phone(evidence)) if rule]
    if not found:
        return _by_identity(a, b, evidence)
    score = max(score for _, score in found)
    found.sort(key=lambda rule: -rule[1])
    return Match(tuple(dict.fromkeys(reason for reason, _ in found)), score)


def keys(facts: AttendingFacts) -> frozenset[str]:
    """Index keys; two records that are `likely` share at least one.

    About 15 short strings; some hundreds for a name of 300 letters.
    """
    person = _read(facts)
    mailbox = frozenset({f"@{person.email}"} if person.email else ())
    return mailbox | frozenset(f"n:{key}" for key in name_keys(person.name))


def name_key(name: str) -> str:
    """One line per name for grouping and sorting, "feldman ruth".

    Surname skeleton, first name; "" for none.
    """
    person = read_name(name)
    return " ".join((*sorted(person.wholes, key=lambda form: (len(form), form))[:1], *person.given[:1]))


def institution_key(institution: str) -> str:
    """One line per institution for grouping: the words that tell it from others; "" when there are none."""
    return institution_skeleton(institution)


@lru_cache(maxsize=50_000)
def _read(facts: AttendingFacts) -> _Person:
    name = read_name(facts.name)
    email = email_key(facts.email)
    if name.given and len(name.given[0]) == 1 and email:
        spelled = first_name_in(email, name.given[0], name.spelled)
        name = _with_first_name(name, spelled) if spelled else name
    digits = re.sub(r"\D", "", fold(facts.phone).partition("x")[0])
    return _Person(
        facts=facts,
        name=name,
        institution=facts.institution if facts.institution.strip() else name.institution,
        place=read_place(facts.city, facts.state),
        credentials=frozenset(name.credentials)
        | frozenset(re.findall(r"\w+", re.sub(r"[.-]", "", fold(facts.credentials)))),
        email=email,
        phone=digits[-10:] if len(digits) >= 10 else "",
    )


def _with_first_name(name: PersonName, first: str) -> PersonName:
    return replace(name, given=(first, *name.given[1:]))


def _weigh(a: _Person, b: _Person) -> _Evidence:
    return _Evidence(
        a=a,
        b=b,
        names=compare_names(a.name, b.name),
        house=same_house(a.institution, b.institution, a.place, b.place),
        specialty=compare_specialties(a.facts.specialty, b.facts.specialty),
    )


def _professions_differ(a: _Person, b: _Person) -> bool:
    """MD against DO, or a physician against a nurse practitioner.

    One person is not the one here, the other there.
    """
    medical_a, medical_b = a.credentials & _PHYSICIAN, b.credentials & _PHYSICIAN
    if medical_a and medical_b:
        return (medical_a <= _OSTEOPATH) != (medical_b <= _OSTEOPATH) and not medical_a & medical_b
    return bool(
        (medical_a and b.credentials & _OTHER_PROFESSION) or (medical_b and a.credentials & _OTHER_PROFESSION)
    )


def _by_email(evidence: _Evidence) -> tuple[str, float] | None:
    """The same personal mailbox, unless the names say that one of the two only borrows it."""
    a, b, names = evidence.a, evidence.b, evidence.names
    if not a.email or a.email != b.email:
        return None
    if names.likeness is Likeness.DIFFERENT and a.name.wholes and b.name.wholes and not names.same_first_name:
        whole_name = not names.same_surname
        if not (_spells(a.email, a.name, whole_name) or _spells(b.email, b.name, whole_name)):
            return None
    return f"Same email: {a.email}", 0.98


def _spells(email: str, name: PersonName, whole_name: bool) -> bool:
    """Whether an address says whose it is.

    By a first name; by the surname when the surnames differ; at work, where a couple shares no mailbox, by
    initial and surname.
    """
    local = re.sub(r"[\W_]", "", local_part(email))
    parts = set(name.given) | (set(name.spelled) if whole_name else set())
    if any(len(part) > 2 and part in local for part in parts):
        return True
    initials = {given[0] for given in name.given[:1]}
    return not is_public_mailbox(email) and any(
        local in (initial + surname, surname + initial) for initial in initials for surname in name.spelled
    )


def _by_place(evidence: _Evidence) -> tuple[str, float] | None:
    return _by_house(evidence) or _by_city(evidence)


def _by_house(evidence: _Evidence) -> tuple[str, float] | None:
    """Names that fit, in one institution."""
    likeness = evidence.likeness
    if likeness is Likeness.DIFFERENT or evidence.house not in (House.SAME, House.CLOSE):
        return None
    sure = evidence.house is House.SAME
    if likeness is Likeness.SAME:
        return _sentence("Same name and hospital", evidence), 0.95 if sure else 0.88
    if evidence.contradicts:
        return None
    if likeness is Likeness.SURNAME:
        offered = sure and evidence.fits and not evidence.is_common
        return (_sentence("Same surname, hospital and specialty", evidence), 0.6) if offered else None
    if not sure and likeness in (Likeness.INITIAL, Likeness.TYPO) and not evidence.fits:
        return None
    score = {Likeness.EQUIVALENT: 0.9, Likeness.PARTIAL: 0.82, Likeness.INITIAL: 0.8, Likeness.TYPO: 0.78}[
        likeness
    ]
    return _sentence(
        f"{_NAMES_SAY[likeness]} and the same hospital", evidence
    ), score if sure else score - 0.1


def _by_city(evidence: _Evidence) -> tuple[str, float] | None:
    """The same name in one city. The less a name says, the more the rest has to agree."""
    likeness, apart = evidence.likeness, evidence.house is House.DIFFERENT
    if not evidence.same_city or likeness in (Likeness.DIFFERENT, Likeness.SURNAME):
        return None
    if likeness is Likeness.SAME:
        offered = not (evidence.contradicts and evidence.is_common and apart)
    elif likeness is Likeness.EQUIVALENT:
        offered = not evidence.contradicts and (evidence.fits or not (apart and evidence.is_common))
    elif likeness is Likeness.INITIAL:
        offered = evidence.fits and not apart and not evidence.is_common
    else:
        offered = evidence.fits and (likeness is Likeness.PARTIAL or not apart)
    if not offered:
        return None
    start = "Same name and city" if likeness is Likeness.SAME else f"{_NAMES_SAY[likeness]} and the same city"
    return (
        f"{start}: {_named(evidence)}, {evidence.a.place.city.title()}",
        0.85 if likeness is Likeness.SAME else 0.7,
    )


def _by_phone(evidence: _Evidence) -> tuple[str, float] | None:
    """The same phone beside a name that fits; a phone alone is a front desk's."""
    if (
        not evidence.same_phone
        or evidence.contradicts
        or evidence.likeness in (Likeness.DIFFERENT, Likeness.SURNAME)
    ):
        return None
    if evidence.likeness not in _FULL and evidence.a.place.contradicts(evidence.b.place):
        return None
    phone = min(evidence.a.facts.phone.strip(), evidence.b.facts.phone.strip())
    return f"{_NAMES_SAY[evidence.likeness]} and the same phone: {phone}", 0.8


def _by_identity(a: AttendingFacts, b: AttendingFacts, evidence: _Evidence) -> Match | None:
    """Two records that say exactly the same are one person, however little they say."""
    return Match(("Every fact is the same",), 0.9) if a == b and evidence.a.name.wholes else None


_NAMES_SAY = {
    Likeness.SAME: "Same name",
    Likeness.EQUIVALENT: "Another form of one name",
    Likeness.PARTIAL: "Part of the same name",
    Likeness.INITIAL: "Initials that fit",
    Likeness.TYPO: "Names one slip apart",
}


def _named(evidence: _Evidence) -> str:
    names = sorted({" ".join(evidence.a.facts.name.split()), " ".join(evidence.b.facts.name.split())})
    return " / ".join(names)


def _sentence(start: str, evidence: _Evidence) -> str:
    houses = sorted({" ".join(evidence.a.institution.split()), " ".join(evidence.b.institution.split())})
    return f"{start}: {_named(evidence)}, {' / '.join(houses)}"
