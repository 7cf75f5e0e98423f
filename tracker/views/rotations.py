"""Rotations: list, one, add, edit, delete with undo."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import outlooks, queries, rotation_page, rotation_queries, rotation_rows, services
from tracker.forms import RotationForm
from tracker.models import Rotation
from tracker.views import naming

ON_A_PAGE = 25


def rotation_list(request):
    page = Paginator(rotation_queries.listed(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = rotation_rows.rows(list(page), timezone.localdate())
    return render(request, "tracker/rotation_list.html", {"rows": rows, "page": page})


def rotation_show(request, pk):
    rows = rotation_queries.with_total(rotation_queries.with_people(request.user))
    rotation = get_owned(rows, request.user, pk=pk)
    today = timezone.localdate()
    context = {
        "rotation": rotation,
        "page": rotation_page.gather(request.user, rotation, today),
        "outlooks": outlooks.gather(request.user, [rotation], today, settings.ROTATION_OUTLOOKS),
    }
    return render(request, "tracker/rotation_show.html", context)


def rotation_add(request):
    form = RotationForm(request.POST or None, owner=request.user, instance=Rotation(owner=request.user))
    if request.method == "POST" and form.is_valid():
        likely = _offered(request, form)
        same = naming.same_as(request, likely)
        if likely and not same:
            return _form_page(request, form, likely=likely)
        once = form.cleaned_data["once"]
        path, is_first = make_once(request.user, once, lambda: _save(request, form, same))
        if is_first:
            messages.success(request, "Rotation added.")
        return redirect(path)
    return _form_page(request, form)


def _offered(request, form):
    """Who of the directory the new attending may be."""
    data = form.cleaned_data
    return naming.offered(
        request,
        data["new_attending"],
        institution=data["institution_name"],
        city=data["city"],
        state=data["state"],
    )


def rotation_edit(request, pk):
    rotation = get_owned(queries.rotation_with_people(request.user, pk), request.user, pk=pk)
    form = RotationForm(request.POST or None, owner=request.user, instance=rotation)
    if request.method == "POST" and form.is_valid():
        likely = _offered(request, form)
        same = naming.same_as(request, likely)
        if likely and not same:
            return _form_page(request, form, rotation, likely=likely)
        _save(request, form, same)
        messages.success(request, "Rotation saved.")
        return redirect(rotation)
    return _form_page(request, form, rotation)


@require_POST
def rotation_outlook(request, pk=None):
    """What the rotation on the form could still serve, as a piece of page; nothing is kept."""
    rotation = get_owned(queries.rotation_with_people(request.user, pk), request.user, pk=pk) if pk else None
    form = RotationForm(request.POST, owner=request.user, instance=rotation or Rotation(owner=request.user))
    form.is_valid()
    return render(request, "tracker/_outlooks.html", {"outlooks": _outlooks(request, form)})


def _outlooks(request, form):
    """Of the form as it stands: typed, or the saved rotation before anything is typed."""
    today, paths = timezone.localdate(), settings.ROTATION_OUTLOOKS
    if not form.is_bound:
        saved = [form.instance] if form.instance.pk else []
        return outlooks.gather(request.user, saved, today, paths)
    rotation = form.sketch()
    chosen = list(form.cleaned_data.get("attendings") or ())
    return outlooks.gather(request.user, [rotation] if rotation else [], today, paths, attendings=chosen)


def _form_page(request, form, rotation=None, likely=()):
    context = {
        "form": form,
        "rotation": rotation,
        "institutions": queries.institution_names(request.user),
        "likely": likely,
        "named": likely and form.cleaned_data["new_attending"],
        "waved_off": naming.waved_off(request, likely),
        "outlooks": _outlooks(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "tracker/rotation_form.html", context, status=status)


def _save(request, form, same=None):
    data = form.cleaned_data
    rotation = form.instance
    rotation.weekdays = data["weekdays"]
    rotation.institution = services.institution_named(
        request.user, data["institution_name"], city=data["city"], state=data["state"]
    )
    chosen = list(data["attendings"])
    if same:
        chosen.append(same)
    elif data["new_attending"]:
        chosen.append(services.attending_named(request.user, data["new_attending"], rotation.institution))
    return services.save_rotation(rotation, attendings=chosen, now=clock.now())


@require_POST
def rotation_delete(request, pk):
    rotation = get_owned(Rotation.objects, request.user, pk=pk)
    services.delete(rotation, now=clock.now())
    undo = reverse("tracker:rotation-restore", args=[pk])
    messages.info(request, f"{rotation} deleted, with its log.", extra_tags=f"undo:{undo}")
    return redirect("tracker:rotation-list")


@require_POST
def rotation_restore(request, pk):
    rotation = get_deleted(Rotation.objects, request.user, pk=pk)
    services.restore(rotation, now=clock.now())
    messages.success(request, "Rotation is back.")
    return redirect(rotation)
