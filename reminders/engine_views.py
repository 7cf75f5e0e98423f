"""The engine's health: for administrators as a page, for Prometheus as numbers."""

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from accounts.staff import staff_page
from reminders import clock, engine_health, queries
from reminders.metrics import HealthCollector

MAILS_SHOWN = 12


@require_safe
@staff_page("reminders.view_instance")
def engine_show(request):
    """States, counts and moments; nobody's words."""
    now = clock.now()
    health = engine_health.read(now)
    context = {
        "health": health,
        "problems": queries.health(now)["problems"],
        "kept": engine_health.kept(),
        "latest": engine_health.latest(MAILS_SHOWN),
    }
    return render(request, "desk/engine.html", context)


@login_not_required
@never_cache
@require_safe
def metrics(request):
    """Open without signing in because Prometheus has no account: the bearer token is the authority, and
    without METRICS_TOKEN there is no such page. Counts and ages, nobody's data."""
    if not _is_allowed(request):
        raise Http404("Not found")
    registry = CollectorRegistry()
    registry.register(HealthCollector(engine_health.read(clock.now())))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_allowed(request):
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    is_it = hmac.compare_digest(token.strip().encode(), known.encode())
    return bool(known) and kind.lower() == "bearer" and is_it
