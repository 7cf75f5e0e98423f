"""Drill 23: yesterday's backup is restored."""

import os
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from reminders import clock, holding
from reminders.models import Instance, Mail
from tests.drills import cluster

NEEDS = {"dump"}
SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.3}
WORKERS, DAY = 2, 86400


def drill(stage):
    """It starts in HOLD, says what would leave, and sends what it did not know of only when told to."""
    people = stage.size(4_000, 60)
    known, again, took = play(stage, people, "", stage.size(45, 4))
    review = holding.review(clock.now())
    stage.hold("texts after the restore", again, exactly=0)
    stage.hold("held by itself", review.is_held, exactly=True)
    stage.hold("seconds from restore to hold", took or 1e9, at_most=900.0)
    stage.hold("the file or table is whole", is_whole(), exactly=True)
    stage.hold("mails and digests to review", holding.count_waiting(clock.now()) + review.digests, at_least=1)
    stage.hold("what the backup knew as sent", known, at_least=1)
    left = holding.release(clock.now(), leave_out=True)
    stage.say(f"released without {left} mails and {review.digests} digests that were due")
    late = stage.people(5)
    before = stage.taken()
    with stage.crew(WORKERS):
        stage.wait(lambda: stage.taken() >= before + len(late), 60, "what is due after it", must=False)
        stage.wait_final(30)
    found = stage.check()
    stage.hold("due after the release and sent", stage.taken() - before, exactly=len(late))
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("people with two mails", found.strange, exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """Nobody asks where the database comes from."""
    _, again, _ = play(stage, 60, "no_witness", 4)
    stage.hold("texts after the restore", again, exactly=0)


def play(stage, people, sabotage, seconds):
    """Half is sent, a backup, the rest is sent, the backup comes back. What it knew as sent, the texts that
    left in the `seconds` after it, and how long it took until mail was held."""
    stage.people(people)
    stage.open_sink(mix={"slow-250": 1.0}, pause=stage.size(0.01, 0.1))
    with stage.crew(WORKERS, sabotage):
        stage.wait(lambda: stage.taken() >= people // 2, 300, "half of them", must=False)
        backup = save(stage)
        stage.wait(lambda: stage.taken() >= people, 300, "all of them", must=False)
        stage.wait_final(30)
    before, began = stage.taken(), time.monotonic()
    put_back(backup)
    known = Mail.objects.filter(state="sent").count()
    with stage.crew(WORKERS, sabotage):
        took = stage.wait(
            lambda: Instance.objects.filter(is_held=True).exists(), seconds * 10, "it is held", must=False
        )
        if sabotage:
            stage.wait(lambda: stage.taken() > before, 60, "mail leaves", must=False)
        else:
            stage.wait(lambda: False, seconds, "", must=False)
    stage.say(
        f"{people} sent, {known} of them known to the backup; restored in {time.monotonic() - began:.1f} s"
    )
    return known, stage.taken() - before, took


def save(stage):
    """A backup as docs/deploy.md has it, made while all is running."""
    if connection.vendor == "sqlite":
        return save_folder(stage)
    backup = stage.folder / "backup.dump"
    subprocess.run(
        [cluster.programs("pg_dump")[0], "-Fc", "-f", backup, os.environ["DATABASE_URL"]], check=True
    )
    return backup


def save_folder(stage):
    """The whole folder: the database and the witness beside it."""
    backup = stage.folder / "backup"
    backup.mkdir(exist_ok=True)
    name = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(name)) as link, closing(sqlite3.connect(backup / "db")) as copy:
        link.backup(copy)
    witness = Path(settings.VAR) / "last_beat"
    if witness.exists():  # the control writes none
        epoch, beats, at = witness.read_text().split()
        (backup / "last_beat").write_text(f"{epoch} {beats} {float(at) - DAY}")  # it is yesterday's
    return backup


def put_back(backup):
    connections.close_all()
    if connection.vendor == "sqlite":
        name = Path(settings.DATABASES["default"]["NAME"])
        for end in ("-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        # written over in place, the hardest case: file numbers stay what they were
        name.write_bytes((backup / "db").read_bytes())
        if (backup / "last_beat").exists():
            (Path(settings.VAR) / "last_beat").write_bytes((backup / "last_beat").read_bytes())
        return
    argv = [cluster.programs("pg_restore")[0], "--clean", "--if-exists", "--no-owner", "-d"]
    subprocess.run([*argv, os.environ["DATABASE_URL"], backup], check=True)


def is_whole():
    if connection.vendor == "postgresql":
        return Instance.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0] == "ok"
