"""Goals of a rotation: add, count, finish, change, delete with undo."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from reminders import clock
from tracker import rotation_services
from tracker.forms import GoalForm
from tracker.models import Goal
from tracker.views import parts, removing


def goal_list(request, pk):
    rotation = parts.rotation_of(request, pk)
    form = GoalForm(request.POST or None, instance=Goal(owner=request.user, rotation=rotation))
    if request.method == "POST" and form.is_valid():
        return saved_once(request, form, lambda: _save(form), "Goal added.")
    return _list_page(request, rotation, form)


def _save(form):
    texts = [form.cleaned_data["text"]]
    return rotation_services.save_part(form.instance, texts=texts, now=clock.now())


def _list_page(request, rotation, form):
    goals = list(rotation.goals.for_owner(request.user))
    context = {"form": form, "rotation": rotation, "goals": goals}
    return render(request, "tracker/goal_list.html", context, status=422 if form.is_bound else 200)


def goal_edit(request, pk):
    goal = parts.part_of(request, Goal, pk)
    form = GoalForm(request.POST or None, instance=goal)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, "Goal saved.")
        return redirect(goal)
    delete = parts.DeleteButton(reverse("tracker:goal-delete", args=[pk]))
    return parts.form_page(
        request, form, rotation=goal.rotation, title="Change a goal", button="Save the goal", delete=delete
    )


@require_POST
def goal_step(request, pk):
    """One more. `seen` is the count the page showed, so that a double click counts once."""
    goal = parts.part_of(request, Goal, pk)
    seen = request.POST.get("seen", "")
    if seen.isdecimal() and len(seen) < 5:
        rotation_services.step_goal(goal, seen=int(seen), today=timezone.localdate())
    return _changed(request, goal)


@require_POST
def goal_done(request, pk):
    """Done, or with `undo` not done after all."""
    goal = parts.part_of(request, Goal, pk)
    rotation_services.finish_goal(goal, is_done="undo" not in request.POST, today=timezone.localdate())
    return _changed(request, goal)


def _changed(request, goal):
    """Only that row to htmx, else back to the list."""
    if not request.htmx:
        return redirect(goal)
    goal.refresh_from_db()
    return render(request, "tracker/_goal_row.html", {"goal": goal, "is_swapped": True})


@require_POST
def goal_delete(request, pk):
    goal = parts.part_of(request, Goal, pk)
    return removing.remove(request, goal, "goal", "Goal deleted.")


@require_POST
def goal_restore(request, pk):
    return removing.bring_back(request, parts.deleted_part(request, Goal, pk), "The goal is back.")
