"""The Mailbox of an instance without an SMTP server: every person sees the mail addressed to them."""

import functools

from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import EmailVerificationStage
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from reminders import mailbox

SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


def _of_the_reader(view):
    """Passes the addresses of whoever looks. 404 where mail really leaves.

    Open without signing in for one reader: a browser that has just signed up and must confirm the
    address. Without an SMTP server the confirmation can be read nowhere else. Everybody else is sent
    to sign in.
    """

    @login_not_required
    @never_cache
    @require_safe
    @functools.wraps(view)
    def wrapped(request, **kwargs):
        if not settings.HAS_MAILBOX:
            raise Http404
        reader = _reader(request)
        if reader is None:
            return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
        return view(request, mailbox.addresses_of(reader), **kwargs)

    return wrapped


def _reader(request):
    """Who is signed in, or who waits to confirm their address in this browser. A password that still
    needs its second factor opens nothing."""
    if request.user.is_authenticated:
        return request.user
    stage = get_pending_stage(request)
    if stage is not None and stage.key == EmailVerificationStage.key:
        return stage.login.user
    return None


def _base(request):
    """Who is not signed in yet has no navigation."""
    return "base.html" if request.user.is_authenticated else "base_public.html"


@_of_the_reader
def mailbox_list(request, addresses):
    """Open without signing in to a browser that must still confirm its address: see _of_the_reader."""
    context = {"letters": mailbox.letters_to(addresses), "base": _base(request)}
    return render(request, "reminders/mailbox_list.html", context)


@csp_update({"frame-src": ["'self'"]})
@_of_the_reader
def mailbox_show(request, addresses, name):
    """Open without signing in to a browser that must still confirm its address: see _of_the_reader."""
    letter = mailbox.read(name, addresses)
    if letter is None:
        raise Http404
    context = {"letter": letter, "sandbox": SANDBOX, "base": _base(request)}
    return render(request, "reminders/mailbox_show.html", context)


@csp_replace(
    {
        "style-src": ["'unsafe-inline'"],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'none'"],
        "sandbox": SANDBOX.split(),
    }
)
@xframe_options_sameorigin
@_of_the_reader
def mailbox_part(request, addresses, name):
    """The HTML part alone, for the frame of mailbox_show; see there who may."""
    letter = mailbox.read(name, addresses)
    if letter is None or not letter.html:
        raise Http404
    # A link in the mail opens in the whole window, as it would from a mail program.
    return HttpResponse(letter.html.replace("<head>", '<head><base target="_top">', 1))


@_of_the_reader
def mailbox_source(request, addresses, name):
    """The message as it left, for reading; see mailbox_show who may."""
    source = mailbox.raw(name, addresses)
    if source is None:
        raise Http404
    return HttpResponse(source, content_type="text/plain; charset=utf-8")
