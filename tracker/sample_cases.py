"""Cases and skills of the invented year's ward days: what its exposure matrix stands on."""

from tracker.models import Case, LogEntry

EVERY = 2  # every second day has a case written down
# complaint, age band, role, setting, skill of that day
DAYS = [
    ("Chest pain, rule out ACS", "middle", "assisted", "emergency", "ECG reading"),
    ("Sepsis from a urinary source", "old", "observed", "ward", ""),
    ("Acute decompensated heart failure", "old", "assisted", "ward", "Bedside ultrasound"),
    ("Hyponatremia", "middle", "performed", "ward", "One-liner presentation"),
    ("COPD, inhaler teaching", "old", "performed", "ward", "Teach-back"),
    ("DKA", "young", "observed", "icu", ""),
    ("Discharge with home oxygen", "oldest", "assisted", "ward", "Medication reconciliation"),
]


def add(rotation):
    """Give the days of a rotation their cases, once: days that have some are left as they are."""
    entries = LogEntry.objects.filter(rotation=rotation, deleted_at=None, is_day_off=False).order_by("day")
    if Case.objects.filter(entry__rotation=rotation).exists():
        return
    days = list(entries)[::EVERY]
    cases = []
    for number, entry in enumerate(days):
        complaint, age, role, setting, skill = DAYS[number % len(DAYS)]
        entry.skills = skill
        cases.append(Case(entry=entry, complaint=complaint, age_band=age, role=role, setting=setting))
    Case.objects.bulk_create(cases)
    LogEntry.objects.bulk_update(days, ["skills"])
