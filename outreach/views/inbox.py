"""Log by mail: the private address, and what waits to be filed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.owned import get_owned
from outreach import inbound_services, queries
from outreach.models import Inbound, MailAddress, Thread
from outreach.sequence import Refused
from reminders import clock

MOST = 50
LAST = 10
FOUND = 20


@require_GET
def inbox(request):
    """The address, the mails that wait, and the last ones filed."""
    known = Inbound.objects.for_owner(request.user).exclude(state=Inbound.State.DISMISSED)
    rows = list(known.select_related("thread__contact").order_by("state", "-at", "-pk")[: MOST + LAST])
    waiting = [row for row in rows if row.state == Inbound.State.ASKING]
    wanted = {pk for row in waiting for pk in row.candidates}
    threads = {
        one.pk: one
        for one in Thread.objects.for_owner(request.user).select_related("contact").filter(pk__in=wanted)
    }
    context = {
        "address": MailAddress.objects.filter(owner=request.user).first(),
        "waiting": [(row, [threads[pk] for pk in row.candidates if pk in threads]) for row in waiting],
        "filed": [row for row in rows if row.state == Inbound.State.FILED][:LAST],
    }
    return render(request, "outreach/inbox.html", context)


@require_GET
def inbound_show(request, pk):
    """One mail that waits, and a search for the thread it belongs to: any of the user's own."""
    row = get_owned(Inbound.objects, request.user, pk=pk)
    if row.state != Inbound.State.ASKING:
        return redirect("outreach:inbox")
    asked = request.GET.get("q", "").strip()[:100]
    threads = list(queries.found(request.user, text=asked)[: FOUND + 1])
    context = {
        "row": row,
        "asked": asked,
        "found": [queries.row(thread) for thread in threads[:FOUND]],
        "has_more": len(threads) > FOUND,
    }
    return render(request, "outreach/inbound_show.html", context)


@require_POST
def address_new(request):
    """A first address, or another one in its place."""
    inbound_services.new_address(request.user)
    messages.success(request, "Your address is ready. Mail to an older one is refused from now on.")
    return redirect("outreach:inbox")


@require_POST
def inbound_file(request, pk):
    row = get_owned(Inbound.objects, request.user, pk=pk)
    chosen = request.POST.get("thread", "")
    now = clock.now()
    if not chosen.isdecimal() or len(chosen) > 18:
        messages.info(request, "Choose the thread it belongs to.")
        return redirect("outreach:inbox")
    thread = get_owned(queries.live(request.user), request.user, pk=chosen)
    try:
        inbound_services.file(row, thread, now=now)
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("outreach:inbox")
    messages.success(request, f"Filed under {thread.contact.called}.")
    return redirect(thread)


@require_POST
def inbound_dismiss(request, pk):
    row = get_owned(Inbound.objects, request.user, pk=pk)
    if inbound_services.dismiss(row, now=clock.now()):
        messages.success(request, "Not outreach: its words are forgotten.")
    else:
        messages.info(request, "This mail was filed or dismissed already.")
    return redirect(reverse("outreach:inbox"))
