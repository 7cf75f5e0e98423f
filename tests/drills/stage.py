"""Where a drill takes place: a database of its own, a mail server, a clock."""

import contextlib
import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Min

from reminders import clock
from reminders.models import FINAL, Instance, Mail, Transport
from tests.drills import ledger, rows
from tests.drills.crew import Crew, Nursery
from tests.drills.report import Report, holds


class TooLate(AssertionError):
    """Something that must happen did not, in the time it had."""


class Stage:
    """`full` is the size reliability.md asks for. Figures go to `report`."""

    def __init__(self, folder, is_full, server=None):
        self.folder, self.is_full = Path(folder), is_full
        self.server = server  # tests.drills.cluster, where a drill has asked for one
        self.nursery = Nursery()  # before this process has threads or connections
        self.report = Report()
        self.ledger = self.folder / "taken.jsonl"
        self.orders = self.folder / "orders.json"
        self.log = self.folder / "workers.log"
        self.expected = []
        self.sink = None

    # ---- size and figures ----

    def size(self, full, small):
        return full if self.is_full else small

    def hold(self, name, value, **bounds):
        self.report.hold(name, value, **bounds)

    def breaks(self, name, measure, *, within=60, **bounds):
        """For a control: look until the figure breaks, as it should, and print it."""
        self.wait(lambda: not holds(measure(), **bounds), within, name, every=0.2, must=False)
        self.hold(name, measure(), **bounds)

    def say(self, words):
        self.report.say(words)

    @property
    def is_sqlite(self):
        return connection.vendor == "sqlite"

    # ---- the mail server ----

    def open_sink(self, **orders):
        """Start the mail server and point this process and its children at it."""
        self.order(**orders)
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        argv = [sys.executable, "-m", "tests.drills.sink", self.ledger, self.orders, port_file]
        self.ledger.touch()
        self.sink = subprocess.Popen(argv, cwd=settings.BASE_DIR)
        self.wait(lambda: port_file.exists() and port_file.read_text(), 20, "the mail server listens")
        self.port = int(port_file.read_text())
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{self.port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def order(self, **orders):
        """What the mail server does from the next message on."""
        part = self.orders.with_suffix(".part")
        part.write_text(json.dumps(orders))
        part.replace(self.orders)

    def taken(self):
        """How many texts the server took so far."""
        return self.ledger.read_bytes().count(b'"to"')

    # ---- people, workers, time ----

    def people(self, count, **options):
        made = rows.people(count, first=len(self.expected), **options)
        self.expected += [user.email for user in made]
        return made

    def crew(self, size, sabotage="", **given):
        """Workers; `given` are settings of theirs."""
        connections.close_all()
        return Crew(self.nursery, size, self.log, self.port, sabotage, given)

    def move_clock(self, seconds):
        """Every process sees the wall clock jump."""
        path = Path(settings.CLOCK_FILE)
        offset = float(path.read_text() or 0) if path.exists() else 0.0
        part = path.with_suffix(".part")
        part.write_text(str(offset + seconds))
        part.replace(path)

    def begin_on_monday(self, hour=15, minute=10):
        """Put the clock forward to the next Monday at this time (UTC), by itself long before the next digest:
        what a drill meets does not depend on when it is run."""
        now = clock.now()
        at = now.replace(hour=hour, minute=minute, second=0) + datetime.timedelta(days=7 - now.weekday())
        self.move_clock((at - now).total_seconds())

    def wait(self, until, seconds, what, *, every=0.05, must=True):
        """Until it is true; how long that took. TooLate, or None with must=False."""
        began = time.monotonic()
        while not until():
            if time.monotonic() - began > seconds:
                if must:
                    raise TooLate(f"Not within {seconds} s: {what}")
                return None
            time.sleep(every)
        return time.monotonic() - began

    def wait_taken(self, count, seconds=900):
        return self.wait(lambda: self.taken() >= count, seconds, f"{count} texts taken")

    def wait_final(self, seconds, *, must=False):
        """Until no mail waits and every digest was looked at; seconds it took, or None."""
        return self.wait(self.is_final, seconds, "everything final", every=0.3, must=must)

    def is_final(self):
        if self.taken() < len(self.expected) and not Mail.objects.exists():
            return False
        has_digests = rows.Profile.objects.filter(next_digest_at__lte=clock.now()).exists()
        return not has_digests and not Mail.objects.exclude(state__in=FINAL).exists()

    def play_out(self, seconds, *, hours=100, until=lambda: False):
        """Until everything is final, or `until`, with the clock put forward whenever nothing is under way:
        minutes between two tries pass in no time. None when it did not become final."""
        moved, began = 0.0, time.monotonic()
        while not self.is_final():
            if until() or time.monotonic() - began > seconds or moved > hours * 3600:
                return None
            if (ahead := self._idle_for()) > 0:
                self.move_clock(ahead)
                moved += ahead
            time.sleep(0.15)
        return moved

    def _idle_for(self):
        """Seconds until a mail that waits may leave; 0 while a process is at work, or when none is left.
        Never past the next digest."""
        now = clock.now()
        digest_at = rows.Profile.objects.aggregate(at=Min("next_digest_at"))["at"]
        is_held, waits_until = rows.mails_left()
        if is_held or waits_until is None:
            return 0
        paused_until = Transport.objects.values_list("paused_until", flat=True).first()
        soonest = min(digest_at or waits_until, waits_until)
        soonest = max(soonest, paused_until) if paused_until else soonest
        return max(0.0, (soonest - now).total_seconds() + 0.2) if soonest > now else 0

    def check(self):
        found = ledger.check(self.ledger, self.expected)
        self.say(f"rows: {found.states}, texts taken: {self.taken()}; server: {found.events}")
        return found

    # ---- beginning and end ----

    def clear(self):
        """Empty tables, an empty ledger, the clock as it is: ready for the next run."""
        self.close()
        call_command("flush", verbosity=0, interactive=False)
        Instance.objects.get_or_create(pk=1)
        Path(settings.CLOCK_FILE).write_text("0")
        self.ledger.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        self.expected = []

    def close(self):
        if self.sink:
            self.sink.kill()
            self.sink.wait()
            self.sink = None

    def end(self):
        self.close()
        self.nursery.close()

    def tell_log(self, longest=3000):
        with contextlib.suppress(OSError):
            text = self.log.read_text()
            print(text[-longest:], file=sys.stderr)
