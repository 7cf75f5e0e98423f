"""The processes of docker-compose.yml, started by hand on a real PostgreSQL and Redis."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from tests.reminders.sink import Sink
from tests.shell import environment, free_port, manage

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
PATIENCE = 90
A_THREAD_LONG_AGO = """
import datetime
from django.utils import timezone
from allauth.account.models import EmailAddress
from accounts.models import Profile, User
from outreach.models import Contact
from outreach.services import start_thread
user = User.objects.create_user("nadia@example.org", "a long enough sentence", name="Nadia Rahman")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
now = timezone.now()
contact = Contact(owner=user, name="Anand Chaudhry")
start_thread(contact, subject="Observership", sent_on=now.date() - datetime.timedelta(days=60), now=now)
Profile.objects.filter(user=user).update(next_digest_at=now)
"""
GRANIAN = "granian --interface wsgi config.wsgi:application --host 127.0.0.1 --blocking-threads 4 --port"
WORKER = "celery -A config worker --loglevel WARNING --concurrency 2 --without-gossip --without-mingle"
BEAT = "celery -A config beat --loglevel WARNING --pidfile="


@pytest.fixture
def own_database():
    """A database beside the test database, empty, dropped at the end; its URL."""
    given = settings.DATABASES["default"]
    name = f"processes_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def given(own_database):
    """The environment that docker-compose.yml gives, with a mail server that keeps everything."""
    with Sink() as sink:
        port = free_port()
        yield {
            "sink": sink,
            "port": port,
            "environment": {
                "BASE_URL": f"http://localhost:{port}",
                "SECRET_KEY": "only for this one test, long enough and never used again",
                "DATABASE_URL": own_database,
                "BROKER_URL": os.environ["TEST_REDIS_URL"],
                "CACHE_URL": os.environ["TEST_REDIS_URL"],
                "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
                "TICK_SECONDS": "1",
            },
        }


@contextlib.contextmanager
def running(commands, var, given):
    """The commands as processes; asked to end at the end, and looked at how they did."""
    started = []
    with (var / "processes.txt").open("wb") as log:
        for command in commands:
            argv = [sys.executable, "-m", *command.split()]
            surroundings = environment(var, **given)
            started.append(
                subprocess.Popen(argv, cwd=settings.BASE_DIR, env=surroundings, stdout=log, stderr=log)
            )
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        ended = [process.wait(180) for process in started]
    assert ended == [0] * len(started), (var / "processes.txt").read_text()


def wait_for(what, log):
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.2)
    return found


def health(port):
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(link):
            link.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            answer = link.getresponse()
            return answer.status, json.loads(answer.read())
    except OSError:
        return 0, {}


def well(port):
    """What healthz says when all is well, else nothing."""
    status, said = health(port)
    return said if status == 200 else {}


def alive(what, var, given):
    argv = [sys.executable, "-m", "config.alive", what]
    return subprocess.run(argv, cwd=settings.BASE_DIR, env=environment(var, **given), check=False).returncode


def test_web_worker_and_beat_send_the_reminder(given, tmp_path):
    surroundings, sink, port = given["environment"], given["sink"], given["port"]
    for argv in (
        ["migrate"],
        ["collectstatic", "--noinput"],
        ["shell", "--no-imports", "-c", A_THREAD_LONG_AGO],
    ):
        done = manage(*argv, var=tmp_path, **surroundings)
        assert done.returncode == 0, done.stderr
    assert alive("ticking", tmp_path, surroundings) == 1

    log = tmp_path / "processes.txt"
    with running([f"{GRANIAN} {port}", WORKER, BEAT], tmp_path, surroundings):
        # the mail itself is due since long ago: until it has left, healthz may call it late
        said = wait_for(lambda: well(port), log)
        assert (said["ok"], said["database"], said["runner"]) == (True, "ok", "broker ok")
        wait_for(lambda: sink.taken, log)
        assert alive("ticking", tmp_path, surroundings) == 0

    [mail] = sink.messages()
    assert mail["To"] == "Nadia Rahman <nadia@example.org>"
    assert "Chaudhry" in mail["Subject"]
    assert f"http://localhost:{port}/r/" in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
