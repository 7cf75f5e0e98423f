"""How long things may take (reliability.md §8, Timeouts). Seconds unless said."""

from django.conf import settings

CONNECT = 10  # to reach the mail server
OPERATION = 20  # one question to it
MESSAGE = 60  # one whole message, hard
BATCH = 25  # mails under one lease
PATIENCE = 0.05  # how long the end of a mail waits to be one commit with the mark of the next
BUDGET = 120  # one tick; below Celery's soft limit
BEAT = 15  # a heartbeat is written at most this often
PROBE = 90  # only one process tries a server that did not answer

PAUSE_FIRST, PAUSE_LONGEST = 30, 600  # the transport circuit
ALERT_AFTER = 900


def lease():
    """How long a claimed batch belongs to its worker. reminders.checks holds it above twice a message."""
    return getattr(settings, "REMINDER_LEASE_SECONDS", 300)
