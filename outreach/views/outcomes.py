"""After a reply: the call's calendar file and brief, thank-you, rotation, the directory."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.owned import get_owned
from outreach import brief, ics, outcome_services, send_page, services
from outreach.models import Contact
from outreach.sequence import Refused
from outreach.views.threads import thread_of
from reminders import clock
from tracker.models import Attending

CALL_MINUTES = 15


@require_GET
def call_ics(request, pk):
    """The call as a calendar file; a GET, it changes nothing."""
    thread = thread_of(request, pk)
    if thread.call_at is None:
        messages.info(request, "There is no call planned in this thread.")
        return redirect(thread)
    content = ics.event(
        uid=f"call-{send_page.message_id(thread, 0)[1:-1]}",
        start=thread.call_at,
        minutes=CALL_MINUTES,
        summary=f"Call with {thread.contact.called}",
        description=f"Brief: {request.build_absolute_uri(reverse('outreach:thread-brief', args=[pk]))}",
        place=thread.contact.phone_or_place,
        stamp=thread.updated_at,
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="call.ics"'
    return answer


@require_GET
def thread_brief(request, pk):
    """One page for the call: who, what you wrote, what to ask."""
    thread = thread_of(request, pk)
    page = brief.describe(thread, request.user, clock.now())
    return render(request, "outreach/brief.html", {"thread": thread, "contact": thread.contact, "page": page})


@require_POST
def thread_thanked(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    outcome_services.record_thanks(thread, on=services.their_day(thread.contact, now), now=now)
    messages.success(request, "Recorded.")
    return redirect(thread)


@require_POST
def thread_rotation(request, pk):
    """They said yes: a rotation with this attending, to be filled in."""
    thread = thread_of(request, pk)
    try:
        rotation = outcome_services.make_rotation(thread, now=clock.now())
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect(thread.contact if not thread.contact.institution else thread)
    messages.success(request, f"A rotation with {thread.contact.called} stands under Rotations as exploring.")
    return redirect("tracker:rotation-edit", pk=rotation.pk)


@require_POST
def contact_link(request, pk):
    """This contact is that attending of the directory, or none."""
    contact = get_owned(Contact.objects, request.user, pk=pk)
    chosen = request.POST.get("attending", "")
    attending = None
    if chosen:
        if not chosen.isdecimal() or len(chosen) > 18:
            raise Http404("Not found")
        attending = Attending.objects.visible_to(request.user).filter(pk=chosen).first()
        if attending is None:
            raise Http404("Not found")
    outcome_services.link(contact, attending)
    services.save_changes(contact, fields=["attending"], now=clock.now())
    messages.success(request, f"Linked to {attending}." if attending else "Not linked any more.")
    return redirect(contact)
