"""Drill 10: two beats, two loops and four workers side by side."""

from django.db.models import Count

from reminders.models import Mail
from tests.drills.celeries import BEAT, WORKER, celery, redis

NEEDS = {"redis"}
SMALL = {"DRILL_TICK": 0.3}


def drill(stage):
    """Everybody rings and everybody sends: each mail leaves once, each row is made once."""
    people = stage.size(5_000, 120)
    workers = [f"{WORKER} 2"] * 2 if stage.is_full else [f"{WORKER} 2 --pool threads"]
    stage.people(people)
    stage.open_sink(mix={} if stage.is_full else {"slow-250": 1.0}, pause=0.02)
    with redis(stage) as broker, celery(stage, broker.url, *workers, BEAT, BEAT), stage.crew(2):
        stage.wait(lambda: stage.taken() >= people, 900, "all taken")
        stage.wait_final(60)
    found = stage.check()
    rows = Mail.objects.values("owner_id", "local_date").annotate(n=Count("pk")).filter(n__gt=1)
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra + found.strange, exactly=0)
    stage.hold("days with two digests", rows.count(), exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)
    hands = Mail.objects.values_list("worker", flat=True).distinct().count()
    stage.hold("hands that sent", hands, at_least=2)


def control(stage):
    """Read what waits, then take it, without lock or condition."""
    stage.people(60)
    stage.open_sink()
    with stage.crew(4, "careless_claim"):
        stage.wait(lambda: stage.taken() > 70, 60, "copies", must=False)
    stage.hold("extra copies", stage.check().extra, exactly=0)
