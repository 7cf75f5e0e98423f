"""The letters of the invented year (design reference), relative to today. All names are made up."""

import datetime

from accounts import zones
from accounts.models import Specialty
from letters import services
from letters.models import Letter, LetterPreset, TargetProgram
from letters.states import State
from tracker.models import Attending, Example, Feedback, Institution, Rotation, Supervision

MORNING = datetime.time(8)
DAY = datetime.timedelta(days=1)
FELDMAN = {
    "reliability": [
        "Checked the late potassium after sign-out and called the night resident.",
        "Kept the list of pending results and closed every one before the weekend.",
        "Came back at 6 pm for the family meeting I had promised to join.",
        "Found the missing consent before the team left for the procedure.",
    ],
    "initiative": [
        "Offered the ten-minute talk on hyponatremia; the table is still in use.",
        "Brought the paper behind the question about early mobility to rounds.",
        "Asked to follow the discharge from order to pharmacy.",
    ],
    "communication": [
        "Family meeting with a phone interpreter: one sentence, then a stop.",
        "Teach-back with the inhaler until all three steps were right.",
        "Called the primary care office before discharge and wrote down what they wanted.",
    ],
    "growth": [
        "Told that presentations were long; cut from seven minutes to three.",
        "Led with the assessment after the note about it, every day since.",
    ],
    "teamwork": ["Worked out the refused home-health request with the case manager."],
}
CLARKE = {
    "initiative": [
        "Started the medication-cost sheet and kept it going.",
        "Wrote the refill letter template.",
    ],
    "communication": ["Used the phone line for the third language, without waiting to be asked."],
    "reliability": [
        "There every Saturday, with the room set up before the first visit.",
        "Called back the labs.",
    ],
    "teamwork": ["Showed the two new volunteers the check-in."],
    "growth": ["After the talk about closing visits, ended each one with the plan in a sentence."],
}
MARSH = {
    "reliability": ["Finished the chart review a week early.", "Two passes over every exclusion."],
    "initiative": ["Proposed the sensitivity analysis and ran it.", "Wrote the data dictionary."],
    "communication": ["Presented at the lab meeting.", "Answered the reviewers in plain words."],
    "teamwork": ["Trained the next student on the registry."],
    "growth": ["Rewrote the methods after her notes.", "Learned to say what the data cannot show."],
}


def build(owner, today):
    """Examples, letters on every part of the ladder, two programs. Nothing is made twice."""
    if Letter.objects.filter(owner=owner).exists():
        return
    owner.profile.refresh_from_db()  # the tracker's part has just set the season
    now = zones.at_wall(today, MORNING, owner.profile.time_zone)
    feldman, clarke, marsh = (
        _attending(owner, name) for name in ("Ruth Feldman", "Imani Clarke", "Helen Marsh")
    )
    osei, lindqvist = _harlow(owner, today)
    specialty = Specialty.objects.filter(name="Internal medicine").first()
    Attending.objects.filter(owner=owner, pk__in=[feldman.pk, clarke.pk, marsh.pk, osei.pk]).update(
        specialty=specialty
    )
    for attending, examples, last in (
        (feldman, FELDMAN, today - 3 * DAY),
        (clarke, CLARKE, today - 10 * DAY),
        (marsh, MARSH, today - 125 * DAY),
        (osei, MARSH, today - 130 * DAY),
        (lindqvist, {"growth": FELDMAN["growth"]}, today - 200 * DAY),
    ):
        _examples(owner, attending, examples, last)
    for attending in (clarke, marsh, osei):
        _feedback(owner, attending, today)
    _walk(owner, marsh, now, [(State.ASKED, 56), (State.AGREED, 54), (State.PACKET_SENT, 52)])
    _choose_long(owner, feldman, now)
    _walk(
        owner, osei, now,
        [(State.ASKED, 130), (State.AGREED, 128), (State.PACKET_SENT, 127), (State.REQUESTED, 120),
         (State.CONFIRMED, 119), (State.UPLOADED, 80)],
    )  # fmt: skip
    for name in ("Carrow Medical Center", "Union Lake Health"):
        TargetProgram.objects.get_or_create(
            owner=owner, name=name, defaults={"specialty": specialty, "match_year": owner.profile.match_year}
        )


def _attending(owner, name, **fields):
    return Attending.objects.get_or_create(owner=owner, name=name, deleted_at=None, defaults=fields)[0]


def _harlow(owner, today):
    """Two more people at Harlow: a co-author, and an observership too short for a letter."""
    place = Institution.objects.filter(owner=owner, name="Harlow University Hospital").first()
    osei = _attending(owner, "Samuel Osei", credentials="MD", institution=place)
    lindqvist = _attending(owner, "Nils Lindqvist", credentials="MD", institution=place)
    research = Rotation.objects.for_owner(owner).filter(institution=place).first()
    if research:
        Supervision.objects.get_or_create(rotation=research, attending=osei)
        short, _ = Rotation.objects.get_or_create(
            owner=owner,
            institution=place,
            kind=Rotation.Kind.OBSERVERSHIP,
            deleted_at=None,
            defaults={
                "department": "Pulmonary",
                "starts_on": today - 233 * DAY,
                "ends_on": today - 206 * DAY,
            },
        )
        Supervision.objects.get_or_create(rotation=short, attending=lindqvist)
    return osei, lindqvist


def _examples(owner, attending, examples, last):
    """One every other day, back from `last`."""
    texts = [(quality, text) for quality, found in examples.items() for text in found]
    for number, (quality, text) in enumerate(texts):
        Example.objects.get_or_create(
            owner=owner,
            attending=attending,
            text=text,
            defaults={"quality": quality, "on": last - 2 * number * DAY},
        )


def _feedback(owner, attending, today):
    rotation = Rotation.objects.for_owner(owner).filter(supervisions__attending=attending).first()
    if rotation:
        asked_on = min(rotation.starts_on + 60 * DAY, today - DAY)
        Feedback.objects.get_or_create(
            owner=owner,
            rotation=rotation,
            attending=attending,
            defaults={
                "asked_on": asked_on,
                "heard": "Say the plan first, then how you got there.",
                "changed": "Every presentation begins with the plan.",
                "changed_on": asked_on + 4 * DAY,
            },
        )


def _choose_long(owner, attending, now):
    """Three months for internal medicine, as the person decided."""
    letter = services.open_letter(owner, attending, match_year=owner.profile.match_year, now=now)
    preset = LetterPreset.objects.filter(key="long").first()
    services.set_preset(letter, preset, "A strong letter in internal medicine takes three months", now=now)


def _walk(owner, attending, now, steps):
    letter = services.open_letter(owner, attending, match_year=owner.profile.match_year, now=now)
    today = services.day_of(owner, now)
    for state, ago in steps:
        more = {"eras_id": f"SAMPLE{attending.pk}"} if state == State.REQUESTED else {}
        services.record(letter, state, on=today - ago * DAY, now=now, **more)
