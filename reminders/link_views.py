"""Pages behind the links of a mail. A GET shows a page, whoever sends it: scanners open every link.
Only the button on the page acts. None of them signs in, and none says more than the mail said."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import spoken, zones
from accounts.models import Profile
from reminders import actions, clock, links, services
from reminders.forms import LaterForm
from reminders.models import Reminder

PAUSE_DAYS = 14
OLD = f"Links in mails work for {links.DAYS_GOOD} days, or until you revoke them. Nothing was changed."


def _public(view):
    """Open to whoever has the link; nothing is stored, followed or passed on.

    csrf_exempt: the signed address is the authority, no cookie takes part, and browsers send
    `Origin: null` from a page without referrer, which the CSRF check would refuse.
    """

    @csrf_exempt
    @login_not_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
    @functools.wraps(view)
    def wrapped(request, token):
        try:
            response = view(request, token)
        except links.Bad:
            response = _page(request, "This link is not whole", "Open it again from the mail.", status=404)
        except links.Old:
            response = _page(request, "This link is too old", OLD, status=410)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _page(request, heading, sentence, *, status=200, **more):
    context = {"heading": heading, "sentence": sentence, **more}
    return render(request, "reminders/link_page.html", context, status=status)


@_public
def link_act(request, token):
    """Open without signing in because the signed token allows one action on one reminder.
    GET asks, POST acts; twice does no harm."""
    payload = links.read(token, links.ACTION, days=links.DAYS_GOOD)
    rows = Reminder.objects.select_related("owner__profile").filter(owner__is_active=True)
    reminder = rows.filter(public_id=payload["r"]).first()
    if reminder is None:
        raise links.Bad
    links.check_nonce(payload, reminder.owner.profile)
    action = actions.find(payload["a"])
    if action is None:
        raise links.Old
    now = clock.now()
    title = actions.shown_title(reminder)
    if request.method == "POST":
        return _acted(request, reminder, payload["a"], title, now)
    if not reminder.is_open:
        return _page(request, title, actions.already(reminder, now))
    return _page(request, title, action.question, button=action.label, is_later=payload["a"] == "later")


def _acted(request, reminder, name, title, now):
    how = {}
    if name == "later" and request.POST.keys() & {"days", "until"}:
        form = LaterForm(request.POST, zone=reminder.owner.profile.time_zone, now=now)
        if not form.is_valid():
            return _page(
                request, title, form.sentence(), button=actions.later.label, is_later=True, status=422
            )
        how = {key: value for key, value in form.cleaned_data.items() if value is not None}
    try:
        answer = actions.answer(reminder, name, now, **how)
    except actions.Refused as refused:
        return _page(request, title, str(refused), status=409)
    return _page(request, title, answer.sentence, is_good=answer.has_acted)


@_public
def mail_unsubscribe(request, token):
    """Open without signing in because RFC 8058 wants a POST without cookies to end the mails at once:
    200, no redirect, the same each time."""
    profile = _profile(links.read(token, links.STOP_MAIL))
    if request.method == "POST":
        services.stop_mail(profile, clock.now())
        return _page(
            request,
            "No more reminder emails",
            "Your reminders stay in Wardbook. You can turn the emails on again there.",
            is_good=True,
        )
    return _page(
        request,
        "Stop these emails?",
        "Reminders will stay in Wardbook, and no longer come by email.",
        button="Stop the emails",
    )


@_public
def mail_pause(request, token):
    """Open without signing in because the signed token allows this one thing for this one owner."""
    profile = _profile(links.read(token, links.PAUSE_MAIL, days=links.DAYS_GOOD))
    now = clock.now()
    if request.method == "POST":
        back_on = services.pause_mail(profile, now, days=PAUSE_DAYS)
        day = spoken.day(back_on, zones.day_in(profile.time_zone, now))
        return _page(request, "Emails are paused", f"They come back on {day}.", is_good=True)
    return _page(
        request,
        "Pause these emails for two weeks?",
        "Reminders will stay in Wardbook.",
        button="Pause two weeks",
    )


def _profile(payload):
    profile = Profile.objects.filter(pk=payload["o"]).first()
    if profile is None:
        raise links.Bad
    links.check_nonce(payload, profile)
    return profile
