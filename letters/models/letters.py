"""One letter from one attending: where it stands on the ladder, and the history that says so."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from accounts import addresses
from accounts.models import Specialty
from accounts.owned import OwnedModel
from letters import history, presets, states
from tracker.models import Attending
from tracker.models.guarded import GuardedTextField

LONGEST_WHY = 200
LONGEST_NOTE = 400
STATES = [(str(state), states.NAMES[state].capitalize()) for state in states.State]
STATES = [(value, words.replace("eras", "ERAS")) for value, words in STATES]


class LetterPreset(models.Model):
    """How long is long enough for a letter (product.md §5). Admin data; the three of `presets` are needed."""

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    weeks = models.PositiveSmallIntegerField(help_text="Weeks of supervision before asking.")
    contact_days = models.PositiveSmallIntegerField(
        default=0, help_text="Days together before asking; 0 when days are not counted."
    )
    opens_in_last_days = models.BooleanField(
        default=False, help_text="May be asked from the third-last working day when that is earlier."
    )
    strongest_weeks = models.PositiveSmallIntegerField(
        default=0, help_text="A second mark that is said, and never changes the verdict. 0: none."
    )

    class Meta:
        ordering = ["weeks", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=104), name="letters_letterpreset_weeks_possible"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.weeks} weeks)"

    @property
    def is_needed(self):
        return self.key in presets.DEFAULT_PRESETS

    def rule(self):
        """The same as the rules read it."""
        return presets.Preset(
            self.key,
            self.name,
            self.weeks,
            self.contact_days,
            self.opens_in_last_days,
            self.strongest_weeks,
        )


class Letter(OwnedModel):
    """One letter of recommendation from one attending, for one season and specialty.

    The state and its dates are what the effective steps come to (services.fold); nothing else writes them.
    """

    class Promise(models.TextChoices):
        STRONG = "strong", "Yes, a strong letter"
        LUKEWARM = "lukewarm", "Yes, but not a strong one"

    attending = models.ForeignKey(Attending, models.RESTRICT, related_name="letters", editable=False)
    match_year = models.PositiveSmallIntegerField("season", null=True, blank=True)
    specialty = models.ForeignKey(
        Specialty, models.SET_NULL, null=True, blank=True, verbose_name="for which specialty"
    )
    state = models.CharField(
        max_length=12, choices=STATES, default=states.State.CONSIDERING.value, editable=False
    )
    started_on = models.DateField(editable=False)
    since = models.DateField(editable=False)
    promise = models.CharField(max_length=8, choices=Promise, blank=True, editable=False)
    asked_on = models.DateField(null=True, editable=False)
    agreed_on = models.DateField(null=True, editable=False)
    requested_on = models.DateField(null=True, editable=False)
    uploaded_on = models.DateField(null=True, editable=False)
    eras_id = models.CharField("ERAS Letter ID", max_length=20, blank=True, editable=False)
    is_waived = models.BooleanField("I waive my right to view it", default=True)
    dated_on = models.DateField("date on the letter", null=True, blank=True)
    due_on = models.DateField("my own deadline", null=True, blank=True)
    promised_by = models.DateField(null=True, editable=False)
    leaves_on = models.DateField("their last day at the institution", null=True, blank=True)
    preset = models.ForeignKey(LetterPreset, models.PROTECT, null=True, blank=True, editable=False)
    preset_why = GuardedTextField("why", max_length=LONGEST_WHY, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                F("owner"),
                F("attending"),
                Coalesce(F("match_year"), Value(0)),
                Coalesce(F("specialty"), Value(0)),
                condition=Q(deleted_at=None) & ~Q(state__in=sorted(states.OUT)),
                name="letters_letter_one_open",
            ),
            models.UniqueConstraint(
                fields=["owner", "eras_id"],
                condition=Q(deleted_at=None) & ~Q(eras_id=""),
                name="letters_letter_eras_id_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[value for value, _ in STATES]), name="letters_letter_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="requested") | (~Q(eras_id="") & Q(requested_on__isnull=False)),
                name="letters_letter_request_has_an_id",
            ),
        ]

    def __str__(self):
        """No name: whom an applicant asks is theirs alone."""
        return f"Letter {self.pk}"

    def get_absolute_url(self):
        return addresses.record("letters:letter-show", self.pk)

    @property
    def step(self):
        return states.State(self.state)

    @property
    def is_out(self):
        return self.step in states.OUT

    @cached_property
    def held(self):
        """The steps that hold, oldest first; one statement."""
        return history.effective(self.steps.all())


class LetterStep(models.Model):
    """One step of a letter, on the day it happened. Never changed: a mistake is a step that corrects it."""

    class By(models.TextChoices):
        APPLICANT = "applicant", "You"
        WRITER = "writer", "The writer"
        DESIGNEE = "designee", "The writer’s designee"
        ADVISER = "adviser", "An adviser of yours"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=STATES)
    on = models.DateField()
    by = models.CharField(max_length=9, choices=By, default=By.APPLICANT)
    promise = models.CharField(max_length=8, choices=Letter.Promise, blank=True)
    eras_id = models.CharField(max_length=20, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, related_name="corrected_by")
    # with `corrects`: that step never happened
    is_taken_back = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[value for value, _ in STATES]), name="letters_letterstep_state_known"
            ),
            models.CheckConstraint(
                condition=Q(is_taken_back=False) | Q(corrects__isnull=False),
                name="letters_letterstep_takes_something_back",
            ),
        ]

    def __str__(self):
        return f"{self.state} on {self.on}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A step of a letter is never changed; record one that corrects it.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{self.letter.get_absolute_url()}#history"

    @property
    def step(self):
        return states.State(self.state)
