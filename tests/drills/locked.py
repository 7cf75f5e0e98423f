"""Drill 13: somebody holds SQLite's write lock."""

import sqlite3
import threading
import time

from django.conf import settings
from django.test import Client
from django.urls import reverse

from reminders.models import Reminder
from tests.drills.racing import all_at_once

NEEDS = {"sqlite"}
POSTS = 50, 16  # full, small


def drill(stage):
    """A foreign BEGIN IMMEDIATE, and 50 forms sent in meanwhile: they wait, none is lost."""
    posts = stage.size(*POSTS)
    answers = run(stage, posts, hold=stage.size(15, 3))
    stage.hold("answers of 500 and more", sum(1 for a in answers if a >= 500), exactly=0)
    stage.hold("reminders put off", Reminder.objects.exclude(snoozed_until=None).count(), exactly=posts)


def control(stage):
    """Nobody waits for the lock."""
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.1
    try:
        answers = run(stage, POSTS[-1], hold=2)
    finally:
        settings.DATABASES["default"]["OPTIONS"]["timeout"] = 20
    stage.hold("answers of 500 and more", sum(1 for a in answers if a >= 500), exactly=0)


def run(stage, posts, hold):
    [owner] = stage.people(1, things=posts, is_digest=False)
    browsers = []
    for _ in range(posts):
        browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
        browser.force_login(owner)
        browsers.append(browser)
    rows = list(Reminder.objects.filter(owner=owner))
    urls = [reverse("reminders:reminder-later", args=[row.pk]) for row in rows]
    begun = threading.Event()

    def lock():
        link = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        link.execute("BEGIN IMMEDIATE")
        begun.set()
        time.sleep(hold)
        link.execute("ROLLBACK")
        link.close()

    holder = threading.Thread(target=lock)
    holder.start()
    begun.wait()
    works = [
        lambda b=b, u=u: b.post(u, {"days": "3"}).status_code for b, u in zip(browsers, urls, strict=True)
    ]
    answers = all_at_once(works)
    holder.join()
    return [a if isinstance(a, int) else 599 for a in answers]
