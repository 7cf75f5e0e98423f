"""What the buttons of a follow-up reminder do (settings.REMINDER_ACTIONS).

Each is safe to press twice and after another device was quicker: it answers with the sentence that is
true then.
"""

from accounts import spoken, zones
from outreach import outcome_services, sequence, services
from outreach.models import Thread
from reminders.actions import Action, Refused

GONE = "This thread was deleted. Nothing was changed."


def _sent(reminder, *, now):
    return _act(reminder, now, _record_sent)


def _replied(reminder, *, now):
    return _act(reminder, now, _record_replied)


def _stop(reminder, *, now):
    return _act(reminder, now, _record_stop)


def _act(reminder, now, record):
    thread_pk, number = (int(part) for part in reminder.key.split(":")[1:])
    threads = Thread.objects.for_owner(reminder.owner).select_related("contact")
    thread = threads.filter(pk=thread_pk).first()
    if thread is None:
        raise Refused(GONE)
    try:
        return record(thread, number, zones.day_in(thread.contact.zone, now), now)
    except sequence.Refused as refused:
        raise Refused(str(refused)) from None


def _record_sent(thread, number, on, now):
    touch = services.record_follow_up(thread, number=number, on=on, now=now)
    return f"Follow-up {number} to {thread.contact.called} is recorded, sent on {spoken.day(touch.on, on)}."


def _record_replied(thread, number, on, now):
    services.record_reply(thread, on=on, now=now)
    return f"{thread.contact.called} replied. No more follow-ups in this thread."


def _record_stop(thread, number, on, now):
    if services.stop(thread, now=now):
        return f"Stopped. No more follow-ups to {thread.contact.called}."
    return f"This thread with {thread.contact.called} had already ended. Nothing was changed."


def _thanked(reminder, *, now):
    thread = Thread.objects.for_owner(reminder.owner).filter(pk=int(reminder.key.split(":")[1])).first()
    if thread is None:
        raise Refused(GONE)
    outcome_services.record_thanks(thread, on=services.their_day(thread.contact, now), now=now)
    return f"Recorded: you thanked {thread.contact.called}."


thanked = Action(label="I said thank you", question="Did you thank them?", run=_thanked)
sent = Action(label="I sent it", question="Did you send this follow-up?", run=_sent)
replied = Action(label="They replied", question="Did they reply? That ends the follow-ups.", run=_replied)
stop = Action(label="Stop following up", question="Stop following up in this thread?", run=_stop)
