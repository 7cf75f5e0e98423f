"""Who should hear from the person again, as reminders (settings.REMINDER_SOURCES)."""

from collections.abc import Iterable

from accounts import spoken, zones
from reminders.due import Due
from tracker import history, left_alone, rhythm
from tracker.models import PersonNote

KIND = "tracker.keep-in-touch"


def due(owner, now) -> Iterable[Due]:
    """One Due for everybody the owner wants to stay close to. A new contact moves it.

    The day of the last contact is part of the key: being in touch closes this one and opens the next.
    Nobody who asked not to be contacted is ever suggested.
    """
    notes = (
        PersonNote.objects.filter(owner=owner, attending__deleted_at=None)
        .exclude(closeness="")
        .exclude(attending__is_do_not_contact=True)
        .select_related("attending")
        .order_by("pk")
    )
    alone = left_alone.elsewhere(owner) if (notes := list(notes)) else set()
    notes = [note for note in notes if note.attending_id not in alone]
    if not notes:
        return
    today = zones.day_in(owner.profile.time_zone, now)
    last = history.last_contacts(owner, today)
    for note in notes:
        yield _due(note, last.get(note.attending_id), owner, today)


def _due(note, last_on, owner, today):
    since = zones.day_in(owner.profile.time_zone, note.created_at)
    on = rhythm.next_on(note.closeness, last_on, since)
    every = spoken.plural(rhythm.EVERY[note.closeness], "day")
    reason = f"Nothing written down yet. You wanted to be in touch every {every}."
    if last_on:
        reason = f"Last in touch on {spoken.day(last_on, today)}. You wanted to be in touch every {every}."
    return Due(
        key=f"{KIND}:{note.attending_id}:{(last_on or since).isoformat()}",
        kind=KIND,
        title=f"Be in touch with {note.attending}",
        reason=reason,
        due_at=zones.at_wall(on, owner.profile.digest_at, owner.profile.time_zone),
        path=note.attending.get_absolute_url(),
        action="See what there is to say",
        icon="talk",
        names=(str(note.attending),),
    )
