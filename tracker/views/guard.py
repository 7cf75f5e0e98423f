"""The PHI guard while one types: the same rules as on saving, nothing stored, nothing logged."""

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tracker import phi
from tracker.guarded import keys_of

LONGEST = 20_000
MOST_KNOWN = 200


@sensitive_post_parameters()
@require_POST
def guard(request):
    """The findings in the field named by `field`, as a piece of page. `known`: colleagues, as on saving."""
    name = request.POST.get("field", "")
    text = request.POST.get(name, "")[:LONGEST]
    known = frozenset(request.POST.getlist("known")[:MOST_KNOWN])
    findings = phi.decide(text, allowed=keys_of(request.POST.getlist(f"{name}-allow")), colleagues=known)
    offer = phi.rewrite(text, findings) if findings else ""
    return render(request, "tracker/_guard_live.html", {"findings": findings, "offer": offer})
