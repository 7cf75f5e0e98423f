"""Listings one can apply to, kept by curators, and what a person keeps about them: searches, saved ones."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts import addresses
from accounts.models import Specialty
from accounts.owned import OwnedModel
from tracker.folding import fold
from tracker.models.people import Attending, Institution
from tracker.places import read_place


class OpportunityQuerySet(models.QuerySet):
    def shared(self):
        """What curators keep."""
        return self.filter(owner=None)

    def listed_for(self, user):
        """What `user` may browse: the shared list, and the invented listings of their own sample year."""
        mine = Q(owner=None) | Q(owner=user)
        return self.filter(mine, is_listed=True, listed_at__isnull=False)

    def with_last_read(self):
        """Each with `read_on`: the day the oldest of its requirements was last read."""
        return self.annotate(read_on=models.Min("requirements__read_on"))


class Opportunity(models.Model):
    """One listing. Facts are read off a page of somebody's; its requirements say which and when."""

    class Kind(models.TextChoices):
        PROGRAM = "program", "Program"
        OBSERVERSHIP = "observership", "Observership"
        EXTERNSHIP = "externship", "Externship"
        FELLOWSHIP = "fellowship", "Research fellowship"
        SCHOLAR = "scholar", "Visiting scholar"
        COORDINATOR = "coordinator", "Research coordinator"
        REMOTE = "remote", "Remote role"

    # What the history keeps before and after; requirements stand there as sentences under their own name.
    FACTS = (
        "title",
        "kind",
        "institution",
        "specialty",
        "department",
        "city",
        "state",
        "about",
        "deadline",
        "timing",
        "fee",
        "visas",
        "url",
        "contact_name",
        "contact_email",
        "is_listed",
    )
    ALSO_TOLD = {"requirements": "Requirements"}

    # Set on the invented listings of a sample year only: nobody else ever sees those.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, editable=False, related_name="+"
    )
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind)
    # Only of the shared directory: a hospital somebody keeps for themselves is nobody's listing.
    institution = models.ForeignKey(
        Institution,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="hospital, clinic or lab",
        limit_choices_to={"deleted_at": None, "verified_at__isnull": False},
    )
    specialty = models.ForeignKey(
        Specialty, models.SET_NULL, null=True, blank=True, help_text="Empty: any specialty."
    )
    department = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True, help_text="Empty: where the hospital is.")
    state = models.CharField(max_length=40, blank=True)
    about = models.TextField("what it is", max_length=2000, blank=True)
    deadline = models.DateField("apply by", null=True, blank=True)
    timing = models.CharField(
        "when", max_length=150, blank=True, help_text="Rolling; four weeks, from any Monday …"
    )
    fee = models.CharField(max_length=80, blank=True)
    visas = models.JSONField("visas accepted", default=list, blank=True)
    url = models.URLField("page of the listing", blank=True)
    contact_name = models.CharField("whom to write to", max_length=120, blank=True)
    contact_email = models.EmailField("their email", blank=True)
    is_listed = models.BooleanField("shown to applicants", default=True)
    # The moment it was first shown: what a saved search counts as new.
    listed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    search_text = models.TextField(editable=False, default="")
    state_code = models.CharField(max_length=2, editable=False, default="", db_index=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        ordering = [F("deadline").asc(nulls_last=True), "title", "pk"]
        indexes = [
            models.Index(fields=["is_listed", "deadline"], name="tracker_opportunity_listed"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="tracker_opportunity_titled"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = " | ".join(fold(part) for part in (self.title, self.department, self.city) if part)
        code = read_place(self.city, self.state).state.upper()
        self.state_code = code if len(code) == 2 else ""
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.record("tracker:opportunity-show", self.pk)

    @property
    def place(self):
        """Its own place, else that of the hospital."""
        own = ", ".join(part for part in (self.city, self.state) if part)
        return own or (self.institution.place if self.institution else "")

    @property
    def visa_words(self):
        return ", ".join(label for value, label in Attending.Visa.choices if value in self.visas)


class Requirement(models.Model):
    """One thing the listing asks for, with where it stands and the day somebody read it there."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="requirements")
    words = models.CharField("what they ask", max_length=300)
    source = models.CharField("where it stands", max_length=150)
    source_url = models.URLField("its address", blank=True)
    read_on = models.DateField("read on")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="tracker_requirement_says_something"),
            models.CheckConstraint(condition=~Q(source=""), name="tracker_requirement_has_source"),
        ]

    def __str__(self):
        return self.words[:80]

    @property
    def line(self):
        """As one line of text, the way a spreadsheet holds it."""
        return " | ".join((self.words, self.source, self.source_url, self.read_on.isoformat()))


class OpportunityImport(models.Model):
    """A spreadsheet of listings that came in, and what it needs to be taken back.

    `rows` are {"pk", "change" (its line of the history), "is_new", "requirements" (those before, None when
    the file left them alone)}; `left` are {"pk", "name"} of what an undo left alone.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    left = models.JSONField(default=list)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-done_at", "-pk"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("desk:listing-import-show", args=[self.pk])

    @property
    def new(self):
        """The listings it made."""
        return [row["pk"] for row in self.rows if row["is_new"]]

    @property
    def changed(self):
        """The listings it changed."""
        return [row["pk"] for row in self.rows if not row["is_new"]]


class SavedSearch(OwnedModel):
    """A filter of the list that somebody named. `asked` holds what the form of the list reads."""

    name = models.CharField(max_length=60)
    asked = models.JSONField(default=dict, editable=False)
    looked_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(deleted_at=None), name="tracker_savedsearch_once"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tracker:opportunity-list")


class SavedOpportunity(models.Model):
    """A listing somebody keeps: its deadline is remembered for them. `started_at`: when they applied."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_opportunities")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="saved_by")
    started_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "saved opportunities"
        constraints = [
            models.UniqueConstraint(fields=["owner", "opportunity"], name="tracker_savedopportunity_once")
        ]

    def __str__(self):
        return f"Saved {self.pk}"
