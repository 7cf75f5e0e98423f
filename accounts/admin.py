from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from accounts.models import Profile, Specialty, User


class ProfileInline(admin.StackedInline):
    model = Profile
    fields = ["time_zone", "digest_at", "wants_mail", "match_year"]
    can_delete = False
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Administrators only. An applicant's records are not here: nobody else sees them."""

    list_display = ["email", "name", "is_staff", "is_active", "joined_at"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["-joined_at"]
    readonly_fields = ["joined_at", "last_login"]
    filter_horizontal = ["groups"]
    inlines = [ProfileInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("When", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "password1", "password2"]})]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []


@admin.register(Specialty)
class SpecialtyAdmin(admin.ModelAdmin):
    list_display = ["name", "is_surgical"]
    list_filter = ["is_surgical"]
    search_fields = ["name"]
