"""The directory: institutions and attendings. Private to whoever added them until a curator verifies them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import addresses
from accounts.fields import without_title
from accounts.models import Specialty
from accounts.owned import OwnedQuerySet
from tracker.duplicates import AttendingFacts
from tracker.folding import fold
from tracker.models.duplicates import DuplicateKey, ProbablePair
from tracker.places import read_place


class DirectoryQuerySet(OwnedQuerySet):
    """`for_owner` is what a user may change: their own records no curator has verified yet."""

    def for_owner(self, user):
        return super().for_owner(user).filter(verified_at=None)

    def deleted_for(self, user):
        """What `user` deleted; a record merged into another is not theirs to bring back."""
        return super().deleted_for(user).filter(merged_into=None)

    def visible_to(self, user):
        """The verified directory, and the user's own records."""
        return self.filter(deleted_at=None).filter(Q(owner=user) | Q(verified_at__isnull=False))

    def verified(self):
        """The shared directory."""
        return self.filter(deleted_at=None, verified_at__isnull=False)

    def unchecked(self):
        """What users added and no curator has decided about."""
        return self.filter(deleted_at=None, verified_at=None, declined_at=None)

    def matching(self, text):
        """Records whose name, hospital, city or address holds every word of `text`, whatever the accents.

        On PostgreSQL a trigram index over the same expression answers it (the migration makes it);
        SQLite reads the one short column, which takes some 30 ms at 100,000 rows.
        """
        found = self
        for word in fold(text).split()[:6]:
            found = found.filter(search_text__icontains=word)
        return found


