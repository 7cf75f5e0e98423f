"""Drill 2: workers are asked to end, again and again."""

import random

SMALL = {"DRILL_TICK": 0.2}
WORKERS = 2


def drill(stage):
    """SIGTERM in the middle of the work: the mail in hand is finished, the rest given back at once."""
    people = stage.size(10_000, 200)
    ended = run(stage, people, ends=stage.size(20, 5))
    stage.wait_final(60)
    found = stage.check()
    stage.hold("SIGTERM", len(ended), at_least=stage.size(20, 5))
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("exit codes", sorted({code for code, _ in ended}), exactly=[0])
    stage.hold("longest end, seconds", max(seconds for _, seconds in ended), at_most=30.0)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """It stops at once when told to, with the mail in hand."""
    ended = run(stage, 60, ends=2, sabotage="hasty_end", patience=3)
    stage.hold("exit codes", sorted({code for code, _ in ended}), exactly=[0])
    stage.hold("not final", stage.check().unfinished, exactly=0)


def run(stage, people, ends, sabotage="", patience=600):
    luck = random.Random(2)
    stage.people(people)
    stage.open_sink(mix={"slow-250": 1.0} if not stage.is_full else {}, pause=0.01)
    with stage.crew(WORKERS, sabotage) as crew:
        for number in range(ends):
            share = int(people * 0.8 * (number + luck.random()) / ends)
            stage.wait(lambda share=share: stage.taken() >= share, patience, "its share", must=False)
            crew.end(luck.randrange(WORKERS))
        stage.wait_final(patience)
    return crew.ended
