"""What will happen with an owner's reminder mail, in words. True by the rule that the engine obeys."""

from dataclasses import dataclass

from accounts import spoken, zones
from reminders import policy as policies
from reminders.recipients import policy_of
from reminders.wording import WEEKDAYS


@dataclass(frozen=True)
class Outlook:
    """`headline` says what happens next, `details` the rest, one sentence each."""

    headline: str
    details: tuple[str, ...] = ()
    is_on: bool = True


def sentences(profile, now) -> Outlook:
    """The next digest of a profile and what holds beside it."""
    if not profile.wants_mail:
        return Outlook(
            "No reminder emails leave", ("What is due is listed in Wardbook all the same.",), is_on=False
        )
    wishes = policy_of(profile)
    at = policies.next_digest(wishes, now)
    today = zones.day_in(wishes.time_zone, now)
    day = spoken.day(zones.day_in(wishes.time_zone, at), today)
    # the wall clock of that moment, not the wish: a gap or quiet hours may have moved it
    when = f"{day} at {_clock(at, wishes)}, {zones.words(wishes.time_zone)}"
    return Outlook(f"Your next digest leaves {when}", tuple(_details(wishes, today)))


def _clock(at, wishes):
    return spoken.clock(at.astimezone(zones.zoneinfo.ZoneInfo(wishes.time_zone)).time())


def _details(wishes, today):
    yield "It leaves only if something is due by then."
    yield from _mode(wishes)
    if wishes.mail_mode != policies.WEEKLY and wishes.mail_days != policies.EVERY_DAY:
        closed = [name for n, name in enumerate(WEEKDAYS) if not wishes.mail_days >> n & 1]
        yield f"Nothing leaves on {_listed([f'{name}s' for name in closed])}."
    if wishes.has_quiet_hours:
        yield f"Nothing leaves from {_hours(wishes)}."
    if wishes.paused_until and wishes.paused_until > today:
        yield f"Emails are paused until {spoken.day(wishes.paused_until, today)}."
    if wishes.away_from and wishes.away_until >= today:
        yield f"Nothing leaves on your vacation, {spoken.span(wishes.away_from, wishes.away_until)}."


def _mode(wishes):
    most = wishes.singles_a_day
    if wishes.mail_mode == policies.WEEKLY:
        yield "Everything waits for it, follow-ups too."
    elif wishes.mail_mode == policies.EACH:
        yield f"Each reminder leaves when it falls due, at most {most} a day; the rest waits for the digest."
    elif most:
        yield f"A follow-up that falls due later in the day leaves by itself, at most {most} a day."
    else:
        yield "Follow-ups wait for it too."


def _hours(wishes):
    return f"{spoken.clock(wishes.quiet_from)} to {spoken.clock(wishes.quiet_until)}"


def _listed(words):
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
