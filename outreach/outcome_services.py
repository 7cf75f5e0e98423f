"""What comes of a reply: a thank-you, a rotation, the person in the directory."""

import datetime

from django.db import transaction

from outreach.holding import change, hold, touch_of
from outreach.models import Answer, Contact, Thread, Touch
from outreach.sequence import Refused
from reminders import services as reminders
from tracker import services as tracker
from tracker.models import Attending, Rotation

# How a contact was found, as a rotation says it.
FOUND_THROUGH = {
    Contact.Source.COLD_EMAIL: Rotation.Source.COLD_EMAIL,
    Contact.Source.NETWORKING: Rotation.Source.NETWORKING,
    Contact.Source.ALUMNI: Rotation.Source.ALUMNI,
    Contact.Source.CONFERENCE: Rotation.Source.CONFERENCE,
    Contact.Source.LINKEDIN: Rotation.Source.NETWORKING,
    Contact.Source.STAFF_TIP: Rotation.Source.NETWORKING,
    Contact.Source.LISTING: Rotation.Source.LISTING,
}


@transaction.atomic
def record_thanks(thread: Thread, *, on: datetime.date, now) -> Touch:
    """The user said thank you on `on`. Twice on one day is once."""
    held = hold(thread, now)
    if said := held.touches.filter(kind=Touch.Kind.THANKS, on=on).first():
        return said
    touch = touch_of(held, Touch.Kind.THANKS, on, now)
    reminders.refresh(held.owner, now)
    return touch


@transaction.atomic
def make_rotation(thread: Thread, *, now) -> Rotation:
    """An exploring rotation with this person, made once. Raises Refused without a reply or a workplace."""
    held = hold(thread, now)
    if held.rotation_id and held.rotation.deleted_at is None:
        return held.rotation
    if held.state not in (Thread.State.REPLIED, Thread.State.CALL, Thread.State.PLACED):
        raise Refused("A rotation needs a reply first. Nothing was changed.")
    contact = held.contact
    if not contact.institution:
        raise Refused("Write down where they work first; a rotation happens somewhere.")
    place = tracker.institution_named(held.owner, contact.institution, city=contact.city, state=contact.state)
    attending = contact.attending or tracker.attending_named(held.owner, contact.name, place)
    rotation = Rotation(
        owner=held.owner,
        kind=Rotation.Kind.OBSERVERSHIP,
        stage=Rotation.Stage.EXPLORING,
        specialty=contact.specialty,
        institution=place,
        department=contact.department,
        city=contact.city,
        state=contact.state,
        found_through=FOUND_THROUGH[contact.source],
    )
    tracker.save_rotation(rotation, attendings=[attending], now=now)
    change(held, rotation=rotation)
    link(contact, attending)
    return rotation


def link(contact: Contact, attending: Attending | None) -> None:
    """Say which attending of the directory this contact is; None takes the link away."""
    Contact.objects.filter(pk=contact.pk).update(attending=attending)
    contact.attending = attending


@transaction.atomic
def remind_again(thread: Thread, *, on: datetime.date | None, now) -> None:
    """ "Write again in January": from `on` the reminder stands; None takes it away."""
    held = hold(thread, now)
    change(held, again_on=on)
    reminders.refresh(held.owner, now)


def has_said_yes(thread: Thread) -> bool:
    """Whether the latest answer is a yes."""
    answers = [touch.answer for touch in thread.touches.all() if touch.kind == Touch.Kind.REPLY]
    return bool(answers) and answers[-1] in (Answer.YES, Answer.CALL)
