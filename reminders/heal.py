"""The nightly pass: asks the sources again for everybody, so that a missed refresh heals by itself."""

import datetime
import logging
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils.module_loading import import_string

from accounts import pdfs
from reminders import services
from reminders.models import Budget, Mail

logger = logging.getLogger(__name__)
SLOTS = 24
SECONDS = 200
# How long the outbox remembers what it sent.
KEPT = datetime.timedelta(days=90)


def heal(now, slot=None):
    """Refresh the owners whose turn this hour is (id modulo 24), and forget old mails and lost files.

    Returns how many owners. Without a memory of its own: called every hour it comes round to everybody
    once a day.
    """
    slot = now.hour if slot is None else slot
    owners = get_user_model().objects.annotate(slot=F("pk") % SLOTS).filter(slot=slot, is_active=True)
    began, count = time.monotonic(), 0
    for owner in owners.select_related("profile").order_by("pk").iterator(chunk_size=200):
        if time.monotonic() - began > SECONDS:
            logger.warning("The nightly pass ran out of time after %d owners.", count)
            break
        try:
            for path in settings.NIGHTLY:
                import_string(path)(owner, now)
            services.refresh(owner, now)
        except Exception:  # one owner's trouble is not everybody's
            logger.exception("Owner %s could not be refreshed.", owner.pk)
        count += 1
    Mail.objects.filter(finished_at__lt=now - KEPT).delete()
    Budget.objects.filter(hour__lt=now - datetime.timedelta(days=1)).delete()
    pdfs.sweep(now)
    for path in settings.SWEEPS:
        import_string(path)(now)
    return count
