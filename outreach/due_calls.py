"""What a reply leaves to do: the call, the thank-you after it, writing again (settings.REMINDER_SOURCES)."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from accounts import zones
from outreach import queries
from outreach.models import Thread, Touch
from reminders.due import Due

DAY = datetime.timedelta(days=1)
# A thank-you later than this says more about the delay than about the thanks.
THANKS_WITHIN = 14 * DAY


def after_replies(owner, now) -> Iterable[Due]:
    """One Due for each call, thank-you and "write again", in two queries for any number of threads."""
    threads = queries.live(owner).filter(
        Q(call_at__isnull=False, state__in=[Thread.State.CALL, Thread.State.PLACED])
        | Q(again_on__isnull=False, state=Thread.State.REPLIED)
    )
    profile = owner.profile
    today = zones.day_in(profile.time_zone, now)
    for thread in threads:
        if thread.call_at and thread.call_at > now:
            yield _call(thread, profile, today)
        elif thread.call_at and now - thread.call_at < THANKS_WITHIN and not _is_thanked(thread):
            yield _thanks(thread, profile)
        elif thread.again_on and thread.state == Thread.State.REPLIED:
            yield _again(thread, profile)


def _morning(day, profile):
    return zones.at_wall(day, profile.digest_at, profile.time_zone)


def _call(thread, profile, today) -> Due:
    day = zones.day_in(profile.time_zone, thread.call_at)
    due_at = _morning(day, profile)
    if due_at >= thread.call_at:
        due_at = _morning(day - DAY, profile)
    return Due(
        key=f"outreach.call:{thread.pk}:{thread.call_at:%Y%m%d%H%M}",
        kind="outreach.call",
        title=f"Call with {thread.contact.called}",
        reason=f"{queries.call_words(thread, today)}. The brief has what you wrote and what to ask.",
        due_at=due_at,
        path=reverse("outreach:thread-brief", args=[thread.pk]),
        action="Open the brief",
        history=queries.last_touches(thread, today),
        icon="phone",
        names=(thread.contact.called,),
    )


def _thanks(thread, profile) -> Due:
    day = zones.day_in(profile.time_zone, thread.call_at)
    return Due(
        key=f"outreach.thanks:{thread.pk}:{thread.call_at:%Y%m%d%H%M}",
        kind="outreach.thanks",
        title=f"Thank {thread.contact.called} for the call",
        reason="Two lines: one thing you took from it, and what you do next.",
        due_at=_morning(day + DAY, profile),
        path=thread.get_absolute_url(),
        action="Open the thread",
        answers=("outreach.thanked",),
        icon="mail",
        names=(thread.contact.called,),
    )


def _again(thread, profile) -> Due:
    return Due(
        key=f"outreach.again:{thread.pk}:{thread.again_on:%Y%m%d}",
        kind="outreach.again",
        title=f"Write to {thread.contact.called} again",
        reason="They said maybe later, and this is the day you chose.",
        due_at=_morning(thread.again_on, profile),
        path=reverse("outreach:contact-write", args=[thread.contact_id]),
        action="Write again",
        icon="mail",
        names=(thread.contact.called,),
    )


def _is_thanked(thread) -> bool:
    """Thanked on the day of the call or later, on the recipient's calendar."""
    day = zones.day_in(thread.contact.zone, thread.call_at)
    return any(touch.kind == Touch.Kind.THANKS and touch.on >= day for touch in thread.touches.all())
