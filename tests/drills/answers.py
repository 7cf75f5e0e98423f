"""Drill 15: one-click answers against each other and against the engine."""

import datetime

from django.test import Client

from accounts.models import Profile
from reminders import claim, clock, engine, links, services
from reminders.models import Mail, Reminder
from tests.drills.racing import all_at_once

ROUND = 20, 10  # at the same moment: full, small


def drill(stage):
    """100 answers at once act once; a mail whose reminder was stopped first never leaves."""
    acted, states = answer_at_once(stage, stage.size(5, 1))
    stage.hold("answers that acted, per reminder", acted, exactly=[1] * len(acted))
    stage.hold("states", states, exactly=sorted(["done"] * len(states)))
    begun, _stopped = stop_against_send(stage, stage.size(60, 12))
    stage.hold("begun after stop had committed", begun, exactly=0)


def control(stage):
    """The last question before the text leaves is not asked."""
    marked, engine.claim.to_the_wire = claim.to_the_wire, None
    engine.claim.to_the_wire = lambda mail, token, now, **asked: marked(mail, token, now)
    try:
        begun, _stopped = stop_against_send(stage, 12)
    finally:
        engine.claim.to_the_wire = marked
    stage.hold("begun after stop had committed", begun, exactly=0)


def answer_at_once(stage, count):
    acted, states = [], []
    for owner in stage.people(count, things=1, is_digest=False):
        reminder = Reminder.objects.get(owner=owner)
        url = links.action_url(reminder, "done", Profile.objects.get(pk=owner.pk).link_nonce)
        path = url.partition("localhost:8000")[2]
        posts = [lambda p=path: Client(SERVER_NAME="localhost").post(p) for _ in range(stage.size(*ROUND))]
        pages = all_at_once(posts)
        acted.append(sum(1 for page in pages if b"You will not hear about this again" in page.content))
        states.append(Reminder.objects.get(owner=owner).state)
    return acted, sorted(states)


def stop_against_send(stage, count):
    """Texts begun although the reminder had been stopped before; how many were stopped in time."""
    now = clock.now()
    stage.open_sink()
    people = stage.people(count, things=1, is_digest=False, is_alone=True)
    stopped_at = {}

    compose = engine.delivery.compose

    def slow(parcel, at):
        message = compose(parcel, at)
        if parcel.mail.owner_id % 2:  # between writing and sending, as a person would by chance
            for row in parcel.listed:
                services.stop(row, clock.now())
                stopped_at[row.owner_id] = clock.now()
        return message

    engine.delivery.compose = slow
    try:
        Profile.objects.filter(pk__in=[p.pk for p in people]).update(
            digest_at=datetime.time(0, 0), time_zone="UTC"
        )
        all_at_once([lambda: engine.tick(now)] * 3)
    finally:
        engine.delivery.compose = compose
    begun = Mail.objects.filter(owner_id__in=stopped_at).exclude(wire_at=None).count()
    stage.say(f"stopped before the text left: {len(stopped_at)}, taken: {stage.taken()}")
    assert len(stopped_at) > 0
    return begun, len(stopped_at)
