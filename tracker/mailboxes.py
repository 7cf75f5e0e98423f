"""Mail addresses as evidence: which are one mailbox, and which belong to an office and not to a person."""

import re
from functools import lru_cache

from tracker.folding import fold, word_set

_OFFICE_WORDS = word_set(
    """
    info office admin administrator administration contact contactus department dept division gme ume
    residency resident residents program programs programme fellowship fellowships fellows education
    academic academics coordinator coordinators clinic clinics frontdesk desk reception receptionist
    appointments appointment scheduling schedule scheduler referral referrals hr jobs careers
    recruitment recruiting help helpdesk support team staff faculty research observer observers
    observership observerships externship externships electives elective international students student
    visiting mail email post hello enquiries enquiry inquiries inquiry general noreply secretary
    secretaries assistant assistants hospital hospitals center centre service services medicine medical
    surgery surgical cardiology cardiac heart neurology neuro neurosurgery pediatrics peds paediatrics
    oncology cancer orthopedics orthopaedics ortho radiology pathology psychiatry psych dermatology derm
    urology nephrology renal gastro gastroenterology endocrine endocrinology pulmonary rheumatology
    hematology anesthesia anesthesiology emergency obgyn obstetrics gynecology ophthalmology ent icu lab
    labs laboratory group practice physicians doctors provider providers webmaster web press media
    billing records intake outreach volunteer volunteers alumni dean deans chair chairs chairman
    director directors consult consults unit ward nursing trauma transplant sleep pain rehab
    rehabilitation geriatrics palliative hospitalist hospitalists imaging eye spine stroke family
    primarycare familymedicine mailbox inbox shared everyone all grouppractice credentialing placement
    training trainees interns internship internships opportunities apply applications admissions
    """
)
_TELLING_INSIDE = tuple(
    sorted(
        (word for word in _OFFICE_WORDS if len(word) >= 6 and word not in {"general", "shared", "family"}),
        key=len,
    )
)
_SHORT_OFFICE = word_set(
    """
    im fm em gi id ep ob gyn ir er or icu hem onc pulm cc ccu nicu picu md dr the of and ucsf uc
    """
)
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_PUBLIC_DOMAIN = re.compile(
    r"@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|proton|protonmail|mail)\."
)
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=50_000)
def plain_address(email: str) -> str:
    """The mailbox in one form.

    Lower case, no display name, no +tag, Gmail without dots; "" when it is no address.
    """
    found = _ADDRESS.search(fold(email).replace("mailto:", "").strip(" .;,"))
    if not found:
        return ""
    local, _, domain = found.group().strip(".,;'\"()").partition("@")
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local and domain else ""


@lru_cache(maxsize=50_000)
def is_office_mailbox(email: str) -> bool:
    """Whether an address is a department's or an office's.

    For example info@, cardiology@, gme@, im-residency@, stbrendan@stbrendan.org.
    """
    local, _, domain = plain_address(email).partition("@")
    words = [word for word in re.split(r"[^a-z]+", local) if word]
    if any(word in _OFFICE_WORDS for word in words) or any(word in local for word in _TELLING_INSIDE):
        return True
    if words and all(word in _SHORT_OFFICE for word in words):
        return True
    return len(local) > 3 and local == domain.split(".")[0]


def email_key(email: str) -> str:
    """The personal mailbox an address names, or "" for none and for an office's."""
    return "" if is_office_mailbox(email) else plain_address(email)


def is_public_mailbox(email: str) -> bool:
    """Whether an address is at a public mail provider, where families share mailboxes, and not at work."""
    return bool(_PUBLIC_DOMAIN.search(plain_address(email)))


def local_part(email: str) -> str:
    """What stands before the @, folded."""
    return plain_address(email).partition("@")[0]


def first_name_in(email: str, initial: str, surnames: frozenset[str]) -> str:
    """The first name an address spells for somebody known by an initial, or "".

    "robert.feldman@" of R. Feldman gives "robert".
    """
    words = [word for word in re.split(r"[^a-z]+", local_part(email)) if word]
    if len(words) == 2 and len(words[0]) > 2 and words[0].startswith(initial) and words[1] in surnames:
        return words[0]
    return ""
