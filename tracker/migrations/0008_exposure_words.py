from django.db import migrations, models

# What trainees write for the things that came with the app; administrators change them from here on.
WORDS = {
    "Epic": "EHR Epic",
    "Oracle Cerner": "Cerner, PowerChart, Oracle Health",
    "Athena": "athenahealth",
    "Chest pain": "ACS, NSTEMI, STEMI, unstable angina, HEART score",
    "Stroke": "CVA, TIA, stroke code, NIHSS, thrombolysis",
    "Sepsis": "septic shock, sepsis bundle, sepsis code",
    "Heart failure": "HF, CHF, ADHF, HFrEF, HFpEF",
    "Diabetes": "DM, DM2, T2DM, T1DM, DKA, HHS, hyperglycemia",
    "VTE": "DVT, PE, pulmonary embolism, DVT prophylaxis",
    "Hand-off tool": "handoff, handover, sign-out, I-PASS, IPASS",
    "Incident report": "safety report, event report, near miss",
    "M&M conference": "M&M, morbidity and mortality",
    "Quality project": "QI project, quality improvement, PDSA",
    "Nursing rounds": "nursing huddle, bedside rounds",
    "Pharmacist": "pharmacy rounds, medication reconciliation, med rec",
    "Case management": "case manager, discharge planning, social work",
    "Physical therapy": "PT/OT, physical therapist, PT evaluation",
    "Teach-back": "teachback",
    "Interpreter": "interpreting, language line, medical interpreting",
    "Bad news": "breaking bad news, SPIKES",
    "One-liner presentation": "one-liner",
    "SOAP presentation": "SOAP, SOAP note, oral presentation",
    "Family meeting": "goals of care",
    "Telehealth visit": "telehealth, telemedicine, video visit",
    "Bedside ultrasound": "POCUS, point-of-care ultrasound",
    "Home hospital": "hospital at home",
    "Value-based care": "ACO, bundled payment",
}


def fill(apps, schema_editor):
    tags = apps.get_model("tracker", "ExposureTag").objects
    for name, words in WORDS.items():
        tags.filter(name=name, words="").update(words=words)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0007_wallet_files")]

    operations = [
        migrations.AddField(
            model_name="exposuretag",
            name="words",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What a log calls it, separated by commas. The name itself need not be repeated.",
                max_length=200,
                verbose_name="also called",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
