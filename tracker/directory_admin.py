"""The shared directory in Django's admin: for what the desk does not do. Nothing here is an applicant's."""

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db import models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportActionMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from accounts.fields import WebAddressField
from tracker import desk, directory
from tracker.models import Attending, DirectoryChange, Institution, MergeRecord, ProposedChange
from tracker.resources import AttendingResource, InstitutionResource


class Standing(SimpleListFilter):
    """New, checked, stale, left private."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("new", "Added by a user"),
            ("checked", "Checked"),
            ("stale", "Stale"),
            ("private", "Left private"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "new":
            return queryset.filter(verified_at=None, declined_at=None)
        if self.value() == "checked":
            return queryset.filter(verified_at__isnull=False)
        if self.value() == "stale":
            return queryset.filter(verified_at__lt=desk.stale_before(timezone.now()))
        return queryset.filter(declined_at__isnull=False) if self.value() else queryset


class DirectoryAdmin(ExportActionMixin, admin.ModelAdmin):
    """A record of the directory: every save goes through the history, nothing is deleted for good."""

    formats = [CSV, XLSX]
    export_form_class = ExportForm
    export_template_name = "admin/tracker/export.html"
    show_full_result_count = False
    list_per_page = 50
    ordering = ["name", "pk"]
    formfield_overrides = {models.URLField: {"form_class": WebAddressField}}
    object_history_template = "admin/tracker/history.html"
    actions = ["check_records"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(deleted_at=None)

    def get_export_formats(self):
        return [*self.formats]

    def get_data_for_export(self, request, queryset, **kwargs):
        """Checked records only: what a user added is theirs until then."""
        return super().get_data_for_export(request, queryset.filter(verified_at__isnull=False), **kwargs)

    def has_delete_permission(self, request, obj=None):
        """Records are taken out on the desk with a reason, or merged: what people recorded stays."""
        return False

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if not change:
            obj.verified_at, obj.verified_by = now, request.user
        directory.save_record(obj, actor=request.user, now=now)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what when, before and after."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        changes = DirectoryChange.objects.filter(kind=directory.kind_of(record), record=record.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {record}",
            "changes": [(row, desk.change_lines(row)) for row in changes.select_related("actor")[:200]],
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    @admin.display(description="checked", ordering="verified_at")
    def checked_on(self, record):
        return record.verified_at.date() if record.verified_at else "never"

    @admin.action(description="Check: for everybody, as of today", permissions=["change"])
    def check_records(self, request, queryset):
        count = directory.verify(queryset[:500], actor=request.user, now=timezone.now())
        messages.success(request, f"{count} checked.")


@admin.register(Attending)
class AttendingAdmin(DirectoryAdmin):
    resource_classes = [AttendingResource]
    list_display = ["name", "credentials", "specialty", "institution", "place", "email", "checked_on"]
    list_select_related = ["specialty", "institution"]
    list_filter = [
        Standing,
        "role",
        "accepts_observers",
        "accepts_researchers",
        "is_do_not_contact",
    ]
    search_fields = ["search_text"]
    autocomplete_fields = ["institution", "specialty"]
    fields = [*Attending.FACTS, "verified_at", "verified_by", "bounced_email", "bounced_at"]
    readonly_fields = ["verified_at", "verified_by", "bounced_email", "bounced_at"]
    change_list_template = "admin/tracker/attending_list.html"

    def get_actions(self, request):
        return super().get_actions(request) | {"merge": (merge_on_the_desk, "merge", "Merge on the desk")}


def merge_on_the_desk(admin_, request, queryset):
    """Opens the page on which two or more records become one."""
    pks = "&".join(f"id={pk}" for pk in queryset.order_by("pk").values_list("pk", flat=True)[:10])
    kind = queryset.model._meta.model_name
    return HttpResponseRedirect(f"{reverse('desk:record-merge', args=[kind])}?{pks}")


@admin.register(Institution)
class InstitutionAdmin(DirectoryAdmin):
    resource_classes = [InstitutionResource]
    list_display = ["name", "kind", "city", "state", "programs", "checked_on"]
    list_filter = [Standing, "kind"]
    search_fields = ["search_text"]
    fields = [*Institution.FACTS, "verified_at", "verified_by"]
    readonly_fields = ["verified_at", "verified_by"]

    def get_actions(self, request):
        return super().get_actions(request) | {"merge": (merge_on_the_desk, "merge", "Merge on the desk")}


class ReadOnlyAdmin(admin.ModelAdmin):
    """What happened is read here and decided on the desk."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ProposedChange)
class ProposedChangeAdmin(ReadOnlyAdmin):
    """Never by whom: who knows an attending is an applicant's own affair."""

    list_display = ["attending", "facts", "state", "created_at", "decided_at", "decided_by"]
    list_select_related = ["attending", "decided_by"]
    list_filter = ["state"]
    search_fields = ["attending__search_text"]
    fields = ["attending", "facts", "note", "state", "reason", "created_at", "decided_at", "decided_by"]
    readonly_fields = fields

    @admin.display(description="what would change")
    def facts(self, proposal):
        return "; ".join(
            f"{name}: {before!s} → {after!s}" for name, (before, after) in proposal.changes.items()
        )


@admin.register(MergeRecord)
class MergeRecordAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "survivor_label", "merged", "actor", "undone_at", "on_desk"]
    list_select_related = ["actor"]
    list_filter = ["kind"]
    fields = [
        "kind",
        "survivor_label",
        "merged",
        "actor",
        "reason",
        "created_at",
        "undone_at",
        "undone_by",
        "left",
    ]
    readonly_fields = fields

    @admin.display(description="merged into it")
    def merged(self, record):
        return ", ".join(record.loser_labels)

    @admin.display(description="undo until")
    def on_desk(self, record):
        return "undone" if record.undone_at else record.undo_until.date()


@admin.register(DirectoryChange)
class DirectoryChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "label", "action", "actor", "what", "reason"]
    list_select_related = ["actor"]
    list_filter = ["action", "kind"]
    search_fields = ["label"]
    fields = ["at", "kind", "label", "action", "actor", "what", "reason"]
    readonly_fields = fields

    @admin.display(description="before and after")
    def what(self, change):
        return "; ".join(f"{label}: {before} → {after}" for label, before, after in desk.change_lines(change))
