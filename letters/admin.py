"""What curators keep of letters: how long is long enough. Whom an applicant asks is nobody's to read."""

from django.contrib import admin

from letters.models import LetterPreset


@admin.register(LetterPreset)
class LetterPresetAdmin(admin.ModelAdmin):
    list_display = ["name", "weeks", "contact_days", "opens_in_last_days", "strongest_weeks", "key"]
    ordering = ["weeks", "key"]

    def get_readonly_fields(self, request, obj=None):
        """The rules name the three presets by their key."""
        return ["key"] if obj and obj.is_needed else []

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_needed)

    def get_actions(self, request):
        """Many at once could take a preset the rules need."""
        return {}
