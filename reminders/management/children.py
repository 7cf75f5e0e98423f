"""The processes that `manage.py up` starts and ends."""

import os
import signal
import subprocess
import sys


def _end_with_parent():
    """Linux: when the parent is killed outright, the kernel sends the child SIGTERM. No orphans."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)


class Child:
    """One process in a session of its own, so that Ctrl-C in the terminal reaches only the parent.

    (Otherwise Celery takes the terminal's SIGINT and our SIGTERM for "second signal: stop at once".)
    """

    def __init__(self, name, argv, *, env, cwd, grace):
        self.name = name
        self.grace = grace
        self.process = subprocess.Popen(
            argv,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    @property
    def is_running(self):
        return self.process.poll() is None

    def ask_to_end(self):
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)

    def wait(self):
        """Wait `grace` seconds for what is under way, then end the whole group."""
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
