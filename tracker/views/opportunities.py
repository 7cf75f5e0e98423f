"""Listings: browse, one, keep it, start it; searches that somebody named."""

import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import OnceField, make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import directory, opportunity_search, opportunity_services
from tracker.forms import OpportunityFilter, SearchNameForm
from tracker.models import Opportunity, SavedOpportunity, SavedSearch
from tracker.services import Refused
from tracker.views import removing

A_PAGE = 50
STARTED = {
    "thread": "Kept under To write. Say in a few lines why you fit.",
    "rotation": "Kept as a rotation you are exploring. Add the dates when you know them.",
}


def opportunity_list(request):
    return browse(request)


def browse(request, *, name_form=None, status=200):
    """The list; the small form to name the search comes back on it when it holds a mistake."""
    today = timezone.localdate()
    form = OpportunityFilter(request.GET)
    form.is_valid()  # what cannot be read is left out
    page = Paginator(opportunity_search.browse(request.user, today, **form.cleaned_data), A_PAGE).get_page(
        request.GET.get("page")
    )
    kept = _kept(request.user)
    context = {
        "form": form,
        "name_form": name_form or SearchNameForm(),
        "page": page,
        "asked": urlencode(form.asked()),
        "searches": opportunity_search.searches(request.user, today),
        "saved": kept.keys(),
        "started": {pk for pk, started_at in kept.items() if started_at},
        "since": _moment(request.GET.get("since", "")),
        "today": today,
    }
    return render(request, "tracker/opportunity_list.html", context, status=status)


def _kept(owner):
    """{id of a listing this person keeps: when they started it, or None}."""
    return dict(SavedOpportunity.objects.filter(owner=owner).values_list("opportunity", "started_at"))


def _moment(text):
    """The moment a number of seconds stands for; None for anything else."""
    try:
        return datetime.datetime.fromtimestamp(int(text), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def visible_or_404(request, pk):
    """A listing that is shown, or that this person saved while it was."""
    listed = Opportunity.objects.listed_for(request.user)
    kept = Opportunity.objects.filter(saved_by__owner=request.user)
    rows = Opportunity.objects.filter(Q(pk__in=listed) | Q(pk__in=kept))
    return get_object_or_404(rows.select_related("institution", "specialty"), pk=pk)


def opportunity_show(request, pk):
    opportunity = visible_or_404(request, pk)
    today = timezone.localdate()
    requirements = list(opportunity.requirements.all())
    old = today - directory.STALE
    context = {
        "opportunity": opportunity,
        "requirements": [(one, one.read_on < old) for one in requirements],
        "saved": SavedOpportunity.objects.filter(owner=request.user, opportunity=opportunity).first(),
        "is_past": opportunity.deadline is not None and opportunity.deadline < today,
        "once": OnceField().initial(),
    }
    return render(request, "tracker/opportunity_show.html", context)


@require_POST
def opportunity_save(request, pk):
    """Keep it, or keep it no longer."""
    opportunity = visible_or_404(request, pk)
    if request.POST.get("do") == "drop":
        opportunity_services.drop(request.user, opportunity, now=clock.now())
        messages.info(request, f"{opportunity} is not saved any more.")
    else:
        opportunity_services.save(request.user, opportunity, now=clock.now())
        messages.success(request, "Saved. You are reminded 14 days before its deadline, if it has one.")
    if not opportunity.is_listed and request.POST.get("do") == "drop":
        return redirect("tracker:opportunity-list")
    return redirect(opportunity)


@require_POST
def opportunity_apply(request, pk):
    """Start a thread or a rotation, whichever button was pressed."""
    opportunity = visible_or_404(request, pk)
    way, now = request.POST.get("way", ""), clock.now()
    if way not in settings.OPPORTUNITY_STARTS:
        raise Http404("Not found")
    try:
        path, is_first = make_once(
            request.user,
            request.POST.get("once", "")[:40],
            lambda: opportunity_services.apply(request.user, opportunity, way, now=now),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(opportunity)
    if is_first:
        messages.success(request, STARTED.get(way, "Started."))
    return redirect(path)


@require_POST
def search_add(request):
    """Name the filter that stands in the address."""
    form, asked = SearchNameForm(request.POST), OpportunityFilter(request.GET)
    asked.is_valid()
    if form.is_valid():
        try:
            name, now = form.cleaned_data["name"], clock.now()
            make_once(
                request.user,
                form.cleaned_data["once"],
                lambda: opportunity_services.save_search(request.user, name, asked.asked(), now=now),
            )
            messages.success(request, f"“{name}” is saved. It counts what is new since you last looked.")
            return redirect(f"{reverse('tracker:opportunity-list')}?{urlencode(asked.asked())}")
        except Refused as refused:
            form.add_error("name", str(refused))
    return browse(request, name_form=form, status=422)


@require_POST
def search_look(request, pk):
    """Open a saved search: what came since the last look is marked, and the count begins anew."""
    search = get_owned(SavedSearch.objects, request.user, pk=pk)
    before = opportunity_services.look(search, now=clock.now())
    asked = {**dict(sorted(search.asked.items())), "since": int(before.timestamp())}
    return redirect(f"{reverse('tracker:opportunity-list')}?{urlencode(asked)}")


@require_POST
def search_delete(request, pk):
    search = get_owned(SavedSearch.objects, request.user, pk=pk)
    return removing.remove(
        request, search, "search", f"“{search}” removed.", by=opportunity_services.delete_search
    )


@require_POST
def search_restore(request, pk):
    search = get_deleted(SavedSearch.objects, request.user, pk=pk)
    return removing.bring_back(request, search, by=opportunity_services.restore_search)
