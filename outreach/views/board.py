"""The board and the table of all threads."""

from django.core.paginator import Paginator
from django.shortcuts import render

from outreach import board as boards
from outreach import queries
from outreach.models import Thread
from reminders import clock

A_PAGE = 50


def board(request):
    return render(request, "outreach/board.html", {"board": boards.board(request.user, clock.now())})


def thread_list(request):
    asked, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    threads = queries.found(request.user, text=asked, state=state)
    page = Paginator(threads, A_PAGE).get_page(request.GET.get("page"))
    rows = [queries.row(thread) for thread in page]
    context = {"page": page, "rows": rows, "asked": asked, "state": state, "states": Thread.State.choices}
    return render(request, "outreach/thread_list.html", context)
