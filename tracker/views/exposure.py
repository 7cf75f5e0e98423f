"""The exposure matrix: what each rotation showed, the heat map of all of them, and what a cell stands on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.owned import get_owned
from tracker import exposure_page, plan_services
from tracker.forms import ExposureForm
from tracker.models import ExposureTag, Rotation

MOST_LISTED = 10


def exposure_list(request):
    """The heat map of the latest rotations that showed something, and every rotation to mark."""
    page = exposure_page.gather(request.user)
    listed = page.rotations[::-1] if "all" in request.GET else page.rotations[: -MOST_LISTED - 1 : -1]
    context = {"page": page, "rotations": listed, "has_more": len(listed) < len(page.rotations)}
    return render(request, "tracker/exposure_list.html", context)


def exposure_cell(request, pk, row):
    """One cell of the matrix, opened to the entries behind it."""
    rotation = _rotation(request, pk)
    page = exposure_page.cell(rotation, row)
    if page is None:
        raise Http404("Not found")
    return render(request, "tracker/exposure_cell.html", {"rotation": rotation, "page": page})


def exposure_edit(request, pk):
    rotation = _rotation(request, pk)
    marks = dict(rotation.exposure_marks.values_list("tag", "level"))
    tags = list(ExposureTag.objects.all())
    notes = exposure_page.log_notes(rotation, tags)
    form = ExposureForm(request.POST or None, tags=tags, marks=marks, notes=notes)
    if request.method == "POST" and form.is_valid():
        plan_services.mark_exposure(rotation, form.levels())
        messages.success(request, "Saved.")
        return redirect("tracker:exposure-list")
    context = {"form": form, "rotation": rotation}
    return render(request, "tracker/exposure_form.html", context, status=422 if form.is_bound else 200)


def _rotation(request, pk):
    rows = Rotation.objects.select_related("specialty", "institution")
    return get_owned(rows, request.user, pk=pk)
