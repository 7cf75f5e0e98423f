"""Contacts: the people an applicant writes to."""

from django.db import models
from django.db.models import Q

from accounts import addresses
from accounts.models import Specialty
from accounts.owned import OwnedModel
from outreach import titles
from outreach.calendar import recipient_zone
from outreach.names import Recipient, split_name
from outreach.places import STATES
from tracker.models import Attending

LONGEST_NOTE = 5000


class Contact(OwnedModel):
    """A person the owner writes to. The attending of the directory, when it is known who that is."""

    class Title(models.TextChoices):
        DOCTOR = titles.DOCTOR, "Dr."
        PROFESSOR = titles.PROFESSOR, "Prof."
        NONE = titles.NONE, "No title"

    class Source(models.TextChoices):
        COLD_EMAIL = "cold_email", "Cold email"
        NETWORKING = "networking", "Networking"
        ALUMNI = "alumni", "Alumni"
        CONFERENCE = "conference", "Conference"
        LINKEDIN = "linkedin", "LinkedIn"
        STAFF_TIP = "staff_tip", "Tip from staff"
        LISTING = "listing", "Listing"

    title = models.CharField(max_length=5, choices=Title, blank=True, default=Title.DOCTOR)
    name = models.CharField(max_length=120, help_text="First and last name, as you would greet them.")
    credentials = models.CharField(max_length=40, blank=True, help_text="MD, DO, PhD …")
    email = models.EmailField(blank=True)
    institution = models.CharField(max_length=150, blank=True)
    department = models.CharField(max_length=120, blank=True)
    specialty = models.ForeignKey(Specialty, models.SET_NULL, null=True, blank=True)
    city = models.CharField(max_length=80, blank=True)
    # Two letters, or empty when unknown or abroad: it decides the hour a mail should arrive.
    state = models.CharField(max_length=2, blank=True)
    source = models.CharField("how you found them", max_length=10, choices=Source, default=Source.COLD_EMAIL)
    attending = models.ForeignKey(Attending, models.SET_NULL, null=True, blank=True, editable=False)
    works = models.TextField(
        "their work you know",
        max_length=600,
        blank=True,
        help_text="A paper, a talk, a clinic. One a line. Line 2 of your email lives from it.",
    )
    is_do_not_contact = models.BooleanField("asked not to be written to", default=False)
    notes = models.TextField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="outreach_contact_named"),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=sorted(STATES)), name="outreach_contact_us_state"
            ),
        ]
        indexes = [models.Index(fields=["owner", "name"], name="outreach_contact_by_name")]

    def __str__(self):
        """No name: the admin shows this to people who may not read whom an applicant writes to."""
        return f"Contact {self.pk}"

    def get_absolute_url(self):
        return addresses.record("outreach:contact-edit", self.pk)

    @property
    def called(self):
        """As "Dr. Anand Chaudhry"."""
        return f"{self.title} {self.name}".strip()

    @property
    def initials(self):
        parts = self.name.split()
        return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper()

    @property
    def zone(self):
        """The IANA zone of their calendar (product.md "Time")."""
        return recipient_zone(self.city, self.state)[0]

    @property
    def zone_words(self):
        """How a time there is told apart: "in Akron (ET)", and "(ET)" when the city is not known."""
        words = recipient_zone(self.city, self.state)[1]
        return f"in {self.city} ({words})" if self.city else f"({words})"

    @property
    def place(self):
        """Where they work, in one line: "Marlow Medical Center, Akron"."""
        return ", ".join(part for part in (self.institution, self.city or self.state) if part)

    @property
    def phone_or_place(self):
        """Where a call happens, as far as is known."""
        return (self.attending.phone if self.attending else "") or self.place

    @property
    def recipient(self) -> Recipient:
        """The same person as the rules of the composer know them."""
        given, surname = split_name(self.name)
        return Recipient(
            given=given,
            surname=surname,
            title=self.title,
            institution=self.institution,
            department=self.department,
            city=self.city,
            state=self.state,
            specialty=str(self.specialty or ""),
            works=tuple(line.strip() for line in self.works.splitlines() if line.strip()),
        )
