"""Worker processes of a drill. Forked from one that has imported everything, so that a killed one is
replaced in a blink; what runs in them is the command an operator would run."""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
import traceback

from django.conf import settings


class Nursery:
    """The process whose children the workers are: one thread, no connection. It is there for a drill that
    has both, and which must not fork. When the drill ends, killed or not, the pipe to it closes, and it
    takes its workers along."""

    def __init__(self):
        self._pipe, end = multiprocessing.Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._pipe.close()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)  # as it is where an operator starts a worker
            try:
                _nurse(end)
            finally:
                os._exit(0)
        end.close()

    def start(self, *given):
        """The process id of a new worker."""
        return self._ask("start", given)

    def ended(self):
        """{process id: exit code} of all that have ended so far."""
        return self._ask("ended", ())

    def close(self):
        self._pipe.close()
        os.waitpid(self.pid, 0)

    def _ask(self, what, given):
        self._pipe.send((what, given))
        return self._pipe.recv()


def _nurse(pipe):
    living, ended = set(), {}
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            what, given = pipe.recv()
            if what == "start":
                living.add(pid := _born(pipe, given))
                pipe.send(pid)
            else:
                _reap(living, ended)
                pipe.send(ended)
    for pid in living:
        os.kill(pid, signal.SIGKILL)
    for pid in living:
        os.waitpid(pid, 0)


def _born(pipe, given):
    if pid := os.fork():
        return pid
    pipe.close()
    code = 1
    try:
        from tests.drills import worker

        worker.run(*given)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - it ends here, and its last words belong into the log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _reap(living, ended):
    for pid in list(living):
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            living.discard(pid)
            ended[pid] = os.waitstatus_to_exitcode(status)


class Crew:
    """`size` loops. `sabotage` names a protection to take away in them (tests.drills.sabotage)."""

    def __init__(self, nursery, size, log, port, sabotage, given):
        given = {**given, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
        self.nursery, self.given = nursery, (sabotage, str(log), settings.DATABASES["default"]["NAME"], given)
        self.kills = 0
        self.ended = []  # (exit code, seconds it took) of those asked to end
        self.members = [self._start() for _ in range(size)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid in self.members:
            if pid not in self.nursery.ended():
                os.kill(pid, signal.SIGKILL)
        for pid in self.members:
            self._join(pid)

    def _start(self):
        return self.nursery.start(*self.given)

    def _join(self, pid, seconds=60):
        """Its exit code, once it is gone; None when it is not."""
        until = time.monotonic() + seconds
        while (code := self.nursery.ended().get(pid)) is None and time.monotonic() < until:
            time.sleep(0.01)
        return code

    def kill(self, at):
        """kill -9, and another takes its place."""
        if self.members[at] not in self.nursery.ended():
            os.kill(self.members[at], signal.SIGKILL)
        self._join(self.members[at])
        self.kills += 1
        self.members[at] = self._start()

    def end(self, at, *, again=True):
        """SIGTERM; waits until it is gone."""
        self._wait_until_it_listens(self.members[at])
        began = time.monotonic()
        os.kill(self.members[at], signal.SIGTERM)
        code = self._join(self.members[at])
        self.ended.append((code, time.monotonic() - began))
        if again:
            self.members[at] = self._start()

    @staticmethod
    def _wait_until_it_listens(pid, seconds=60):
        """A process that is still starting has nothing in hand and simply dies of SIGTERM; what is asked
        here is how one ends that is at work. The kernel tells whether it has a handler."""
        bit = 1 << (signal.SIGTERM - 1)
        for _ in range(seconds * 50):
            with open(f"/proc/{pid}/status") as status:
                caught = [line.split()[1] for line in status if line.startswith("SigCgt")]
            if caught and int(caught[0], 16) & bit:
                return
            time.sleep(0.02)

    def exit_codes(self):
        """Of members that ended although nobody asked them to."""
        ended = self.nursery.ended()
        return [ended[pid] for pid in self.members if pid in ended]
