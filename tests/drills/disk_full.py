"""Drill 12: the disk is full for a while."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.test import Client

from reminders import timing

NEEDS = {"sqlite", "disk"}
SMALL = {"DRILL_LEASE": 8, "DRILL_MESSAGE": 4, "DRILL_TICK": 0.3}
WORKERS = 4


def drill(stage):
    """Full for 6 seconds, then freed: nothing is called sent that was not, all goes on soon."""
    people = stage.size(6_000, 120)
    with small_disk(stage, f"{stage.size(96, 24)}m") as disk:
        stage.people(people)
        stage.open_sink(mix={"slow-250": 1.0}, pause=0.01)
        with stage.crew(WORKERS) as crew:
            stage.wait_taken(people // 4)
            fill(disk)
            stage.wait(lambda: False, 6, "it stays full", must=False)
            status = (
                Client(SERVER_NAME="localhost", raise_request_exception=False).get("/healthz").status_code
            )
            at_full = stage.taken()
            (disk / "ballast").unlink()
            resumed = stage.wait(lambda: stage.taken() > at_full, 60, "mail leaves again", must=False)
            stage.wait(lambda: stage.taken() >= people, 600, "all taken", must=False)
            stage.wait_final(timing.lease() + 60)
            codes = crew.exit_codes()
        found = stage.check()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            integrity = cursor.fetchone()[0]
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("marked sent, never received", found.unreceived, exactly=0)
    stage.hold("extra copies", found.extra, at_most=WORKERS)
    stage.hold("resumes after, seconds", resumed or 1e9, at_most=30.0)
    stage.hold("workers that ended", len(codes), exactly=0)
    stage.hold("/healthz while full", status, at_least=200)
    stage.hold("integrity of the file", integrity, exactly="ok")


def control(stage):
    """Mails are called sent before the text leaves; then the disk and the processes go."""
    with small_disk(stage, "24m") as disk:
        stage.people(80)
        stage.open_sink(mix={"slow-354": 1.0}, pause=0.5)
        with stage.crew(WORKERS, "sent_before_the_text") as crew:
            for _ in range(3):
                stage.wait_taken(stage.taken() + 2)
                fill(disk)
                for at in range(WORKERS):
                    crew.kill(at)
                (disk / "ballast").unlink()
        stage.hold("marked sent, never received", stage.check().unreceived, exactly=0)


@contextlib.contextmanager
def small_disk(stage, size):
    """The database on a disk of its own."""
    disk = stage.folder / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
    was = settings.DATABASES["default"]["NAME"]
    try:
        move(was, str(disk / "drill.sqlite3"))
        yield disk
    finally:
        connections.close_all()
        move(str(disk / "drill.sqlite3"), was)
        subprocess.run(["umount", "-l", disk], check=True)


def move(was, to):
    connections.close_all()
    for end in ("", "-wal", "-shm"):
        if Path(was + end).exists():
            shutil.copy(was + end, to + end)
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = to
    os.environ["DATABASE_URL"] = f"sqlite:///{to}"


def fill(disk):
    with open(disk / "ballast", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(2**16)):
            pass
