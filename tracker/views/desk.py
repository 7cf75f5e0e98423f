"""The curators' desk: one decision open at a time, the table under it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import spoken, undo
from accounts.fields import plain_line
from accounts.staff import staff_page
from reminders import clock
from tracker import desk, directory, merge
from tracker.models import Attending, DirectoryChange, ProbablePair, ProposedChange
from tracker.services import Refused

MAY_SEE, MAY_DECIDE = "tracker.view_attending", "tracker.change_attending"
VIEWS = ("decide", "checked", "stale")
NEEDS_A_REASON = "Say why in a sentence. The person who sent it reads it."


@staff_page(MAY_SEE)
def attending_list(request):
    return board(request)


def board(request, *, at="", wrong="", status=200):
    """The desk. `at` opens a decision ("pair:12"), `wrong` says what was missing to decide it."""
    now = clock.now()
    asked = request.GET.get("q", "").strip()[:100]
    view = request.GET.get("view", "decide")
    view = view if view in VIEWS else "decide"
    rows, page = _rows(request, view, asked, now)
    spot = next((n for n, row in enumerate(rows) if row.key == (at or request.GET.get("at", ""))), 0)
    opened = rows[spot] if rows else None
    shown = [row.attending for row in rows] or list(page or [])
    pair = [opened.subject.first_id, opened.subject.second_id] if opened and opened.kind == "pair" else []
    used = desk.usage({record.pk for record in shown} | {*pair})
    tagged = rows or [None] * len(shown)
    context = {
        "counts": desk.counts(now),
        "asked": asked,
        "view": view,
        "page": page,
        "table": [
            (record, row, used.get(record.pk, desk.Usage()))
            for record, row in zip(shown, tagged, strict=True)
        ],
        "opened": opened,
        "earlier": rows[spot - 1] if spot else None,
        "later": rows[spot + 1] if spot + 1 < len(rows) else None,
        "wrong": wrong,
        **_opened_context(opened, used),
    }
    return render(request, "desk/attending_list.html", context, status=status)


def _rows(request, view, asked, now):
    """(decisions, page): what a view lists. Only the checked directory has pages."""
    if view == "decide":
        return desk.waiting(asked), None
    if view == "stale":
        return [desk.Decision("stale", a.pk, a) for a in desk.stale(now, asked)[: desk.A_PAGE]], None
    return [], Paginator(desk.checked(asked), desk.A_PAGE).get_page(request.GET.get("page"))


def _opened_context(opened, used):
    """What the open decision shows besides its record."""
    if opened is None:
        return {}
    if opened.kind == "pair":
        pair = opened.subject
        left = merge.freshest([pair.first, pair.second])
        right = pair.second if left == pair.first else pair.first
        return {"left": left, "right": right, "compared": desk.compare([left, right], used)}
    if opened.kind == "proposal":
        return {"changes": desk.proposed_lines(opened.subject)}
    return {"compared": desk.compare([opened.attending], used)}


def _reason(request):
    return plain_line(request.POST.get("reason", ""))[:300]


def _back(request):
    """To the same view of the desk; the decided row is gone, so the next one opens."""
    view = request.POST.get("view", "")
    path = reverse("desk:attending-list")
    return redirect(f"{path}?view={view}" if view in VIEWS and view != "decide" else path)


@require_POST
@staff_page(MAY_DECIDE)
def pair_merge(request, pk):
    """Merge the two with every fact as suggested; the page to choose fact by fact is linked beside it."""
    pair = get_object_or_404(ProbablePair.objects.select_related("first", "second"), pk=pk)
    pks = [pair.first_id, pair.second_id]
    keep = request.POST.get("keep", "")
    if keep not in map(str, pks):
        raise Http404("Not found")
    try:
        done = merge.merge(Attending, pks, survivor=int(keep), actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(request)
    said = f"Merged into {done.survivor_label}. Undo for 30 days."
    undo.offer(request, said, "desk:merge-undo", done.pk, level=messages.SUCCESS)
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def pair_apart(request, pk):
    """They are different people; the pair is not offered again."""
    pair = get_object_or_404(ProbablePair, pk=pk)
    ProbablePair.objects.filter(pk=pair.pk, decided_at=None).update(
        decided_at=clock.now(), decided_by=request.user
    )
    undo.offer(request, "Kept as two people.", "desk:pair-reopen", pk, level=messages.SUCCESS)
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def pair_reopen(request, pk):
    ProbablePair.objects.filter(pk=pk).update(decided_at=None, decided_by=None)
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def proposal_approve(request, pk):
    """Take over the ticked facts of a proposal."""
    proposal = get_object_or_404(ProposedChange.objects.select_related("attending"), pk=pk)
    only = set(request.POST.getlist("fact")) & set(proposal.changes)
    if not only:
        return board(request, at=f"proposal:{pk}", wrong="Tick what to take over.", status=422)
    try:
        directory.approve(proposal, actor=request.user, only=only, reason=_reason(request), now=clock.now())
        messages.success(request, f"{proposal.attending} changed. The person who proposed it is told.")
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def proposal_reject(request, pk):
    proposal = get_object_or_404(ProposedChange.objects.select_related("attending"), pk=pk)
    reason = _reason(request)
    if not reason:
        return board(request, at=f"proposal:{pk}", wrong=NEEDS_A_REASON, status=422)
    try:
        directory.reject(proposal, actor=request.user, reason=reason, now=clock.now())
        messages.success(request, "Not taken over. The reason was sent.")
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def attending_verify(request):
    """Check the ticked records, or the one that is open."""
    pks = [pk for pk in request.POST.getlist("pk") if pk.isdecimal()][:500]
    records = Attending.objects.filter(pk__in=pks, deleted_at=None)
    count = directory.verify(records, actor=request.user, now=clock.now())
    if not count:
        messages.info(request, "Tick the records you have looked at first.")
        return _back(request)
    words = f"{spoken.plural(count, 'record')} checked."
    mine = DirectoryChange.objects.filter(actor=request.user, kind="attending")
    tags = f"undo:{reverse('desk:verify-undo', args=[mine.first().pk])}" if count == 1 else ""
    messages.success(request, words, extra_tags=tags)
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def verify_undo(request, pk):
    change = get_object_or_404(DirectoryChange, pk=pk, action=DirectoryChange.Action.VERIFIED)
    try:
        record = directory.unverify(change, actor=request.user, now=clock.now())
        messages.success(request, f"{record} is as it was before.")
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def attending_decline(request, pk):
    """Leave a user's record private, with a reason they read."""
    attending = get_object_or_404(Attending, pk=pk, deleted_at=None, verified_at=None)
    reason = _reason(request)
    if not reason:
        return board(request, at=f"new:{pk}", wrong=NEEDS_A_REASON, status=422)
    directory.decline(attending, actor=request.user, reason=reason, now=clock.now())
    messages.success(request, "Left private. The reason was sent." if attending.owner_id else "Left out.")
    return _back(request)


@require_POST
@staff_page(MAY_DECIDE)
def attending_remove(request, pk):
    """Take a shared record out of the directory."""
    attending = get_object_or_404(Attending.objects.verified(), pk=pk)
    reason = _reason(request)
    if not reason:
        wrong = "Say why it goes. It stands in the history."
        return board(request, at=f"stale:{pk}", wrong=wrong, status=422)
    directory.remove(attending, actor=request.user, reason=reason, now=clock.now())
    messages.success(request, f"{attending} is not in the directory any more.")
    return _back(request)
