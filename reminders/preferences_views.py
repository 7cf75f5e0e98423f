"""When reminder emails come, and which kinds."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import zones
from reminders import clock, outlook, queries, services
from reminders.forms import WishesForm
from reminders.models import StoppedKind


def preferences_edit(request):
    """The wishes, the sentence that says what follows from them, the kinds."""
    profile, now = request.user.profile, clock.now()
    saved = outlook.sentences(profile, now)  # before the form writes what was typed into the profile
    form = WishesForm(request.POST or None, instance=profile, today=zones.day_in(profile.time_zone, now))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            services.follow_profile(form.save(), now)
        messages.success(request, f"Saved. {outlook.sentences(profile, now).headline}.")
        return redirect("reminders:preferences-edit")
    context = {"form": form, "outlook": saved, "kinds": queries.kinds_for(request.user)}
    return render(request, "reminders/preferences_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def kind_stop(request, kind):
    """No more reminders like this one; Undo takes the kind up again."""
    if kind not in settings.REMINDER_KINDS:
        raise Http404("Not found")
    services.stop_kind(request.user, kind, clock.now())
    undo = f"undo:{reverse('reminders:kind-resume', args=[kind])}"
    messages.success(request, f"Stopped: {queries.kind_words(kind)}.", extra_tags=undo)
    return redirect(f"{reverse('reminders:preferences-edit')}#kinds")


@require_POST
def kind_resume(request, kind):
    """This kind comes again; also one that no app names any more, if it was stopped."""
    is_stopped = StoppedKind.objects.filter(owner=request.user, kind=kind).exists()
    if kind not in settings.REMINDER_KINDS and not is_stopped:
        raise Http404("Not found")
    services.resume_kind(request.user, kind, clock.now())
    messages.success(request, f"They come again: {queries.kind_words(kind)}.")
    return redirect(f"{reverse('reminders:preferences-edit')}#kinds")
