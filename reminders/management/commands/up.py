"""`manage.py up`: the whole of Wardbook in one terminal, with no outside server."""

import contextlib
import errno
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command

from reminders import clock, queries
from reminders.management.children import Child

# How long the first answer of /healthz may take on a slow machine before we say what it said.
PATIENCE = 60


class Command(BaseCommand):
    help = "Run Wardbook on this machine: web server, worker and clock. Ctrl-C stops everything."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *, host, port, **options):
        self.lock = take_lock(settings.VAR / "up.lock")
        require_free_port(host, port)
        stop = stop_on_signals()
        call_command("migrate", verbosity=0, interactive=False)
        collect_static(settings.VAR / "static.stamp")
        base_url = base_url_for(port)
        children = start(host, port, dict(os.environ, PORT=str(port), BASE_URL=base_url))
        try:
            said = wait_until_healthy(host, port, children, stop)
            if not stop.is_set():
                self.say_where(base_url, said)
            ended = watch(children, stop)
        finally:
            self.stdout.write("\nStopping. A mail being sent is finished first.")
            end(children)
            self.stdout.write("Stopped. Everything is kept.")
        if ended:
            raise CommandError(
                f"{ended.name} ended by itself (status {ended.process.returncode}); stopped the rest."
            )

    def say_where(self, base_url, said):
        self.stdout.write(self.style.SUCCESS(f"\n  Wardbook is at {base_url}/\n"))
        self.stdout.write(f"  Data is in {settings.VAR}. Ctrl-C stops it.\n\n")
        if said:
            self.stderr.write(self.style.WARNING(f"  It answers, but /healthz says: {said}\n"))
        self.stdout.flush()


def take_lock(path):
    """Hold `path` while we run; a second copy on the same data is refused with a sentence."""
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        raise CommandError(
            f"Wardbook is already running here ({lock.read().strip()}). "
            "Stop it first, or set WARDBOOK_VAR to another folder for a second copy."
        ) from None
    lock.truncate(0)
    lock.write(f"pid {os.getpid()}")
    lock.flush()
    return lock


def require_free_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            if wrong.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "taken" if wrong.errno == errno.EADDRINUSE else "not allowed for you"
            other = port + 1 if port >= 1024 else 8000
            raise CommandError(f"Port {port} is {why}. Try: PORT={other} make run") from None


def stop_on_signals():
    """An event that Ctrl-C, SIGTERM and a closed terminal set. More of them change nothing."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def base_url_for(port):
    """BASE_URL as configured; when it means this machine, with the port we really listen on."""
    parts = urlsplit(settings.BASE_URL)
    if parts.hostname not in ("localhost", "127.0.0.1"):
        return settings.BASE_URL
    return f"{parts.scheme}://{parts.hostname}:{port}"


def collect_static(stamp):
    """Collect and compress static files (seconds), unless none has changed since `stamp`."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            found.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.exists() and stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(found.hexdigest())


def start(host, port, env):
    """The worker with its clock, then the web server."""
    web = ["--interface", "wsgi", "config.wsgi:application", "--host", host, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", "4", "--backpressure", "64"]
    web += ["--workers-kill-timeout", "5", "--log-level", "warning"]
    options = {"env": dict(env, PYTHONUNBUFFERED="1"), "cwd": settings.BASE_DIR}
    return [
        Child("The worker", [sys.executable, "-m", "config.worker"], grace=40, **options),
        Child("The web server", [sys.executable, "-m", "granian", *web], grace=10, **options),
    ]


def ask_health(host, port):
    """(status, text) of /healthz; (0, "") while nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode("utf-8", "replace")
    return 0, ""


def wait_until_healthy(host, port, children, stop):
    """Wait for the first tick, then for a healthy /healthz. Its complaint after PATIENCE seconds, or ""."""
    started, until = clock.now(), time.monotonic() + PATIENCE
    while not stop.is_set() and all(child.is_running for child in children):
        is_late = time.monotonic() > until
        if is_late or (queries.last_checked() or started) > started:
            status, text = ask_health(host, port)
            if status == 200:
                return ""
            if is_late:
                return f"{status} {text}"
        stop.wait(0.1)
    return ""


def watch(children, stop):
    """Wait for the signal to stop (None), or for a child that ends by itself (that child)."""
    while not stop.wait(0.5):
        for child in children:
            if not child.is_running:
                return child
    return None


def end(children):
    for child in children:
        child.ask_to_end()
    for child in reversed(children):
        child.wait()
