"""Merging on the desk: fact by fact, with everything that moves named first, and undone again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.fields import plain_line
from accounts.staff import staff_page
from reminders import clock
from tracker import desk, directory, merge, merge_graph
from tracker.models import MergeRecord
from tracker.services import Refused

MOST = 10


@staff_page("tracker.change_attending")
def record_merge(request, kind):
    """Choose the record that stays and, fact by fact, what it says; then merge. `?id=1&id=2`, or what was
    ticked in a list."""
    model = directory.KINDS.get(kind)
    if model is None:
        raise Http404("Not found")
    asked = request.POST if request.method == "POST" else request.GET
    named = [*asked.getlist("id"), *asked.getlist("pk")]
    pks = sorted({int(pk) for pk in named if pk.isdecimal() and len(pk) < 19})[:MOST]
    records = list(
        model.objects.filter(pk__in=pks, deleted_at=None).select_related(*_related(model)).order_by("pk")
    )
    if len(records) < 2:
        gone = "One of these records is not there any more." if len(pks) > 1 else "Tick two records or more."
        messages.error(request, gone)
        return redirect(_list_of(kind))
    survivor = next((r for r in records if str(r.pk) == asked.get("survivor")), None)
    survivor = survivor or merge.freshest(records)
    if request.method == "POST" and "merge" in request.POST:
        return _merge(request, model, records, survivor)
    context = {
        "kind": kind,
        "records": records,
        "survivor": survivor,
        "facts": [f for f in merge.fact_choices(records, survivor) if any(said for _, _, said in f.values)],
        "moving": merge_graph.preview(model, [r.pk for r in records if r.pk != survivor.pk]),
        "used": desk.usage(pks) if kind == "attending" else {},
        "back": _list_of(kind),
    }
    return render(request, "desk/record_merge.html", context)


def _related(model):
    return ["institution", "specialty"] if model._meta.model_name == "attending" else []


def _list_of(kind):
    return reverse("desk:attending-list" if kind == "attending" else "desk:institution-list")


def _merge(request, model, records, survivor):
    names = {f"fact-{name}": name for name in model.FACTS}
    pks = {str(record.pk): record.pk for record in records}
    choices = {name: pks[request.POST[key]] for key, name in names.items() if request.POST.get(key) in pks}
    try:
        done = merge.merge(
            model,
            pks.values(),
            survivor=survivor.pk,
            choices=choices,
            actor=request.user,
            reason=plain_line(request.POST.get("reason", "")),
            now=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_list_of(model._meta.model_name))
    said = f"Merged into {done.survivor_label}."
    undo.offer(request, said, "desk:merge-undo", done.pk, level=messages.SUCCESS)
    return redirect(done)


@staff_page("tracker.view_mergerecord")
def merge_list(request):
    merges = MergeRecord.objects.select_related("actor", "undone_by")
    page = Paginator(merges, desk.A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/merge_list.html", {"page": page, "now": timezone.now()})


@staff_page("tracker.view_mergerecord")
def merge_show(request, pk):
    """What was merged, what moved by name and number, and the button that takes it back."""
    done = get_object_or_404(MergeRecord.objects.select_related("actor", "undone_by"), pk=pk)
    context = {"done": done, "moved": merge.moved_words(done), "may_undo": timezone.now() <= done.undo_until}
    return render(request, "desk/merge_show.html", context)


@require_POST
@staff_page("tracker.change_attending")
def merge_undo(request, pk):
    done = get_object_or_404(MergeRecord, pk=pk)
    try:
        left = merge.undo(done, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(done)
    words = "Undone. Every record is as it was."
    if left:
        words = "Undone, but for what people changed since. " + " ".join(left)
    messages.success(request, words)
    return redirect(done)
