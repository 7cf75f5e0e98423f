"""Settings of the processes of a drill: the real ones, with a clock and a lease that the drill sets."""

import os

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE
from reminders import timing


def times(environ):
    """What a drill sets for itself, as settings; the engine's own times are set on the way."""
    tick = float(environ.get("DRILL_TICK") or 1)
    timing.BEAT = min(timing.BEAT, 10 * tick)
    # Small sizes scale the times down together: one message still fits twice into a lease.
    if message := environ.get("DRILL_MESSAGE"):
        timing.MESSAGE = float(message)
        # As patient as may be: where many drills run at once, an answer of a mail server takes its time.
        timing.OPERATION = timing.CONNECT = float(environ.get("DRILL_OPERATION") or message)
        timing.PAUSE_FIRST, timing.PAUSE_LONGEST = timing.MESSAGE / 2, timing.MESSAGE * 10
        timing.PROBE = timing.MESSAGE * 1.5
    return {
        "CLOCK_FILE": environ.get("DRILL_CLOCK", ""),
        "REMINDER_LEASE_SECONDS": int(environ.get("DRILL_LEASE") or 300),
        "TICK_SECONDS": tick,
    }


globals().update(times(os.environ))
REMINDER_SOURCES = ["tests.drills.rows.as_they_are"]
CELERY_BEAT_SCHEDULE["ring"]["schedule"] = TICK_SECONDS  # noqa: F405
CELERY_BEAT_SCHEDULE["ring"]["options"]["expires"] = 55
LOGGING["loggers"]["django.request"] = {"level": "CRITICAL"}  # noqa: F405 - answers are figures
LOGGING["loggers"]["reminders"] = {"level": os.environ.get("DRILL_LOG", "ERROR")}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
options = DATABASES["default"]["OPTIONS"]  # noqa: F405
# A drill kills processes, not the power.
if os.environ.get("DRILL_SIZE") != "full" and "init_command" in options:
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
