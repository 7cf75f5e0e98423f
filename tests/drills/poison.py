"""Drill 22: one mail whose text cannot be written."""

from reminders.models import Mail, Reminder

SMALL = {"DRILL_TICK": 0.2}


def drill(stage):
    """One row that no template can show: all others leave, it fails with a reason, nobody dies of it."""
    people = stage.size(10_000, 60)
    codes = run(stage, people)
    found = stage.check()
    stage.hold("received", found.received, exactly=people - 1)
    stage.hold("failed", found.states.get("failed", 0), exactly=1)
    said = Mail.objects.filter(state="failed").values_list("last_class", "attempts")
    stage.hold("reason and tries", list(said), exactly=[("unwritten", 3)])
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("workers that ended by themselves", len(codes), exactly=0)


def control(stage):
    """The failing template ends the one who met it."""
    with crew(stage, 30, "careless_writing") as workers:
        stage.breaks("workers that ended by themselves", lambda: len(workers.exit_codes()), exactly=0)


def run(stage, people):
    with crew(stage, people) as workers:
        stage.play_out(600)
        return workers.exit_codes()


def crew(stage, people, sabotage=""):
    """At work on `people`, of whom one cannot be written to."""
    stage.begin_on_monday()  # the digest of the next day would meet it too
    made = stage.people(people)
    Reminder.objects.filter(owner=made[people // 2]).update(answers=[{"not": "a name"}])
    stage.open_sink()
    return stage.crew(2, sabotage)
