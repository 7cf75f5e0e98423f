"""Drill 8: Redis is emptied, stopped, paused and started again."""

import statistics
import threading
import time

from django.test import Client
from django.urls import reverse

from reminders.models import Reminder
from tests.drills.celeries import BEAT, WORKER, celery, redis

NEEDS = {"redis"}
SMALL = {"DRILL_TICK": 0.3}


def drill(stage):
    """FLUSHALL, CLIENT PAUSE, SHUTDOWN, start: nothing lost, nothing twice, pages do not wait."""
    people = stage.size(1_000, 60)
    stage.people(people)
    stage.open_sink(mix={"slow-250": 1.0}, pause=stage.size(0.05, 0.02))
    waits, over = [], threading.Event()
    person = stage.people(1, things=200, is_digest=False)[0]
    poster = threading.Thread(target=keep_posting, args=(person, waits, over))
    with redis(stage) as server, celery(stage, server.url, f"{WORKER} 2 --pool threads", BEAT):
        stage.wait_taken(people // 6)
        poster.start()
        server.cli("FLUSHALL")
        stage.wait_taken(people // 4)
        server.cli("CLIENT", "PAUSE", str(stage.size(120_000, 10_000)), "WRITE")
        stage.wait_taken(people // 3)
        some_posts(stage, waits)
        server.cli("SHUTDOWN", "NOSAVE")
        server.process.wait()
        time.sleep(stage.size(10, 1))
        some_posts(stage, waits)
        server.start()
        stage.people(5)  # for these the bell must ring again
        began = time.monotonic()
        stage.wait(lambda: stage.taken() >= people + 5, stage.size(400, 120), "all taken", must=False)
        took = time.monotonic() - began
        stage.wait_final(60)
        over.set()
        poster.join()
    stage.expected.remove(person.email)  # who only turns pages
    found = stage.check()
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("seconds after the restart", took, at_most=stage.size(400.0, 120.0))
    stage.hold("posts meanwhile", len(waits), at_least=6)
    if stage.is_full:
        stage.hold("p95 of a post, seconds", statistics.quantiles(waits, n=20)[-1], at_most=1.0)
    else:  # beside other drills; one that waited for the broker would take its 5 seconds each time
        stage.hold("median of the posts, seconds", statistics.median(waits), at_most=4.0)


def control(stage):
    """What is due only in the broker is gone with it."""
    stage.people(5)
    stage.open_sink()
    with redis(stage) as server:
        for number in range(5):
            server.cli("LPUSH", "a-queue-of-mails", str(number))
        server.cli("FLUSHALL")
        stage.hold("mails left in the broker", int(server.cli("LLEN", "a-queue-of-mails")), exactly=5)


def some_posts(stage, waits, count=3):
    """The trouble lasts until some pages were sent in during it."""
    sent = len(waits)
    stage.wait(lambda: len(waits) >= sent + count, 120, "pages are sent in meanwhile", must=False)


def keep_posting(person, waits, over):
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(person)
    for row in Reminder.objects.filter(owner=person):
        if over.is_set():
            return
        began = time.monotonic()
        answer = browser.post(reverse("reminders:reminder-later", args=[row.pk]), {"days": "1"})
        assert answer.status_code == 302, answer.status_code
        waits.append(time.monotonic() - began)
        time.sleep(0.1)
