"""Wires the apps together. Knows everybody; nobody below imports it."""

import zoneinfo

# The system's zone files may be years old (Morocco, British Columbia and Alberta changed in 2026):
# with an empty search path zoneinfo reads the tzdata package, which the lock keeps current.
zoneinfo.reset_tzpath(to=[])

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
