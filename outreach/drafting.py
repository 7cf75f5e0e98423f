"""What the composer begins with: the facts of the profile, what was sent before, the mail it follows."""

from dataclasses import replace

from outreach import collisions, composer, queries, sequence
from outreach.collisions import Other, Person
from outreach.composer import Draft, Facts
from outreach.lint.rule import History
from outreach.models import Contact, Email, Thread, Touch
from outreach.names import greeting_for
from tracker.models import Cv

LAST_SENT = 20
ASK = "Could we speak for 15 minutes, whenever it suits you?"


def next_number(thread: Thread) -> int | None:
    """Which mail comes next: 0 the first, 1 to 3 a follow-up, None when there is nothing to write."""
    if thread.state == Thread.State.TO_WRITE:
        return 0
    if thread.state != Thread.State.WAITING:
        return None
    steps = queries.next_steps(thread)
    return steps[0].number if steps else None


def cvs(owner):
    return Cv.objects.for_owner(owner)


def facts_of(owner, cv: str = "") -> Facts:
    """The user as the composer introduces them. One query for the specialties."""
    profile = owner.profile
    specialty = profile.specialties.first()
    return Facts(
        name=owner.name,
        degree=profile.degree,
        school=profile.medical_school,
        graduated=str(profile.graduation_year or ""),
        specialty=str(specialty or ""),
        one_liner=profile.about_me,
        signal=profile.signal,
        cv=cv,
    )


def history_of(thread: Thread) -> History:
    """What the lint compares with: the last 20 first mails to others, and what this thread has said."""
    sent = (
        Email.objects.filter(number=0, thread__owner_id=thread.owner_id, thread__deleted_at=None)
        .filter(thread__touches__kind=Touch.Kind.SENT)
        .exclude(thread__contact_id=thread.contact_id)
        .select_related("thread__contact")
        .order_by("-thread__touches__on", "-pk")[:LAST_SENT]
    )
    sent = list(sent)
    return History(
        why_them=tuple(email.why_them for email in sent),
        surnames=tuple(email.thread.contact.recipient.surname for email in sent),
        thread=tuple(email.draft for email in sent_emails(thread)),
    )


def sent_emails(thread: Thread) -> list[Email]:
    """The emails of this thread that really left, oldest first."""
    numbers = {touch.number for touch in thread.sends()}
    return [email for email in thread.emails.all() if email.number in numbers]


def first_draft(thread: Thread, owner, cv: str = "") -> Draft:
    """Everything the profile and the contact can say; the rest is left to the user."""
    draft = composer.start(facts_of(owner, cv), thread.contact.recipient)
    return replace(draft, subject=thread.subject)


def follow_up_draft(thread: Thread, number: int, owner, new_thing: str = "") -> Draft:
    """Follow-up `number` of a thread that was written to, from the mails kept or from the subject alone."""
    sends, kept = thread.sends(), {email.number: email.draft for email in sent_emails(thread)}
    first = kept.get(0)
    if first is None:
        return _without_the_first(thread, number, owner, new_thing)
    previous = kept.get(sends[-1].number, first)
    draft = composer.follow_up(
        replace(previous, number=number - 1), first=first, first_sent_on=sends[0].on, new_thing=new_thing
    )
    return draft


def _without_the_first(thread: Thread, number: int, owner, new_thing: str) -> Draft:
    """The first mail was written elsewhere: all we know is its day and its subject."""
    first = thread.sends()[0]
    about = f" about “{thread.subject}”" if thread.subject else ""
    return Draft(
        subject=composer.reply_subject(thread.subject) if thread.subject else "",
        greeting=greeting_for(thread.contact.recipient),
        intro=f"I wrote to you on {letter_day(first.on)}{about}.",
        signal=new_thing,
        ask=ASK,
        signature=f"Thank you for reading,\n{owner.name}",
        number=number,
    )


def letter_day(on) -> str:
    """As "Thursday, November 12": the way the person who reads the letter writes a day."""
    return f"{on:%A, %B} {on.day}"


def person_of(contact: Contact) -> Person:
    asked = contact.is_do_not_contact or bool(contact.attending and contact.attending.is_do_not_contact)
    return Person(contact.name, contact.email, contact.institution, contact.department, asked)


def collisions_of(thread: Thread, others, today) -> tuple[collisions.Collision, ...]:
    """What is in the way of a first mail. `others` are the owner's threads with contact and touches."""
    return collisions.find(
        person_of(thread.contact), [_other(one) for one in others if one.pk != thread.pk], today
    )


def _other(thread: Thread) -> Other:
    sends = thread.sends()
    rests = sends and thread.ended_on and thread.ended_by not in sequence.NO_REST
    return Other(
        person=person_of(thread.contact),
        called=thread.contact.called,
        path=thread.get_absolute_url(),
        last_sent_on=sends[-1].on if sends else None,
        is_open=thread.state in queries.OPEN,
        free_again_on=sequence.may_write_again_on(thread.ended_on) if rests else None,
    )
