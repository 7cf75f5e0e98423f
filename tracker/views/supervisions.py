"""Who supervised a rotation: add, change, remove."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from accounts.owned import get_owned
from reminders import clock
from tracker import rotation_services, services
from tracker.forms import SupervisionForm
from tracker.models import Supervision
from tracker.views import naming, parts


def supervision_add(request, pk):
    rotation = parts.rotation_with_people(request, pk)
    fresh = Supervision(rotation=rotation, days_per_week=min(7, len(rotation.weekdays)) or 1)
    form = SupervisionForm(request.POST or None, owner=request.user, instance=fresh)
    if request.method == "POST" and form.is_valid():
        likely = _offered(request, form.cleaned_data["new_attending"], rotation)
        same = naming.same_as(request, likely)
        if likely and not same:
            return _add_page(request, form, rotation, likely)
        try:
            return saved_once(request, form, lambda: _save(request, form, same), "Added.")
        except services.Refused as refused:
            form.add_error("attending", str(refused))
    return _add_page(request, form, rotation)


def _offered(request, name, rotation):
    """Who of the directory the new attending may be."""
    house = rotation.institution
    return naming.offered(request, name, institution=house.name, city=house.city, state=house.state)


def _add_page(request, form, rotation, likely=()):
    return parts.form_page(
        request,
        form,
        rotation=rotation,
        title="Add who supervised you",
        button="Add to the rotation",
        likely=likely,
        named=likely and form.cleaned_data["new_attending"],
        waved_off=naming.waved_off(request, likely),
    )


def _save(request, form, same=None):
    supervision, data = form.instance, form.cleaned_data
    if same:
        supervision.attending = same
    elif form.is_new and data["new_attending"]:
        supervision.attending = services.attending_named(
            request.user, data["new_attending"], supervision.rotation.institution
        )
    return rotation_services.save_supervision(supervision, now=clock.now())


def _supervision(request, pk):
    rows = Supervision.objects.select_related(
        "attending", "rotation__institution", "rotation__specialty", "rotation__owner__profile"
    )
    return get_owned(rows, request.user, pk=pk)


def supervision_edit(request, pk):
    supervision = _supervision(request, pk)
    title = f"{supervision.attending} on this rotation"
    form = SupervisionForm(request.POST or None, owner=request.user, instance=supervision)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except services.Refused as refused:
            form.add_error("attending", str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect(supervision)
    return parts.form_page(
        request,
        form,
        rotation=supervision.rotation,
        title=title,
        button="Save",
        delete=parts.DeleteButton(
            reverse("tracker:supervision-delete", args=[pk]),
            "Take off this rotation",
            "Days logged together stay as they are.",
        ),
    )


@require_POST
def supervision_delete(request, pk):
    supervision = _supervision(request, pk)
    path, who = supervision.get_absolute_url(), str(supervision.attending)
    rotation_services.remove_supervision(supervision, now=clock.now())
    messages.info(request, f"{who} is off this rotation. Days logged together stay as they are.")
    return redirect(path)
