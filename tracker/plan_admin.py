"""What curators keep for everybody: season dates, exposure rules, exposure tags, visa lines.

Nobody's own records are here: a person's overrides, marks and documents have no admin.
"""

from django.contrib import admin
from django.db import models

from tracker.models import ExposureRule, ExposureTag, Season, SeasonDay, VisaLine


class SeasonDayInline(admin.TabularInline):
    """A date left out is derived by rule; letters-in follows review by 8 days."""

    model = SeasonDay
    extra = 0


@admin.register(Season)
class SeasonAdmin(admin.ModelAdmin):
    list_display = ["__str__", "match_year"]
    ordering = ["-match_year"]
    inlines = [SeasonDayInline]


@admin.register(ExposureRule)
class ExposureRuleAdmin(admin.ModelAdmin):
    list_display = ["since", "hands_on", "observership", "research", "volunteer", "remote", "lab", "windows"]
    ordering = ["-since"]


@admin.register(ExposureTag)
class ExposureTagAdmin(admin.ModelAdmin):
    list_display = ["name", "group", "words", "place"]
    list_filter = ["group"]
    search_fields = ["name", "group", "words"]
    ordering = ["place", "pk"]


@admin.register(VisaLine)
class VisaLineAdmin(admin.ModelAdmin):
    list_display = ["visa", "applies_to", "words", "source", "read_on", "trust"]
    list_filter = ["trust", "applies_to"]
    search_fields = ["visa", "words", "source"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    ordering = ["place", "pk"]
