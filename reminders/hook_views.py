"""Where a mail provider tells what became of a mail."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reminders import bounces, clock, providers, return_path
from reminders.models import Mail

MOST_BYTES = 2 * 1024 * 1024


def provider_only(which, *, most):
    """Makes a view of (request, provider, events) out of one that a provider of the settings may call; 404
    for any other name, 400 for a wrong secret or signature, 413 for too much.

    csrf_exempt: secret and signature are the authority, no cookie takes part, and a provider has no token.
    """

    def decorated(view):
        @csrf_exempt
        @login_not_required
        @never_cache
        @require_http_methods(["POST", "HEAD"])  # some providers look first
        @functools.wraps(view)
        def wrapped(request, provider):
            known = providers.find(provider)
            hook = known and getattr(known, which)
            if hook is None:
                raise Http404
            if request.method == "HEAD":
                return HttpResponse()
            try:
                events = providers.parsed(hook, request, most=most)
            except providers.TooBig:
                return HttpResponse(status=413)
            except providers.Refused:
                return HttpResponse(status=400)
            view(provider, known, events)
            return HttpResponse()

        return wrapped

    return decorated


@provider_only("events", most=MOST_BYTES)
def mail_events(name, provider, events):
    """Open without signing in because a provider has no account. Events of mails or recipients that are not
    ours are answered like the others and change nothing: the provider may serve other senders too."""
    now = clock.now()
    for event in events:
        told = providers.told(provider, event)
        mail = told and _mail_of(told)
        if mail and told.recipient in [one.lower() for one in return_path.addresses_of(mail)]:
            bounces.note(
                mail, told.recipient, source=name, key=told.key, kind=told.kind, code=told.code, now=now
            )


def _mail_of(told):
    if told.ref:
        return Mail.objects.filter(public_id=told.ref[:22]).first()
    return Mail.objects.filter(message_id=told.message_id[:200]).first()
