"""Drill 19: owners change hour, zone, mode and quiet hours, again and again, with mail pending."""

import datetime
import random
import zoneinfo
from collections import Counter

from accounts.models import Profile
from reminders import clock, delivery, engine, policy, schedule, services
from reminders.models import Mail, Reminder
from tests.drills import sabotage

SMALL = {}
ZONES = ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "UTC"]
MODES = [policy.DAILY, policy.WEEKLY, policy.EACH]
LOOK = 1800  # clock seconds between two ticks: no digest at half past meets quiet hours that began meanwhile
REST = 9  # days after the last change, in which even a weekly digest has come


def drill(stage):
    """Never two digests on one local day, nothing told twice, nothing untold, nothing in quiet hours."""
    moves, told, loud = run(stage, stage.size(60, 9), stage.size(30, 4))
    digests = Mail.objects.filter(kind="digest", state="sent").values_list("owner_id", "local_date")
    singles = Mail.objects.filter(kind="reminder", state="sent").values_list("owner_id", "local_date")
    stage.hold("changes of what an owner wants", moves, at_least=stage.size(1_000, 20))
    stage.hold("digests sent", len(digests), at_least=1)
    stage.hold("mails of their own sent", len(singles), at_least=1)
    stage.hold("two digests on one local day", len(digests) - len(set(digests)), exactly=0)
    stage.hold("singles on a day", max(Counter(singles).values()), at_most=schedule.SINGLES_A_DAY)
    stage.hold("in quiet hours or on a day off", loud, exactly=0)
    stage.hold("reminders told twice", sum(n - 1 for n in told.values()), exactly=0)
    stage.hold("reminders untold", Reminder.objects.exclude(pk__in=told).count(), exactly=0)


def control(stage):
    """Marks are forgotten with each change, and nobody asks for quiet hours and days off."""
    policy.Policy.is_quiet = lambda self, wall: False
    policy.Policy.is_open_day = lambda self, day: True
    sabotage.nothing_asked()  # the database asks once more
    _, told, loud = run(stage, 9, 3, forget=True)
    stage.hold("in quiet hours or on a day off", loud, exactly=0)
    stage.hold("reminders told twice", sum(n - 1 for n in told.values()), exactly=0)


def run(stage, people, days, *, forget=False):
    """(changes made, {reminder: how often it was told}, mails that left when they should not have)."""
    luck = random.Random(19)
    stage.begin_on_monday(0, 2)  # a look two minutes after each half hour
    owners = stage.people(people, things=6, is_digest=False)
    spread(luck, days)
    for owner in owners:
        change(owner, luck)
    stage.open_sink()
    moves, told, loud, listed = 0, Counter(), 0, {}
    compose = delivery.compose

    def noted(parcel, now):
        listed[parcel.mail.pk] = [row.pk for row in parcel.listed]
        return compose(parcel, now)

    delivery.compose = noted
    try:
        for turn in range((days + REST) * 86400 // LOOK):
            for owner in owners if turn % 12 == 0 and turn * LOOK < days * 86400 else []:
                if luck.random() < 0.3:
                    change(owner, luck)
                    moves += 1
                    if forget:
                        Reminder.objects.filter(owner=owner).update(notified_at=None)
            engine.tick(clock.now())
            for mail in Mail.objects.filter(pk__in=list(listed), state="sent") if listed else []:
                told.update(listed.pop(mail.pk))
                loud += not may_leave(mail)
            stage.move_clock(LOOK)
    finally:
        delivery.compose = compose
    return moves, told, loud


def spread(luck, days):
    """Due one after the other while the changes are made, every third with a mail of its own."""
    rows = list(Reminder.objects.order_by("pk"))
    for row in rows:
        row.due_at = clock.now() + datetime.timedelta(minutes=luck.randrange(days * 24 * 60))
        row.is_alone = luck.random() < 0.33
        row.alone_at = row.due_at if row.is_alone else None
    Reminder.objects.bulk_update(rows, ["due_at", "is_alone", "alone_at"])


def change(owner, luck):
    """Other wishes, by the way of the preferences page."""
    profile = Profile.objects.select_related("user").get(pk=owner.pk)
    profile.time_zone, profile.mail_mode = luck.choice(ZONES), luck.choice(MODES)
    profile.digest_at = datetime.time(luck.randrange(24), 30)
    profile.weekly_on = luck.randrange(7)
    profile.mail_days = luck.choice([policy.EVERY_DAY, policy.EVERY_DAY, 0b0011111, luck.randrange(1, 128)])
    begins = luck.randrange(24)
    quiet = datetime.time(begins), datetime.time((begins + luck.randrange(4, 12)) % 24)
    profile.quiet_from, profile.quiet_until = luck.choice([quiet, (None, None)])
    profile.save()
    services.follow_profile(profile, clock.now())


def may_leave(mail):
    """Whether its owner's wishes allowed the moment at which it left; read here by rules of our own."""
    wishes = Profile.objects.get(pk=mail.owner_id)
    local = mail.sent_at.astimezone(zoneinfo.ZoneInfo(wishes.time_zone))
    if wishes.mail_mode != policy.WEEKLY and not wishes.mail_days >> local.weekday() & 1:
        return False
    if wishes.quiet_from is None:
        return True
    minute, begins, ends = (
        wall.hour * 60 + wall.minute for wall in (local, wishes.quiet_from, wishes.quiet_until)
    )
    return (minute - begins) % 1440 >= (ends - begins) % 1440
