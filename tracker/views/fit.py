"""Specialty fit: rate a rotation after it, compare specialties side by side."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.owned import get_owned
from reminders import clock
from tracker import fit, guard_services, plan_services
from tracker.forms import FitForm
from tracker.models import FitRating, Rotation
from tracker.models.fit import RATINGS
from tracker.services import refresh

MOST_UNRATED = 10


def fit_list(request):
    ratings = (
        FitRating.objects.for_owner(request.user)
        .filter(rotation__deleted_at=None)
        .select_related("rotation__specialty", "rotation__institution")
        .order_by("-rotation__ends_on", "-pk")
    )
    rated = [_rated(rating) for rating in ratings]
    unrated = (
        Rotation.objects.for_owner(request.user)
        .select_related("specialty", "institution")
        .filter(stage=Rotation.Stage.CONFIRMED, ends_on__lt=timezone.localdate(), fit=None)
        .order_by("-ends_on", "-pk")[:MOST_UNRATED]
    )
    context = {
        "specialties": fit.compare(rated),
        "questions": [str(FitForm.base_fields[name].label) for name in RATINGS],
        "unrated": unrated,
    }
    return render(request, "tracker/fit_list.html", context)


def _rated(rating):
    rotation = rating.rotation
    return fit.Rated(
        specialty=rotation.subject,
        where=str(rotation.institution),
        rotation_id=rotation.pk,
        ratings=tuple(getattr(rating, name) for name in RATINGS),
        sentence=rating.sentence,
    )


def fit_edit(request, pk):
    """The one rating of a rotation: written here the first time, edited after."""
    rotation = get_owned(Rotation.objects.select_related("specialty", "institution"), request.user, pk=pk)
    rating = FitRating.objects.filter(rotation=rotation).first()
    colleagues = guard_services.colleagues_of(rotation)
    form = FitForm(request.POST or None, instance=rating, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*RATINGS, "sentence")}
        plan_services.rate(rotation, values=values)
        guard_services.remember(request.user, [values["sentence"]], rotation=rotation)
        refresh(request.user, clock.now())
        messages.success(request, f"{rotation.subject} rated.")
        return redirect("tracker:fit-list")
    context = {"form": form, "rotation": rotation}
    return render(request, "tracker/fit_form.html", context, status=422 if form.is_bound else 200)
