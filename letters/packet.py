"""The packet: what the attending reads behind the private link, and what their answers do.

The token has 256 bits and is shown once; only its hash is kept. Whoever has the link reads the page, nobody
signs in, a GET changes nothing but the count of views.
"""

import datetime
import hashlib
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F

from accounts import spoken
from letters import facts, services, states, texts
from letters.models import Letter, Packet, PacketAnswer, PacketLink, Statement
from letters.services import By, Refused
from letters.states import State
from reminders.services import refresh
from tracker import guard_services, phi
from tracker.models import Cv, Example

DAYS_GOOD = datetime.timedelta(days=30)
FARTHEST = datetime.timedelta(days=366)
Kind = PacketAnswer.Kind
# File rules of the old portal; those of the new one are not published (domain.md §2).
FILE_RULES = (
    "PDF only, at most 1 MB, without a password or a digital signature.",
    "Letter paper, 8.5 by 11 inches, on letterhead with contact details, signed and dated.",
    "A file name without | * ? or a colon.",
    "Addressed to “Dear Program Director”, never to one program.",
)
UPLOAD_STEPS = (
    "Open the link in the email from the AAMC Letter Writer Portal. A guest can upload, without an account.",
    "Your designee may upload for you; someone who advises me may not.",
)


@dataclass(frozen=True)
class Part:
    """One example as the attending reads it."""

    quality: str
    day: str
    text: str


