"""Whether writing to this person now gets in the way of something (product.md §6, collision guard). Pure.

Nothing here blocks: each collision is a sentence with its reason, and the user decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import spoken
from tracker.duplicates import institution_key, name_key
from tracker.folding import fold
from tracker.mailboxes import is_office_mailbox, plain_address

SAME_DEPARTMENT_DAYS = 7
MOST_AT_ONE_INSTITUTION = 2


@dataclass(frozen=True)
class Person:
    """Who is written to, as typed."""

    name: str
    email: str = ""
    institution: str = ""
    department: str = ""
    is_do_not_contact: bool = False


@dataclass(frozen=True)
class Other:
    """Another thread of the same user. `is_open`: written to, and neither closed nor answered with a no.

    `free_again_on` is the first day that person may be written to cold again, None when nothing bars it.
    """

    person: Person
    called: str
    path: str
    last_sent_on: date | None
    is_open: bool
    free_again_on: date | None = None


@dataclass(frozen=True)
class Collision:
    """One thing in the way. `key` is do-not-contact, same-person, too-soon, same-department, institution."""

    key: str
    title: str
    advice: str
    path: str = ""

    @property
    def stops(self) -> bool:
        """The person asked for it: the ways to send are folded away."""
        return self.key == "do-not-contact"


def find(person: Person, others: Iterable[Other], today: date) -> tuple[Collision, ...]:
    """Every collision, the gravest first; one for each kind."""
    others = tuple(others)
    rules = (_do_not_contact, _same_person, _too_soon, _same_department, _institution)
    return tuple(found for rule in rules if (found := rule(person, others, today)))


def is_same_person(one: Person, other: Person) -> bool:
    """One personal address, or one name at one institution. A shared department address says nothing."""
    if one.email and plain_address(one.email) == plain_address(other.email):
        return not is_office_mailbox(one.email) or name_key(one.name) == name_key(other.name)
    return name_key(one.name) == name_key(other.name) and _is_same_house(one, other)


def _is_same_house(one: Person, other: Person) -> bool:
    key = institution_key(one.institution) if one.institution else ""
    return bool(key) and bool(other.institution) and key == institution_key(other.institution)


def _do_not_contact(person, others, today):
    if not person.is_do_not_contact:
        return None
    return Collision("do-not-contact", "Asked not to be contacted.", "Write to somebody else there, or ask.")


def _same_person(person, others, today):
    for other in others:
        if other.is_open and other.last_sent_on and is_same_person(person, other.person):
            on = spoken.day(other.last_sent_on, today)
            return Collision(
                "same-person",
                "You are writing to this person already.",
                f"Your last email left on {on}. Go on in that thread.",
                other.path,
            )
    return None


def _too_soon(person, others, today):
    barred = [
        other
        for other in others
        if not other.is_open
        and other.free_again_on
        and other.free_again_on > today
        and is_same_person(person, other.person)
    ]
    if not barred:
        return None
    last = max(barred, key=lambda other: other.free_again_on)
    return Collision(
        "too-soon",
        "They did not answer last time.",
        f"Not again before {spoken.day(last.free_again_on, today)}, six months after that thread closed.",
        last.path,
    )


def _same_department(person, others, today):
    if not person.department:
        return None
    since = today - timedelta(days=SAME_DEPARTMENT_DAYS)
    for other in others:
        if (
            other.last_sent_on
            and other.last_sent_on > since
            and _is_same_house(person, other.person)
            and fold(person.department) == fold(other.person.department)
            and not is_same_person(person, other.person)
        ):
            on = spoken.day(other.last_sent_on, today)
            free = spoken.day(other.last_sent_on + timedelta(days=SAME_DEPARTMENT_DAYS), today)
            return Collision(
                "same-department",
                f"You wrote to {other.called} on {on}.",
                f"The same department; people show each other such mails. Wait until {free}.",
                other.path,
            )
    return None


def _institution(person, others, today):
    there = [other for other in others if other.is_open and _is_same_house(person, other.person)]
    there = [other for other in there if not is_same_person(person, other.person)]
    if len(there) < MOST_AT_ONE_INSTITUTION:
        return None
    names = " and ".join(other.called for other in there[:2])
    more = f" and {len(there) - 2} more" if len(there) > 2 else ""
    return Collision(
        "institution",
        f"This would be open thread {len(there) + 1} at {person.institution}.",
        f"{names}{more} are still open. More than {MOST_AT_ONE_INSTITUTION} looks like a mass mailing.",
        there[0].path,
    )
