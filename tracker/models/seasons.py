"""ERAS seasons as curators keep them, and the dates a person sets for themselves."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from tracker.seasons import DATE_NAMES, TITLES

DATE_CHOICES = [(name, TITLES[name]) for name in DATE_NAMES]


class Season(models.Model):
    """One season, named by its match year. A date without a row is derived by rule (domain.md §3)."""

    match_year = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["-match_year"]

    def __str__(self):
        return f"ERAS {self.match_year}"

    def clean(self):
        if self.match_year is not None and not 2020 <= self.match_year <= 2100:
            raise ValidationError({"match_year": "Write the match year with four digits, for example 2028."})


class SeasonDay(models.Model):
    """One date of a season. Not confirmed means "expected" on every page that shows it."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="days")
    name = models.CharField("date", max_length=24, choices=DATE_CHOICES)
    on = models.DateField("day")
    is_confirmed = models.BooleanField(
        "confirmed", default=False, help_text="Only when an official page states it."
    )
    source = models.CharField(max_length=200, help_text="Who says so, or the rule it is expected by.")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["season", "name"], name="tracker_seasonday_once"),
        ]

    def __str__(self):
        return f"{self.get_name_display()}, {self.season_id}"


class SeasonOverride(models.Model):
    """A date of a season as one person set it for themselves."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="season_overrides")
    match_year = models.PositiveSmallIntegerField()
    name = models.CharField("date", max_length=24, choices=DATE_CHOICES)
    on = models.DateField("day")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "match_year", "name"], name="tracker_seasonoverride_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_name_display()} of {self.match_year}"
