"""Drill 3: no mail server for a day."""

import time

from django.db.models import Q

from reminders import clock
from reminders.models import Mail
from tests.drills.after_dot import ALERT

SMALL = {"DRILL_TICK": 0.1}
STEP = 300


def drill(stage):
    """Refused for 24 hours: no mail fails, none loses a try, all leave within 15 minutes after it."""
    people = stage.size(1_000, 60)
    lateness = run(stage, people, hours=stage.size(24, 4))
    found = stage.check()
    stage.hold("minutes after recovery", (lateness or 1e9) / 60, at_most=15.0)
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("failed", found.states.get("failed", 0), exactly=0)
    stage.hold("tries used by the outage", used(), exactly=0)
    stage.hold("alerts", stage.log.read_text().count(ALERT), exactly=1)


def control(stage):
    """A server that cannot be reached uses up the tries of each mail."""
    run(stage, 12, hours=30, sabotage="every_trouble_counts", step=7200)
    found = stage.check()
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("tries used by the outage", used(), exactly=0)


def used():
    """Mails that were counted a try beside the one that got through."""
    return Mail.objects.filter(Q(attempts__gt=1) | (~Q(state="sent") & Q(attempts__gt=0))).count()


def run(stage, people, *, hours, sabotage="", step=STEP):
    """Clock seconds from the server's return until everything had left."""
    stage.people(people)
    stage.open_sink(refuses=True)
    with stage.crew(2, sabotage):
        stage.wait(lambda: Mail.objects.count() >= people, 120, "mails are made")
        if sabotage:
            stage.wait(used, 20, "a try is counted", must=False)
        for _ in range(hours * 3600 // step):
            stage.move_clock(step)
            time.sleep(0.12)
        if not sabotage:  # where nobody had a moment to look, the first look comes now
            stage.wait(lambda: ALERT in stage.log.read_text(), 120, "the alert", must=False)
        stage.order()
        back_at = clock.now()
        if stage.play_out(300, hours=72) is None:
            return None
        last = Mail.objects.filter(state="sent").order_by("-finished_at").first()
        return (last.finished_at - back_at).total_seconds() if last else None
