"""Drill 7: a lease shorter than the time a server may take to answer."""

from django.conf import settings
from django.core.checks import run_checks

from reminders import checks

SMALL = {}


def drill(stage):
    """The system check refuses to start with it."""
    settings.REMINDER_LEASE_SECONDS = 2
    found = [error.id for error in run_checks() if error.id == "reminders.E001"]
    settings.REMINDER_LEASE_SECONDS = 300
    stage.hold("refused by the check", found, exactly=["reminders.E001"])
    stage.hold("complaints about the real lease", checks.lease_outlasts_a_message(None), exactly=[])


def control(stage):
    """Forced: 250 after 4 s, a lease of 2 s; the same text leaves from several hands."""
    stage.begin_on_monday()
    stage.people(4)
    stage.open_sink(mix={"slow-250": 1.0}, pause=4)
    with stage.crew(2, "short_lease"):
        # a busy machine may let the lease end before the mark: then they wait a minute of the clock
        stage.play_out(120, until=lambda: stage.taken() > 4)
    stage.hold("extra copies", stage.check().extra, exactly=0)
