"""Pause, go on, skip: one thread, the ones ticked, or all of them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import spoken
from outreach import plan_services, queries, services
from outreach.forms.plan import GapsForm, MoveAllForm, PauseForm
from outreach.models import Thread, gaps_of
from outreach.sequence import Refused
from outreach.views.threads import act, thread_of
from reminders import clock

MOST_AT_ONCE = 500


@require_POST
def thread_pause(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = PauseForm(request.POST, today=services.their_day(thread.contact, now))
    return act(
        request,
        thread,
        "pause_form",
        form,
        "paused_until",
        lambda data: plan_services.pause(thread, until=data["paused_until"], now=now),
        "Paused.",
    )


@require_POST
def thread_resume(request, pk):
    return _plainly(request, pk, plan_services.resume, "The follow-ups go on.")


@require_POST
def thread_release(request, pk):
    return _plainly(request, pk, plan_services.release, "The next follow-up is on its own day again.")


@require_POST
def thread_skip(request, pk):
    """Leave out the follow-up the button named."""
    number = _number(request)
    undo = reverse("outreach:thread-unskip", args=[pk])
    return _plainly(
        request,
        pk,
        lambda thread, now: plan_services.skip(thread, number=number, now=now),
        f"Follow-up {number} is left out.",
        undo=f"undo:{undo}?number={number}",
    )


@require_POST
def thread_unskip(request, pk):
    number = _number(request)
    return _plainly(
        request,
        pk,
        lambda thread, now: plan_services.unskip(thread, number=number, now=now),
        f"Follow-up {number} is back.",
    )


def _number(request):
    text = request.POST.get("number") or request.GET.get("number", "")
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def _plainly(request, pk, change, said, undo=""):
    thread = thread_of(request, pk)
    try:
        change(thread, now=clock.now())
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said, extra_tags=undo)
    return redirect(thread)


def plan_edit(request):
    """How far apart the follow-ups are, and what is done to all of them at once."""
    form = GapsForm(request.POST or None, gaps=gaps_of(request.user))
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, form)
    is_for_all = form.cleaned_data["is_for_all"]
    count = plan_services.space(request.user, form.gaps(), is_for_all=is_for_all, now=clock.now())
    also = (
        f" {spoken.plural(count, 'thread')} that wait{'s' if count == 1 else ''} changed too."
        if count
        else ""
    )
    messages.success(request, f"New threads follow these dates.{also}")
    return redirect("outreach:plan-edit")


def _plan_page(request, form, move_form=None):
    today = timezone.localdate()
    context = {
        "form": form,
        "move_form": move_form or MoveAllForm(today=today),
        "pause_form": PauseForm(today=today),
        "waiting": queries.live(request.user).filter(state=Thread.State.WAITING).count(),
    }
    is_wrong = form.errors or context["move_form"].errors
    return render(request, "outreach/plan_edit.html", context, status=422 if is_wrong else 200)


@require_POST
def move_all(request):
    """No next follow-up before a day, in any waiting thread."""
    today = timezone.localdate()
    form = MoveAllForm(request.POST, today=today)
    if not form.is_valid():
        return _plan_page(request, GapsForm(gaps=gaps_of(request.user)), form)
    until = form.cleaned_data["until"]
    count = plan_services.move_all(request.user, until=until, now=clock.now())
    moved = f"{spoken.plural(count, 'next follow-up')} not before {spoken.day(until, today)}."
    said = moved if count else "No follow-up was to move."
    messages.success(request, said, extra_tags=f"undo:{reverse('outreach:release-all')}" if count else "")
    return redirect("outreach:plan-edit")


@require_POST
def release_all(request):
    count = plan_services.release_all(request.user, now=clock.now())
    messages.success(
        request, f"{spoken.plural(count, 'follow-up')} on {'its' if count == 1 else 'their'} own day again."
    )
    return redirect("outreach:plan-edit")


@require_POST
def stop_all(request):
    count = plan_services.stop_all(request.user, now=clock.now())
    said = f"{spoken.plural(count, 'thread')} stopped." if count else "No thread was waiting."
    messages.success(request, said)
    return redirect("outreach:plan-edit")


@require_POST
def pause_all(request):
    """Every waiting thread rests, as one action: until a day, or until "Go on"."""
    today = timezone.localdate()
    form = PauseForm(request.POST, today=today)
    if not form.is_valid():
        messages.info(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("outreach:board")
    until = form.cleaned_data["paused_until"]
    count = plan_services.pause_all(request.user, until=until, now=clock.now())
    when = f"until {spoken.day(until, today)}" if until else "until you go on"
    said = f"{spoken.plural(count, 'thread')} paused {when}." if count else "No thread was waiting."
    messages.success(request, said, extra_tags=f"undo:{reverse('outreach:resume-all')}" if count else "")
    return redirect("outreach:board")


@require_POST
def resume_all(request):
    count = plan_services.resume_all(request.user, now=clock.now())
    messages.success(request, "1 thread goes on." if count == 1 else f"{count} threads go on.")
    return redirect("outreach:board")


@require_POST
def bulk(request):
    """One action for the threads ticked in the table. What does not fit a thread leaves it alone."""
    ticked = request.POST.getlist("thread")[:MOST_AT_ONCE]
    picked = [int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 19]
    threads = list(queries.live(request.user).filter(pk__in=picked))
    verb = request.POST.get("verb", "")
    if verb not in DONE or not threads:
        messages.info(request, "Tick the threads first, then choose what to do with them.")
        return redirect("outreach:thread-list")
    done = plan_services.change_many(request.user, threads, verb, now=clock.now())
    rest = len(threads) - done
    left = f" It did not fit {spoken.plural(rest, 'other')}, left as before." if rest else ""
    messages.success(request, f"{spoken.plural(done, 'thread')} {DONE[verb]}.{left}")
    return redirect("outreach:thread-list")


DONE = {
    "pause": "paused",
    "resume": "going on",
    "skip": "with one follow-up less",
    "stop": "stopped",
    "delete": "deleted",
}
