"""What the buttons of a rotation's reminders do (settings.REMINDER_ACTIONS)."""

from accounts import spoken, zones
from reminders.actions import Action, Refused
from tracker import services
from tracker.models import Rotation

GONE = "This rotation was deleted. Nothing was changed."


def _day_off(reminder, *, now):
    """Mark the day the reminder names as a day off, from the mail or from the list."""
    _, pk, day = reminder.key.split(":")
    rotation = Rotation.objects.for_owner(reminder.owner).filter(pk=pk).first()
    if rotation is None:
        raise Refused(GONE)
    today = zones.day_in(reminder.owner.profile.time_zone, now)
    try:
        entry = services.mark_day_off(rotation, day, today=today, now=now)
    except services.Refused as refused:
        raise Refused(str(refused)) from None
    return f"{spoken.day(entry.day, today)} is a day off."


day_off = Action(label="It was a day off", question="Mark the day this is about as a day off?", run=_day_off)
