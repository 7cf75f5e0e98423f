"""`manage.py up` as people meet it: a process of its own, a port of its own, data of its own."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.shell import environment, free_port, manage

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="the embedded copy is SQLite; tests/test_processes.py starts the production processes",
)
PATIENCE = 60


class Up:
    """One running copy; its output so far in a file."""

    def __init__(self, var, port, **given):
        self.var, self.port = Path(var), port
        self.log = self.var / f"up-{time.monotonic_ns()}.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=settings.BASE_DIR,
                env=environment(var, PORT=str(port), **given),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self):
        return self.log.read_text()

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def wait_for(self, words):
        until = time.monotonic() + PATIENCE
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < until, self.output
            time.sleep(0.1)
        return self

    def wait_until_up(self):
        return self.wait_for("Ctrl-C stops it")

    def processes(self):
        """Ids of the processes it started and that still live."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def end(self, number=signal.SIGINT):
        """Stop it as Ctrl-C would; its status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def up(first_day, tmp_path):
    """`up(port=…, var=…)`: a copy on yesterday's data, ended whatever the test does."""
    shutil.copytree(first_day.copy.var, tmp_path, dirs_exist_ok=True)
    started = []

    def start(port=None, **given):
        started.append(Up(tmp_path, port or free_port(), **given))
        return started[-1]

    yield start
    for one in started:
        one.end()


@dataclass(frozen=True)
class FirstDay:
    """What was seen of a copy that began with nothing and was ended with Ctrl-C."""

    copy: Up
    health: tuple[int, dict]
    page: tuple[int, str]
    css_status: int
    children: list[int]
    status: int
    left: list[int]


@pytest.fixture(scope="module")
def first_day(tmp_path_factory):
    copy = Up(tmp_path_factory.mktemp("up"), free_port())
    try:
        copy.wait_until_up()
        status, body = copy.get("/healthz")
        page = copy.get("/account/login/")
        css = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', page[1])[1]
        css_status = copy.get(css)[0]
        children = copy.processes()
    finally:
        ended = copy.end()
    left = [pid for pid in children if is_alive(pid)]
    return FirstDay(copy, (status, json.loads(body)), page, css_status, children, ended, left)


def is_alive(pid):
    """Whether the process runs (a finished one that nobody has collected yet does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="reads /proc, which only Linux has"
)


def test_it_says_where_it_is_and_where_the_data_is(first_day):
    copy = first_day.copy
    assert f"Wardbook is at http://localhost:{copy.port}/\n" in copy.output
    assert f"Data is in {copy.var}. Ctrl-C stops it.\n" in copy.output


def test_it_answers_with_the_worker_ticking(first_day):
    status, health = first_day.health
    assert (status, health["ok"], health["runner"]) == (200, True, "embedded")
    assert health["last_tick_seconds"] <= 30
    assert (first_day.page[0], first_day.css_status) == (200, 200)


def test_one_ctrl_c_ends_everything(first_day):
    assert (len(first_day.children), first_day.status, first_day.left) == (2, 0, [])
    assert first_day.copy.output.endswith("Stopped. Everything is kept.\n")
    assert "Traceback" not in first_day.copy.output


def test_a_second_start_keeps_everything_and_collects_nothing_again(up, tmp_path):
    key = (tmp_path / "secret_key").read_text()
    collected = (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns
    made = manage("shell", "--no-imports", "-c", MAKE_A_USER, var=tmp_path)
    assert made.returncode == 0, made.stderr

    copy = up().wait_until_up()
    assert copy.get("/healthz")[0] == 200
    assert copy.end(signal.SIGTERM) == 0
    found = manage("shell", "--no-imports", "-c", COUNT_USERS, var=tmp_path)
    assert found.stdout == "1\n"
    assert (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "static" / "staticfiles.json").stat().st_mtime_ns == collected


MAKE_A_USER = """
from accounts.models import User
User.objects.create_user("nadia@example.org", "a long enough sentence", name="Nadia")
"""
COUNT_USERS = """
from accounts.models import User
print(User.objects.count())
"""


def test_a_taken_port_is_one_sentence(up):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        copy = up(port=port)
        assert copy.process.wait(PATIENCE) == 1
    assert copy.output == f"CommandError: Port {port} is taken. Try: PORT={port + 1} make run\n"


def test_a_second_copy_on_the_same_data_is_refused(up):
    first = up().wait_until_up()
    second = up()
    assert second.process.wait(PATIENCE) == 1
    assert second.output == (
        f"CommandError: Wardbook is already running here (pid {first.process.pid}). "
        "Stop it first, or set WARDBOOK_VAR to another folder for a second copy.\n"
    )
    assert first.get("/healthz")[0] == 200


@needs_proc
def test_a_child_that_dies_ends_the_rest_and_says_so(up):
    copy = up().wait_until_up()
    worker, web = copy.processes()
    os.kill(worker, signal.SIGKILL)
    assert copy.process.wait(PATIENCE) == 1
    assert "The worker ended by itself (status -9); stopped the rest." in copy.output
    assert not is_alive(web)


@pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel tells children of a killed parent on Linux only"
)
def test_a_killed_parent_leaves_no_orphans(up):
    copy = up().wait_until_up()
    children = copy.processes()
    copy.process.kill()
    copy.process.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while any(is_alive(pid) for pid in children):
        assert time.monotonic() < until
        time.sleep(0.1)
