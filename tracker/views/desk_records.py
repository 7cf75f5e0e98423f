"""Records on the curators' desk: made, changed, found again; addresses that came back; hospitals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.forms import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from accounts.staff import staff_page
from reminders import clock
from tracker import desk, directory, queries
from tracker.forms import FactsForm
from tracker.models import Attending, DirectoryChange, Institution
from tracker.views import naming
from tracker.views.desk import MAY_DECIDE, board

MAY_ADD = "tracker.add_attending"


class _AtDesk:
    """A record whose page, for a curator, is on the desk."""

    def __init__(self, attending):
        self.attending = attending

    def get_absolute_url(self):
        return reverse("desk:attending-edit", args=[self.attending.pk])


@staff_page(MAY_ADD)
def attending_add(request):
    """A new record of the shared directory; likely duplicates are offered before a second one is made."""
    form = FactsForm(request.POST or None, owner=request.user, instance=Attending())
    if request.method == "POST" and form.is_valid():
        likely = naming.offered_for(request, form)
        if likely:
            return _form_page(request, form, likely=likely)
        said = "In the directory, checked by you."
        return saved_once(request, form, lambda: _AtDesk(_save(request, form)), said)
    return _form_page(request, form)


@staff_page(MAY_DECIDE)
def attending_edit(request, pk):
    attending = get_object_or_404(Attending.objects.select_related("institution"), pk=pk, deleted_at=None)
    form = FactsForm(request.POST or None, owner=request.user, instance=attending)
    if request.method == "POST" and form.is_valid():
        _save(request, form)
        messages.success(request, "Saved. The history keeps what it was.")
        return redirect("desk:attending-edit", pk)
    return _form_page(request, form, attending)


def _form_page(request, form, attending=None, likely=()):
    history = []
    if attending:
        history = DirectoryChange.objects.filter(kind="attending", record=attending.pk)
        history = history.select_related("actor")[:20]
    context = {
        "form": form,
        "attending": attending,
        "likely": likely,
        "history": [(change, desk.change_lines(change)) for change in history],
        "institutions": queries.institution_names(request.user),
    }
    return render(request, "desk/attending_form.html", context, status=422 if form.is_bound else 200)


def _save(request, form):
    attending, now = form.instance, clock.now()
    name = form.cleaned_data["institution_name"]
    attending.institution = directory.house_named(
        name, city=attending.city, state=attending.state, actor=request.user, now=now
    )
    if attending.pk is None:
        attending.verified_at, attending.verified_by = now, request.user
    directory.save_record(attending, actor=request.user, now=now)
    return attending


@require_POST
@staff_page(MAY_DECIDE)
def bounce_settle(request, pk):
    """The address is right after all, or it goes; another one may come in its place."""
    attending = get_object_or_404(Attending, pk=pk, deleted_at=None, bounced_at__isnull=False)
    if "keep" in request.POST:
        directory.keep_bounced(attending)
        messages.success(request, "Kept. It is asked about again when it comes back.")
        return redirect("desk:attending-list")
    new = request.POST.get("email", "").strip()
    try:
        if new:
            validate_email(new)
    except ValidationError:
        wrong = f"“{new[:60]}” is not an email address."
        return board(request, at=f"bounce:{pk}", wrong=wrong, status=422)
    directory.settle_bounce(attending, actor=request.user, new_email=new, now=clock.now())
    messages.success(request, "Changed." if new else "The address is gone from the record.")
    return redirect("desk:attending-list")


@staff_page("tracker.view_institution")
def institution_list(request):
    """Hospitals, those nobody has checked first; two ticked ones can be merged."""
    asked = request.GET.get("q", "").strip()[:100]
    found = Institution.objects.filter(deleted_at=None)
    found = found.matching(asked) if asked else found
    page = Paginator(found.order_by("verified_at", "name", "pk"), desk.A_PAGE).get_page(
        request.GET.get("page")
    )
    people = dict(
        Institution.objects.filter(pk__in=[row.pk for row in page])
        .annotate(people=Count("attending", filter=Q(attending__deleted_at=None)))
        .values_list("pk", "people")
    )
    rows = [(row, people[row.pk]) for row in page]
    return render(request, "desk/institution_list.html", {"page": page, "rows": rows, "asked": asked})
