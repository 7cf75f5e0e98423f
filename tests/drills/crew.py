"""Worker processes of a drill. Forked from one that has imported everything, so that a killed one is
replaced in a blink; what runs in them is the command an operator would run."""

import multiprocessing
import os
import signal
import time

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.drills.worker"])


class Crew:
    """`size` loops. `sabotage` names a protection to take away in them (tests.drills.sabotage)."""

    def __init__(self, size, log, port, sabotage=""):
        self.given = (sabotage, str(log), port)
        self.kills = 0
        self.ended = []  # (exit code, seconds it took) of those asked to end
        self.members = [self._start() for _ in range(size)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for member in self.members:
            if member.is_alive():
                os.kill(member.pid, signal.SIGKILL)
        for member in self.members:
            member.join()

    def _start(self):
        # imported by name in the child; this process must not hold its connections
        from tests.drills import worker

        member = _context.Process(target=worker.run, args=self.given)
        member.start()
        return member

    def kill(self, at):
        """kill -9, and another takes its place."""
        os.kill(self.members[at].pid, signal.SIGKILL)
        self.members[at].join()
        self.kills += 1
        self.members[at] = self._start()

    def end(self, at, *, again=True):
        """SIGTERM; waits until it is gone."""
        self._wait_until_it_listens(self.members[at])
        began = time.monotonic()
        os.kill(self.members[at].pid, signal.SIGTERM)
        self.members[at].join(60)
        self.ended.append((self.members[at].exitcode, time.monotonic() - began))
        if again:
            self.members[at] = self._start()

    @staticmethod
    def _wait_until_it_listens(member, seconds=30):
        """A process that is still starting has nothing in hand and simply dies of SIGTERM; what is asked
        here is how one ends that is at work. The kernel tells whether it has a handler."""
        bit = 1 << (signal.SIGTERM - 1)
        for _ in range(seconds * 50):
            with open(f"/proc/{member.pid}/status") as status:
                caught = next(line.split()[1] for line in status if line.startswith("SigCgt"))
            if int(caught, 16) & bit:
                return
            time.sleep(0.02)

    def exit_codes(self):
        """Of members that ended although nobody asked them to."""
        return [m.exitcode for m in self.members if m.exitcode is not None]
