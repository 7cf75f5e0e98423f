"""The floor of every page: a session, its user, 25 rows with their institution, one small template."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from tracker.models import Rotation

ROWS = 25


@login_required
def rows(request):
    found = (
        Rotation.objects.for_owner(request.user).select_related("institution").order_by("-starts_on", "-pk")
    )
    return render(request, "floor.html", {"rows": found[:ROWS]})


urlpatterns = [path("rows/", rows)]
