"""The written permission of a rotation: upload, download, remove."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accounts import pdfs
from accounts.once import saved_once
from reminders import clock
from tracker import rotation_services, services
from tracker.forms import PermissionForm
from tracker.models import PermissionDocument
from tracker.views import parts, removing


def permission_list(request, pk):
    rotation = parts.rotation_of(request, pk)
    form = PermissionForm(request.POST, request.FILES) if request.method == "POST" else PermissionForm()
    if form.is_bound and form.is_valid():
        checked = form.cleaned_data["file"]
        try:
            return saved_once(request, form, lambda: _keep(rotation, checked), "Kept. Only you can open it.")
        except services.Refused as refused:
            form.add_error("file", str(refused))
    documents = list(rotation.permissions.for_owner(request.user))
    context = {"form": form, "rotation": rotation, "documents": documents}
    return render(request, "tracker/permission_list.html", context, status=422 if form.is_bound else 200)


def _keep(rotation, checked):
    return rotation_services.keep_permission(rotation, checked, now=clock.now())


@require_GET
def permission_show(request, pk):
    """The file itself, to its owner only, as a download."""
    return pdfs.response(parts.part_of(request, PermissionDocument, pk))


@require_POST
def permission_delete(request, pk):
    document = parts.part_of(request, PermissionDocument, pk)
    return removing.remove(request, document, "permission", f"{document} removed.")


@require_POST
def permission_restore(request, pk):
    return removing.bring_back(
        request, parts.deleted_part(request, PermissionDocument, pk), "The file is back."
    )
