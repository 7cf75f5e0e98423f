"""The user's own funnel and times to reply."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from outreach import numbers as counting
from outreach import queries


@require_GET
def numbers(request):
    page = counting.count(queries.approaches(request.user))
    return render(request, "outreach/numbers.html", {"page": page, "fewest": counting.FEWEST})
