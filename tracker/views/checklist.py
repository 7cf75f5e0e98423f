"""Before a rotation starts: the list, its ticks, lines of one's own."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.once import saved_once
from accounts.owned import get_owned
from reminders import clock
from tracker import rotation_queries, rotation_services
from tracker.forms import ChecklistItemForm
from tracker.models import ChecklistItem
from tracker.views import parts, removing


def checklist_show(request, pk):
    rotation = parts.rotation_of(request, pk)
    fresh = ChecklistItem(owner=request.user, rotation=rotation)
    form = ChecklistItemForm(request.POST or None, instance=fresh)
    if request.method == "POST" and form.is_valid():
        return saved_once(
            request,
            form,
            lambda: rotation_services.save_part(fresh, now=clock.now()),
            "Added to the checklist.",
        )
    context = {"form": form, "rotation": rotation, "checklist": rotation_queries.checklist_of(rotation)}
    return render(request, "tracker/checklist_show.html", context, status=422 if form.is_bound else 200)


def _line(request, rotation):
    """{"item": …} or {"step": …} of the line the form is about, or 404."""
    if pk := request.POST.get("item"):
        return {"item": get_owned(ChecklistItem.objects.filter(rotation=rotation), request.user, pk=pk)}
    steps = {str(step.pk): step for step in rotation_queries.steps_for(rotation)}
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404("Not found")
    return {"step": step}


@require_POST
def checklist_tick(request, pk):
    """Settle a line, or with `undo` open it again."""
    rotation = parts.rotation_of(request, pk)
    line = _line(request, rotation)
    is_done = "undo" not in request.POST
    rotation_services.tick(rotation, **line, is_done=is_done, today=timezone.localdate())
    if request.htmx:
        context = {"rotation": rotation, "checklist": rotation_queries.checklist_of(rotation)}
        return render(request, "tracker/_checklist.html", context)
    return redirect("tracker:checklist-show", pk)


@require_POST
def checklist_drop(request, pk):
    """Take a line off the list of this rotation, with undo."""
    rotation = parts.rotation_of(request, pk)
    line = _line(request, rotation)
    if item := line.get("item"):
        return removing.remove(request, item, "checklist", "Taken off the list.")
    item = rotation_services.hide_step(rotation, line["step"], now=clock.now())
    undo.offer(request, "Taken off the list.", "tracker:checklist-restore", item.pk)
    return redirect("tracker:checklist-show", pk)


@require_POST
def checklist_restore(request, pk):
    return removing.bring_back(
        request, parts.deleted_part(request, ChecklistItem, pk), "It is on the list again."
    )
