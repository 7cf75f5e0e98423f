"""What the buttons of a letter's reminder do (settings.REMINDER_ACTIONS).

Each is safe to press twice and after another device was quicker.
"""

from accounts import spoken
from letters import services
from letters.models import Letter
from letters.states import State
from reminders.actions import Action, Refused
from tracker.models import Attending

GONE = "This letter was deleted. Nothing was changed."


def _asked(reminder, *, now):
    """The key names the attending: there may be no letter yet."""
    _, attending_pk, season, _ = reminder.key.split(":")
    attending = Attending.objects.visible_to(reminder.owner).filter(pk=attending_pk).first()
    if attending is None:
        raise Refused("This attending is not on your list any more. Nothing was changed.")
    open_ones = Letter.objects.for_owner(reminder.owner).filter(
        attending=attending, state__in=[State.CONSIDERING, State.SIGNALLED]
    )
    letter = open_ones.first() or services.open_letter(
        reminder.owner, attending, match_year=int(season) or None, now=now
    )
    return _record(letter, State.ASKED, now)


def _step(state):
    def run(reminder, *, now):
        letter = Letter.objects.for_owner(reminder.owner).filter(pk=int(reminder.key.split(":")[1])).first()
        if letter is None:
            raise Refused(GONE)
        return _record(letter, state, now)

    return run


def _record(letter, state, now):
    on = services.day_of(letter.owner, now)
    try:
        services.record(letter, state, on=on, now=now)
    except services.Refused as refused:
        raise Refused(str(refused)) from None
    return f"{SENTENCES[state].format(writer=letter.attending)} Recorded on {spoken.day(on, on)}."


SENTENCES = {
    State.ASKED: "You asked {writer}.",
    State.AGREED: "{writer} agreed.",
    State.DECLINED: "{writer} declined.",
    State.PACKET_SENT: "The packet went to {writer}.",
    State.CONFIRMED: "The entry of {writer} is confirmed for upload.",
    State.UPLOADED: "The letter of {writer} is in ERAS.",
    State.THANKED: "You thanked {writer}.",
}

asked = Action("I asked", "Did you ask for the letter?", _asked)
agreed = Action("They agreed", "Did they agree to write the letter?", _step(State.AGREED))
declined = Action("They declined", "Did they say no?", _step(State.DECLINED))
packet_sent = Action("I sent it", "Did you send the packet?", _step(State.PACKET_SENT))
confirmed = Action(
    "I confirmed it",
    "Did you confirm the entry in ERAS? It cannot be edited afterwards.",
    _step(State.CONFIRMED),
)
uploaded = Action("It is uploaded", "Does ERAS show the letter as uploaded?", _step(State.UPLOADED))
thanked = Action("I thanked them", "Did you thank them?", _step(State.THANKED))
