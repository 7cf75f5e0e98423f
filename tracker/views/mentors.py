"""What a person keeps about an attending: notes and closeness, when they spoke, what curators decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.once import make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from reminders.services import refresh
from tracker import directory, directory_search, queries, services
from tracker.forms import CatchupForm, DirectoryFilter, PersonNoteForm, ProposeForm
from tracker.models import Catchup, DirectoryNotice, PersonNote, ProposedChange
from tracker.views import removing
from tracker.views.attendings import show, visible_or_404

A_PAGE = 50


def directory_list(request):
    """Browse the shared directory by specialty, state, who is taken, and visa."""
    form = DirectoryFilter(request.GET)
    form.is_valid()  # what cannot be read is left out
    people = directory_search.browse(**form.cleaned_data)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    is_asked = any(value for value in form.cleaned_data.values())
    return render(request, "tracker/directory_list.html", {"form": form, "page": page, "is_asked": is_asked})


@require_POST
def attending_note(request, pk):
    attending = visible_or_404(request, pk)
    note = PersonNote.objects.filter(owner=request.user, attending=attending).first()
    form = PersonNoteForm(request.POST, instance=note or PersonNote(owner=request.user, attending=attending))
    if not form.is_valid():
        return show(request, attending, note_form=form, status=422)
    PersonNote.objects.update_or_create(owner=request.user, attending=attending, defaults=form.cleaned_data)
    refresh(request.user, clock.now())
    messages.success(request, "Saved. Only you see this.")
    return redirect(attending)


@require_POST
def attending_touch(request, pk):
    attending = visible_or_404(request, pk)
    form = CatchupForm(request.POST, instance=Catchup(owner=request.user, attending=attending))
    if not form.is_valid():
        return show(request, attending, catchup_form=form, status=422)
    path, is_first = make_once(request.user, form.cleaned_data["once"], form.save)
    if is_first:
        refresh(request.user, clock.now())
        made = Catchup.objects.for_owner(request.user).filter(attending=attending).order_by("-pk").first()
        undo.offer(request, "Written down.", "tracker:catchup-delete", made.pk, level=messages.SUCCESS)
    return redirect(path)


@require_POST
def catchup_delete(request, pk):
    catchup = get_owned(Catchup.objects, request.user, pk=pk)
    return removing.remove(request, catchup, "catchup", f"{catchup.get_way_display()} removed.")


@require_POST
def catchup_restore(request, pk):
    return removing.bring_back(request, get_deleted(Catchup.objects, request.user, pk=pk))


def attending_propose(request, pk):
    """Propose a change to a shared record; a curator decides."""
    attending = visible_or_404(request, pk)
    if not attending.is_verified:
        return redirect("tracker:attending-edit", pk)
    form = ProposeForm(request.POST or None, owner=request.user, instance=attending)
    if request.method == "POST" and form.is_valid():
        return _propose(request, form)
    context = {"form": form, "attending": attending, "institutions": queries.institution_names(request.user)}
    return render(request, "tracker/attending_propose.html", context, status=422 if form.is_bound else 200)


def _propose(request, form):
    changed = form.instance  # as typed, never saved
    name = form.cleaned_data["institution_name"]
    place = {"city": changed.city, "state": changed.state}
    house = services.institution_named(request.user, name, **place) if name else None
    changed.institution = house
    changes = directory.facts_of(changed)
    fresh = visible_or_404(request, changed.pk)
    proposal = directory.propose(
        fresh, changes, by=request.user, note=form.cleaned_data["note"], now=clock.now()
    )
    if proposal is None:
        messages.info(request, "Nothing differs from the directory, so nothing was sent.")
    else:
        messages.success(request, "Sent to a curator. You are told here what becomes of it.")
    return redirect(fresh)


@require_POST
def proposal_withdraw(request, pk):
    proposal = get_object_or_404(ProposedChange, pk=pk, proposed_by=request.user)
    directory.withdraw(proposal, now=clock.now())
    messages.success(request, "Taken back.")
    return redirect(proposal.attending)


@require_POST
def notices_seen(request):
    """Everything curators decided has been read."""
    DirectoryNotice.objects.filter(owner=request.user, seen_at=None).update(seen_at=clock.now())
    return redirect("tracker:attending-list")
