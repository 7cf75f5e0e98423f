"""The people an applicant writes to."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.owned import get_deleted, get_owned
from outreach import queries, services
from outreach.forms.threads import ContactForm
from outreach.models import Contact
from reminders import clock

A_PAGE = 50


def contact_list(request):
    page = Paginator(queries.contacts(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "outreach/contact_list.html", {"page": page})


def contact_edit(request, pk):
    contact = get_owned(Contact.objects.select_related("attending"), request.user, pk=pk)
    name = contact.called
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        services.save_changes(form.save(commit=False), fields=form.changed_data, now=clock.now())
        messages.success(request, "Saved.")
        return redirect(contact)
    context = {
        "form": form,
        "contact": contact,
        "name": name,
        "likely": [] if contact.attending_id else queries.likely_attendings(contact),
        "threads": queries.live(request.user).filter(contact=contact),
    }
    return render(request, "outreach/contact_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def contact_delete(request, pk):
    contact = get_owned(Contact.objects, request.user, pk=pk)
    services.delete_contact(contact, now=clock.now())
    undo.offer(request, f"{contact.called} deleted, with every thread.", "outreach:contact-restore", pk)
    return redirect("outreach:contact-list")


@require_POST
def contact_restore(request, pk):
    contact = get_deleted(Contact.objects, request.user, pk=pk)
    services.restore_contact(contact, now=clock.now())
    messages.success(request, f"{contact.called} is back.")
    return redirect(contact)
