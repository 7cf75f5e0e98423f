"""Settings of the processes of a drill: the real ones, with a clock and a lease that the drill sets."""

import os

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE
from reminders import timing

CLOCK_FILE = os.environ.get("DRILL_CLOCK", "")
REMINDER_LEASE_SECONDS = int(os.environ.get("DRILL_LEASE") or 300)
REMINDER_SOURCES = ["tests.drills.rows.as_they_are"]
TICK_SECONDS = float(os.environ.get("DRILL_TICK") or 1)
timing.BEAT = min(timing.BEAT, 10 * TICK_SECONDS)
CELERY_BEAT_SCHEDULE["ring"]["schedule"] = TICK_SECONDS
CELERY_BEAT_SCHEDULE["ring"]["options"]["expires"] = 55
LOGGING["loggers"]["reminders"] = {"level": os.environ.get("DRILL_LOG", "ERROR")}  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
options = DATABASES["default"]["OPTIONS"]  # noqa: F405
# A drill kills processes, not the power.
if os.environ.get("DRILL_SIZE") != "full" and "init_command" in options:
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
# Small sizes scale the times down together: one message still fits twice into a lease.
if message := os.environ.get("DRILL_MESSAGE"):
    timing.MESSAGE = float(message)
    timing.OPERATION = timing.CONNECT = timing.MESSAGE / 3
    timing.PAUSE_FIRST, timing.PAUSE_LONGEST = timing.MESSAGE / 2, timing.MESSAGE * 10
    timing.PROBE = timing.MESSAGE * 1.5
