"""The dates of the person's season: everybody's, and their own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from reminders import clock
from tracker import plan_queries, plan_services, queries, seasons
from tracker.forms import season_form


def season_edit(request):
    """One form for all dates; a field left empty goes back to everybody's date."""
    match_year = request.user.profile.match_year
    if not match_year:
        return render(request, "tracker/season_none.html")
    today = timezone.localdate()
    own = {
        name: on for is_own, name, on, _, _ in plan_queries.season_rows(request.user, match_year) if is_own
    }
    shared = queries.season_for(None, match_year)
    form = season_form(request.POST or None, shared=shared, own=own, today=today)
    if request.method == "POST" and form.is_valid():
        dates = form.cleaned_data["dates"]
        plan_services.set_season_dates(request.user, match_year, dates, now=clock.now())
        messages.success(request, "Your season dates are saved.")
        return redirect("tracker:season-edit")
    mine = seasons.amend(shared, {name: seasons.own(on) for name, on in own.items()})
    rows = [
        (seasons.TITLES[name], getattr(mine, name).on, seasons.words(getattr(mine, name), today))
        for name in seasons.DATE_NAMES
    ]
    context = {"form": form, "season": shared, "rows": rows}
    return render(request, "tracker/season_form.html", context, status=422 if form.is_bound else 200)
