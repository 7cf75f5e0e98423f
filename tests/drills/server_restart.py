"""Drill 9: the database server is restarted outright, twice, while mail leaves."""

from django.db import connections

from reminders import timing

NEEDS = {"postgres", "cluster"}
SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.3}
WORKERS = 4
RESTARTS = 2


def drill(stage):
    """pg_ctl restart -m immediate: nothing lost, no worker ends."""
    people = stage.size(5_000, 120)
    stage.people(people)
    stage.open_sink()
    with stage.crew(WORKERS) as crew:
        for number in range(RESTARTS):
            stage.wait_taken(people * (number + 1) // 4)
            restart(stage)
        stage.wait(lambda: stage.taken() >= people, 600, "all taken", must=False)
        connections.close_all()
        took = stage.wait_final(timing.lease() + 60)
        codes = crew.exit_codes()
    found = stage.check()
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("marked sent, never received", found.unreceived, exactly=0)
    stage.hold("extra copies", found.extra, at_most=WORKERS * RESTARTS)
    stage.hold("second copies not on record", found.unrecorded, exactly=0)
    stage.hold("workers that ended", len(codes), exactly=0)
    stage.hold("final after the last, seconds", took or 1e9, at_most=float(timing.lease() + 60))


def control(stage):
    """A runner that does not expect its database to go away ends."""
    stage.people(60)
    stage.open_sink(mix={"slow-250": 1.0}, pause=0.05)
    with stage.crew(2, "trusting_loop") as crew:
        stage.wait_taken(10)
        restart(stage)
        stage.breaks("workers that ended", lambda: len(crew.exit_codes()), exactly=0)


def restart(stage):
    connections.close_all()
    stage.server.restart()
