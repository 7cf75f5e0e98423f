"""The mail server of bench_mail, in a process of its own so that its work is nobody's.

Says its port; then, for every line it reads, how many mails it has taken.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reminders.sink import Sink


def main():
    with Sink() as sink:
        print(sink.port, flush=True)
        for _ in sys.stdin:
            print(len(sink.taken), flush=True)


if __name__ == "__main__":
    main()
