"""The list of reminders and what can be done with one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts import spoken, zones
from accounts.owned import get_owned
from reminders import clock, outbox, outlook, queries, services
from reminders.forms import LaterForm
from reminders.models import Reminder

ON_A_PAGE, FINISHED_SHOWN, MAILS_SHOWN = 25, 25, 10
NAGS = [(None, "Once"), (1, "Every day"), (3, "Every 3 days"), (7, "Every week")]
NAG_SAID = {
    None: "You will be told once.",
    1: "You will be told again every day until it is finished.",
    3: "You will be told again every 3 days until it is finished.",
    7: "You will be told again every week until it is finished.",
}


@require_safe
def reminder_list(request):
    """Everything open by pages, what is due first; under the first what was finished and mailed."""
    now = clock.now()
    page = Paginator(queries.open_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    context = {
        "page": page,
        "due": [row for row in rows if row.shows_at <= now],
        "later": [row for row in rows if row.shows_at > now],
        "outlook": outlook.sentences(request.user.profile, now),
    }
    if page.number == 1:
        context["finished"] = list(queries.finished_for(request.user)[:FINISHED_SHOWN])
        context["mails"] = list(queries.mails_for(request.user)[:MAILS_SHOWN])
    return render(request, "reminders/reminder_list.html", context)


@require_safe
def reminder_show(request, pk):
    """One reminder and everything that can be done with it."""
    reminder = get_owned(Reminder.objects, request.user, pk=pk)
    context = {
        "reminder": reminder,
        "is_due": reminder.is_open and reminder.shows_at <= clock.now(),
        "kind_words": queries.kind_words(reminder.kind),
        "later_url": reverse("reminders:reminder-later", args=[pk]),
        "nags": [(days, words, reminder.nag_days == days) for days, words in NAGS],
    }
    return render(request, "reminders/reminder_show.html", context)


@require_POST
def reminder_nag(request, pk):
    """Nag again only where it is asked for: `days` of 1, 3, 7, or empty for once."""
    reminder = get_owned(Reminder.objects, request.user, pk=pk)
    words = dict(NAGS)
    days = next((n for n in words if str(n or "") == request.POST.get("days", "")), None)
    services.nag(reminder, days)
    messages.success(request, NAG_SAID[days])
    return redirect("reminders:reminder-show", pk)


@require_POST
def reminder_done(request, pk):
    reminder = get_owned(Reminder.objects, request.user, pk=pk)
    has_acted = services.finish(reminder, clock.now())
    return _answer(request, reminder, "Done." if has_acted else "This was finished before.", has_acted)


@require_POST
def reminder_stop(request, pk):
    reminder = get_owned(Reminder.objects, request.user, pk=pk)
    has_acted = services.stop(reminder, clock.now())
    return _answer(request, reminder, "Stopped." if has_acted else "This was finished before.", has_acted)


@require_POST
def reminder_later(request, pk):
    """`days` or `until` in the form; it comes back in the morning of that day."""
    reminder = get_owned(Reminder.objects.select_related("owner__profile"), request.user, pk=pk)
    now, zone = clock.now(), request.user.profile.time_zone
    form = LaterForm(request.POST, zone=zone, now=now)
    if not form.is_valid():
        return _refuse(request, form.sentence())
    back_at = services.postpone(reminder, now, **form.cleaned_data)
    if back_at is None:
        return _answer(request, reminder, "This was finished before.", False)
    on = spoken.day(zones.day_in(zone, back_at), zones.day_in(zone, now))
    return _answer(request, reminder, f"Put off until {on}.", True)


@require_POST
def reminder_reopen(request, pk):
    """Undo of done, stop and later."""
    reminder = get_owned(Reminder.objects, request.user, pk=pk)
    services.reopen(reminder, clock.now())
    messages.success(request, "It is back on your list.")
    return redirect(_back(request))


@require_POST
def mail_test(request):
    """ "Send me a test": written to the outbox, sent by the next tick."""
    if outbox.add_test_mail(request.user, clock.now()):
        messages.success(request, "A test mail is on its way.")
    else:
        messages.info(request, "A test mail is on its way already. Wait a minute for another.")
    return redirect(_back(request))


def _answer(request, reminder, sentence, has_acted):
    """With htmx the row goes away; without, back to the page with a message and Undo."""
    undo = f"undo:{reverse('reminders:reminder-reopen', args=[reminder.pk])}" if has_acted else ""
    if request.htmx and has_acted:
        return HttpResponse("")
    messages.success(request, sentence, extra_tags=undo)
    return _redirect(request)


def _refuse(request, sentence):
    messages.error(request, sentence)
    return _redirect(request)


def _redirect(request):
    if request.htmx:
        response = HttpResponse("")
        response["HX-Redirect"] = _back(request)
        return response
    return redirect(_back(request))


def _back(request):
    """The page the form stood on, if it is ours."""
    for url in (request.POST.get("next"), request.headers.get("Referer")):
        if url and url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return url
    return reverse("reminders:reminder-list")
