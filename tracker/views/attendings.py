"""The people who saw the person work: pick from the directory, or keep one's own private record."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.once import make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import queries, services
from tracker.forms import AttendingForm
from tracker.models import Attending, Supervision


def attending_list(request):
    mine = Q(supervisions__rotation__owner=request.user, supervisions__rotation__deleted_at=None)
    people = queries.attendings(request.user).annotate(together=Count("supervisions", filter=mine))
    if asked := request.GET.get("q", "").strip()[:100]:
        people = people.filter(Q(name__icontains=asked) | Q(institution__name__icontains=asked))
    else:
        people = people.filter(Q(owner=request.user) | Q(together__gt=0))
    people = people.order_by("-together", "name", "pk")[:200]
    return render(request, "tracker/attending_list.html", {"people": people, "asked": asked})


def attending_show(request, pk):
    attending = queries.attendings(request.user).filter(pk=pk).first()
    if attending is None:
        raise Http404("Not found")
    together = (
        Supervision.objects.filter(
            attending=attending, rotation__owner=request.user, rotation__deleted_at=None
        )
        .select_related("rotation__institution", "rotation__specialty")
        .order_by("-rotation__starts_on")
    )
    context = {
        "attending": attending,
        "together": together,
        "is_own": attending.owner_id == request.user.pk and not attending.is_verified,
    }
    return render(request, "tracker/attending_show.html", context)


def attending_add(request):
    form = AttendingForm(request.POST or None, owner=request.user, instance=Attending(owner=request.user))
    if request.method == "POST" and form.is_valid():
        path, is_first = make_once(request.user, form.cleaned_data["once"], lambda: _save(request, form))
        if is_first:
            messages.success(request, "Kept as your own private record.")
        return redirect(path)
    return _form_page(request, form)


def attending_edit(request, pk):
    attending = get_owned(Attending.objects, request.user, pk=pk)
    form = AttendingForm(request.POST or None, owner=request.user, instance=attending)
    if request.method == "POST" and form.is_valid():
        _save(request, form)
        messages.success(request, "Saved.")
        return redirect(attending)
    return _form_page(request, form, attending)


def _form_page(request, form, attending=None):
    context = {"form": form, "attending": attending, "institutions": queries.institution_names(request.user)}
    return render(request, "tracker/attending_form.html", context, status=422 if form.is_bound else 200)


def _save(request, form):
    attending = form.instance
    name = form.cleaned_data["institution_name"]
    place = {"city": attending.city, "state": attending.state}
    attending.institution = services.institution_named(request.user, name, **place) if name else None
    attending.save()
    return attending


@require_POST
def attending_delete(request, pk):
    attending = get_owned(Attending.objects, request.user, pk=pk)
    services.delete(attending, now=clock.now())
    undo = reverse("tracker:attending-restore", args=[pk])
    messages.info(request, f"{attending} deleted.", extra_tags=f"undo:{undo}")
    return redirect("tracker:attending-list")


@require_POST
def attending_restore(request, pk):
    attending = get_deleted(Attending.objects, request.user, pk=pk)
    services.restore(attending, now=clock.now())
    messages.success(request, f"{attending} is back.")
    return redirect(attending)
