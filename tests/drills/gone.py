"""Drill 25: an account is deleted while its mail is on the way."""

from allauth.account.models import EmailAddress

from accounts.models import Profile, User
from reminders import clock, delivery, engine
from reminders.models import Mail, Reminder


def drill(stage):
    """Deleted between writing and sending: nothing leaves for it, nothing of it stays."""
    people = stage.size(200, 20)
    gone = run(stage, people)
    left = sum(m.objects.filter(**{f"{f}__in": gone}).count() for m, f in WHOSE)
    stage.hold("deleted with a lease held", len(gone), at_least=people // 4)
    stage.hold("texts that left for them", stage.taken() - (people - len(gone)), at_most=0)
    stage.hold("rows of theirs that stay", left, exactly=0)
    stage.hold("not final", stage.check().unfinished, exactly=0)


def control(stage):
    """Deactivated instead, and the last question is not asked: the mail leaves."""
    marked = engine.claim.to_the_wire
    engine.claim.to_the_wire = lambda mail, token, now, **asked: marked(mail, token, now)
    try:
        gone = run(stage, 12, delete=lambda pk: User.objects.filter(pk=pk).update(is_active=False))
    finally:
        engine.claim.to_the_wire = marked
    stage.hold("texts that left for them", stage.taken() - (12 - len(gone)), at_most=0)


WHOSE = [
    (User, "pk"),
    (Profile, "user_id"),
    (EmailAddress, "user_id"),
    (Reminder, "owner_id"),
    (Mail, "owner_id"),
]


def run(stage, people, delete=lambda pk: User.objects.get(pk=pk).delete()):
    """Owner ids deleted while a worker held their mail."""
    stage.people(people)
    stage.open_sink()
    gone, compose = [], delivery.compose

    def slow(parcel, now):
        message = compose(parcel, now)
        if parcel.mail.owner_id % 3 == 0 and parcel.mail.owner_id not in gone:
            gone.append(parcel.mail.owner_id)
            delete(parcel.mail.owner_id)
        return message

    delivery.compose = slow
    try:
        for _ in range(3):
            engine.tick(clock.now())
    finally:
        delivery.compose = compose
    return gone