class DirectoryRecord(models.Model):
    """Shared facts. `owner` is who added it; null when a curator did, or checked it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField("last checked", null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="merged_from"
    )
    # What `matching` looks in, and the two letters a filter asks for. Kept by save().
    search_text = models.TextField(editable=False, default="")
    state_code = models.CharField(max_length=2, editable=False, default="", db_index=True)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_verified(self):
        return self.verified_at is not None

    @property
    def place(self):
        return ", ".join(part for part in (self.city, self.state) if part)

    def _state_code(self, city, state):
        code = read_place(city, state).state.upper()
        return code if len(code) == 2 else ""


def _searchable(*parts):
    return " | ".join(fold(part) for part in parts if part)


class Institution(DirectoryRecord):
    """A hospital, clinic, lab or university where rotations happen."""

    class Kind(models.TextChoices):
        ACADEMIC = "academic", "University hospital"
        COMMUNITY = "community", "Community hospital"
        CLINIC = "clinic", "Clinic or private practice"
        LAB = "lab", "Research lab or institute"
        OTHER = "other", "Other"

    FACTS = (
        "name",
        "aliases",
        "kind",
        "city",
        "state",
        "departments",
        "programs",
        "website",
        "application_url",
        "requirements",
    )

    name = models.CharField(max_length=150)
    aliases = models.JSONField("also called", default=list, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    departments = models.JSONField(default=list, blank=True)
    programs = models.CharField("program affiliation", max_length=200, blank=True)
    website = models.URLField(blank=True)
    application_url = models.URLField("application page", blank=True)
    requirements = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.set_search()
        is_new = self._state.adding
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text", "state_code"}
        super().save(*args, **kwargs)
        if not is_new:
            Attending.reindex(Attending.objects.filter(institution=self))

    def set_search(self):
        """Fill the two columns that searches and filters read."""
        self.search_text = _searchable(self.name, *self.aliases, self.city, self.state)
        self.state_code = self._state_code(self.city, self.state)


class Attending(DirectoryRecord):
    """A supervising physician. Notes about one are private and kept elsewhere."""

    class Role(models.TextChoices):
        ATTENDING = "attending", "Attending"
        CORE = "core", "Core faculty"
        DIRECTOR = "director", "Program director"
        CHAIR = "chair", "Chair"
        FELLOW = "fellow", "Fellow"

    class Visa(models.TextChoices):
        """Who may come, in the words listings use; no verdict on anybody's status."""

        VISITOR = "b1", "B-1 / B-2"
        EXCHANGE = "j1", "J-1"
        STUDENT = "f1", "F-1"
        WORK = "h1b", "H-1B"
        RESIDENT = "us", "US citizens and residents"

    # Facts of the shared record: what a merge chooses, a proposal changes and the history keeps.
    FACTS = (
        "name",
        "credentials",
        "title",
        "role",
        "institution",
        "department",
        "specialty",
        "email",
        "other_emails",
        "phone",
        "profile_url",
        "city",
        "state",
        "accepts_observers",
        "accepts_researchers",
        "visas",
        "fee",
        "languages",
        "alma_mater",
        "is_do_not_contact",
    )

    name = models.CharField("name", max_length=120, help_text="First and last name, without Dr.")
    credentials = models.CharField(max_length=40, blank=True, help_text="MD, DO, PhD …")
    title = models.CharField(max_length=120, blank=True, help_text="Associate Professor of Medicine …")
    role = models.CharField("faculty role", max_length=10, choices=Role, default=Role.ATTENDING)
    institution = models.ForeignKey(
        Institution, models.SET_NULL, null=True, blank=True, verbose_name="hospital, clinic or lab"
    )
    department = models.CharField(max_length=120, blank=True)
    specialty = models.ForeignKey(Specialty, models.SET_NULL, null=True, blank=True)
    email = models.EmailField(blank=True)
    other_emails = models.JSONField("other emails", default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    profile_url = models.URLField("profile page", blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    accepts_observers = models.BooleanField("takes observers", null=True, blank=True)
    accepts_researchers = models.BooleanField("takes research trainees", null=True, blank=True)
    visas = models.JSONField("visas accepted", default=list, blank=True)
    fee = models.CharField(max_length=80, blank=True)
    languages = models.CharField(max_length=120, blank=True, help_text="Words, separated by commas.")
    alma_mater = models.CharField("medical school", max_length=150, blank=True)
    is_do_not_contact = models.BooleanField("asked not to be contacted", default=False)
    # The address that came back, and when; a curator decides what becomes of it.
    bounced_email = models.EmailField(blank=True, editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(
                fields=["name", "id"],
                condition=Q(deleted_at=None, verified_at__isnull=False),
                name="tracker_attending_verified",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(deleted_at=None, verified_at=None, declined_at=None),
                name="tracker_attending_unchecked",
            ),
            models.Index(
                fields=["verified_at", "id"],
                condition=Q(deleted_at=None, verified_at__isnull=False),
                name="tracker_attending_checked",
            ),
            models.Index(
                fields=["bounced_at", "id"],
                condition=Q(deleted_at=None, bounced_at__isnull=False),
                name="tracker_attending_bounced",
            ),
        ]

    def __str__(self):
        return f"Dr. {self.name}"

    def save(self, *args, **kwargs):
        """Keeps what finds the record: the searched text, its duplicate keys, its probable pairs."""
        named = kwargs.get("update_fields")
        if named is not None and not {*named} & {*self.FACTS, "deleted_at", "verified_at"}:
            return super().save(*args, **kwargs)
        self.name = without_title(self.name)
        self.set_search()
        if named is not None:
            kwargs["update_fields"] = {*named, "search_text", "state_code"}
        super().save(*args, **kwargs)
        DuplicateKey.objects.keep([self])
        ProbablePair.objects.keep(self)

    def get_absolute_url(self):
        return addresses.record("tracker:attending-show", self.pk)

    def set_search(self):
        """Fill the two columns that searches and filters read."""
        house = self.institution
        words = (house.name, *house.aliases, house.city) if house else ()
        self.search_text = _searchable(self.name, self.email, *self.other_emails, self.city, *words)
        self.state_code = self._state_code(self.city, self.state)
        if not self.state_code and house:
            self.state_code = house.state_code

    @classmethod
    def reindex(cls, attendings):
        """Fill the searched columns of many records again, after their hospital changed its name."""
        found = list(attendings.select_related("institution"))
        for attending in found:
            attending.set_search()
        cls.objects.bulk_update(found, ["search_text", "state_code"], batch_size=500)

    @property
    def emails(self):
        """Every address, the first one first."""
        return [address for address in (self.email, *self.other_emails) if address]

    @property
    def duplicate_facts(self):
        """What the rule about likely duplicates reads (tracker.duplicates)."""
        house = self.institution
        return AttendingFacts(
            name=self.name,
            credentials=self.credentials,
            institution=house.name if house else "",
            city=self.city or (house.city if house else ""),
            state=self.state or (house.state if house else ""),
            specialty=self.specialty.name if self.specialty else "",
            email=self.email,
            phone=self.phone,
        )

    @property
    def surname(self):
        return self.name.split()[-1] if self.name.split() else self.name

    @property
    def initials(self):
        parts = self.name.split()
        return "".join(p[0] for p in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def visa_words(self):
        return ", ".join(label for value, label in self.Visa.choices if value in self.visas)
