"""Try it with sample data: one click signs in to a private throw-away copy of a believable year."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from reminders import clock
from tracker import sample


@login_not_required
@require_POST
def sample_start(request):
    """Open to everybody where ALLOW_SAMPLE_DATA says so: the new account holds nothing of anyone's."""
    if not settings.ALLOW_SAMPLE_DATA:
        raise Http404("Not found")
    user = sample.throw_away(clock.now())
    sample.fill(user, timezone.localdate(timezone=user.profile.zone))
    login(request, user, backend="accounts.backends.EmailBackend")
    return redirect("tracker:today")
