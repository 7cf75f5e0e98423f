"""The board and the table of all threads."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from outreach import board as boards
from outreach import queries, services
from outreach.forms.plan import PauseForm
from outreach.models import Contact, Thread
from outreach.sequence import Refused
from outreach.views.threads import thread_of
from reminders import clock

A_PAGE = 25
# Moves that need a date or a word go on where it is asked.
ASKS = {"call": "#call", "placed": "#placed"}


def board(request):
    picked = _picked(request)
    context = {
        "board": boards.board(request.user, clock.now(), **picked),
        "pause_form": PauseForm(today=timezone.localdate()),
        "is_narrowed": any(picked.values()),
        **_filters(request.user, picked),
    }
    return render(request, "outreach/board.html", context)


def thread_list(request):
    asked, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    picked = _picked(request)
    threads = queries.found(request.user, text=asked, state=state, **picked)
    page = Paginator(threads, A_PAGE).get_page(request.GET.get("page"))
    rows = [queries.row(thread) for thread in page]
    context = {"page": page, "rows": rows, "asked": asked, "state": state, "states": Thread.State.choices}
    return render(request, "outreach/thread_list.html", {**context, **_filters(request.user, picked)})


def _picked(request):
    return {name: request.GET.get(name, "")[:18] for name in ("source", "specialty")}


def _filters(owner, picked):
    """What the two selects offer, and what is picked in them."""
    return {"sources": Contact.Source.choices, "specialties": queries.specialties(owner), **picked}


@require_POST
def thread_lane(request, pk):
    """A card moved to another lane, by its button or by drag: what can be undone is done, the rest asks."""
    thread, lane, now = thread_of(request, pk), request.POST.get("lane", ""), clock.now()
    if lane in ASKS:
        return redirect(f"{thread.get_absolute_url()}{ASKS[lane]}")
    if lane == "sent" and thread.state in (Thread.State.TO_WRITE, Thread.State.WAITING):
        return redirect("outreach:thread-send", pk=pk)
    try:
        said = _move(thread, lane, now)
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("outreach:board")
    undo = f"undo:{reverse('outreach:thread-reopen', args=[pk])}" if lane in ("reply", "closed") else ""
    messages.success(request, said, extra_tags=undo)
    return redirect("outreach:board")


def _move(thread, lane, now):
    name = thread.contact.called
    if lane == "reply":
        services.record_reply(thread, on=services.their_day(thread.contact, now), now=now)
        return f"{name} replied. No more follow-ups."
    if lane == "closed" and services.stop(thread, now=now):
        return f"No more follow-ups to {name}."
    if lane == "sent" and thread.state == Thread.State.REPLIED:
        services.reopen(thread, now=now)
        return f"{name} has not replied after all. The follow-ups go on."
    raise Refused("That move does not fit this thread. Nothing was changed.")
