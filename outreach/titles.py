"""The title in front of a name, as people type it."""

import re

DOCTOR, PROFESSOR, NONE = "Dr.", "Prof.", ""
_DOCTOR = re.compile(r"^(?:dr|doctor)\b\.?\s*", re.IGNORECASE)
_PROFESSOR = re.compile(r"^(?:prof|professor)\b\.?\s*", re.IGNORECASE)
_CIVIL = re.compile(r"^(?:mr|mrs|ms|miss|mx)\b\.?\s*", re.IGNORECASE)


def split_title(name: str) -> tuple[str, str]:
    """Title and name of what was typed: ("Prof.", "Sofia Brandt").

    Without any title it is a doctor: most people written to are. "Ms. Jane Roe" stays as typed.
    """
    if _CIVIL.match(name):
        return NONE, name
    title = DOCTOR
    while found := _PROFESSOR.match(name) or _DOCTOR.match(name):
        if _PROFESSOR.match(name):
            title = PROFESSOR
        name = name[found.end() :]
    return title, name
