"""Personal statements, drafts; and the letter itself, where nothing is waived."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import pdfs
from letters import services, states
from letters.models import DraftVersion, FinalLetter, Letter, Packet, Statement
from letters.services import Refused
from tracker import guard_services
from tracker.models import Cv

STAMP = "Draft supplied at the writer’s request"


def add(owner, checked) -> Statement:
    return pdfs.keep(Statement(owner=owner), checked)


@transaction.atomic
def remove(statement: Statement, *, now) -> None:
    Statement.objects.filter(pk=statement.pk, deleted_at=None).update(deleted_at=now)


@transaction.atomic
def save_draft(letter: Letter, text, *, now) -> DraftVersion:
    """The next version; the ones before stay."""
    held = services.hold(letter, now)
    last = held.drafts.aggregate(last=Max("number"))["last"] or 0
    guard_services.remember(held.owner, [text])
    return DraftVersion.objects.create(letter=held, number=last + 1, text=text, created_at=now)


def begin_draft(name: str, writer: str, weeks: int, place: str, moments) -> str:
    """A first draft out of the examples, in their words, for the writer to make their own."""
    paragraphs = [
        "Dear Program Director,",
        f"I write about {name}, whom I supervised for {weeks} weeks{f' at {place}' if place else ''}.",
        *(f"{one.quality.capitalize()}: {one.text.rstrip('.')}." for one in moments),
        f"[Your own judgment of {name}, in your words.]",
        f"{writer}",
    ]
    return "\n\n".join(paragraphs)


def refuse_waived(letter: Letter) -> None:
    """Raises Refused with the rule when the right to view the letter is waived."""
    day = letter.since
    facts = states.StepFacts(
        on=day, today=day, is_correction=True, is_waived=letter.is_waived, uploaded_by="applicant"
    )
    refusal = states.can(letter.step, states.State.UPLOADED, facts)
    if refusal and refusal.key == "waived":
        raise services.refused(refusal)


def packet_of(letter: Letter) -> Packet | None:
    """The packet with its files, where one was begun; one statement."""
    return Packet.objects.filter(letter=letter).select_related("cv", "statement").first()


def cv_of_ask(letter: Letter, packet: Packet | None) -> Cv | None:
    """The CV chosen for the packet, for the mail that asks; later the packet carries it."""
    return packet.cv if packet and letter.step in states.BEFORE_ASKING else None


@transaction.atomic
def keep_final(letter: Letter, checked, *, now) -> FinalLetter:
    """The letter itself. Only where nothing is waived; one file, a new one replaces it."""
    held = services.hold(letter, now)
    refuse_waived(held)
    FinalLetter.objects.filter(letter=held).delete()
    try:
        return pdfs.keep(FinalLetter(owner=held.owner, letter=held), checked)
    except IntegrityError:
        raise Refused("Another upload was quicker. Look at it first.") from None


@transaction.atomic
def drop_final(letter: Letter, *, now) -> None:
    held = services.hold(letter, now)
    FinalLetter.objects.filter(letter=held).delete()
