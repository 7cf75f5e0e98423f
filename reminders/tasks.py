"""What Celery may ring: no data, no ETA, no result. Everything that matters stands in rows."""

import logging

from celery import shared_task
from django.db import close_old_connections

from reminders import clock, engine, heal

logger = logging.getLogger(__name__)
# A bell nobody answered in time is not answered later: the next one is on its way.
EXPIRES = 55


@shared_task(name="reminders.tick", ignore_result=True)
def tick():
    """Do what is due."""
    close_old_connections()
    engine.tick(clock.now(), ring=ring)


@shared_task(name="reminders.heal", ignore_result=True)
def heal_some():
    """Refresh one slice of the owners; a day of hours comes round to everybody."""
    close_old_connections()
    heal.heal(clock.now())


def ring():
    """Wake one more worker because there is a backlog. Nothing depends on it, so nothing waits for it."""
    try:
        tick.apply_async(expires=EXPIRES, retry=False, ignore_result=True)
    except Exception:  # the broker is only a doorbell; whatever its library raises, mail goes on
        logger.warning("The broker did not take the bell; this process goes on alone.", exc_info=True)
