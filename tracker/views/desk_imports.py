"""Mentors from a spreadsheet: send it, look at what it would do, bring it in, undo it."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.staff import staff_page
from reminders import clock
from tracker import desk, mentor_import, sheets
from tracker.mentor_rows import FIELDS, LABELS
from tracker.models import Attending, MentorImport
from tracker.services import Refused
from tracker.views.desk_records import MAY_ADD

SHOWN = 200


@staff_page(MAY_ADD)
def import_list(request):
    """The imports so far, and the form to send a file."""
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            wrong = "Choose a CSV or XLSX file first."
        elif file.size > sheets.MOST_BYTES:
            wrong = "The file is over 10 MB. Split it and bring in the parts."
        else:
            try:
                made = mentor_import.receive(file.read(), file.name, owner=request.user, now=clock.now())
                return redirect(made)
            except sheets.Unreadable as unreadable:
                wrong = str(unreadable)
    imports = MentorImport.objects.defer("rows", "headers", "made").select_related("owner")
    page = Paginator(imports, desk.A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "desk/import_list.html", {"page": page, "wrong": wrong}, status=422 if wrong else 200
    )


@staff_page(MAY_ADD)
def import_show(request, pk):
    """What the file would do, row by row and column by column; or what it did."""
    imported = get_object_or_404(MentorImport, pk=pk)
    context = {"imported": imported}
    if imported.state == MentorImport.State.READ:
        found = mentor_import.look(imported)
        chosen = {number: name for name, number in imported.columns.items()}
        context |= {
            "found": found,
            "faults": found.faults[:SHOWN],
            "columns": [
                (number, header or f"Column {number + 1}", chosen.get(number, ""))
                for number, header in enumerate(imported.headers)
            ],
            "fields": [(name, LABELS[name]) for name in FIELDS],
            "some": found.rows[:5],
        }
    else:
        context["still"] = Attending.objects.filter(
            pk__in=imported.made.get("attending", [])[:5000], deleted_at=None
        ).count()
    return render(request, "desk/import_show.html", context)


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
    imported.columns = columns
    imported.save(update_fields=["columns"])
    return redirect(imported)


@require_POST
@staff_page(MAY_ADD)
def import_bring_in(request, pk):
    imported = get_object_or_404(MentorImport, pk=pk)
    try:
        done = mentor_import.bring_in(
            imported,
            actor=request.user,
            only_good="only_good" in request.POST,
            is_verified="is_verified" in request.POST,
            now=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(imported)
    made = done.made
    messages.success(
        request, f"{len(made['attending'])} new records, {len(made['proposal'])} proposed changes."
    )
    return redirect(imported)


@require_POST
@staff_page(MAY_ADD)
def import_undo(request, pk):
    imported = get_object_or_404(MentorImport, pk=pk)
    try:
        count = mentor_import.undo(imported, actor=request.user, now=clock.now())
        messages.success(request, f"{count} records removed again.")
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
    for fault in mentor_import.look(imported).faults:
        lines.writerow([fault.row, *map(sheets.defused, (fault.column, fault.value, fault.words))])
    return answer
