"""Drill 20: Celery's pool child is killed in the middle of a mail."""

import os
import signal

from reminders import timing
from reminders.models import FINAL, Mail
from tests.drills.celeries import BEAT, WORKER, celery, redis

NEEDS = {"redis"}
SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.3}


def drill(stage):
    """kill -9 of the child that holds the lease: nothing lost."""
    kills = run(stage, people=stage.size(300, 30), kills=stage.size(10, 2))
    found = stage.check()
    stage.hold("children killed", kills, at_least=stage.size(10, 2))
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, at_most=kills)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """A lease that nobody ends."""
    os.environ["DRILL_LEASE"] = "3600"
    run(stage, people=30, kills=1, until=nobody_waits)
    stage.hold("lost", stage.check().lost, exactly=0)


def nobody_waits():
    """All that is left is under the lease of the one who was killed."""
    left = Mail.objects.exclude(state__in=FINAL)
    return left.filter(wire_at=None).exists() and not left.exclude(state="leased").exists()


def run(stage, *, people, kills, until=None):
    stage.people(people)
    stage.open_sink(mix={"slow-250": 1.0}, pause=0.1)
    done = 0
    with redis(stage) as server, celery(stage, server.url, f"{WORKER} 1", BEAT) as started:
        for number in range(kills):
            stage.wait_taken(people * (number + 1) // (kills + 2), 120)
            done += kill_child(started[0].pid)
        stage.wait(until or (lambda: stage.taken() >= people), timing.lease() + 120, "all", must=False)
        if not until:
            stage.wait_final(timing.lease() + 60)
    return done


def kill_child(parent):
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        children = [int(pid) for pid in file.read().split()]
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    return len(children)
