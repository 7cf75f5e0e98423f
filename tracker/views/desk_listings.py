"""What came of a spreadsheet of listings, and taking it back. The file itself goes in through the admin."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.staff import fresh_sign_in, staff_page
from reminders import clock
from tracker import opportunity_import
from tracker.models import Opportunity, OpportunityImport
from tracker.services import Refused

MAY_CHANGE = "tracker.change_opportunity"
SHOWN = 20


def latest(user):
    """The last imports of listings, for those who may change listings."""
    rows = OpportunityImport.objects.defer("left").select_related("owner")
    return rows[:SHOWN] if user.has_perm(MAY_CHANGE) else ()


@staff_page(MAY_CHANGE)
def listing_import_show(request, pk):
    imported = get_object_or_404(OpportunityImport.objects.select_related("owner"), pk=pk)
    there = Opportunity.objects.filter(pk__in=imported.new).count()
    context = {"imported": imported, "still": there, "can_undo": imported.undone_at is None}
    return render(request, "desk/listing_import_show.html", context)


@require_POST
@staff_page(MAY_CHANGE)
@fresh_sign_in
def listing_import_undo(request, pk):
    imported = get_object_or_404(OpportunityImport, pk=pk)
    try:
        opportunity_import.undo(imported, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(imported)
