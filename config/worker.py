"""Celery's worker and its clock in one process: `python -m config.worker`, started by `manage.py up`.

With the memory:// broker the clock must ring inside the process that answers. Nothing is lost by that:
rows are the queue, and pages never publish.
"""

import logging
import os
import signal
import threading
import warnings
from contextlib import suppress

import django
from celery.beat import Service
from celery.platforms import SecurityWarning

from config.celery import app


def keep_ringing(clock):
    """Ring until stopped. A clock that ends by itself ends the worker too: no process beats a deaf one."""
    try:
        clock.start()
    finally:
        if not clock._is_shutdown.is_set():
            os.kill(os.getpid(), signal.SIGTERM)


def main():
    """Run until SIGINT or SIGTERM; the task at work is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # "never as root" is about pickle; only empty-handed JSON is accepted here (settings, Celery)
    warnings.simplefilter("ignore", SecurityWarning)
    # memory:// has no host; kombu says so with every start
    logging.getLogger("kombu.connection").setLevel("ERROR")
    # one second at most asleep, so that stopping does not wait for the next ring
    clock = Service(app, max_interval=1, scheduler_cls=app.conf.beat_scheduler, remote_control=False)
    threading.Thread(target=keep_ringing, args=[clock], name="clock", daemon=True).start()
    worker = app.Worker(
        pool="threads",
        concurrency=2,
        loglevel="WARNING",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    app.send_task("reminders.tick", ignore_result=True)  # the first look is now, not one interval later
    with suppress(KeyboardInterrupt):
        worker.start()
    clock.stop()
    raise SystemExit(worker.exitcode)


if __name__ == "__main__":
    main()
