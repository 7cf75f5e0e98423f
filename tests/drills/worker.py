"""One worker of a drill; imported once by the process all of them are forked from."""

import os

import django

if __name__ != "__main__":
    django.setup()

from django.conf import settings
from django.core.management import call_command

from reminders import engine, heal  # noqa: F401 - imported once, before the fork
from tests.drills import sabotage as protections


def run(sabotage, log, port):
    """`manage.py remind --loop`, speaking to the mail server at `port`."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    if sabotage:
        getattr(protections, sabotage)()
    call_command("remind", "--loop")
