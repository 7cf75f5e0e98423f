"""Prepares a machine for drills: environment, a migrated database, a copy of it for each, Django."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.drills import cluster

ROOT = Path(__file__).resolve().parents[2]
KEY = "only for drills, long enough and never used for anything else"
TIMES = ("DRILL_TICK", "DRILL_LEASE", "DRILL_MESSAGE", "DRILL_OPERATION")


def asked(source):
    """`NEEDS = {...}` and `SMALL = {...}` of a drill, read without importing it."""
    text = Path(source).read_text()
    found = {}
    for name in ("NEEDS", "SMALL"):
        match = re.search(rf"(?m)^{name} = (\{{.*?\}})$", text)
        found[name] = eval(match[1], {}) if match else {}
    return found


def source_of(name):
    return importlib.util.find_spec(f"tests.drills.{name}").origin


@contextlib.contextmanager
def prepared(folder, source, *, is_full):
    """For one program of its own (a benchmark): environment and database, then django.setup()."""
    begin(folder)
    begin_times(folder, {} if is_full else asked(source)["SMALL"])
    url = os.environ["DATABASE_URL"]
    own = f"drill_{os.getpid()}_{secrets.token_hex(3)}"
    try:
        os.environ["DATABASE_URL"] = copied(template(url), folder, own)
        import django

        django.setup()
        yield ""
    finally:
        drop(url, [own])


def missing(needs):
    """Why a drill with these needs cannot run here, or ""."""
    url = os.environ.get("DATABASE_URL", "")
    if "postgres" in needs and not url.startswith("postgres"):
        return "it needs PostgreSQL (DATABASE_URL=postgres://…)"
    if "sqlite" in needs and url.startswith("postgres"):
        return "it is about SQLite"
    if "redis" in needs and not shutil.which("redis-server"):
        return "it needs redis-server"
    if "dump" in needs and url.startswith("postgres") and not cluster.programs("pg_dump"):
        return "it needs pg_dump and pg_restore"
    if "cluster" in needs and not cluster.programs("initdb"):
        return "it needs the programs of PostgreSQL"
    if "disk" in needs and not _may_mount():
        return "it must mount a small disk, which takes root and a machine that lets root"
    return ""


def _may_mount():
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        argv = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        is_mounted = subprocess.run(argv, check=False, capture_output=True).returncode == 0
        return is_mounted and subprocess.run(["umount", folder], check=False).returncode == 0


def begin(folder):
    """The environment of all drills; each adds its own (begin_times, moved_in)."""
    (folder / "var" / "static").mkdir(parents=True)
    for name in ("BROKER_URL", "CACHE_URL", "EMAIL_URL", "DEBUG", "ADMIN_PATH", *TIMES):
        os.environ[name] = ""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.drills.settings",
        DATABASE_URL=os.environ.get("DATABASE_URL", ""),
        SECRET_KEY=KEY,
        BASE_URL="http://localhost:8000",
        WARDBOOK_VAR=str(folder / "var"),
        PYTHONTZPATH="",
        DEFAULT_FROM_EMAIL="Wardbook <reminders@wardbook.example.org>",
        EMAIL_URL="smtp://127.0.0.1:1",
        LOG_LEVEL="WARNING",
    )
    if sys.dont_write_bytecode:  # what the processes of many drills import is compiled once, and forgotten
        os.environ.update(PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=str(folder / "compiled"))


def begin_times(folder, small):
    """A clock of its own, and the times of a small drill."""
    (folder / "clock").write_text("0")
    os.environ.update({name: str(value) for name, value in small.items()}, DRILL_CLOCK=str(folder / "clock"))


def move_in(folder, url, small):
    """Make a folder and a database those of this process, in which Django is set up already, and of all it
    starts."""
    begin_times(folder, small)
    os.environ.update(WARDBOOK_VAR=str(folder / "var"), DATABASE_URL=url)
    from django.conf import settings

    from tests.drills.settings import times

    for name, value in times(os.environ).items():
        setattr(settings, name, value)
    settings.VAR = folder / "var"
    settings.VAR.mkdir()
    settings.MAILBOX, settings.MEDIA_ROOT = settings.VAR / "mail", settings.VAR / "files"
    database = settings.DATABASES["default"]
    if url.startswith("sqlite"):
        database["NAME"] = url.removeprefix("sqlite:///")
    else:
        from environ import Env

        found = Env.db_url_config(url)
        database.update({name: found[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")})


# ---- the database ----


def template(url):
    """A migrated database on the server of `url`, or a file in var/: made once, kept until a migration
    changes."""
    return _postgres_template(url) if url.startswith("postgres") else _sqlite_template()


def copied(kept, folder, own):
    """URL of a copy of its own: a file in `folder`, or the database `own` on the same server."""
    if not kept.startswith("postgres"):
        with (
            closing(sqlite3.connect(kept)) as here,
            closing(sqlite3.connect(folder / "drill.sqlite3")) as there,
        ):
            here.backup(there)
        return f"sqlite:///{folder / 'drill.sqlite3'}"
    base, _, name = kept.rpartition("/")
    with _alone(base) as link:
        link.execute(f"CREATE DATABASE {own} TEMPLATE {name}")
        # A mark must be on disk before the text leaves, also where the server was set up for speed.
        link.execute(f"ALTER DATABASE {own} SET synchronous_commit = on")
    return f"{base}/{own}"


def drop(url, names):
    """Remove copies that are still there."""
    if names and url.startswith("postgres"):
        import psycopg

        with psycopg.connect(f"{_base(url)}/postgres", autocommit=True) as link:
            for name in names:
                link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _base(url):
    return url.partition("?")[0].rpartition("/")[0]


@contextlib.contextmanager
def _alone(base):
    """A link to the server, on which only one at a time makes databases."""
    import psycopg

    with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(20261127)")
        yield link


def _postgres_template(url):
    base, kept = _base(url), f"drill_{_version()}"
    with _alone(base) as link:
        known = [
            row[0]
            for row in link.execute("SELECT datname FROM pg_database WHERE datname ~ '^drill_[0-9a-f]{12}'")
        ]
        if kept not in known:
            for old in known:  # of other migrations, or half done
                link.execute(f"DROP DATABASE {old} WITH (FORCE)")
            link.execute(f"CREATE DATABASE {kept}_part")
            _migrate(f"{base}/{kept}_part")
            link.execute(f"ALTER DATABASE {kept}_part RENAME TO {kept}")
    return f"{base}/{kept}"


def _sqlite_template():
    folder = ROOT / "var" / "drills"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{_version()}.sqlite3"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            part = kept.with_suffix(".part.sqlite3")
            _migrate(f"sqlite:///{part}")
            with closing(sqlite3.connect(part)) as link:
                link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            part.replace(kept)
    return str(kept)


def _version():
    """A name for the state of all migrations."""
    found = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _migrate(url):
    argv = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(argv, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
