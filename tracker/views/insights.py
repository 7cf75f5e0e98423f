"""Insights: what a person's own records say, each number with its working."""

from django.shortcuts import render
from django.utils import timezone

from tracker import insights as findings


def insights(request):
    page = findings.gather(request.user, timezone.localdate())
    return render(request, "tracker/insights.html", {"page": page})
