"""Drill 19: an owner changes hour and zone, again and again, with mail pending."""

import datetime
import random

from accounts.models import Profile
from reminders import clock, engine, services
from reminders.models import Mail, Reminder

ZONES = ["America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "UTC"]


def drill(stage):
    """Never two digests on one local day, nothing told twice, nothing left untold."""
    moves, told = run(stage, stage.size(60, 8), stage.size(30, 6))
    keys = Mail.objects.filter(kind="digest", state="sent").values_list("owner_id", "local_date")
    stage.hold("changes of hour or zone", moves, at_least=stage.size(1_000, 20))
    stage.hold("digests sent", len(keys), at_least=1)
    stage.hold("two on one local day", len(keys) - len(set(keys)), exactly=0)
    stage.hold("reminders told twice", told, exactly=0)
    stage.hold("reminders untold", Reminder.objects.filter(notified_at=None).count(), exactly=0)


def control(stage):
    """Marks are forgotten with each change: the same things are told again."""
    _, told = run(stage, 6, 6, forget=True)
    stage.hold("reminders told twice", told, exactly=0)


def run(stage, people, days, *, forget=False):
    luck = random.Random(19)
    owners = stage.people(people, things=2)
    stage.open_sink()
    moves = 0
    for _ in range(days * 4):
        for owner in owners:
            if luck.random() < 0.3:
                profile = Profile.objects.get(pk=owner.pk)
                profile.time_zone = luck.choice(ZONES)
                profile.digest_at = datetime.time(luck.randrange(24), 30)
                profile.save(update_fields=["time_zone", "digest_at"])
                services.retime(profile, clock.now())
                if forget:
                    Reminder.objects.filter(owner=owner).update(notified_at=None)
                moves += 1
        engine.tick(clock.now())
        stage.move_clock(6 * 3600)
    for _ in range(6):
        stage.move_clock(6 * 3600)
        engine.tick(clock.now())
    return moves, max(0, Mail.objects.filter(kind="digest", state="sent").count() - people)
