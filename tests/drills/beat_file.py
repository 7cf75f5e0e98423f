"""Drill 26: Celery beat's schedule file is deleted or filled with nonsense."""

from django.conf import settings

from reminders import timing
from reminders.models import Instance
from tests.drills.celeries import BEAT, WORKER, celery, redis

NEEDS = {"redis"}
SMALL = {"DRILL_TICK": 0.2}


def drill(stage):
    """Garbled before the start and while it runs, then deleted: the bell goes on ringing."""
    stage.open_sink()
    schedule = stage.folder / "celerybeat-schedule"
    garble(schedule)
    with (
        redis(stage) as server,
        celery(stage, server.url, f"{WORKER} 1 --pool solo", f"{BEAT} -s {schedule}"),
    ):
        stage.wait(looked, 60, "the first look")
        gaps = [gap(stage)]
        garble(schedule)
        gaps.append(gap(stage))
        schedule.unlink()
        gaps.append(gap(stage))
    bound = 2 * settings.TICK_SECONDS + timing.BEAT + stage.size(2, 30)
    stage.hold("longest silence, seconds", max(gaps), at_most=bound)


def control(stage):
    """Without a beat nobody rings."""
    stage.open_sink()
    with redis(stage) as server, celery(stage, server.url, f"{WORKER} 1 --pool solo"):
        stage.wait(lambda: "cmd=brpop" in server.cli("CLIENT", "LIST"), 120, "the worker listens")
        stage.wait(looked, 10 * settings.TICK_SECONDS, "a look", must=False)
    stage.hold("looked at all", looked(), exactly=True)


def looked():
    return Instance.objects.exclude(ticked_at=None).exists()


def gap(stage):
    """Seconds until the next heartbeat (written at most every 15 s)."""
    at = Instance.objects.values_list("ticked_at", flat=True).first()
    return stage.wait(
        lambda: Instance.objects.values_list("ticked_at", flat=True).first() != at, 60, "the next look"
    )


def garble(path):
    for end in ("", ".db", ".dat", ".dir", ".bak"):
        path.with_name(path.name + end).write_bytes(b"\x00garbled\xff" * 50)
