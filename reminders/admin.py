"""The outbox and the engine for administrators: states and moments, never what a mail or reminder says."""

from django.contrib import admin, messages
from django.db.models import Q

from reminders import clock, services
from reminders.models import WAITING, Instance, Mail, Reminder, StoppedKind, Suppression, Transport


class ReadOnlyAdmin(admin.ModelAdmin):
    """Looks, does not write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _may_act(request):
    return request.user.is_superuser


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = [
        "pk",
        "kind",
        "state",
        "owner_id",
        "due_at",
        "run_at",
        "attempts",
        "last_class",
        "last_code",
    ]
    list_filter = ["state", "kind"]
    search_fields = ["=public_id", "=message_id", "=owner__email"]
    ordering = ["-pk"]
    show_full_result_count = False
    exclude = ["subject", "text", "html", "to_address", "lease_token", "reminder"]
    actions = ["try_again_now", "cancel"]

    @admin.action(description="Try again now")
    def try_again_now(self, request, queryset):
        """Waiting mails go to the front; refused ones get a fresh set of tries."""
        if not _may_act(request):
            return
        now = clock.now()
        waiting = queryset.filter(state="retry").update(run_at=now)
        # Account mail is emptied when it ends; there is nothing left of it to send.
        refused = (
            queryset.filter(state="failed")
            .exclude(kind="account")
            .update(
                state="retry",
                run_at=now,
                attempts=0,
                finished_at=None,
                expires_at=now + services.schedule.WORTH_SENDING,
            )
        )
        messages.success(request, f"{waiting + refused} mails will be tried at the next tick.")

    @admin.action(description="Cancel")
    def cancel(self, request, queryset):
        """Waiting mails do not leave. One that may have been delivered before ends as uncertain."""
        if not _may_act(request):
            return
        pks = list(queryset.filter(state__in=WAITING).values_list("pk", flat=True))
        messages.success(
            request, f"{services.cancel_mails(Q(pk__in=pks), clock.now())} mails were cancelled."
        )


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["pk", "kind", "owner_id", "state", "due_at", "snoozed_until", "notified_at"]
    list_filter = ["state", "kind"]
    fields = ["kind", "owner_id", "state", "due_at", "snoozed_until", "notified_at", "finished_at"]
    ordering = ["-pk"]
    show_full_result_count = False


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    """Addresses are kept as a keyed hash; deleting a row lets mail leave for the address again."""

    list_display = ["pk", "code", "created_at"]
    ordering = ["-pk"]

    def has_delete_permission(self, request, obj=None):
        return _may_act(request)


@admin.register(Transport)
class TransportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "fails", "failing_since", "paused_until", "last_error"]
    actions = ["try_now"]

    @admin.action(description="Try the mail server now")
    def try_now(self, request, queryset):
        if _may_act(request):
            queryset.update(paused_until=None)
            messages.success(request, "The next tick tries the mail server.")


@admin.register(Instance)
class InstanceAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "ticked_at", "ticked_by", "is_held", "held_at"]
    actions = ["hold", "release"]

    @admin.action(description="Hold all mail")
    def hold(self, request, queryset):
        if _may_act(request):
            queryset.update(is_held=True, held_at=clock.now())
            messages.success(request, "No mail leaves until you release it.")

    @admin.action(description="Release held mail")
    def release(self, request, queryset):
        if _may_act(request):
            queryset.update(is_held=False, held_at=None)
            messages.success(request, "Mail leaves again.")


@admin.register(StoppedKind)
class StoppedKindAdmin(ReadOnlyAdmin):
    list_display = ["pk", "owner_id", "kind", "stopped_at"]
