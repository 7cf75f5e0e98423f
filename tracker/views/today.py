"""The home page: one column of what needs the person."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone

from reminders import clock
from tracker.forms import LogForm
from tracker.today import gather


def today(request):
    if not request.user.profile.is_onboarded:
        return redirect("accounts:welcome")
    on = timezone.localdate()
    page = gather(
        request.user, clock.now(), on, panels=settings.TODAY_PANELS, more_meters=settings.TODAY_METERS
    )
    form = None
    if page.log and not page.is_logged and page.log.rotation.works_on(on):
        form = LogForm(owner=request.user, today=on, rotations=page.running, initial=page.log.initial)
    return render(request, "tracker/today.html", {"page": page, "form": form})
