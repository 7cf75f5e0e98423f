"""The day log: the quick form, one entry a day, day off, delete with undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import spoken
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import guard_services, honesty, queries, services
from tracker.forms import LogForm
from tracker.models import Example, LogEntry, Rotation


def log_add(request):
    """The quick log. `?day=` and `?rotation=` start it elsewhere than today."""
    today = timezone.localdate()
    rotations = queries.loggable_rotations(request.user, today)
    if not rotations:
        return render(
            request,
            "tracker/log_nothing.html",
            {"next": queries.upcoming(queries.calendar_of(request.user), today)},
        )
    start = queries.log_start(request.user, rotations, today, request.GET)
    form = LogForm(
        request.POST or None,
        owner=request.user,
        today=today,
        rotations=rotations,
        missing=start.missing,
        colleagues=guard_services.colleagues_of(start.rotation),
        initial=start.initial,
    )
    replaced = None
    if request.method == "POST" and form.is_valid():
        replaced = _unseen_entry(form)
        if replaced is None:
            return _save(request, form, today)
        form.data = form.data.copy()
        form.data["replaces"] = str(replaced.pk)
    context = {"form": form, "start": start, "replaced": replaced, "day_words": spoken.day(start.day, today)}
    return render(request, "tracker/log_form.html", context, status=422 if form.is_bound else 200)


def _unseen_entry(form):
    """The entry this save would overwrite although the form was not opened to change it."""
    data = form.cleaned_data
    entry = queries.entry_of(data["rotation"], data["on"])
    if entry is None or not entry.lesson or entry.pk == data["replaces"]:
        return None
    return None if entry.lesson == data["lesson"] else entry


def _save(request, form, today):
    data = form.cleaned_data
    entry, is_new = services.save_day(
        data["rotation"],
        data["on"],
        hours=data["worked"],
        is_day_off=data["is_day_off"],
        qualities=data["qualities"],
        lesson=data["lesson"],
        attending=data["attending"],
        skills=data["skills"],
        epas=data["epas"],
        competencies=data["competencies"],
        now=clock.now(),
    )
    words = spoken.day(entry.day, today)
    undo = reverse("tracker:log-delete", args=[entry.pk])
    if is_new:
        messages.success(request, f"{words} saved.", extra_tags=f"undo:{undo}")
    else:
        messages.success(request, f"{words} changed.")
    return redirect(_back(request, entry))


def _back(request, entry):
    """Saving from Today leads back to Today, everything else to the rotation."""
    return reverse("tracker:today") if request.POST.get("from") == "today" else entry.get_absolute_url()


def log_show(request, pk):
    """One day in full: what was learned, the cases, what it is an example of."""
    entry = get_owned(
        LogEntry.objects.select_related("rotation__institution", "rotation__specialty", "attending"),
        request.user,
        pk=pk,
    )
    context = {
        "entry": entry,
        "cases": entry.cases.all(),
        "examples": entry.examples.filter(deleted_at=None),
        "claims": honesty.check(entry.lesson, hands_on=entry.rotation.is_hands_on),
    }
    return render(request, "tracker/log_show.html", context)


def log_find(request):
    """Search and filter over all days."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "rotation", "quality")}
    found = queries.find_entries(request.user, **asked)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "rotations": queries.loggable_rotations(request.user, timezone.localdate()),
        "qualities": Example.Quality.choices,
    }
    return render(request, "tracker/log_find.html", context)


def log_edit(request, pk):
    """An entry opens in the same form."""
    entry = get_owned(LogEntry.objects, request.user, pk=pk)
    return redirect(f"{reverse('tracker:log-add')}?rotation={entry.rotation_id}&day={entry.day.isoformat()}")


@require_POST
def log_day_off(request, pk):
    """One tap on a missing day."""
    today = timezone.localdate()
    rotation = get_owned(Rotation.objects, request.user, pk=pk)
    try:
        entry = services.mark_day_off(rotation, request.POST.get("day", ""), today=today, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect(rotation)
    undo = reverse("tracker:log-delete", args=[entry.pk])
    messages.success(request, f"{spoken.day(entry.day, today)} is a day off.", extra_tags=f"undo:{undo}")
    return redirect(_back(request, entry))


@require_POST
def log_delete(request, pk):
    entry = get_owned(LogEntry.objects, request.user, pk=pk)
    services.delete(entry, now=clock.now())
    undo = reverse("tracker:log-restore", args=[pk])
    messages.info(
        request, f"{spoken.day(entry.day, timezone.localdate())} deleted.", extra_tags=f"undo:{undo}"
    )
    return redirect(entry)


@require_POST
def log_restore(request, pk):
    entry = get_deleted(LogEntry.objects, request.user, pk=pk)
    try:
        services.restore(entry, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    return redirect(entry)
