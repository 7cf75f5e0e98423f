"""How fast reminder mail leaves, beside what anybody could reach with Django alone in the same run.

`python -m benchmarks.bench_engine_mail [--people 1000]` on a database beside DATABASE_URL, or SQLite.
Floor: the same digests rendered by the same templates from rows already read, as EmailMultiAlternatives
over one connection: no claim, no mark, no record, no promise. Prints mails a second, SQL, CPU.
"""

import argparse
import tempfile
from pathlib import Path

ROUNDS = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    given = parser.parse_args()
    from tests.drills import place

    with tempfile.TemporaryDirectory() as folder, place.prepared(Path(folder), __file__, is_full=True):
        from benchmarks import engine_race

        engine_race.race(Path(folder), given.people, ROUNDS)


if __name__ == "__main__":
    main()
