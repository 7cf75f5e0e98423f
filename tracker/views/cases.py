"""The cases of a day."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from accounts.owned import get_owned
from tracker import guard_services
from tracker.forms import CaseForm
from tracker.models import Case, LogEntry


def case_add(request, pk):
    entry = get_owned(LogEntry.objects.select_related("rotation"), request.user, pk=pk)
    form = _form(request, entry, Case(entry=entry))
    if request.method == "POST" and form.is_valid():
        return saved_once(request, form, lambda: _save(form, entry))
    return _page(request, form, entry)


def case_edit(request, pk):
    case = _owned_case(request, pk)
    form = _form(request, case.entry, case)
    if request.method == "POST" and form.is_valid():
        return redirect(_save(form, case.entry))
    return _page(request, form, case.entry, case)


@require_POST
def case_delete(request, pk):
    case = _owned_case(request, pk)
    case.delete()
    messages.info(request, "Case deleted.")
    return redirect(case)


def _owned_case(request, pk):
    case = (
        Case.objects.filter(entry__owner=request.user, entry__deleted_at=None, pk=pk)
        .select_related("entry__rotation")
        .first()
    )
    if case is None:
        raise Http404("Not found")
    return case


def _form(request, entry, case):
    colleagues = guard_services.colleagues_of(entry.rotation)
    return CaseForm(request.POST or None, instance=case, colleagues=colleagues)


def _save(form, entry):
    case = form.save()
    texts = [form.cleaned_data["complaint"], form.cleaned_data["procedure"]]
    guard_services.remember(entry.owner, texts, rotation=entry.rotation)
    return case


def _page(request, form, entry, case=None):
    context = {"form": form, "entry": entry, "case": case}
    return render(request, "tracker/case_form.html", context, status=422 if form.is_bound else 200)
