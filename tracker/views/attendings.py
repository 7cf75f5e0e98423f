"""The people who saw the person work: pick from the directory, or keep one's own private record."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from tracker import history, queries, rhythm, services
from tracker.forms import AttendingForm, CatchupForm, PersonNoteForm
from tracker.models import Attending, DirectoryNotice, PersonNote
from tracker.views import naming, removing


def attending_list(request):
    mine = Q(supervisions__rotation__owner=request.user, supervisions__rotation__deleted_at=None)
    people = queries.attendings(request.user).annotate(together=Count("supervisions", filter=mine))
    if asked := request.GET.get("q", "").strip()[:100]:
        people = people.matching(asked)
    else:
        kept = PersonNote.objects.filter(owner=request.user).values("attending")
        people = people.filter(Q(owner=request.user) | Q(together__gt=0) | Q(pk__in=kept))
    people = people.order_by("-together", "name", "pk")[:200]
    context = {"people": people, "asked": asked, "notices": unseen(request.user)}
    return render(request, "tracker/attending_list.html", context)


def unseen(owner):
    """What curators decided that this person has not read yet."""
    return DirectoryNotice.objects.filter(owner=owner, seen_at=None)[:10]


def visible_or_404(request, pk):
    """The attending, with hospital and specialty. One that was merged leads to where it went."""
    attending = queries.attendings(request.user).filter(pk=pk).first()
    if attending is None:
        raise Http404("Not found")
    return attending


def attending_show(request, pk):
    moved = Attending.objects.filter(pk=pk, merged_into__isnull=False).first()
    if moved and queries.attendings(request.user).filter(pk=moved.merged_into_id).exists():
        return redirect("tracker:attending-show", moved.merged_into_id)
    return show(request, visible_or_404(request, pk))


def show(request, attending, *, note_form=None, catchup_form=None, status=200):
    """The page of an attending; the two small forms come back on it when they hold mistakes."""
    today = timezone.localdate()
    lines = history.gather(request.user, attending)
    last_on = next((line.on for line in lines if line.is_contact and line.on <= today), None)
    note = PersonNote.objects.filter(owner=request.user, attending=attending).first()
    since = timezone.localdate(note.created_at) if note else today
    context = {
        "attending": attending,
        "lines": lines,
        "note": note,
        "note_form": note_form or PersonNoteForm(instance=note),
        "catchup_form": catchup_form or CatchupForm(initial={"on": today}),
        "last_on": last_on,
        "days_since": rhythm.days_since(last_on, today),
        "next_on": rhythm.next_on(note.closeness, last_on, since) if note else None,
        "proposals": attending.proposals.filter(proposed_by=request.user, state="open"),
        "is_own": attending.owner_id == request.user.pk and not attending.is_verified,
    }
    return render(request, "tracker/attending_show.html", context, status=status)


def attending_add(request):
    form = AttendingForm(request.POST or None, owner=request.user, instance=Attending(owner=request.user))
    if request.method == "POST" and form.is_valid():
        likely = naming.offered_for(request, form, Attending.objects.visible_to(request.user))
        if likely:
            return _form_page(request, form, likely=likely)
        return saved_once(request, form, lambda: _save(request, form), "Kept as your own private record.")
    return _form_page(request, form)


def attending_edit(request, pk):
    attending = get_owned(Attending.objects, request.user, pk=pk)
    form = AttendingForm(request.POST or None, owner=request.user, instance=attending)
    if request.method == "POST" and form.is_valid():
        _save(request, form)
        messages.success(request, "Saved.")
        return redirect(attending)
    return _form_page(request, form, attending)


def _form_page(request, form, attending=None, likely=()):
    context = {
        "form": form,
        "attending": attending,
        "institutions": queries.institution_names(request.user),
        "likely": likely,
    }
    return render(request, "tracker/attending_form.html", context, status=422 if form.is_bound else 200)


def _save(request, form):
    attending = form.instance
    name = form.cleaned_data["institution_name"]
    place = {"city": attending.city, "state": attending.state}
    attending.institution = services.institution_named(request.user, name, **place) if name else None
    attending.declined_at = None  # changed facts are worth another look of a curator
    attending.save()
    return attending


@require_POST
def attending_delete(request, pk):
    attending = get_owned(Attending.objects, request.user, pk=pk)
    to = "tracker:attending-list"
    return removing.remove(request, attending, "attending", f"{attending} deleted.", to=to)


@require_POST
def attending_restore(request, pk):
    attending = get_deleted(Attending.objects, request.user, pk=pk)
    return removing.bring_back(request, attending, f"{attending} is back.")
