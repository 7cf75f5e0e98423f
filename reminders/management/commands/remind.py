"""The engine without a broker: for small instances, and for when Celery stands still."""

import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from reminders import clock, engine, heal

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send what is due: once, or again and again until told to stop."

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--once", action="store_true", help="one look at what is due, then end")
        how.add_argument("--loop", action="store_true", help="look every TICK_SECONDS until SIGTERM")

    def handle(self, *args, **options):
        if options["once"]:
            self.say(engine.tick(clock.now()))
            return
        self.stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        self.loop()

    def loop(self):
        """Until told to stop: the mail being sent is finished, the rest of the batch is given back."""
        healed_in = None
        while not self.stopped.is_set():
            try:
                tally = engine.tick(clock.now(), should_stop=self.stopped.is_set)
                if healed_in != clock.now().hour:
                    heal.heal(clock.now())
                    healed_in = clock.now().hour
            except (DatabaseError, InterfaceError):
                logger.exception("The database did not answer. Looking again soon.")
                connection.close()
                tally = None
            if tally and (tally.sent or tally.retried or tally.ended):
                self.say(tally)
            self.stopped.wait(0 if tally and tally.is_behind else settings.TICK_SECONDS)
        self.stdout.write("Stopped.")

    def say(self, tally):
        self.stdout.write(
            f"sent {tally.sent}, to try again {tally.retried}, ended otherwise {tally.ended}; "
            f"made {tally.digests + tally.singles}, freed {tally.settled}"
        )
