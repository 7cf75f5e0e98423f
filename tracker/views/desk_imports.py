"""Mentors from a spreadsheet: send it, look at what it would do, bring it in, undo it."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import spoken
from accounts.staff import fresh_sign_in, staff_page
from reminders import clock
from tracker import desk, mentor_import
from tracker.forms.imports import TableForm
from tracker.importing.formulas import defused
from tracker.mentor_rows import FIELDS, LABELS
from tracker.models import Attending, MentorImport
from tracker.services import Refused
from tracker.views import desk_listings
from tracker.views.desk import MAY_DECIDE
from tracker.views.desk_records import MAY_ADD

SHOWN = 200
State = MentorImport.State


@staff_page(MAY_ADD)
def import_list(request):
    """The imports so far, and the form to send a file."""
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_valid():
        name, table = form.cleaned_data["file"]
        for remark in table.remarks:
            messages.info(request, remark)
        made = mentor_import.receive(table, name, owner=request.user, now=clock.now())
        return redirect(mentor_import.look_step(made))
    heavy = ("rows", "row_numbers", "headers", "made", "looking", "left")
    imports = MentorImport.objects.defer(*heavy).select_related("owner")
    page = Paginator(imports, desk.A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "listings": desk_listings.latest(request.user)}
    return render(request, "desk/import_list.html", context, status=422 if form.is_bound else 200)


@staff_page(MAY_ADD)
def import_show(request, pk):
    """What the file would do, row by row and column by column; or what it did."""
    imported = get_object_or_404(MentorImport, pk=pk)
    is_done = imported.state == State.DONE
    context = {"imported": imported, "progress": _progress(imported), "is_done": is_done}
    if context["progress"]:
        return render(request, "desk/import_show.html", context)
    if imported.state == State.READ:
        found = mentor_import.summary(imported)
        chosen = {number: name for name, number in imported.columns.items()}
        context |= {
            "found": found,
            "faults": found.faults[:SHOWN],
            "columns": [
                (number, header or f"Column {number + 1}", chosen.get(number, ""))
                for number, header in enumerate(imported.headers)
            ],
            "fields": [(name, LABELS[name]) for name in FIELDS],
        }
    else:
        if is_done:
            context["waiting"] = mentor_import.waiting(imported).count()
        context["still"] = Attending.objects.filter(
            pk__in=imported.made.get("attending", [])[:5000], deleted_at=None
        ).count()
    return render(request, "desk/import_show.html", context)


def _progress(imported):
    """(words, how far, of how many, the button) of what is under way; None when nothing is."""
    if imported.state == State.READ and imported.looked < imported.row_count:
        return ("rows looked at", imported.looked, imported.row_count, "Look at the next rows")
    if imported.state == State.WRITING:
        return ("rows brought in", imported.written, imported.row_count, "Bring in the next rows")
    if imported.state == State.UNDOING:
        made = len(imported.made.get("attending", ()))
        return ("records gone through", imported.removed, made, "Remove the next records")
    return None


@require_POST
@staff_page(MAY_ADD)
def import_step(request, pk):
    """The next step of what is under way; the page asks for it by itself, or its button does."""
    imported = get_object_or_404(MentorImport, pk=pk)
    _step(imported, request.user)
    progress = _progress(imported)
    if request.htmx and progress:
        context = {"imported": imported, "progress": progress}
        return render(request, "desk/_import_progress.html", context)
    answer = redirect(imported)
    if request.htmx:
        answer.status_code, answer.headers["HX-Redirect"] = 200, answer.headers["Location"]
        del answer.headers["Location"]
    return answer


def _step(imported, actor):
    if imported.state == State.READ:
        mentor_import.look_step(imported)
    elif imported.state == State.WRITING:
        mentor_import.write_step(imported, actor=actor, now=clock.now())
    elif imported.state == State.UNDOING:
        mentor_import.undo_step(imported, now=clock.now())


@require_POST
@staff_page(MAY_ADD)
def import_columns(request, pk):
    """Say what each column holds; a field is in one column only, the first that names it."""
    imported = get_object_or_404(MentorImport, pk=pk, state=MentorImport.State.READ)
    columns = {}
    for number in range(len(imported.headers)):
        name = request.POST.get(f"column-{number}", "")
        if name in FIELDS:
            columns.setdefault(name, number)
    mentor_import.choose_columns(imported, columns)
    return redirect(mentor_import.look_step(imported))


@require_POST
@staff_page(MAY_ADD)
def import_bring_in(request, pk):
    imported = get_object_or_404(MentorImport, pk=pk)
    try:
        mentor_import.start(
            imported,
            only_good="only_good" in request.POST,
            is_verified="is_verified" in request.POST,
            now=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(imported)
    return redirect(mentor_import.write_step(imported, actor=request.user, now=clock.now()))


@require_POST
@staff_page(MAY_DECIDE)
@fresh_sign_in
def import_check(request, pk):
    """Check what the file brought in and nobody has decided about; possible duplicates stay to be decided."""
    imported = get_object_or_404(MentorImport, pk=pk, state=State.DONE)
    count = mentor_import.check_waiting(imported, actor=request.user, now=clock.now())
    messages.success(request, f"{spoken.plural(count, 'record')} checked: for everybody now.")
    return redirect(imported)


@require_POST
@staff_page(MAY_ADD)
@fresh_sign_in
def import_undo(request, pk):
    imported = get_object_or_404(MentorImport, pk=pk)
    try:
        mentor_import.begin_undo(imported)
        mentor_import.undo_step(imported, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(imported)


@staff_page(MAY_ADD)
def import_faults(request, pk):
    """Every faulty row and column as CSV, to mend them in the spreadsheet."""
    imported = get_object_or_404(MentorImport, pk=pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="faults-{imported.pk}.csv"'
    lines = csv.writer(answer, quoting=csv.QUOTE_ALL)
    lines.writerow(["Row", "Column", "Cell", "What is wrong"])
    for fault in mentor_import.summary(imported).faults:
        lines.writerow([fault.row, *map(defused, (fault.column, fault.value, fault.words))])
    return answer
