"""Drill 5: a mail server in a bad mood."""

from reminders import retry
from reminders.models import Mail
from tests.drills import ledger

SMALL = {"DRILL_TICK": 0.2}
MOOD = {"450": 0.10, "550": 0.03, "drop-before-354": 0.03, "drop-after-dot": 0.03}


def drill(stage):
    """10 % 450, 3 % 550, 3 % dropped before the text, 3 % after it: each ends as it must."""
    found, moved = run(stage, stage.size(5_000, 150))
    events, rows = found.events, Mail.objects
    refused = [line["rcpt"] for line in ledger.lines(stage.ledger) if line.get("event") == "550"]
    stage.hold("clock hours until all final", (moved or 1e9) / 3600, at_most=72.0)
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("marked sent, never received", found.unreceived, exactly=0)
    stage.hold("lines cut after the text", events.get("drop-after-dot", 0), at_least=1)
    stage.hold("extra copies", found.extra, at_most=events.get("drop-after-dot", 0))
    stage.hold("copies of one message", found.most_copies, at_most=2)
    stage.hold("second copies not on record", found.unrecorded, exactly=0)
    stage.hold("called failed, yet received", found.denied, exactly=0)
    stage.hold("550 said twice to one address", len(refused) - len(set(refused)), exactly=0)
    others = rows.filter(state="failed").exclude(last_class="permanent", last_code="550 5.1.1")
    stage.hold("failed for another reason", others.count(), exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """Silence after the text is taken for a no."""
    found, _ = run(stage, 20, sabotage="silence_is_a_no", mood={"drop-after-dot": 0.6})
    stage.hold("copies of one message", found.most_copies, at_most=2)


def run(stage, people, sabotage="", mood=MOOD):
    assert retry.SILENCE == 900
    stage.begin_on_monday()
    stage.people(people)
    stage.open_sink(mix=mood)
    with stage.crew(2, sabotage):
        moved = stage.play_out(600)
    return stage.check(), moved
