"""People and their reminders for a drill, made in a few statements."""

import datetime

from allauth.account.models import EmailAddress
from django.db.models import Count, Min, Q

from accounts.models import Profile, User
from reminders import clock
from reminders.due import Due
from reminders.models import FINAL, WAITING, Mail, Reminder


def as_they_are(owner, now):
    """A source that lists what is open, so that the hourly pass changes nothing."""
    rows = Reminder.objects.for_owner(owner).open()
    names = ("key", "kind", "title", "reason", "due_at", "path", "action", "draft", "icon", "is_alone")
    return [
        Due(
            **{name: getattr(row, name) for name in names},
            answers=tuple(row.answers),
            history=tuple(row.history),
            names=tuple(row.names),
        )
        for row in rows
    ]


def mails_left():
    """(whether a process holds one, when the first of the others may leave), both of the same moment: asked
    one after the other, a mail that is just taken or given back would be seen in neither."""
    is_held = Count("pk", filter=Q(state="leased"))
    found = Mail.objects.exclude(state__in=FINAL).aggregate(
        held=is_held, at=Min("run_at", filter=Q(state__in=WAITING))
    )
    return found["held"] > 0, found["at"]


def people(count, *, things=2, is_digest=True, is_alone=False, first=0, zone="America/New_York"):
    """`count` owners with `things` due reminders each, and a digest that is due now."""
    now = clock.now()
    due_at = now - datetime.timedelta(minutes=1)
    next_at = due_at if is_digest else now + datetime.timedelta(days=1)
    numbers = range(first, first + count)
    users = [User(email=f"p{n}@example.org", name=f"Nadia Rahman {n}", password="!") for n in numbers]
    users = User.objects.bulk_create(users, batch_size=500)
    Profile.objects.bulk_create(
        [Profile(user=u, next_digest_at=next_at, is_onboarded=True, time_zone=zone) for u in users],
        batch_size=500,
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in users], batch_size=500
    )
    Reminder.objects.bulk_create(
        [_reminder(user, at, due_at, is_alone) for user in users for at in range(things)], batch_size=500
    )
    return users


def _reminder(user, at, due_at, is_alone):
    return Reminder(
        owner=user,
        key=f"outreach.follow-up:{at}:1",
        kind="outreach.follow-up",
        title=("Follow up with Dr. Anand Chaudhry", "Ask Dr. Grace Clarke for a letter")[at % 2],
        reason="You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2.",
        due_at=due_at,
        alone_at=due_at if is_alone else None,
        is_alone=is_alone,
        path="/outreach/threads/1/",
        action="Review and send",
        draft="Dear Dr. Chaudhry, my note from last week stands.",
    )