@dataclass(frozen=True)
class PacketPage:
    """Everything on the page, in finished words; the same for the web and the PDF."""

    name: str
    writer: str
    about: str
    applying: str
    email: str
    note: str
    together: tuple[str, ...]
    examples: tuple[Part, ...]
    needed_by: str
    letter_id: str
    waiver: str
    upload: tuple[str, ...]
    rules: tuple[str, ...]
    cv: str = ""
    statement: str = ""

    def as_data(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Offer:
    """What a packet holds until its owner chooses: the form shows it ticked, the link begins with it."""

    examples: tuple[Example, ...]
    cv: Cv | None
    statement: Statement | None


def offer(owner, attending) -> Offer:
    """The latest two examples of each quality (a page, not a file) and the latest CV and statement."""
    kept: list[Example] = []
    for example in Example.objects.for_owner(owner).filter(attending=attending):
        if sum(one.quality == example.quality for one in kept) < 2:
            kept.append(example)
    cv, statement = (model.objects.for_owner(owner).first() for model in (Cv, Statement))
    return Offer(tuple(kept), cv, statement)


@transaction.atomic
def packet_of(letter: Letter) -> Packet:
    """The packet of the letter; one that is new holds what is offered."""
    held, is_new = Packet.objects.get_or_create(letter=letter)
    if is_new:
        found = offer(letter.owner, letter.attending)
        held.cv, held.statement = found.cv, found.statement
        held.save(update_fields=["cv", "statement"])
        held.examples.set(found.examples)
    return held


def save(packet: Packet, form, now) -> None:
    """What the attending will read, as the form left it."""
    with transaction.atomic():
        form.save()
        guard_services.remember(packet.letter.owner, [form.cleaned_data["note"]])
        refresh(packet.letter.owner, now)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue(packet: Packet, *, now) -> str:
    """A new link, good for 30 days; the one before stops working. The token is returned once."""
    services.hold(packet.letter, now)
    packet.links.filter(revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    PacketLink.objects.create(
        packet=packet, token_hash=hashed(token), created_at=now, expires_at=now + DAYS_GOOD
    )
    return token


@transaction.atomic
def revoke(packet: Packet, *, now) -> bool:
    """Nobody reads it any more. True if a link was live."""
    return packet.links.filter(revoked_at=None).update(revoked_at=now) > 0


def find(token: str, now) -> PacketLink | None:
    """The live link of that token: not revoked, not old, its letter and owner still there."""
    links = PacketLink.objects.select_related(
        "packet__letter__attending", "packet__letter__specialty", "packet__letter__owner__profile",
        "packet__cv", "packet__statement",
    )  # fmt: skip
    link = links.filter(token_hash=hashed(token)).first()
    if link is None or not link.is_live(now):
        return None
    letter = link.packet.letter
    return link if letter.deleted_at is None and letter.owner.is_active else None


def count_view(link: PacketLink, now) -> None:
    PacketLink.objects.filter(pk=link.pk, first_seen_at=None).update(first_seen_at=now)
    PacketLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_seen_at=now)


def page_of(packet: Packet, today) -> PacketPage:
    """What the packet says today. Text the guard would flag is left out, whoever vouched for it."""
    letter = packet.letter
    owner, profile = letter.owner, letter.owner.profile
    writer = facts.writer_of(letter, today)
    season = writer.facts.season
    due = letter.promised_by or letter.due_on or (season.letters_in_on if season else None)
    return PacketPage(
        name=owner.name,
        writer=str(letter.attending),
        about=_about(profile),
        applying=_applying(letter, writer, season),
        email=owner.email if packet.shows_email else "",
        note=packet.note if is_safe(packet.note) else "",
        together=tuple(_together(one) for one in writer.together),
        examples=tuple(_part(one) for one in safe_examples(packet)),
        needed_by=f"{texts.letter_day(due)}, {due.year}" if due else "",
        letter_id=letter.eras_id,
        waiver=_waiver(letter),
        upload=UPLOAD_STEPS,
        rules=FILE_RULES,
        cv=_file_name(packet.cv),
        statement=_file_name(packet.statement),
    )


def _file_name(file) -> str:
    return file.name if file and file.deleted_at is None else ""


def safe_examples(packet: Packet) -> list:
    """The chosen examples that hold nothing the guard flags; colleagues of that rotation may be named."""
    return [one for one in _chosen(packet) if _is_safe_example(one)]


def unsafe_examples(packet: Packet) -> list:
    return [one for one in _chosen(packet) if not _is_safe_example(one)]


def _chosen(packet):
    found = packet.examples.filter(deleted_at=None, owner=packet.letter.owner)
    return list(
        found.select_related("rotation").prefetch_related("rotation__colleagues").order_by("on", "pk")
    )


def _is_safe_example(example) -> bool:
    names = frozenset(one.name for one in example.rotation.colleagues.all()) if example.rotation else ()
    return is_safe(example.text, colleagues=frozenset(names))


def is_safe(text: str, *, colleagues=frozenset()) -> bool:
    return not phi.decide(text or "", allowed=frozenset(), colleagues=colleagues)


def _about(profile) -> str:
    """ "MBBS, Dhaka, 2024. <one line about me>"."""
    degree = ", ".join(
        str(part) for part in (profile.degree, profile.medical_school, profile.graduation_year or "") if part
    )
    return ". ".join(part.rstrip(".") for part in (degree, profile.about_me) if part)


def _applying(letter, writer, season) -> str:
    where = letter.specialty.name if letter.specialty else " and ".join(writer.facts.targets)
    parts = [f"Residency in {where.lower()}" if where else "Residency"]
    if season:
        parts.append(f"applying in {texts.MONTH_NAMES[season.review_on.month - 1]} {season.review_on.year}")
    return ", ".join(parts)


def _together(rotation) -> str:
    return f"{spoken.span(rotation.starts_on, rotation.ends_on)}: {rotation}. {rotation.kind_words}"


def _part(example) -> Part:
    day = f"{texts.MONTH_NAMES[example.on.month - 1]} {example.on.day}, {example.on.year}"
    return Part(example.get_quality_display(), day, example.text)


def _waiver(letter) -> str:
    if letter.is_waived:
        return "I waived my right to view this letter. It never passes through my hands."
    return "I did not waive my right to view this letter."


@transaction.atomic
def answer(link: PacketLink, kind: str, *, until=None, now) -> tuple[PacketAnswer, bool]:
    """What the attending says; the ladder and every date follow. The same answer twice in a row is one.

    Returns (answer, is new). Raises Refused with a sentence for them.
    """
    letter = services.hold(link.packet.letter, now)
    today = services.day_of(letter.owner, now)
    if kind == Kind.UNTIL and (until is None or not today <= until <= today + FARTHEST):
        raise Refused("Pick a day from today on, within a year.")
    until = until if kind == Kind.UNTIL else None
    last = link.packet.answers.first()
    if last and last.kind == kind and last.until == until:
        return last, False
    made = PacketAnswer.objects.create(packet=link.packet, kind=kind, until=until, at=now, on=today)
    if kind == Kind.UNTIL:
        Letter.objects.filter(pk=letter.pk).update(promised_by=until)
    for state in _steps(letter, kind):
        _follow(letter, state, today, now)
    refresh(letter.owner, now)
    return made, True


def _steps(letter, kind) -> list[State]:
    """Which steps an answer is, from where the letter stands. Whoever uploads had a confirmed entry."""
    if kind in (Kind.HAPPY, Kind.UNTIL):
        return [State.AGREED] if letter.step in (*states.BEFORE_ASKING, State.ASKED) else []
    if kind == Kind.RATHER_NOT:
        return [State.DECLINED] if letter.step not in states.IN_ERAS | states.OUT else []
    if letter.step == State.REQUESTED:
        return [State.CONFIRMED, State.UPLOADED]
    return [State.UPLOADED] if letter.step == State.CONFIRMED else []


def _follow(letter, state, today, now) -> None:
    """Record the step where the rules allow it; where not, the answer itself reminds the applicant."""
    try:
        with transaction.atomic():
            services.record(letter, state, on=today, now=now, by=By.WRITER)
    except Refused:
        return
