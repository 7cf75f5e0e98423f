"""Health checks of the containers: `python -m config.alive web` and `… ticking`. Status 0 means alive.

Not whether a process exists, which Docker sees by itself, but whether it does its work.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from reminders import clock, queries  # noqa: E402 - models need the setup above


def web(port=8000):
    """The web server answers and reaches the database. Late reminders are the worker's affair."""
    host = urlsplit(settings.BASE_URL).netloc
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:
            said = json.load(answer)
    except urllib.error.HTTPError as refused:
        said = json.load(refused)
    return said["database"] == "ok"


def ticking():
    """Clock, broker and worker together: somebody looked at what is due a moment ago."""
    looked_at = queries.last_checked()
    return looked_at is not None and clock.now() - looked_at < queries.SILENT


def main(argv):
    return 0 if {"web": web, "ticking": ticking}[argv[1]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
