"""One worker of a drill, in a process that was forked when everything was imported."""

import os
import random

from django.conf import settings
from django.core.management import call_command

from tests.drills import sabotage as protections


def run(sabotage, log, database, given):
    """`manage.py remind --loop` on `database`, with the settings `given`."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    random.seed()  # or all would be lucky at the same moments
    settings.DATABASES["default"]["NAME"] = database
    for name, value in given.items():
        setattr(settings, name, value)
    if sabotage:
        getattr(protections, sabotage)()
    call_command("remind", "--loop")
