"""One thread: writing to someone, its page, and everything that can happen in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.once import make_once, saved_once
from accounts.owned import get_deleted, get_owned
from outreach import due, outcome_services, queries, services, thread_page
from outreach.forms.plan import PauseForm
from outreach.forms.threads import (
    AgainForm,
    CallForm,
    MoveForm,
    NoteForm,
    PlacedForm,
    ReplyForm,
    SentForm,
    SubjectForm,
    WriteForm,
)
from outreach.models import Answer, Contact, Thread, gaps_of
from outreach.sequence import Refused
from reminders import clock


def thread_add(request):
    """The form, then the same once more with its dates, then the thread: three POSTs at most, one record."""
    contact = Contact(owner=request.user)
    form = WriteForm(request.POST or None, today=timezone.localdate(), instance=contact)
    return _write(request, form, contact)


def contact_write(request, pk):
    contact = get_owned(Contact.objects, request.user, pk=pk)
    form = AgainForm(request.POST or None, today=timezone.localdate())
    return _write(request, form, contact)


def _write(request, form, contact):
    asked = request.POST.get("do", "")
    if request.method != "POST" or not form.is_valid() or asked == "change":
        status = 422 if form.is_bound and form.errors else 200
        return render(request, "outreach/thread_form.html", {"form": form, "contact": contact}, status=status)
    now, data = clock.now(), form.cleaned_data
    sent_on = data["sent_on"] and _their_day(request.user, contact, data["sent_on"], now)
    if asked != "save":
        context = {
            "form": form,
            "contact": contact,
            "is_sent": bool(sent_on),
            "lines": thread_page.planned_lines(
                sent_on or services.their_day(contact, now),
                contact,
                is_sent=bool(sent_on),
                gaps=gaps_of(request.user),
            ),
        }
        return render(request, "outreach/thread_plan.html", context)
    return saved_once(
        request,
        form,
        lambda: services.start_thread(contact, subject=data["subject"], sent_on=sent_on, now=now),
        "Saved. Wardbook keeps the dates." if sent_on else "Saved under To write.",
    )


def _their_day(user, contact, typed, now):
    return services.on_their_calendar(typed, own_zone=user.profile.time_zone, zone=contact.zone, now=now)


def thread_show(request, pk):
    thread = thread_of(request, pk)
    return _thread_page(request, thread)


def thread_of(request, pk):
    return get_owned(queries.with_words(queries.live(request.user)), request.user, pk=pk)


def _thread_page(request, thread, **bound):
    """The page of a thread; `bound` is a form that was refused, shown open with what was typed."""
    today = timezone.localdate()
    said = thread_page.describe(thread, request.user, clock.now())
    forms = {
        "sent_form": SentForm(today=today),
        "reply_form": ReplyForm(today=today),
        "move_form": MoveForm(today=today),
        "pause_form": PauseForm(today=today),
        "call_form": CallForm(today=today, contact=thread.contact),
        "placed_form": PlacedForm(today=today),
        "note_form": NoteForm(),
    }
    context = {
        "thread": thread,
        "contact": thread.contact,
        "said": said,
        "draft": _draft(thread, said, request.user),
        "call_title": "Another time for the call" if thread.call_at else "We have a date for a call",
        **forms,
        **bound,
    }
    return render(request, "outreach/thread_show.html", context, status=422 if bound else 200)


def _draft(thread, said, owner):
    """The text of the mail that comes next; "" for a first mail nobody has begun."""
    if said.next_number:
        return due.draft(thread, said.next_number, owner)
    return due.draft(thread, 0, owner) if "send" in said.can and thread.emails.all() else ""


def act(request, thread, name, form, field, act, said):
    """Do `act(cleaned_data)` when the form allows it; what a service refuses stands beside `field`."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(field, str(refused))
        else:
            messages.success(request, said, extra_tags=_undo(thread, name))
            return redirect(thread)
    return _thread_page(request, thread, **{name: form})


def _undo(thread, name):
    return f"undo:{reverse('outreach:thread-reopen', args=[thread.pk])}" if name == "reply_form" else ""


