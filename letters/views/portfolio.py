"""Which letters go to which program, what is missing, and who saw what."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import spoken, undo
from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from letters import coverage, portfolio_page, programs, services
from letters.forms import ProgramForm
from letters.models import Assignment, Letter, TargetProgram
from reminders import clock


def portfolio_show(request):
    program = TargetProgram(owner=request.user, match_year=request.user.profile.match_year)
    form = ProgramForm(request.POST or None, instance=program)
    if request.method == "POST" and form.is_valid():
        return saved_once(
            request, form, lambda: programs.add(program, now=clock.now()), "Added to your programs."
        )
    context = {"form": form, "page": portfolio_page.describe(request.user, timezone.localdate())}
    return render(request, "letters/portfolio_show.html", context, status=422 if form.is_bound else 200)


@require_POST
def program_delete(request, pk):
    program = get_owned(TargetProgram.objects, request.user, pk=pk)
    programs.delete(program, now=clock.now())
    undo.offer(request, f"{program} is off your list.", "letters:program-restore", pk)
    return redirect("letters:portfolio-show")


@require_POST
def program_restore(request, pk):
    program = get_deleted(TargetProgram.objects, request.user, pk=pk)
    try:
        programs.restore(program, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{program} is back.")
    return redirect("letters:portfolio-show")


@require_POST
def program_assign(request, pk):
    """Record that a letter is assigned to this program in ERAS."""
    program = get_owned(TargetProgram.objects, request.user, pk=pk)
    letter = get_owned(Letter.objects, request.user, pk=_number(request.POST.get("letter", "")))
    now = clock.now()
    try:
        services.record(letter, services.State.ASSIGNED, on=timezone.localdate(), now=now, programs=[program])
    except services.Refused as refused:
        rule = f" Rule: {refused.rule}." if refused.rule else ""
        messages.error(request, f"{refused}{rule}")
    else:
        messages.success(request, f"Recorded for {program}.")
    return redirect("letters:portfolio-show")


def _number(text):
    if not text.isdecimal() or len(text) > 18:
        raise Http404("Not found")
    return int(text)


@require_POST
def assignment_delete(request, pk):
    found = Assignment.objects.select_related("letter", "program")
    assignment = found.filter(pk=pk, letter__owner=request.user, letter__deleted_at=None).first()
    if assignment is None:
        raise Http404("Not found")
    services.unassign(assignment, now=clock.now())
    messages.success(request, f"Taken off {assignment.program}.")
    return redirect("letters:portfolio-show")


def coverage_list(request):
    return render(request, "letters/coverage_list.html", {"page": coverage.table(request.user)})


@require_POST
def coverage_seen(request):
    """Say who saw the examples that name nobody."""
    count = coverage.seen_by(
        request.user, request.POST.getlist("example"), request.POST.get("attending", ""), now=clock.now()
    )
    if count:
        messages.success(request, f"{spoken.plural(count, 'example')} filed.")
    else:
        messages.info(request, "Tick the examples, and choose who saw them.")
    return redirect("letters:coverage-list")
