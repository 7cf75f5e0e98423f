"""`python -m tests.drills kill clocks --full`: run drills, each with its control. Without names: all.

The database is the one of DATABASE_URL (a database of its own beside it), or SQLite. Exit status: 0 all
figures hold and every control broke what it should, 1 not so, 77 when the drill cannot run here.
"""

import argparse
import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

NAMES = {
    "kill": 1,
    "terminate": 2,
    "refused": 3,
    "hung": 4,
    "mixed": 5,
    "after_dot": 6,
    "short_lease": 7,
    "broker": 8,
    "server_restart": 9,
    "crowd": 10,
    "clocks": 11,
    "disk_full": 12,
    "locked": 13,
    "double_post": 14,
    "answers": 15,
    "scanners": 16,
    "one_click": 17,
    "zone_days": 18,
    "moved": 19,
    "pool_child": 20,
    "poison": 22,
    "restore": 23,
    "gone": 25,
    "beat_file": 26,
    "migrating": 28,
}


class CannotRun(Exception):
    """Something this drill needs is not on this machine; the text says what."""


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--full", action="store_true", help="the sizes of reliability.md §6")
    parser.add_argument("--only", choices=["drill", "control"], help="not both")
    given = parser.parse_args()
    given.full = given.full or os.environ.get("DRILL_SIZE") == "full"
    os.environ["DRILL_SIZE"] = "full" if given.full else "small"
    names = given.names or list(NAMES)
    if len(names) > 1:  # one process each: environment and clock are process-wide
        rest = [flag for flag in sys.argv[1:] if flag.startswith("--") or flag in ("drill", "control")]
        runs = [
            os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-m", "tests.drills", n, *rest)
            for n in names
        ]
        sys.exit(max((run for run in runs if run != 77), default=77))
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        sys.exit(run(names[0], Path(folder), given))


def run(name, folder, given):
    from tests.drills import place  # reads no settings before the environment is set

    module = f"tests.drills.{name}"
    with place.prepared(folder, importlib.util.find_spec(module).origin, is_full=given.full) as why_not:
        if why_not:
            print(f"drill {NAMES[name]:>2} {name}: cannot run here: {why_not}")
            return 77
        return play(name, importlib.import_module(module), folder, given)


def play(name, drill, folder, given):
    from tests.drills.stage import Stage

    failed = False
    for part in ("drill", "control"):
        if given.only not in (None, part) or not hasattr(drill, part):
            continue
        stage, began = Stage(folder, given.full), time.monotonic()
        title = (drill.drill if part == "drill" else drill.control).__doc__.strip().splitlines()[0]
        print(f"{part} {NAMES[name]} {name} on {place_name(stage)}: {title}", flush=True)
        error = None
        try:
            stage.clear()
            getattr(drill, part)(stage)
        except Exception as wrong:  # noqa: BLE001 - a drill that stumbles has failed; its words are shown
            error = wrong
        broken = stage.report.broken
        is_well = (not error and not broken) if part == "drill" else bool(broken)
        if not is_well:
            failed = True
            traceback.print_exception(error) if error else None
            stage.tell_log()
        stage.close()
        verdict = "holds" if part == "drill" else "breaks, as it should"
        print(f"  {verdict if is_well else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    return int(failed)


def place_name(stage):
    return "SQLite" if stage.is_sqlite else "PostgreSQL"


if __name__ == "__main__":
    main()
