"""Who a person is, and how they want Wardbook to behave for them."""

import datetime
import secrets
import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import zones


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """A user with its profile. The email is stored lower-case: it is the login."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Staff curate the directory; applicants own everything else."""

    email = models.EmailField("email", unique=True, error_messages={"unique": "This address has an account."})
    name = models.CharField("your name", max_length=150)
    is_staff = models.BooleanField("staff", default=False, help_text="May open the admin.")
    is_active = models.BooleanField("active", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            Profile.objects.get_or_create(user=self)

    @property
    def initials(self):
        parts = self.name.split()
        return "".join(p[0] for p in (parts[:1] + parts[1:][-1:])).upper() or self.email[:1].upper()


def display_name(user):
    return str(user)


class Specialty(models.Model):
    """A specialty of US residency training. The list is admin data."""

    name = models.CharField(max_length=80, unique=True)
    is_surgical = models.BooleanField(
        default=False, help_text="Letters here usually need the long preset (domain.md §2, guide 000)."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "specialties"

    def __str__(self):
        return self.name


def new_nonce():
    """Part of every signed link in a mail; a new one revokes all links sent before."""
    return secrets.token_urlsafe(12)


def is_zone(name):
    """Validator: a zone that zoneinfo knows."""
    if not zones.is_known(name):
        raise ValidationError("Choose a time zone from the list.")


class Profile(models.Model):
    """Settings of one person, one row, read with every request."""

    class Kind(models.TextChoices):
        STUDENT = "student", "Medical student"
        GRADUATE = "graduate", "Medical graduate"
        NURSE_PRACTITIONER = "np", "Nurse practitioner"
        PHYSICIAN_ASSISTANT = "pa", "Physician assistant"

    class Look(models.TextChoices):
        DEVICE = "", "Same as my device"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class MailMode(models.TextChoices):
        DAILY = "daily", "One email a day"
        WEEKLY = "weekly", "One email a week"
        EACH = "each", "Each reminder at its time"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    time_zone = models.CharField(max_length=64, default="America/New_York", validators=[is_zone])
    look = models.CharField("light or dark", max_length=5, choices=Look, blank=True, default=Look.DEVICE)

    match_year = models.PositiveSmallIntegerField(
        "season", null=True, blank=True, help_text="An ERAS season is named by its match year."
    )
    specialties = models.ManyToManyField(Specialty, blank=True)
    kind = models.CharField("I am a", max_length=10, choices=Kind, default=Kind.GRADUATE)
    degree = models.CharField(max_length=40, blank=True)
    medical_school = models.CharField(max_length=150, blank=True)
    graduation_year = models.PositiveSmallIntegerField("year of graduation", null=True, blank=True)
    visa_status = models.CharField("visa", max_length=80, blank=True)
    about_me = models.CharField("one line about me", max_length=300, blank=True)
    signal = models.CharField("my credible signal", max_length=300, blank=True)
    is_onboarded = models.BooleanField(default=False, editable=False)

    # When reminder mail may leave. The rule is reminders.policy, which has the same names; database defaults,
    # because an older web process may still make profiles while this one is rolled out.
    wants_mail = models.BooleanField("send me reminder emails", default=True)
    mail_mode = models.CharField(
        "emails come", max_length=6, choices=MailMode, default="daily", db_default="daily"
    )
    digest_at = models.TimeField("email at", default=datetime.time(7, 30))
    weekly_on = models.PositiveSmallIntegerField("weekly on", default=0, db_default=0)
    mail_days = models.PositiveSmallIntegerField(
        "on these days",
        default=0b1111111,
        db_default=0b1111111,
        help_text="A bit for each weekday, Monday the lowest.",
    )
    quiet_from = models.TimeField("quiet from", null=True, blank=True)
    quiet_until = models.TimeField("quiet until", null=True, blank=True)
    paused_until = models.DateField("pause emails until", null=True, blank=True)
    away_from = models.DateField("on vacation from", null=True, blank=True)
    away_until = models.DateField("to", null=True, blank=True)
    singles_a_day = models.PositiveSmallIntegerField(
        "emails of their own a day, at most", default=3, db_default=3
    )
    hides_names = models.BooleanField("leave names out of emails", default=False)
    # When the next digest is made; the engine keeps it, an index finds it (reminders.engine).
    next_digest_at = models.DateTimeField(null=True, editable=False, db_index=True)
    link_nonce = models.CharField(max_length=24, default=new_nonce, editable=False)
    # A throw-away copy of the sample year; wiped when this has passed.
    wiped_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_mode__in=["daily", "weekly", "each"]), name="accounts_profile_known_mode"
            ),
            models.CheckConstraint(condition=Q(weekly_on__lte=6), name="accounts_profile_weekday"),
            models.CheckConstraint(
                condition=Q(mail_days__gte=1, mail_days__lte=127), name="accounts_profile_some_day"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="accounts_profile_quiet_both",
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__isnull=False, away_until__gte=F("away_from")),
                name="accounts_profile_away_span",
            ),
        ]

    def __str__(self):
        return f"Profile of {self.user_id}"

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)


class Submission(models.Model):
    """One form sent in once: a double click or a second tab finds the row and makes nothing new."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.CharField(max_length=40)
    path = models.CharField(max_length=200, help_text="Where the first one led.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="accounts_submission_once"),
        ]

    def __str__(self):
        return self.key
