"""The directory: institutions and attendings. Private to whoever added them until a curator verifies them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Specialty
from accounts.owned import OwnedQuerySet


class DirectoryQuerySet(OwnedQuerySet):
    """`for_owner` is what a user may change: their own records no curator has verified yet."""

    def for_owner(self, user):
        return super().for_owner(user).filter(verified_at=None)

    def visible_to(self, user):
        """The verified directory, and the user's own records."""
        return self.filter(deleted_at=None).filter(Q(owner=user) | Q(verified_at__isnull=False))


class DirectoryRecord(models.Model):
    """Shared facts. `owner` is who added it; null when a curator did."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField("verified", null=True, blank=True)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_verified(self):
        return self.verified_at is not None


class Institution(DirectoryRecord):
    """A hospital, clinic, lab or university where rotations happen."""

    class Kind(models.TextChoices):
        ACADEMIC = "academic", "University hospital"
        COMMUNITY = "community", "Community hospital"
        CLINIC = "clinic", "Clinic or private practice"
        LAB = "lab", "Research lab or institute"
        OTHER = "other", "Other"

    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def place(self):
        return ", ".join(part for part in (self.city, self.state) if part)


class Attending(DirectoryRecord):
    """A supervising physician. Notes about one are private and kept elsewhere."""

    class Role(models.TextChoices):
        ATTENDING = "attending", "Attending"
        CORE = "core", "Core faculty"
        DIRECTOR = "director", "Program director"
        CHAIR = "chair", "Chair"
        FELLOW = "fellow", "Fellow"

    name = models.CharField("name", max_length=120, help_text="First and last name, without Dr.")
    credentials = models.CharField(max_length=40, blank=True, help_text="MD, DO, PhD …")
    role = models.CharField("faculty role", max_length=10, choices=Role, default=Role.ATTENDING)
    institution = models.ForeignKey(Institution, models.SET_NULL, null=True, blank=True)
    department = models.CharField(max_length=120, blank=True)
    specialty = models.ForeignKey(Specialty, models.SET_NULL, null=True, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    is_do_not_contact = models.BooleanField("asked not to be contacted", default=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return f"Dr. {self.name}"

    def get_absolute_url(self):
        return reverse("tracker:attending-show", args=[self.pk])

    @property
    def surname(self):
        return self.name.split()[-1] if self.name.split() else self.name

    @property
    def initials(self):
        parts = self.name.split()
        return "".join(p[0] for p in (parts[:1] + parts[1:][-1:])).upper()
