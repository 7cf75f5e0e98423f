"""Listings of the invented year, seen by its owner only: hospitals, people and pages are made up."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Specialty
from tracker.models import Institution, Opportunity, Requirement, SavedOpportunity, SavedSearch

DAY = datetime.timedelta(days=1)
KIND = Opportunity.Kind
# (title, kind, (hospital, city, state), specialty, days to the deadline, facts, [(requirement, days ago)])
LISTINGS = [
    (
        "Clinical observer program",
        KIND.OBSERVERSHIP,
        ("Harlow University Hospital", "Ann Arbor", "Michigan"),
        "Internal medicine",
        24,
        {
            "timing": "Four weeks, starting on the first Monday of a month",
            "fee": "$650 for four weeks",
            "visas": ["b1", "j1"],
            "contact_name": "Lena Ostrow",
            "about": "Rounds and clinic with one team. No contact with patients, no access to charts.",
        },
        [
            ("Graduated within 5 years, or in the last year of medical school.", 12),
            ("Step 1 passed.", 12),
            ("TB test within 12 months, flu shot from October to March.", 12),
        ],
    ),
    (
        "Visiting student externship, wards",
        KIND.EXTERNSHIP,
        ("Kirkwall General", "Dayton", "Ohio"),
        "Internal medicine",
        61,
        {
            "timing": "Four or eight weeks, January to June",
            "fee": "No fee",
            "visas": ["b1", "f1"],
            "contact_name": "Owen Baptiste",
            "about": "Hands-on under supervision, for students in their last year.",
        },
        [("Malpractice insurance of your school or your own.", 40), ("Letter from the dean.", 40)],
    ),
    (
        "Research fellow, cardiology outcomes",
        KIND.FELLOWSHIP,
        ("Mercer Valley Hospital", "Youngstown", "Ohio"),
        "Cardiology",
        9,
        {"timing": "One year, from July", "fee": "Unpaid", "visas": ["j1"], "contact_name": "Grace Achebe"},
        [("One first-author abstract or paper.", 5), ("R or Python, shown by a project.", 5)],
    ),
    (
        "Visiting scholar, hospital medicine",
        KIND.SCHOLAR,
        ("Carrow Medical Center", "Buffalo", "New York"),
        "Internal medicine",
        None,
        {"timing": "Rolling; apply three months ahead", "fee": "$150 to apply", "visas": ["b1", "j1"]},
        [("Letter of good standing.", 210)],
    ),
    (
        "Remote chart review, diabetes registry",
        KIND.REMOTE,
        ("Union Lake Clinic", "Madison", "Wisconsin"),
        None,
        None,
        {"timing": "Six hours a week, for six months", "fee": "No fee", "contact_name": "Sofia Brandt"},
        [("Human-subjects training certificate.", 18)],
    ),
]


@transaction.atomic
def build(user, today):
    """Five listings, one saved, one search. Safe to call again: nothing is made twice."""
    if Opportunity.objects.filter(owner=user).exists():
        return
    now = timezone.now()
    made = [_listing(user, today, now, *row) for row in LISTINGS]
    SavedOpportunity.objects.create(owner=user, opportunity=made[0])
    SavedSearch.objects.create(
        owner=user, name="Fellowships", asked={"kind": KIND.FELLOWSHIP}, looked_at=now - 3 * DAY
    )


def _listing(user, today, now, title, kind, house, specialty, days, facts, asks):
    name, city, state = house
    place = Institution.objects.filter(owner=user, name=name, deleted_at=None).first()
    place = place or Institution.objects.create(owner=user, name=name, city=city, state=state)
    field = specialty and Specialty.objects.get_or_create(name=specialty)[0]
    slug = name.split()[0].lower()
    facts = {"url": f"https://{slug}.example/visitors", **facts}
    if contact := facts.get("contact_name"):
        facts["contact_email"] = f"{contact.split()[-1].lower()}@{slug}.example"
    made = Opportunity.objects.create(
        owner=user,
        title=title,
        kind=kind,
        institution=place,
        specialty=field,
        deadline=today + days * DAY if days else None,
        listed_at=now - (1 if kind == KIND.FELLOWSHIP else 20) * DAY,
        **facts,
    )
    Requirement.objects.bulk_create(
        Requirement(
            opportunity=made,
            words=words,
            source=f"{name}, page for visitors",
            source_url=facts["url"],
            read_on=today - ago * DAY,
        )
        for words, ago in asks
    )
    return made
