"""/healthz: for load balancers, watchdogs and people."""

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from reminders import clock, queries


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Open without signing in because watchdogs have no account. It tells ages and states, nobody's
    data. 503 when reminders may not be leaving (reliability.md §8, Liveness)."""
    now = clock.now()
    try:
        facts = queries.health(now)
    except (DatabaseError, InterfaceError):
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    problems = facts["problems"]
    body = {
        "ok": not problems,
        "database": "ok",
        "runner": runner(),
        "hold": facts["is_held"],
        "last_tick_seconds": _age(facts["ticked_at"], now),
        "oldest_due_seconds": _age(facts["oldest_due"], now),
        "transport_paused": facts["paused_until"] is not None and facts["paused_until"] > now,
        "refused_or_uncertain_today": facts["trouble"],
        "problems": problems,
    }
    return JsonResponse(body, status=503 if problems else 200)


def runner():
    """Who is meant to ring: this process's own loop, or a broker and whether it answers.

    A silent broker alone is no failure: any runner may send, and the age of the last tick tells.
    """
    if settings.CELERY_BROKER_URL.startswith("memory"):
        return "embedded"
    try:
        with current_app.connection_for_read() as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return "broker unreachable"
    return "broker ok"


def _age(moment, now):
    return None if moment is None else round((now - moment).total_seconds())
