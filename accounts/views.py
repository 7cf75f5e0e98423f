"""The person's own pages: first questions, settings, and everything about the account."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.module_loading import import_string

from accounts.forms import SettingsForm, WelcomeForm

SEASON_ROW = "{} <small>{}</small>"


def _season_choices():
    """(match year, label) with the words of each season, and "not sure yet"."""
    rows = import_string(settings.SEASON_CHOICES)(timezone.localdate())
    choices = [(year, format_html(SEASON_ROW, title, words)) for year, title, words in rows]
    unsure = format_html(SEASON_ROW, "Not sure yet", "We leave deadlines out until you know")
    return [*choices, ("", unsure)]


def welcome(request):
    """Three questions, skippable. Answered or skipped, they are not asked again."""
    profile = request.user.profile
    form = WelcomeForm(request.POST or None, instance=profile, season_choices=_season_choices())
    if request.method == "POST" and ("skip" in request.POST or form.is_valid()):
        if "skip" not in request.POST:
            form.save()
        type(profile).objects.filter(pk=profile.pk).update(is_onboarded=True)
        _profile_changed(profile)
        return redirect("/")
    return render(request, "accounts/welcome.html", {"form": form}, status=422 if form.is_bound else 200)


def settings_edit(request):
    profile = request.user.profile
    form = SettingsForm(request.POST or None, instance=profile, season_choices=_season_choices())
    if request.method == "POST" and form.is_valid():
        form.save()
        _profile_changed(profile)
        messages.success(request, "Settings saved.")
        return redirect("accounts:settings-edit")
    return render(
        request, "accounts/settings_edit.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _profile_changed(profile):
    """Let the floors above follow a new time zone or digest hour."""
    profile.refresh_from_db()
    for path in settings.PROFILE_CHANGED:
        import_string(path)(profile, timezone.now())


def you(request):
    return render(request, "accounts/you.html")
