"""The day log: one entry a day and rotation, and the cases of that day."""

from django.db import models
from django.db.models import Q

from accounts import addresses
from accounts.owned import OwnedModel
from tracker.models.guarded import GuardedTextField
from tracker.models.people import Attending
from tracker.models.rotations import Rotation

LONGEST_LESSON = 2000

# The thirteen core entrustable professional activities (AAMC 2014; domain.md §9), in short.
EPAS = {
    1: "History and physical",
    2: "Differential diagnosis",
    3: "Tests: recommend and interpret",
    4: "Orders and prescriptions",
    5: "Document the encounter",
    6: "Oral presentation",
    7: "Clinical questions and evidence",
    8: "Handover",
    9: "Interprofessional team",
    10: "Urgent and emergent care",
    11: "Informed consent",
    12: "General procedures",
    13: "Safety and system failures",
}
# The six ACGME competencies (domain.md §9).
COMPETENCIES = {
    "patient_care": "Patient care",
    "knowledge": "Medical knowledge",
    "learning": "Practice-based learning",
    "communication": "Communication",
    "professionalism": "Professionalism",
    "systems": "Systems-based practice",
}


class LogEntry(OwnedModel):
    """One day on a rotation: hours and what was learned, or a day off. Never a patient."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="entries")
    day = models.DateField()
    is_day_off = models.BooleanField("day off", default=False)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    lesson = GuardedTextField("one thing you learned", max_length=LONGEST_LESSON, blank=True)
    attending = models.ForeignKey(
        Attending, models.SET_NULL, null=True, blank=True, verbose_name="supervised by"
    )
    skills = models.CharField(max_length=200, blank=True, help_text="Words, separated by commas.")
    epas = models.JSONField("core activities (EPA)", default=list, blank=True)
    competencies = models.JSONField("ACGME competencies", default=list, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name_plural = "log entries"
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "day"], condition=Q(deleted_at=None), name="tracker_logentry_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(is_day_off=True, hours__isnull=True)
                | Q(is_day_off=False, hours__gt=0, hours__lte=24),
                name="tracker_logentry_hours_or_off",
            ),
        ]
        indexes = [models.Index(fields=["owner", "day"], name="tracker_logentry_by_day")]

    def __str__(self):
        return f"{self.day} on {self.rotation_id}"

    def get_absolute_url(self):
        return addresses.record("tracker:rotation-show", self.rotation_id) + "#log"

    @property
    def epa_names(self):
        return [f"EPA {number}: {EPAS[number]}" for number in self.epas if number in EPAS]

    @property
    def competency_names(self):
        return [COMPETENCIES[key] for key in self.competencies if key in COMPETENCIES]


class Case(models.Model):
    """One case of a day, without anything that identifies a patient: an age band, never an age over 89."""

    class Role(models.TextChoices):
        OBSERVED = "observed", "Observed"
        ASSISTED = "assisted", "Assisted"
        PERFORMED = "performed", "Performed"

    class AgeBand(models.TextChoices):
        NEWBORN = "newborn", "Newborn"
        CHILD = "child", "1–12"
        TEEN = "teen", "13–17"
        YOUNG = "young", "18–39"
        MIDDLE = "middle", "40–64"
        OLD = "old", "65–89"
        OLDEST = "oldest", "90 and over"

    class Setting(models.TextChoices):
        WARD = "ward", "Ward"
        CLINIC = "clinic", "Clinic"
        EMERGENCY = "emergency", "Emergency"
        ICU = "icu", "ICU"
        OR = "or", "Operating room"
        OTHER = "other", "Other"

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="cases")
    complaint = GuardedTextField("complaint or diagnosis", max_length=200)
    age_band = models.CharField("age", max_length=8, choices=AgeBand, blank=True)
    role = models.CharField("your role", max_length=9, choices=Role, default=Role.OBSERVED)
    setting = models.CharField(max_length=9, choices=Setting, blank=True)
    procedure = GuardedTextField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Case {self.pk}"

    def get_absolute_url(self):
        return addresses.record("tracker:log-show", self.entry_id)
