"""The engine beside many rows: a tick with nothing due, a claim of 1,000, one owner's refresh.

`python -m benchmarks.bench_engine_rows [--rows 100000 5000000]` on DATABASE_URL or SQLite.
"""

import argparse
import tempfile
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    given = parser.parse_args()
    from tests.drills import place

    with tempfile.TemporaryDirectory() as folder, place.prepared(Path(folder), __file__, is_full=True):
        from benchmarks import engine_rows

        engine_rows.measure(Path(folder), given.rows)


if __name__ == "__main__":
    main()
