"""The outbox and the engine for administrators: states and moments, never what a mail or reminder says."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Q
from django.template.response import TemplateResponse

from reminders import clock, services, settling
from reminders.forms import SettleForm
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
    actions = ["try_again_now", "cancel", "settle"]

    @admin.action(description="Try again now")
    def try_again_now(self, request, queryset):
        """Waiting mails go to the front; refused ones get a fresh set of tries."""
        if _may_act(request):
            pks = settling.try_again(queryset, clock.now())
            self._record(request, pks, "Tried again by hand.")
            messages.success(request, f"{len(pks)} mails will be tried at the next tick.")

    @admin.action(description="Cancel")
    def cancel(self, request, queryset):
        """Waiting mails do not leave. One that may have been delivered before ends as uncertain."""
        if not _may_act(request):
            return
        pks = list(queryset.filter(state__in=WAITING).values_list("pk", flat=True))
        count = services.cancel_mails(Q(pk__in=pks), clock.now())
        self._record(request, pks, "Cancelled by hand.")
        messages.success(request, f"{count} mails were cancelled.")

    @admin.action(description="Settle: sent or failed")
    def settle(self, request, queryset):
        """What is perhaps sent becomes sent or failed, with a note for those who come later."""
        if not _may_act(request):
            return None
        form = SettleForm(request.POST if "verdict" in request.POST or "note" in request.POST else None)
        if not form.is_valid():
            return self._ask_how(request, queryset, form)
        verdict, note = form.cleaned_data["verdict"], form.cleaned_data["note"]
        pks = settling.settle(queryset, verdict, clock.now())
        self._record(request, pks, f"Settled as {verdict}: {note}")
        messages.success(request, f"{len(pks)} mails are settled as {verdict}.")
        return None

    def _ask_how(self, request, queryset, form):
        context = {
            **self.admin_site.each_context(request),
            "title": "Settle",
            "opts": self.model._meta,
            "form": form,
            "mails": queryset.filter(state="uncertain"),
            "passed": queryset.exclude(state="uncertain").count(),
        }
        return TemplateResponse(request, "admin/reminders/mail_settle.html", context)

    def _record(self, request, pks, said):
        """In the admin's history of each mail: who, when, what."""
        if pks:
            rows = Mail.objects.filter(pk__in=pks)
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, change_message=said)


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
