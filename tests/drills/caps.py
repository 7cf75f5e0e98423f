"""Drill 27: five hundred plans arrive at once, and only so many mails may leave."""

import datetime
from collections import Counter

from django.conf import settings
from django.db.models import Count, Min

from accounts.models import Profile
from reminders import clock, policy, schedule, services
from reminders.due import Due
from reminders.models import FINAL, WAITING, Budget, Mail, Reminder
from tests.drills import rows

SMALL = {"DRILL_TICK": 0.1}
WORKERS = 4
HOUR, DAYS = 3600, 16  # a digest lists so many at most; the weekly ones tell the rest in the week after
MODES = (policy.DAILY, policy.EACH, policy.WEEKLY)


def drill(stage):
    """Four workers share an hour's limit, owners have theirs: what is too much waits, and all is told."""
    owners, plans, limit = stage.size((60, 500, 30), (12, 100, 10))
    hours, late = run(stage, owners, plans, limit)
    singles = Mail.objects.filter(kind="reminder").exclude(state="cancelled")
    a_day = singles.values("owner_id", "local_date").annotate(n=Count("pk")).order_by("-n").first()
    dropped = Mail.objects.filter(state__in=["failed", "uncertain", "suppressed", "cancelled"]).count()
    found = stage.check()
    stage.hold("plans imported", Reminder.objects.count(), exactly=plans)
    stage.hold("texts in one clock hour, at most", max(hours.values()), at_least=limit, at_most=limit)
    stage.hold("singles of one owner on a day", a_day["n"], exactly=schedule.SINGLES_A_DAY)
    stage.hold("mails that had to wait for an hour", late, at_least=1)
    stage.hold("plans never told", Reminder.objects.filter(notified_at=None).count(), exactly=0)
    stage.hold("mails dropped", dropped, exactly=0)
    stage.hold("lost", found.lost, exactly=0)
    # an hour's jump: a mail then in hand would oversleep its lease, as in drill 11 (seen once, not traced)
    stage.hold("extra copies", found.extra, at_most=WORKERS)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """Nobody counts what leaves in an hour."""
    hours, _ = run(stage, 12, 100, 10, sabotage="no_budget", days=1)
    stage.hold("texts in one clock hour, at most", max(hours.values()), at_most=10)


def run(stage, owners, plans, limit, *, sabotage="", days=DAYS):
    """Texts taken in each clock hour, and how many mails had waited for a later one."""
    stage.begin_on_monday(15, 10)  # long before the next digest, and no hour ends while one is looked at
    people = stage.people(owners, things=0, is_digest=False)
    stage.open_sink()
    settings.REMINDER_MAILS_AN_HOUR = limit
    settings.REMINDER_SOURCES = ["tests.drills.caps.imported"]
    import_all(people, plans)
    ends_at, hours, before, late = clock.now() + datetime.timedelta(days=days), Counter(), 0, set()
    with stage.crew(WORKERS, sabotage, REMINDER_MAILS_AN_HOUR=limit) as crew:
        while clock.now() < ends_at and is_untold():
            stage.wait(lambda: is_done_for_now(limit), 300, "this hour's work")
            hour, taken = int(clock.now().timestamp() // HOUR), stage.taken()
            hours[hour] += taken - before
            before = taken
            late |= set(Mail.objects.filter(state__in=WAITING, run_at__lte=clock.now()).values_list("pk"))
            stage.move_clock(until_next())
        stage.hold("workers that ended by themselves", len(crew.exit_codes()), exactly=0)
    return hours, len(late)


def import_all(people, plans):
    """Three of five plans want a mail of their own."""
    for at, person in enumerate(people):
        mode = MODES[at % len(MODES)]
        Profile.objects.filter(pk=person.pk).update(mail_mode=mode, next_digest_at=None)
        person.profile.refresh_from_db()
        person.plans = range(at, plans, len(people))
        services.refresh(person, clock.now())


def imported(owner, now):
    """What a file of plans says is due for one owner, all of it since a minute ago."""
    return [
        Due(
            key=f"outreach.follow-up:{number}:1",
            kind="outreach.follow-up",
            title="Follow up with Dr. Anand Chaudhry",
            reason="You wrote on Tue 20 Oct. No reply in 7 days. Follow-up 1 of 2.",
            due_at=now - datetime.timedelta(minutes=1),
            path="/outreach/threads/1/",
            action="Review and send",
            is_alone=number % 5 < 3,
        )
        for number in owner.plans
    ]


def is_untold():
    is_any_left = Mail.objects.exclude(state__in=FINAL).exists()
    return is_any_left or Reminder.objects.filter(notified_at=None).exists()


def is_done_for_now(limit):
    """Nobody is at work, and nothing can leave before the clock goes on. Asked twice: what was given back
    between two questions is seen the second time."""
    return all(_is_still(limit) for _ in range(2))


def _is_still(limit):
    now = clock.now()
    if Profile.objects.filter(next_digest_at__lte=now).exists():
        return False
    if Reminder.objects.open().filter(alone_at__lte=now).exists():
        return False
    hour = now.replace(minute=0, second=0, microsecond=0)
    is_used_up = Budget.objects.filter(hour=hour, taken__gte=limit).exists()
    is_held, waits_until = rows.mails_left()
    return not is_held and (is_used_up or waits_until is None or waits_until > now)


def until_next():
    """Seconds to the next hour in which something can leave, ten minutes into it."""
    now = clock.now()
    moments = [
        Mail.objects.filter(state__in=WAITING).aggregate(at=Min("run_at"))["at"],
        Profile.objects.aggregate(at=Min("next_digest_at"))["at"],
        Reminder.objects.open().aggregate(at=Min("alone_at"))["at"],
    ]
    soonest = min((at for at in moments if at), default=now).timestamp()
    hour = max(soonest // HOUR, now.timestamp() // HOUR + 1) * HOUR
    hour += HOUR if soonest > hour + 600 else 0
    return hour + 600 - now.timestamp()
