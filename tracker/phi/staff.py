"""Who with a title is no patient: staff by role or place, the trainee's own people, patients of plaster."""

from tracker.phi.context import Context
from tracker.phi.name_cues import (
    CLINICAL,
    CREDENTIAL_AFTER,
    OFFICE,
    OWN_KIN,
    ROLE_AFTER,
    ROLE_BEFORE,
    ROLE_DIRECT,
    SIMULATED,
    WORKPLACE,
)


def is_staff(text: str, start: int, end: int) -> bool:
    """A role, a credential, a workplace or the trainee's own relation stands beside the titled name."""
    before = text[max(0, start - 60) : start]
    behind = (
        ROLE_AFTER.match(text, end, end + 80)
        or CREDENTIAL_AFTER.match(text, end, end + 20)
        or ROLE_DIRECT.match(text, end, end + 60)
        or WORKPLACE.match(text, end, end + 80)
        or OWN_KIN.match(text, end, end + 60)
        or SIMULATED.search(before)
    )
    return bool(ROLE_BEFORE.search(before) or behind)


def at_an_office(text: str, start: int, end: int, context: Context) -> bool:
    """The sentence speaks of badges, forms and applications, and of nothing clinical."""
    first, last = context.sentence(start)
    around = text[max(first, start - 110) : start] + " " + text[end : min(last, end + 110)]
    return bool(OFFICE.search(around)) and not CLINICAL.search(around)
