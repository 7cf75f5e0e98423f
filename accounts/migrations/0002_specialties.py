"""The specialties of US residency training one can start with; admins keep the list from here on."""

from django.db import migrations

SURGICAL = [
    "General surgery",
    "Neurological surgery",
    "Orthopaedic surgery",
    "Otolaryngology",
    "Plastic surgery",
    "Thoracic surgery",
    "Urology",
    "Vascular surgery",
]
OTHER = [
    "Anesthesiology",
    "Child neurology",
    "Dermatology",
    "Diagnostic radiology",
    "Emergency medicine",
    "Family medicine",
    "Internal medicine",
    "Internal medicine-pediatrics",
    "Interventional radiology",
    "Medical genetics",
    "Neurology",
    "Nuclear medicine",
    "Obstetrics and gynecology",
    "Ophthalmology",
    "Pathology",
    "Pediatrics",
    "Physical medicine and rehabilitation",
    "Preventive medicine",
    "Psychiatry",
    "Radiation oncology",
    "Transitional year",
]


def add(apps, schema_editor):
    specialty = apps.get_model("accounts", "Specialty")
    for name in SURGICAL + OTHER:
        specialty.objects.get_or_create(name=name, defaults={"is_surgical": name in SURGICAL})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
