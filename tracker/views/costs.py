"""What a rotation cost: lines and their total."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from reminders import clock
from tracker import rotation_services
from tracker.forms import CostForm
from tracker.models import CostLine
from tracker.models.rotation_parts import dollars
from tracker.views import parts, removing


def cost_list(request, pk):
    rotation = parts.rotation_of(request, pk)
    fresh = CostLine(owner=request.user, rotation=rotation)
    form = CostForm(request.POST or None, instance=fresh)
    if request.method == "POST" and form.is_valid():
        return saved_once(
            request,
            form,
            lambda: rotation_services.save_part(fresh, now=clock.now()),
            f"{fresh} added.",
        )
    lines = list(rotation.costs.for_owner(request.user))
    context = {
        "form": form,
        "rotation": rotation,
        "lines": lines,
        "total": dollars(sum(line.amount for line in lines)),
    }
    return render(request, "tracker/cost_list.html", context, status=422 if form.is_bound else 200)


def cost_edit(request, pk):
    line = parts.part_of(request, CostLine, pk)
    form = CostForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        rotation_services.save_part(line, now=clock.now())
        messages.success(request, "Saved.")
        return redirect(line)
    delete = parts.DeleteButton(reverse("tracker:cost-delete", args=[pk]))
    return parts.form_page(
        request, form, rotation=line.rotation, title="Change a cost", button="Save the cost", delete=delete
    )


@require_POST
def cost_delete(request, pk):
    line = parts.part_of(request, CostLine, pk)
    return removing.remove(request, line, "cost", f"{line} deleted.")


@require_POST
def cost_restore(request, pk):
    return removing.bring_back(request, parts.deleted_part(request, CostLine, pk), "The cost is back.")
