"""One-click answers to a reminder: what stands on the button, what the page asks, what happens.

An app above declares its own in settings.REMINDER_ACTIONS: name -> dotted path of an Action.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts import spoken, zones
from reminders import services, wording
from reminders.models import Reminder


class Refused(Exception):
    """An action cannot be done; its text is the sentence the page shows. Nothing is changed."""


@dataclass(frozen=True)
class Action:
    """`label` is the button, `question` the sentence of the page it opens, `run(reminder, *, now)` acts
    and returns the sentence shown afterwards. The reminder counts as done before `run` is called, in
    the same transaction; `run` may raise Refused."""

    label: str
    question: str
    run: Callable[..., str]


@dataclass(frozen=True)
class Answer:
    """What came of an answer: the sentence to show, and whether this call was the one that acted."""

    sentence: str
    has_acted: bool


def _done(reminder, *, now):
    return "Done. You will not hear about this again."


def _later(reminder, *, now, days=3, until=None):
    back_at = services.postpone(reminder, now, days=days, until=until)
    return f"Put off until {spoken.day(*_days(reminder, back_at, now))}."


def _stop(reminder, *, now):
    return "Stopped. You will not hear about this again."


done = Action("Done", "Mark this as done?", _done)
later = Action("Later (3 days)", "Remind you again in 3 days?", _later)
stop = Action("Stop", "Stop reminding you about this?", _stop)
BUILT_IN = {"done": done, "later": later, "stop": stop}


def find(name) -> Action | None:
    """The action of that name, or None when no app offers it (any more)."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    path = settings.REMINDER_ACTIONS.get(name)
    return import_string(path) if path else None


def offered(reminder):
    """(name, Action) of the buttons a reminder carries, in order: its own answers, later, and an end."""
    own = [(name, action) for name in reminder.answers if (action := find(name))]
    ends = [one for one in own if one[0].rpartition(".")[2] == "stop"] or [("stop", stop)]
    own = [one for one in own if one not in ends] or [("done", done)]
    return [*own, ("later", later), *ends]


@transaction.atomic
def answer(reminder, name, now, **how) -> Answer:
    """Do what the button says, once: of many calls for one open reminder one acts, the others are told so.

    `how`: for "later", the `days` or the day `until` which. KeyError for a name nobody offers; Refused with a
    sentence when the app above says no.
    """
    action = find(name)
    if action is None:
        raise KeyError(name)
    if name == "later":
        return _put_off(reminder, action, now, how)
    ends = services.stop if name == "stop" else services.finish
    if not ends(reminder, now):
        return Answer(already(reminder, now), False)
    return Answer(action.run(reminder, now=now), True)


def _put_off(reminder, action, now, how):
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("owner__profile")
    reminder = rows.get(pk=reminder.pk)
    if not reminder.is_open or (reminder.snoozed_until and reminder.snoozed_until > now):
        return Answer(already(reminder, now), False)
    return Answer(action.run(reminder, now=now, **how), True)


def already(reminder, now):
    """The sentence for a reminder that needs no answer any more."""
    row = Reminder.objects.select_related("owner__profile").get(pk=reminder.pk)
    if row.is_open:
        return f"This is put off until {spoken.day(*_days(row, row.shows_at, now))} already."
    when = spoken.day(*_days(row, row.finished_at, now))
    words = {"done": "was marked as done", "stopped": "was stopped", "closed": "was no longer needed"}
    return f"This {words[row.state]} on {when}. Nothing more to do."


def _days(reminder, at, now):
    zone = reminder.owner.profile.time_zone
    return zones.day_in(zone, at), zones.day_in(zone, now)


def shown_title(reminder):
    """The title on a page anybody with the link can see: initials for who leaves names out of mails."""
    if reminder.owner.profile.hides_names:
        return wording.hide_names(reminder.title, reminder.names)
    return reminder.title
