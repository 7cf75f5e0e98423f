"""Celery and its broker as processes of a drill."""

import contextlib
import os
import subprocess
import sys

from django.conf import settings

from tests.shell import free_port

WORKER = "worker --loglevel WARNING --without-gossip --without-mingle --concurrency"
BEAT = "beat --loglevel WARNING --max-interval 1 --pidfile="


class Redis:
    """A Redis of its own; `cli("FLUSHALL")` speaks to it."""

    def __init__(self, folder):
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None
        self.start()

    def start(self):
        argv = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([*argv, "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)

    def cli(self, *words):
        argv = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()

    def close(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def redis(stage):
    server = Redis(stage.folder)
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def celery(stage, broker, *commands):
    """Celery processes that live as long as the block; killed at its end."""
    env = {**os.environ, "BROKER_URL": broker, "EMAIL_URL": f"smtp://127.0.0.1:{stage.port}"}
    with stage.log.open("ab") as log:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *command.split()],
                cwd=settings.BASE_DIR,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            for command in commands
        ]
    try:
        yield started
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
