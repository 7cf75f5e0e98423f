"""What the views of a rotation's parts share: reach one, also a deleted one, and show its form."""

from dataclasses import dataclass

from django.shortcuts import render

from accounts.owned import get_deleted, get_owned
from tracker import rotation_queries
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


def deleted_part(request, model, pk):
    """A deleted record whose rotation is not deleted, or 404."""
    return get_deleted(_of_living(model), request.user, pk=pk)
