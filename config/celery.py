"""Celery only rings the bell: every task is empty-handed, and what is due stands in the database.

The schedule is plain intervals in UTC, held in memory: there is no file to corrupt and no local
hour to get wrong. Local time is resolved by reminders.schedule.
"""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wardbook")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Celery closes the database connection after every task unless this exact key is set.
app.conf["CELERY_DB_REUSE_MAX"] = 1000
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**_):
    """Celery leaves the loggers alone; settings.LOGGING is already in force."""
