"""Drill 11: the wall clock jumps while mail is leaving."""

from reminders import clock
from reminders.models import Mail

SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.2}
WORKERS = 4
HOUR = 3600
JUMPS = (2 * HOUR, 24 * HOUR, -1 * HOUR)


def drill(stage):
    """+2 h, +24 h, −1 h in the middle: nothing lost, nothing stuck."""
    people = stage.size(8_000, 120)
    took = run(stage, people)
    found = stage.check()
    forward = sum(1 for jump in JUMPS if jump > 0)
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("marked sent, never received", found.unreceived, exactly=0)
    stage.hold("extra copies", found.extra + found.strange, at_most=WORKERS * forward)
    stage.hold("second copies not on record", found.unrecorded, exactly=0)
    stage.hold("final after the last, seconds", took or 1e9, at_most=60.0)


def control(stage):
    """Rows are put back to "now" by a clock that was ahead, and nobody looks for them."""
    took = run(stage, 110, sabotage="no_clamp", jumps=(26 * HOUR, -2 * HOUR), patience=4, is_killed=True)
    found = stage.check()
    stage.hold("not final", found.unfinished, exactly=0)
    stage.hold("final after the last, seconds", took or 1e9, at_most=60.0)


def is_cleaned_up():
    return not Mail.objects.filter(state="leased", lease_until__lt=clock.now()).exists()


def run(stage, people, *, sabotage="", jumps=JUMPS, patience=None, is_killed=False):
    stage.people(people)
    # slow for the control: what the clean-up puts back must not have left before the clock goes back
    stage.open_sink(**({"mix": {"slow-250": 1.0}, "pause": 0.1} if is_killed else {}))
    with stage.crew(WORKERS, sabotage) as crew:
        for number, jump in enumerate(jumps, start=1):
            stage.wait_taken(people * number // (len(jumps) + 2))
            if is_killed:  # some rows must be left behind for a clean-up to find
                for at in range(WORKERS):
                    crew.kill(at)
            stage.move_clock(jump)
            if is_killed and jump > 0:
                stage.wait(is_cleaned_up, 60, "the clean-up looks")
        stage.wait(lambda: stage.taken() >= people, patience or 300, "all taken", must=False)
        return stage.wait_final(patience or 60)
