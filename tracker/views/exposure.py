"""The exposure matrix: what each rotation showed, and the heat map of all of them."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.owned import get_owned
from tracker import exposure_matrix, plan_services
from tracker.forms import ExposureForm
from tracker.models import ExposureMark, ExposureTag, Rotation

MOST_COLUMNS = 12  # the latest marked rotations; more would not be read side by side

MOST_LISTED = 10


def exposure_list(request):
    """The heat map of the latest marked rotations, and every rotation to mark."""
    rotations = list(
        Rotation.objects.for_owner(request.user)
        .select_related("specialty", "institution")
        .filter(stage=Rotation.Stage.CONFIRMED)
        .order_by("starts_on", "pk")
    )
    tags = list(ExposureTag.objects.all())
    marks = ExposureMark.objects.filter(rotation__owner=request.user, rotation__deleted_at=None)
    levels = {(mark.tag_id, mark.rotation_id): mark.level for mark in marks}
    marked = {rotation for _, rotation in levels} & {rotation.pk for rotation in rotations}
    columns = [rotation for rotation in rotations if rotation.pk in marked][-MOST_COLUMNS:]
    matrix = exposure_matrix.build(
        [(tag.pk, tag.group, tag.name) for tag in tags],
        [(rotation.pk, rotation.subject, str(rotation.institution)) for rotation in columns],
        levels,
    )
    listed = rotations[::-1] if "all" in request.GET else rotations[: -MOST_LISTED - 1 : -1]
    context = {
        "matrix": matrix,
        "rotations": listed,
        "has_more": len(listed) < len(rotations),
        "left_out": len(marked) - len(columns),
    }
    return render(request, "tracker/exposure_list.html", context)


def exposure_edit(request, pk):
    rotation = get_owned(Rotation.objects.select_related("specialty", "institution"), request.user, pk=pk)
    marks = dict(rotation.exposure_marks.values_list("tag", "level"))
    form = ExposureForm(request.POST or None, tags=ExposureTag.objects.all(), marks=marks)
    if request.method == "POST" and form.is_valid():
        plan_services.mark_exposure(rotation, form.levels())
        messages.success(request, "Saved.")
        return redirect("tracker:exposure-list")
    context = {"form": form, "rotation": rotation}
    return render(request, "tracker/exposure_form.html", context, status=422 if form.is_bound else 200)
