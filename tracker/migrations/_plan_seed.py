"""What a new instance starts with: seasons, the exposure rule, exposure tags, visa lines (domain.md §3, §4).

All of it is admin data from here on: nothing here is read again.
"""

import datetime

from tracker.seasons import DATE_NAMES, published

SEASONS = range(2024, 2030)
RULE_SINCE = datetime.date(2026, 1, 1)
BANDS = """0: Below the usual minimum of 4 weeks
1: Past the usual minimum of 4 weeks
2: In the usual 8 to 12 weeks
3: In the usual 3 to 6 months
6: 6 months or more"""
RULE_SOURCE = "Advice sites and program pages disagree; usual amounts, not requirements (read 2026)"
TAGS = {
    "Record systems": ["Epic", "Oracle Cerner", "Athena"],
    "Guidelines and pathways": ["Chest pain", "Stroke", "Sepsis", "Heart failure", "Diabetes", "VTE"],
    "Quality and safety": ["Hand-off tool", "Incident report", "M&M conference", "Quality project"],
    "Interprofessional team": ["Nursing rounds", "Pharmacist", "Case management", "Physical therapy"],
    "Communication": [
        "Teach-back",
        "Interpreter",
        "Bad news",
        "One-liner presentation",
        "SOAP presentation",
        "Family meeting",
    ],
    "Technology and care models": [
        "Telehealth visit",
        "Bedside ultrasound",
        "Home hospital",
        "Value-based care",
    ],
}
READ_ON = datetime.date(2026, 11, 1)
# visa, applies to, about hands-on work, words, source, url, trust
VISA_LINES = [
    (
        "B-1",
        "student",
        True,
        "A student may do an unpaid elective clerkship at a US medical school’s hospital as an approved part of "
        "the degree abroad. This is not for graduates.",
        "9 FAM 402.2-5(E)(3), as quoted by Temple University",
        "https://global.temple.edu/isss/faculty-staff-and-researchers/temple-links/medical-activities",
        "official",
    ),
    (
        "B-1 or Visa Waiver",
        "graduate",
        True,
        "A physician may observe US medical practice and consult: no pay, no patient care. Hands-on work does not "
        "fit this entry.",
        "9 FAM 402.2-5(F)(8), as quoted by UT Health San Antonio (text of 2017)",
        "https://wp.uthscsa.edu/ois/immigration/b-1/physician-observer/",
        "official",
    ),
    (
        "B-1 or Visa Waiver",
        "",
        False,
        "Department papers are asked for at least 30 days ahead. A B-2 entry has to be corrected.",
        "UT Health San Antonio, physician observer",
        "https://wp.uthscsa.edu/ois/immigration/b-1/physician-observer/",
        "official",
    ),
    (
        "Visa Waiver",
        "",
        False,
        "A stay is usually at most 90 days.",
        "isp-initiative.com",
        "",
        "usual",
    ),
    (
        "J-1 Research Scholar",
        "",
        True,
        "No clinical activity. Incidental patient contact only with the five-point statement signed by the dean "
        "(22 CFR 62.27(c)); it does not count toward board certification.",
        "Temple University, clinical activity of J-1 exchange visitors",
        "https://isss.temple.edu/faculty-staff-and-researchers/j-1-research-scholars-professor/"
        "clinical-activity-j-1-exchange-visitor-program",
        "official",
    ),
]


def seed(apps, schema_editor):
    _seasons(apps.get_model("tracker", "Season"), apps.get_model("tracker", "SeasonDay"))
    rules = apps.get_model("tracker", "ExposureRule")
    rules.objects.create(since=RULE_SINCE, bands=BANDS, source=RULE_SOURCE)
    tags = apps.get_model("tracker", "ExposureTag")
    pairs = [(group, name) for group, names in TAGS.items() for name in names]
    tags.objects.bulk_create(tags(group=g, name=n, place=i) for i, (g, n) in enumerate(pairs))
    lines = apps.get_model("tracker", "VisaLine")
    names = ("visa", "applies_to", "is_about_hands_on", "words", "source", "url", "trust")
    lines.objects.bulk_create(
        lines(read_on=READ_ON, place=i, **dict(zip(names, row, strict=True)))
        for i, row in enumerate(VISA_LINES)
    )


def _seasons(seasons, days):
    for year in SEASONS:
        season, dates = seasons.objects.create(match_year=year), published(year)
        for name in DATE_NAMES:
            dated = getattr(dates, name)
            if name == "letters_in_on" and not dated.is_confirmed:
                continue  # stays 8 days before review, also when a curator moves review
            days.objects.create(
                season=season, name=name, on=dated.on, is_confirmed=dated.is_confirmed, source=dated.source
            )
