"""How many mails the whole instance may try in an hour (REMINDER_MAILS_AN_HOUR). None is lost, all wait.

A row for each clock hour, raised by a guarded update before mails are claimed: however many processes claim,
their shares together never exceed the limit. Account mail is neither counted nor held.
"""

from django.conf import settings
from django.db.models import F

from reminders.models import Budget


def take(count, now):
    """How many of `count` mails may be tried in this hour; they count as tried from here on."""
    limit = settings.REMINDER_MAILS_AN_HOUR
    if not limit:
        return count
    hour = _hour(now)
    Budget.objects.bulk_create([Budget(hour=hour)], ignore_conflicts=True)
    while True:
        taken = Budget.objects.values_list("taken", flat=True).get(hour=hour)
        share = max(0, min(count, limit - taken))
        if not share or Budget.objects.filter(hour=hour, taken=taken).update(taken=taken + share):
            return share


def give_back(count, now):
    """Mails that were not tried after all."""
    if count > 0 and settings.REMINDER_MAILS_AN_HOUR:
        Budget.objects.filter(hour=_hour(now), taken__gte=count).update(taken=F("taken") - count)


def _hour(now):
    return now.replace(minute=0, second=0, microsecond=0)
