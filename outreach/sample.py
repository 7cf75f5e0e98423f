"""The outreach of the invented year (design reference), relative to today. All names are made up."""

import datetime

from accounts import zones
from accounts.models import Specialty
from outreach import email_services, sequence, services
from outreach.composer import Draft
from outreach.models import Answer, Contact, Thread

MORNING = datetime.time(8)

PEOPLE = {
    "whitfield": ("Naomi Whitfield", "Carrow Medical Center", "Buffalo", "NY", "Your discharge-call study"),
    "lang": ("Peter Lang", "Eastmoor Hospital", "Toledo", "OH", ""),
    "oduya": ("Karen Oduya", "Northgate Health", "Erie", "PA", "Four weeks on your ward in July"),
    "brandt": ("Sofia Brandt", "Union Lake Clinic", "Madison", "WI", "Your clinic for new diabetes"),
    "tanaka": (
        "Hugh Tanaka",
        "Harlow University Hospital",
        "Ann Arbor",
        "MI",
        "Chart review for your registry",
    ),
    "voss": ("Elena Voss", "Kirkwall General", "Dayton", "OH", "A hands-on month in 2027"),
    "chaudhry": (
        "Anand Chaudhry",
        "Marlow Medical Center",
        "Akron",
        "OH",
        "Your hyponatremia talk in Cleveland",
    ),
    "santos": ("Miguel Santos", "St. Alda Hospital", "Detroit", "MI", "Your paper on early mobility"),
    "halloran": ("Wren Halloran", "Pine County Hospital", "", "PA", "An observership in winter"),
    "ferreira": ("Lucia Ferreira", "Brightwater Clinic", "Columbus", "OH", "Your clinic for heart failure"),
    "achebe": (
        "Grace Achebe",
        "Mercer Valley Hospital",
        "Youngstown",
        "OH",
        "Cardiology research from January",
    ),
    "rowe": ("Tobias Rowe", "Lakefront Medical Group", "Cleveland", "OH", "Shadowing in your clinic"),
    "iqbal": ("Sana Iqbal", "Fairmount Clinic", "Pittsburgh", "PA", "Two weeks in April"),
}


# where the specialty is known to the instance; the rest stay without one
IN = {
    "whitfield": "Internal medicine",
    "oduya": "Internal medicine",
    "brandt": "Internal medicine",
    "tanaka": "Neurology",
    "chaudhry": "Internal medicine",
    "santos": "Internal medicine",
    "halloran": "Family medicine",
    "rowe": "Family medicine",
}


def build(owner, today):
    """Every stage of the board at once. Nothing is made twice: who is there already is left alone."""
    now = zones.at_wall(today, MORNING, owner.profile.time_zone)
    known = set(Contact.objects.filter(owner=owner).values_list("email", flat=True))
    for key, story in _stories(today).items():
        if _email(key) not in known:
            story(owner, key, now)


def _email(key):
    return f"{key}@sample.wardbook.invalid"


def _stories(today):
    """Each person and what happened, as a function of (owner, key, now)."""

    def ago(days):
        return today - datetime.timedelta(days=days)

    return {
        "whitfield": _drafted,
        "lang": _start,
        "oduya": lambda *who: _followed_up(*who, first=ago(19)),
        "brandt": lambda *who: _start(*who, sent_on=ago(5)),
        "tanaka": lambda *who: _start(*who, sent_on=ago(2)),
        "voss": lambda *who: _followed_up(*who, first=ago(13)),
        "chaudhry": lambda *who: _start(*who, sent_on=_due_by(today)),
        "santos": lambda *who: _replied(
            *who, ago(12), Answer.CALL, ago(1), "Happy to talk. Which dates suit you?"
        ),
        "halloran": lambda *who: _replied(*who, ago(30), Answer.LATER, ago(23), "Write again in January."),
        "ferreira": _call,
        "achebe": _placed,
        "rowe": lambda *who: _replied(*who, ago(60), Answer.FULL, ago(52), "We are full this year."),
        "iqbal": lambda *who: _replied(
            *who, ago(75), Answer.NO, ago(70), "I do not take students. Good luck."
        ),
    }


def _due_by(today):
    """The latest first mail whose follow-up has come due by today."""
    day = today - datetime.timedelta(days=sequence.DEFAULT_GAPS[0])
    while sequence.plan(day, zone="America/New_York")[0].on > today:
        day -= datetime.timedelta(days=1)
    return day


def _start(owner, key, now, sent_on=None):
    name, institution, city, state, subject = PEOPLE[key]
    contact = Contact(
        owner=owner,
        name=name,
        credentials="MD",
        email=_email(key),
        institution=institution,
        city=city,
        state=state,
        specialty=Specialty.objects.filter(name=IN.get(key, "")).first(),
        source=Contact.Source.CONFERENCE if key == "chaudhry" else Contact.Source.COLD_EMAIL,
    )
    return services.start_thread(contact, subject=subject, sent_on=sent_on, now=now)


def _drafted(owner, key, now):
    """The draft of the design: two things to look at, one of them mended by a button."""
    thread = _start(owner, key, now)
    thread.contact.works = "discharge calls in heart failure"
    services.save_changes(thread.contact, fields=["works"], now=now)
    draft = Draft(
        subject="Your discharge-call study: could I help in July?",
        greeting="Dear Dr. Whitfield,",
        intro="I’m Nadia Rahman, a 2024 graduate from Dhaka, now on a medicine rotation in Cleveland.",
        why_them="Your study of discharge calls in heart failure changed how I explain new medications.",
        signal="I have logged 26 ward days there, and my cardiology abstract with Dr. Osei is under review.",
        offer="I could take on chart review for your follow-up study for four weeks in July.",
        ask="Could we speak for 15 minutes in the week of 9 November?",
        attachments="My CV is attached. I would be grateful for any opportunity whatsoever!!",
        signature="Best regards,\nNadia Rahman, MBBS",
    )
    email_services.keep_draft(thread, draft, now=now)
    return thread


def _followed_up(owner, key, now, first):
    """A first mail and its first follow-up, both on the days they were planned, never in the future."""
    thread = _start(owner, key, now, sent_on=first)
    step = sequence.upcoming(_fresh(thread).sequence())[0]
    today = services.their_day(thread.contact, now)
    services.record_follow_up(thread, number=1, on=min(step.on, today), now=now)


def _replied(owner, key, now, sent_on, answer, on, words):
    thread = _start(owner, key, now, sent_on=sent_on)
    services.record_reply(thread, kind=answer, on=on, body=words, now=now)
    return thread


def _call(owner, key, now):
    today = services.their_day(Contact(city="Columbus", state="OH"), now)
    on = today + datetime.timedelta(days=2)
    thread = _replied(
        owner, key, now, today - datetime.timedelta(days=9), Answer.CALL, today, "Does four o’clock work?"
    )
    services.plan_call(thread, at=zones.at_wall(on, datetime.time(16), thread.contact.zone), now=now)


def _placed(owner, key, now):
    today = services.their_day(Contact(city="Youngstown", state="OH"), now)
    sent_on = today - datetime.timedelta(days=50)
    replied_on = today - datetime.timedelta(days=41)
    thread = _replied(owner, key, now, sent_on, Answer.YES, replied_on, "You can start in January.")
    services.record_placed(thread, on=today + datetime.timedelta(days=50), now=now)


def _fresh(thread):
    return Thread.objects.select_related("contact").get(pk=thread.pk)
