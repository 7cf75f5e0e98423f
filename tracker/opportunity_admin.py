"""Listings in Django's admin: curators keep them, with the history of every change."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db import models
from django.db.models import Min
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from import_export.admin import ExportActionMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from accounts.fields import WebAddressField, plain_line
from tracker import desk, directory, opportunity_services
from tracker.models import Attending, DirectoryChange, Opportunity, Requirement
from tracker.opportunity_resource import OpportunityResource


class OpportunityForm(forms.ModelForm):
    visas = forms.MultipleChoiceField(
        label="Visas accepted",
        choices=Attending.Visa.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Opportunity
        fields = Opportunity.FACTS
        field_classes = {"url": WebAddressField}

    def clean_title(self):
        return plain_line(self.cleaned_data["title"])

    def clean_contact_name(self):
        return plain_line(self.cleaned_data["contact_name"])


class RequirementInline(admin.StackedInline):
    """Under each other: four fields beside each other are wider than a laptop."""

    model = Requirement
    fields = [("words", "source"), ("source_url", "read_on")]
    extra = 1
    formfield_overrides = {models.URLField: {"form_class": WebAddressField}}


class Deadline(SimpleListFilter):
    title = "deadline"
    parameter_name = "deadline_is"

    def lookups(self, request, model_admin):
        return [("open", "Still open"), ("past", "Passed"), ("none", "Not given")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "open":
            return queryset.filter(deadline__gte=today)
        if self.value() == "past":
            return queryset.filter(deadline__lt=today)
        return queryset.filter(deadline=None) if self.value() else queryset


class LastRead(SimpleListFilter):
    """By the oldest of the requirements: what has to be read again."""

    title = "requirements"
    parameter_name = "read"

    def lookups(self, request, model_admin):
        return [("old", "Read over 180 days ago"), ("fresh", "Read since"), ("none", "None written down")]

    def queryset(self, request, queryset):
        old = timezone.localdate() - datetime.timedelta(days=directory.STALE.days)
        if self.value() == "old":
            return queryset.filter(requirements__read_on__lt=old).distinct()
        if self.value() == "fresh":
            return queryset.filter(requirements__read_on__gte=old).distinct()
        return queryset.filter(requirements=None) if self.value() else queryset


@admin.register(Opportunity)
class OpportunityAdmin(ImportMixin, ExportActionMixin, admin.ModelAdmin):
    """What applicants browse. Nothing here says who saved a listing or applied."""

    form = OpportunityForm
    inlines = [RequirementInline]
    resource_classes = [OpportunityResource]
    formats = [CSV, XLSX]
    export_form_class = ExportForm
    export_template_name = "admin/tracker/export.html"
    import_template_name = "admin/tracker/import.html"
    change_list_template = "admin/tracker/opportunity_list.html"
    object_history_template = "admin/tracker/history.html"
    skip_admin_log = True  # the directory's own history says more
    list_display = ["title", "kind", "institution", "specialty", "deadline", "last_read", "is_listed"]
    list_select_related = ["institution", "specialty"]
    list_filter = ["is_listed", "kind", Deadline, LastRead, "specialty"]
    search_fields = ["search_text", "institution__search_text"]
    autocomplete_fields = ["institution", "specialty"]
    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {models.URLField: {"form_class": WebAddressField}}
    actions = ["show_records", "hide_records"]

    def get_queryset(self, request):
        return super().get_queryset(request).shared().annotate(read_on=Min("requirements__read_on"))

    def has_delete_permission(self, request, obj=None):
        """People saved it: it is taken off the list instead."""
        return False

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_export_formats(self):
        return [*self.formats]

    def get_import_resource_kwargs(self, request, **kwargs):
        return super().get_import_resource_kwargs(request, **kwargs) | {
            "actor": request.user,
            "now": timezone.now(),
        }

    def process_result(self, result, request):
        """To the page that says what came of the file, with its Undo."""
        answer = super().process_result(result, request)
        return redirect(result.undo) if hasattr(result, "undo") else answer

    def get_export_context_data(self, **kwargs):
        return super().get_export_context_data(**kwargs) | {
            "export_words": "Every listing, in the columns that the import reads."
        }

    def save_related(self, request, form, formsets, change):
        """The record is saved by now: what it was stands in `form.before`."""
        super().save_related(request, form, formsets, change)
        opportunity_services.record(form.instance, form.before, actor=request.user, now=timezone.now())

    def save_model(self, request, obj, form, change):
        stored = Opportunity.objects.filter(pk=obj.pk).prefetch_related("requirements").first()
        form.before = opportunity_services.told(stored) if stored else {}
        super().save_model(request, obj, form, change)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what when, before and after."""
        listing = self.get_object(request, object_id)
        if listing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        changes = DirectoryChange.objects.filter(kind="opportunity", record=listing.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {listing}",
            "changes": [(row, desk.change_lines(row)) for row in changes.select_related("actor")[:200]],
            "object": listing,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    @admin.display(description="last read", ordering="read_on")
    def last_read(self, listing):
        return listing.read_on or "never"

    @admin.action(description="Show to applicants", permissions=["change"])
    def show_records(self, request, queryset):
        self._list(request, queryset, is_listed=True)

    @admin.action(description="Take off the list", permissions=["change"])
    def hide_records(self, request, queryset):
        self._list(request, queryset, is_listed=False)

    def _list(self, request, queryset, *, is_listed):
        count, now = 0, timezone.now()
        pks = list(queryset.values_list("pk", flat=True)[:500])
        for listing in Opportunity.objects.shared().filter(pk__in=pks).exclude(is_listed=is_listed):
            before = opportunity_services.told(listing)
            listing.is_listed = is_listed
            listing.save(update_fields=["is_listed", "updated_at"])
            opportunity_services.record(listing, before, actor=request.user, now=now)
            count += 1
        messages.success(request, f"{count} {'shown' if is_listed else 'taken off the list'}.")
