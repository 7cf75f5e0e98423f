"""Prepares a machine for one drill: environment, a migrated database of its own, Django."""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEY = "only for drills, long enough and never used for anything else"


def _needs(source):
    """`NEEDS = {...}` and `TIMES = {...}` of a drill, read without importing it."""
    text = Path(source).read_text()
    found = {}
    for name in ("NEEDS", "SMALL"):
        match = re.search(rf"(?m)^{name} = (\{{.*?\}})$", text)
        found[name] = eval(match[1], {}) if match else {}
    return found


@contextlib.contextmanager
def prepared(folder, source, *, is_full):
    """Sets the environment and calls django.setup(). Yields why the drill cannot run, or ""."""
    asked = _needs(source)
    if why_not := _missing(asked["NEEDS"]):
        yield why_not
        return
    _surroundings(folder, {} if is_full else asked["SMALL"])
    with _database(folder):
        import django

        django.setup()
        yield ""


def _missing(needs):
    url = os.environ.get("DATABASE_URL", "")
    if "postgres" in needs and not url.startswith("postgres"):
        return "it needs PostgreSQL (DATABASE_URL=postgres://…)"
    if "sqlite" in needs and url.startswith("postgres"):
        return "it is about SQLite"
    if "redis" in needs and not shutil.which("redis-server"):
        return "it needs redis-server"
    if "dump" in needs and url.startswith("postgres") and not programs("pg_dump"):
        return "it needs pg_dump and pg_restore"
    if "cluster" in needs and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return "it needs the programs of PostgreSQL"
    if "root" in needs and os.geteuid() != 0:
        return "it must mount a small disk, which only root may"
    return ""


def programs(name):
    """Paths of a program of PostgreSQL, the newest version first."""
    return sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)


def _surroundings(folder, small):
    url = os.environ.get("DATABASE_URL", "")
    for name in ("BROKER_URL", "CACHE_URL", "EMAIL_URL", "DEBUG", "ADMIN_PATH"):
        os.environ[name] = ""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.drills.settings",
        DATABASE_URL=url,
        SECRET_KEY=KEY,
        BASE_URL="http://localhost:8000",
        WARDBOOK_VAR=str(folder / "var"),
        DRILL_CLOCK=str(folder / "clock"),
        PYTHONTZPATH="",
        DEFAULT_FROM_EMAIL="Wardbook <reminders@wardbook.example.org>",
        EMAIL_URL="smtp://127.0.0.1:1",
        LOG_LEVEL="WARNING",
        **{name: str(value) for name, value in small.items()},
    )
    (folder / "clock").write_text("0")


@contextlib.contextmanager
def _database(folder):
    """A copy of a migrated database; the migrated one is kept until a migration changes."""
    url = os.environ["DATABASE_URL"]
    if url.startswith("postgres"):
        with _on_postgres(url) as own:
            os.environ["DATABASE_URL"] = own
            yield
        return
    kept = Path(os.environ.get("TMPDIR", "/tmp")) / f"wardbook-drill-{_version()}.sqlite3"
    if not kept.exists():
        part = kept.with_suffix(f".{os.getpid()}")
        _migrate(f"sqlite:///{part}")
        part.replace(kept)
    own = folder / "drill.sqlite3"
    with sqlite3.connect(kept) as here, sqlite3.connect(own) as there:
        here.backup(there)
    os.environ["DATABASE_URL"] = f"sqlite:///{own}"
    yield


@contextlib.contextmanager
def _on_postgres(url):
    import psycopg

    base = url.partition("?")[0].rpartition("/")[0]
    kept, own = f"drill_{_version()}", f"drill_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(20261127)")
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept]).fetchone():
            link.execute(f"CREATE DATABASE {kept}_part")
            _migrate(f"{base}/{kept}_part")
            link.execute(f"ALTER DATABASE {kept}_part RENAME TO {kept}")
        link.execute(f"CREATE DATABASE {own} TEMPLATE {kept}")
        # A mark must be on disk before the text leaves, also where the server was set up for speed.
        link.execute(f"ALTER DATABASE {own} SET synchronous_commit = on")
        link.execute("SELECT pg_advisory_unlock(20261127)")
    try:
        yield f"{base}/{own}"
    finally:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as link:
            link.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")


def _version():
    """A name for the state of all migrations."""
    found = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _migrate(url):
    argv = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(argv, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