@require_POST
def thread_sent(request, pk):
    """I sent it: the first mail, or the follow-up named by the button that was pressed."""
    thread, now = thread_of(request, pk), clock.now()
    form = SentForm(request.POST, today=timezone.localdate())
    number = request.POST.get("number", "")

    def record(data):
        on = _their_day(request.user, thread.contact, data["sent_on"], now)
        if number.isdecimal() and 0 < len(number) < 3:
            services.record_follow_up(thread, number=int(number), on=on, now=now)
        else:
            services.record_sent(thread, on=on, now=now)

    said = f"Recorded. Wardbook keeps the dates for {thread.contact.called}."
    return act(request, thread, "sent_form", form, "sent_on", record, said)


@require_POST
def thread_replied(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = ReplyForm(request.POST, today=timezone.localdate())

    def record(data):
        on = _their_day(request.user, thread.contact, data["replied_on"], now)
        make_once(
            request.user,
            data["once"],
            lambda: services.record_reply(
                thread, kind=data["kind"], on=on, body=data["body"], back_on=data["back_on"], now=now
            ),
        )
        if data["again_on"] and data["kind"] == Answer.LATER:
            outcome_services.remind_again(thread, on=data["again_on"], now=now)

    return act(request, thread, "reply_form", form, "replied_on", record, "Reply recorded.")


@require_POST
def thread_move(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = MoveForm(request.POST, today=timezone.localdate())
    return act(
        request,
        thread,
        "move_form",
        form,
        "until",
        lambda data: services.postpone(thread, until=data["until"], now=now),
        "Moved.",
    )


@require_POST
def thread_call(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = CallForm(request.POST, today=timezone.localdate(), contact=thread.contact)
    return act(
        request,
        thread,
        "call_form",
        form,
        "day",
        lambda data: services.plan_call(thread, at=form.moment(), now=now),
        "Call planned.",
    )


@require_POST
def thread_placed(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = PlacedForm(request.POST, today=timezone.localdate())
    return act(
        request,
        thread,
        "placed_form",
        form,
        "starts_on",
        lambda data: services.record_placed(thread, on=data["starts_on"], now=now),
        f"{thread.contact.called} has a place for you.",
    )


@require_POST
def thread_note(request, pk):
    thread, now = thread_of(request, pk), clock.now()
    form = NoteForm(request.POST)

    def record(data):
        make_once(
            request.user,
            data["once"],
            lambda: services.record_note(thread, body=data["body"], on=timezone.localdate(), now=now),
        )

    return act(request, thread, "note_form", form, "body", record, "Note saved.")


@require_POST
def thread_stop(request, pk):
    thread = thread_of(request, pk)
    if services.stop(thread, now=clock.now()):
        said = f"No more follow-ups to {thread.contact.called}."
        undo.offer(request, said, "outreach:thread-reopen", pk)
    else:
        messages.info(request, "This thread had already ended. Nothing was changed.")
    return redirect(thread)


@require_POST
def thread_reopen(request, pk):
    thread = thread_of(request, pk)
    services.reopen(thread, now=clock.now())
    messages.success(request, "The thread is open again.")
    return redirect(thread)


def thread_edit(request, pk):
    thread = thread_of(request, pk)
    form = SubjectForm(request.POST or None, instance=thread)
    if request.method == "POST" and form.is_valid():
        services.save_changes(form.save(commit=False), fields=["subject"], now=clock.now())
        messages.success(request, "Saved.")
        return redirect(thread)
    status = 422 if form.is_bound else 200
    return render(request, "outreach/thread_edit.html", {"form": form, "thread": thread}, status=status)


@require_POST
def thread_delete(request, pk):
    thread = thread_of(request, pk)
    services.delete_thread(thread, now=clock.now())
    undo.offer(request, f"Thread with {thread.contact.called} deleted.", "outreach:thread-restore", pk)
    return redirect("outreach:board")


@require_POST
def thread_restore(request, pk):
    thread = get_deleted(Thread.objects.select_related("contact"), request.user, pk=pk)
    services.restore_thread(thread, now=clock.now())
    messages.success(request, f"The thread with {thread.contact.called} is back.")
    return redirect(thread)
