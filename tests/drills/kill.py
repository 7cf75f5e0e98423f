"""Drill 1: workers are killed outright, again and again, in the middle of their work."""

import random

from reminders import timing

SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.2}
WORKERS = 4


def drill(stage):
    """kill -9 in the middle of the work, 4 workers: nothing lost, a second copy only with a kill."""
    people = stage.size(10_000, 120)
    kills, took = run(stage, people=people, kills=stage.size(64, 10))
    found = stage.check()
    stage.hold("people due", len(stage.expected), at_least=people)
    stage.hold("kill -9", kills, at_least=stage.size(60, 10))
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("marked sent, never received", found.unreceived, exactly=0)
    stage.hold("extra copies", found.extra, at_most=kills)
    stage.hold("copies of one message", found.most_copies, at_most=2)
    stage.hold("people with two Message-IDs", found.strange, exactly=0)
    stage.hold("second copies not on record", found.unrecorded, exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)
    stage.hold("final after the last, seconds", took or 1e9, at_most=float(timing.lease() + 60))


def control(stage):
    """Mails are called sent before the text leaves."""
    stage.people(100)
    stage.open_sink(mix={"slow-354": 1.0}, pause=0.5)  # nearly always between the mark and the text
    with stage.crew(WORKERS, "sent_before_the_text") as crew:
        for at in range(WORKERS):
            stage.wait_taken(stage.taken() + 2)
            crew.kill(at)
    found = stage.check()
    stage.hold("marked sent, never received", found.unreceived, exactly=0)


def run(stage, *, people, kills):
    """Send to `people`, and kill a worker each time another share of them has their mail. Kills, and the
    seconds from the moment 99 % had it until every row was final."""
    luck = random.Random(1)
    stage.people(people)
    stage.open_sink()
    with stage.crew(WORKERS) as crew:
        for number in range(kills):
            stage.wait_taken(int(people * 0.9 * (number + luck.random()) / kills))
            crew.kill(luck.randrange(WORKERS))
        stage.say(f"{crew.kills} kills, {stage.taken()} of {people} had gone at the last one")
        stage.wait(lambda: stage.taken() >= 0.99 * people, timing.lease(), "most of them", must=False)
        return crew.kills, stage.wait_final(timing.lease() + 60)
