"""Counts for administrators. What applicants wrote, and to whom, is theirs: no names, subjects or texts here.

Curators hold no permission on these tables; only a superuser sees the row of a thread, and of it the
id, the state and the dates.
"""

from django.contrib import admin
from django.urls import reverse

from outreach.models import Thread


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    list_display = fields = ["id", "state", "created_at", "updated_at", "ended_on"]
    readonly_fields = fields
    list_filter = ["state", "ended_by"]
    list_display_links = None
    ordering = ["-pk"]
    actions = None

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Only as part of deleting a whole account, never a thread by itself."""
        own_pages = reverse("admin:outreach_thread_changelist")
        return request.user.is_superuser and not request.path.startswith(own_pages)
