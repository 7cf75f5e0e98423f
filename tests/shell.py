"""Runs Wardbook as other processes, with an environment that is only what the test says."""

import os
import socket
import subprocess
import sys

from django.conf import settings

# Everything that config/settings.py reads; a test must not inherit what the developer set.
OURS = (
    *("ADMIN_PATH", "ALLOWED_HOSTS", "ALLOW_SAMPLE_DATA", "BASE_URL", "BROKER_URL", "CACHE_URL"),
    *("DATABASE_URL", "DEBUG", "DEFAULT_FROM_EMAIL", "DEFAULT_USER_ZONE", "EMAIL_URL", "LOG_LEVEL"),
    *("ANYMAIL_PROVIDER", "ANYMAIL_WEBHOOK_SECRET", "BOUNCE_ADDRESS", "INBOUND_AUTHSERV", "INBOUND_DOMAIN"),
    *("MAILGUN_SIGNING_KEY", "PORT", "SECRET_KEY", "TICK_SECONDS", "TRUSTED_PROXY_COUNT", "WARDBOOK_VAR"),
)


def environment(var, **given):
    """The surroundings of a process: the machine's, our own variables as given, data in `var`.

    Set and empty beats a .env file beside manage.py, which a developer may have.
    """
    own = {*OURS, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    clean = {name: value for name, value in os.environ.items() if name not in own}
    ours = {name: "" for name in OURS if name != "PORT"}
    return {**clean, **ours, "WARDBOOK_VAR": str(var), "PORT": "8000", **given}


def manage(*argv, var, timeout=180, **given):
    """Run manage.py to its end; the finished process with its output as text."""
    return subprocess.run(
        [sys.executable, "manage.py", *argv],
        cwd=settings.BASE_DIR,
        env=environment(var, **given),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
