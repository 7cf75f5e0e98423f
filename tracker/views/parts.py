"""What the views of a rotation's parts share: reach one, show its form, remove it, bring it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import rotation_queries, services
from tracker.models import Rotation


def rotation_of(request, pk):
    """The rotation, or 404."""
    rows = Rotation.objects.select_related("institution", "specialty")
    return get_owned(rows, request.user, pk=pk)


def rotation_with_people(request, pk):
    """The same with its supervisions and attendings."""
    return get_owned(rotation_queries.with_people(request.user), request.user, pk=pk)


def part_of(request, model, pk):
    """A record of a rotation that is not deleted itself, or 404."""
    return get_owned(_of_living(model), request.user, pk=pk)


def _of_living(model):
    rows = model.objects.filter(rotation__deleted_at=None)
    return rows.select_related("rotation__institution", "rotation__specialty")


@dataclass(frozen=True)
class DeleteButton:
    """Under a form: where it posts to, what stands on it, what it means."""

    path: str
    words: str = "Delete it"
    note: str = "You can undo it."


def form_page(request, form, *, rotation, title, button, delete=None, **more):
    """A page that is one form: add or change one record. `delete` is its DeleteButton."""
    context = {"form": form, "rotation": rotation, "title": title, "button": button, "delete": delete, **more}
    return render(request, "tracker/part_form.html", context, status=422 if form.is_bound else 200)


def remove(request, record, noun, said):
    """Delete with undo, and back to where its list stands. `noun` begins the names of its addresses."""
    services.delete(record, now=clock.now())
    undo = reverse(f"tracker:{noun}-restore", args=[record.pk])
    messages.info(request, said, extra_tags=f"undo:{undo}")
    return redirect(record)


def deleted_part(request, model, pk):
    """A deleted record whose rotation is not deleted, or 404."""
    return get_deleted(_of_living(model), request.user, pk=pk)


def bring_back(request, model, pk, said):
    record = deleted_part(request, model, pk)
    services.restore(record, now=clock.now())
    messages.success(request, said)
    return redirect(record)
