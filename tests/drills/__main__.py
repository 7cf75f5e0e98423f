"""`python -m tests.drills kill clocks --full`: run drills, each with its control. Without names: all.

The database is the one of DATABASE_URL (databases of its own beside it), or SQLite. Exit status: 0 all
figures hold and every control broke what it should, 1 not so, 77 when nothing asked for can run here.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.drills import programme

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
    "caps": 27,
    "migrating": 28,
}
KINDS = (programme.DRILL, programme.CONTROL)


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--full", action="store_true", help="the sizes of reliability.md §6, one after another"
    )
    parser.add_argument("--only", choices=KINDS, help="not both")
    parser.add_argument("--at-once", type=int, help="this many side by side")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    os.environ["DRILL_SIZE"] = "full" if given.full else "small"
    names = {name: NAMES[name] for name in given.names or NAMES}
    kinds = [given.only] if given.only else KINDS
    parts, left_out = programme.parts_of(names, kinds)
    at_once = given.at_once or (1 if given.full else 2 * (os.cpu_count() or 1))
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # in its own time: what was begun is cleared away
    with tempfile.TemporaryDirectory(prefix="drill-") as home:
        if parts:
            programme.play(parts, Path(home), is_full=given.full, at_once=at_once)
    sys.exit(told(parts, left_out, given.only, time.monotonic() - began))


def told(parts, left_out, only, seconds):
    """The last lines, and the exit status."""
    failed = [part.title for part in parts if part.code != 0]
    print(f"\n{len(parts)} parts in {seconds:.0f} s, {len(parts) - len(failed)} as they should")
    slowest = sorted(parts, key=lambda part: -part.seconds)[:5]
    print("slowest: " + ", ".join(f"{part.kind} {part.name} {part.seconds:.0f} s" for part in slowest))
    for name, why in left_out:
        print(f"not run here: drill {NAMES[name]} {name}: {why}")
    if only:
        other = next(kind for kind in KINDS if kind != only)
        print(f"left out: the {other} of each (python -m tests.drills plays both)")
    for title in failed:
        print(f"FAILED: {title}")
    if failed:
        return 1
    return 0 if parts else 77


if __name__ == "__main__":
    main()
