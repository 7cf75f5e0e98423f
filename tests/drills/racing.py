"""Many at the same moment, in threads with connections of their own."""

import threading

from django.db import connection


def all_at_once(works):
    """Run each of `works` at the same moment; what they returned, or the error they raised, in order."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at, work):
        try:
            barrier.wait(60)
            results[at] = work()
        except Exception as error:  # noqa: BLE001 - shown as a figure
            results[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at, work)) for at, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
