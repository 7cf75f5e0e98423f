"""Drill 4: the mail server accepts the line and says nothing."""

import time

from reminders import clock
from reminders.models import Instance, Transport

SMALL = {"DRILL_LEASE": 12, "DRILL_MESSAGE": 6, "DRILL_OPERATION": 2, "DRILL_TICK": 0.2}
WORKERS = 4


def drill(stage):
    """Silent at MAIL: nobody is stuck, nothing is sent twice, and all leaves soon after."""
    people, limit = stage.size(400, 40), stage.size(90.0, 45.0)
    took, oldest = run(stage, people, hang=stage.size(45, 3), patience=stage.size(180, 120))
    found = stage.check()
    stage.hold("oldest sign of life, seconds", oldest, at_most=limit)
    stage.hold("first mail after it, seconds", took or 1e9, at_most=60.0)
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """No limit on how long a server may think."""
    took, _ = run(stage, 110, hang=3, patience=8, sabotage="patient")
    stage.hold("first mail after it, seconds", took or 1e9, at_most=60.0)


def run(stage, people, *, hang, patience, sabotage=""):
    """(seconds from the server's recovery to the first mail, the oldest heartbeat seen)."""
    stage.begin_on_monday()
    stage.people(people)
    stage.open_sink(mix={"hang": 1.0})
    oldest = 0.0
    with stage.crew(WORKERS, sabotage):
        stuck = WORKERS if sabotage else 1
        stage.wait(lambda: stage.ledger.read_bytes().count(b'"hang"') >= stuck, 60, "they hang")
        until = time.monotonic() + hang
        while time.monotonic() < until:
            oldest = max(oldest, age())
            time.sleep(0.2)
        if not sabotage:
            stage.wait(lambda: Transport.objects.filter(fails__gte=1).exists(), 60, "the circuit opens")
        stage.order()
        took = stage.wait(lambda: stage.taken() > 0, patience, "mail leaves again", must=False)
        if took is not None:
            stage.play_out(patience)  # a mail that met the silence waits a minute: not in real time
    return took, oldest


def age():
    at = Instance.objects.values_list("ticked_at", flat=True).first()
    return (clock.now() - at).total_seconds() if at else 0.0
