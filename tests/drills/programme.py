"""Plays drills and their controls: each a process of its own, forked from one that has imported everything,
with a database, a folder and a mail server of its own. Several at once, for they wait more than they work.

Nothing outlives it: what a part leaves behind is ended and counts as a failure; a part that takes too long
is ended with all it started.
"""

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.drills import cluster, family, place

DRILL, CONTROL = "drill", "control"
PATIENCE = {False: 600, True: 3600}  # seconds for one part, small and full
# These take longest at their small size; begun first, they do not stand alone at the end.
LONG = (
    *("restore", "moved", "pool_child", "clocks", "disk_full", "server_restart", "kill", "hung", "terminate"),
    *("broker", "crowd"),
)


@dataclass
class Part:
    number: int
    name: str
    kind: str
    small: dict
    needs: set
    code: int | None = None
    seconds: float = 0.0
    work: float = 0.0  # seconds of a core, of all its processes
    began: float = 0.0
    folder: Path | None = None
    own: str = ""  # its database on a server

    @property
    def title(self):
        return f"{self.kind} {self.number} {self.name}"


def parts_of(names, kinds):
    """(parts to play, [(name, why it cannot run here)])."""
    parts, left_out = [], []
    for name, number in names.items():
        asked = place.asked(place.source_of(name))
        if why := place.missing(asked["NEEDS"]):
            left_out.append((name, why))
            continue
        parts += [Part(number, name, kind, asked["SMALL"], asked["NEEDS"]) for kind in kinds]
    return parts, left_out


def play(parts, home, *, is_full, at_once):
    """Run them; each prints its figures when it has ended, or at once where it runs alone."""
    url = os.environ.get("DATABASE_URL", "")
    home.chmod(0o711)  # a server of PostgreSQL that a drill starts belongs to another user
    place.begin(home)
    kept = place.template(url)
    os.environ["DATABASE_URL"] = kept if url.startswith("postgres") else f"sqlite:///{kept}"
    family.adopt()
    import_everything()
    waiting = sorted(parts, key=lambda part: LONG.index(part.name) if part.name in LONG else len(LONG))
    if at_once == 1:
        waiting = list(parts)
    running = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                part = waiting.pop(0)
                running[_begun(part, home, kept, is_full, is_alone=at_once == 1)] = part
            _end_the_late(running, PATIENCE[is_full])
            for pid in _ended(running):
                _tell(running.pop(pid), is_alone=at_once == 1)
                family.end_all(grace=0, spared=running)  # of one that was killed
            time.sleep(0.05)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told twice, it still clears away
        family.end_all(grace=0)
        place.drop(url, [part.own for part in parts if part.own and (part.code is None or part.code < 0)])
        for disk in home.glob("*/disk"):
            subprocess.run(["umount", "-l", disk], check=False, stderr=subprocess.DEVNULL)


def import_everything():
    """What every process of a drill needs, once, before they are forked: also what is imported or compiled
    at the first mail and the first page."""
    import django

    django.setup()
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    import config.celery  # noqa: F401
    from reminders import links
    from tests.drills import stage, worker  # noqa: F401

    for path in [*settings.NIGHTLY, *settings.SWEEPS, *settings.REMINDER_ACTIONS.values()]:
        import_string(path)
    for path in Path(settings.BASE_DIR, "templates", "emails", "reminders").iterdir():
        get_template(f"emails/reminders/{path.name}")
    get_resolver().url_patterns  # noqa: B018 - it imports them
    links.absolute("/")


def _begun(part, home, kept, is_full, is_alone):
    part.folder = home / f"{part.name}-{part.kind}"
    part.folder.mkdir()
    part.folder.chmod(0o711)
    part.own = f"drill_{os.getpid()}_{part.name}_{part.kind}"
    part.began = time.monotonic()
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    code = 1
    try:
        family.follow()
        family.adopt()
        if not is_alone:
            said = os.open(part.folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(said, 1)
            os.dup2(said, 2)
        code = _played(part, kept, is_full)
    except BaseException:  # noqa: BLE001 - its last words
        traceback.print_exc()
    finally:
        family.end_all(grace=0)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _played(part, kept, is_full):
    """Exit code of one part, in its own process."""
    with contextlib.ExitStack() as stack:
        if "cluster" in part.needs:
            own = cluster.Cluster(part.folder, kept)
            stack.callback(own.close)
            url = own.url
        else:
            stack.callback(place.drop, kept, [part.own])
            own, url = None, place.copied(kept, part.folder, part.own)
        place.move_in(part.folder, url, {} if is_full else part.small)
        is_well = _is_well(part, is_full, own)
    if left := family.end_all():
        print(f"  FAILED: left behind: {left}")
    return int(not is_well or bool(left))


def _is_well(part, is_full, own):
    from django.db import connections

    from tests.drills.stage import Stage

    drill = importlib.import_module(f"tests.drills.{part.name}")
    stage = Stage(part.folder, is_full, server=own)
    act = getattr(drill, part.kind)
    on = "SQLite" if stage.is_sqlite else "PostgreSQL"
    print(f"{part.title} on {on}: {act.__doc__.strip().splitlines()[0]}", flush=True)
    error = None
    try:
        act(stage)
    except Exception as wrong:  # noqa: BLE001 - a drill that stumbles has failed; its words are shown
        error = wrong
    broken = stage.report.broken
    is_well = (not error and not broken) if part.kind == DRILL else bool(broken) and not error
    if not is_well:
        traceback.print_exception(error) if error else None
        stage.tell_log()
    stage.end()
    connections.close_all()
    return is_well


def _ended(running):
    gone = []
    for pid, part in running.items():
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            part.code = os.waitstatus_to_exitcode(status)
            part.work = used.ru_utime + used.ru_stime
            gone.append(pid)
    return gone


def _end_the_late(running, patience):
    for pid, part in running.items():
        if time.monotonic() - part.began > patience:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _tell(part, is_alone):
    part.seconds = time.monotonic() - part.began
    said = part.folder / "said"
    if not is_alone and said.exists():
        print(said.read_text(errors="replace"), end="")
    verdict = {DRILL: "holds", CONTROL: "breaks, as it should"}[part.kind] if part.code == 0 else "FAILED"
    if part.code is not None and part.code < 0:
        verdict = f"FAILED: ended by signal {-part.code} after {part.seconds:.0f} s"
    print(f"  {verdict} ({part.seconds:.0f} s, {part.work:.1f} s of a core)", flush=True)
    subprocess.run(["umount", "-l", part.folder / "disk"], check=False, stderr=subprocess.DEVNULL)
    shutil.rmtree(part.folder, ignore_errors=True)
