"""Drill 6: the line is cut after each text."""

SMALL = {"DRILL_TICK": 0.2}
ALERT = "has not answered for 15 minutes"


def drill(stage):
    """Cut after the dot, always: two copies each, then it is called uncertain; one alert."""
    people = stage.size(100, 9)
    run(stage, people)
    found = stage.check()
    stage.hold("messages with exactly 2 copies", exact_copies(found), exactly=people)
    stage.hold("extra copies", found.extra, exactly=people)
    stage.hold("uncertain", found.states.get("uncertain", 0), exactly=people)
    stage.hold("not final", found.unfinished, exactly=0)
    stage.hold("alerts", stage.log.read_text().count(ALERT), exactly=1)
    stage.clear()
    run(stage, people, sabotage="provider_key", folds=True)
    stage.hold("extra copies with a provider's key", stage.check().extra, exactly=0)


def control(stage):
    """Silence after the text is taken for a no: it never ends."""
    stage.begin_on_monday()
    stage.people(6)
    stage.open_sink(mix={"drop-after-dot": 1.0})
    with stage.crew(2, "silence_is_a_no"):
        stage.play_out(120, hours=20, until=lambda: stage.taken() > 6 * 2)
    stage.hold("copies of one message", stage.check().most_copies, at_most=2)


def run(stage, people, *, sabotage="", **orders):
    stage.begin_on_monday()
    stage.people(people)
    stage.open_sink(mix={"drop-after-dot": 1.0}, **orders)
    with stage.crew(2, sabotage):
        stage.play_out(300)


def exact_copies(found):
    """Messages with two copies, when none has more."""
    return found.extra if found.most_copies == 2 else 0
