"""What the desk keeps for every applicant. What applicants write is theirs and not here."""

from django.contrib import admin

from tracker.models import ChecklistStep, ChecklistTemplate


class ChecklistStepInline(admin.TabularInline):
    model = ChecklistStep
    fields = ["position", "text", "hint"]
    extra = 1


@admin.register(ChecklistTemplate)
class ChecklistTemplateAdmin(admin.ModelAdmin):
    """The before-you-start list: one for every specialty, and a specialty's own where it differs."""

    list_display = ["__str__", "step_count"]
    list_select_related = ["specialty"]
    inlines = [ChecklistStepInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("steps")

    @admin.display(description="steps")
    def step_count(self, template):
        return len(template.steps.all())
