"""`make bench`: the benchmarks on a throw-away database; a table, and the figures as JSON.

    python benchmarks/run.py [pages|grown|mail|directory|import] [--quick]

SQLite by default; DATABASE_URL=postgres://… names an empty PostgreSQL database instead.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

NAMES = ("pages", "grown", "mail", "directory", "import")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.dont_write_bytecode = True


def prepare(var):
    """Django on a database of its own, migrated, static files collected."""
    os.environ["WARDBOOK_VAR"] = var
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # people are made by the hundred; nobody types a password here
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def show(name, rows):
    print(f"\n{name}")
    for row in rows:
        figure = next(f"{value} {key.replace('_', ' ')}" for key, value in list(row.items())[1:2])
        aim = f"aim {row['aim']}: {'met' if row['met'] else 'NOT MET'}" if row["aim"] else ""
        print(f"  {row['what']:<24}{figure:>24}   x {row['ratio']:<6.2f} {aim}")


def save(name, rows):
    from django.conf import settings

    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    database = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1]
    facts = {"python": platform.python_version(), "cores": os.cpu_count(), "database": database}
    (folder / f"{name}-{database}.json").write_text(json.dumps({**facts, "rows": rows}, indent=2) + "\n")


def main(argv):
    wanted = [word for word in argv if not word.startswith("-")] or list(NAMES)
    var = tempfile.mkdtemp(prefix="wardbook-bench-")
    try:
        prepare(var)
        from benchmarks import bench_directory, bench_grown, bench_import, bench_mail, bench_pages

        benches = {
            "pages": bench_pages,
            "grown": bench_grown,
            "mail": bench_mail,
            "directory": bench_directory,
            "import": bench_import,
        }
        for name in wanted:
            rows = benches[name].run(quick="--quick" in argv)
            show(name, rows)
            save(name, rows)
    finally:
        shutil.rmtree(var, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
