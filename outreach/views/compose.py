"""The composer: six lines, what to look at, the dates; then the ways to send."""

import datetime
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from accounts.owned import get_owned
from outreach import compose_page, drafting, email_services, linter, queries, routes, send_page, services
from outreach.composer import LINES, Draft
from outreach.forms.compose import ComposeForm
from outreach.forms.threads import SentForm
from outreach.models import WORDS, SavedLine, Template
from outreach.views.threads import thread_of
from reminders import clock

GREET_FIRST = "Greet them by name first: nothing else has to be right."
LONGEST_TYPED = 4000


@sensitive_post_parameters()
def compose(request, pk):
    """The mail that comes next in this thread. A POST keeps the draft and does what its button says."""
    thread = thread_of(request, pk)
    number = drafting.next_number(thread)
    if number is None:
        messages.info(request, "There is nothing to write in this thread now.")
        return redirect(thread)
    if request.method != "POST":
        email, is_kept = compose_page.begun(thread, number, request.user)
        return _page(request, thread, number, email.draft, _form(request, thread, email), email, is_kept)
    form = ComposeForm(request.POST, owner=request.user, thread=thread)
    if not form.is_valid():
        return _page(request, thread, number, _typed(request.POST, number), form, None, True)
    cv = form.cleaned_data["cv"]
    draft = form.draft(number, cv.label if cv else "")
    return _do(request, thread, draft, form)


def _do(request, thread, draft, form):
    """The one button that was pressed: mend, take something over, keep something, or go on to sending."""
    asked, draft, template = request.POST, *_changed(request, thread, draft)
    kept = {"cv": form.cleaned_data["cv"], "send_on": form.cleaned_data["send_on"], "template": template}
    email_services.keep_draft(thread, draft, now=clock.now(), **kept)
    if asked.get("do") == "send":
        findings = linter.lint(draft, thread.contact.recipient)
        if linter.is_blocked(findings):
            form.add_error("greeting", GREET_FIRST)
            return _page(request, thread, draft.number, draft, form, None, True)
        return redirect("outreach:thread-send", pk=thread.pk)
    if asked.get("do") == "keep":
        messages.success(request, "Draft kept.")
        return redirect(thread)
    if asked.get("do") == "template":
        name = form.cleaned_data["template_name"] or draft.subject[:80] or "Template"
        email_services.keep_template(request.user, name=name, draft=draft)
        messages.success(request, f"“{name}” is kept as a template.")
    line = asked.get("keep_line", "")
    if line and email_services.keep_line(request.user, line=line, text=getattr(draft, line, "")):
        messages.success(request, "The line is kept for other mails.")
    return redirect(f"{reverse('outreach:thread-compose', args=[thread.pk])}#lines")


def _changed(request, thread, draft):
    """The draft after "Fix it for me", a kept line, a recent fact or a template; and that template."""
    asked, owner, recipient = request.POST, request.user, thread.contact.recipient
    if key := asked.get("fix"):
        history = drafting.history_of(thread)
        if key == "all":
            return linter.fix_all(draft, recipient, history), None
        return (linter.fix(key, draft, recipient, history) if key in linter.RULES else draft), None
    if asked.get("use_line", "").isdecimal():
        line = get_owned(SavedLine.objects, owner, pk=asked["use_line"])
        return replace(draft, **{line.line: line.text}), None
    if asked.get("use_news", "").isdecimal():
        facts = compose_page.could_add(thread, owner, timezone.localdate())
        nth = int(asked["use_news"][:3])
        return (replace(draft, signal=facts[nth].words) if nth < len(facts) else draft), None
    if asked.get("use_template", "").isdecimal():
        template = get_owned(Template.objects, owner, pk=asked["use_template"])
        draft, missing = compose_page.filled(template.draft, draft, thread, owner)
        if missing:
            words = ", ".join(f"{{{name}}}" for name in missing)
            messages.info(request, f"Nothing is known yet for {words}. Fill it in before you send.")
        return draft, template
    return draft, None


def _form(request, thread, email):
    initial = {**email.words(), "cv": email.cv_id, "send_on": _send_day(request, thread, email)}
    return ComposeForm(initial=initial, owner=request.user, thread=thread)


def _send_day(request, thread, email):
    return compose_page.send_day(email, services.their_day(thread.contact, clock.now()))


def _typed(data, number):
    """What was typed, before any check: the lint may look at it, nobody keeps it."""
    return Draft(**{name: data.get(name, "")[:LONGEST_TYPED] for name in WORDS}, number=number)


def _page(request, thread, number, draft, form, email, is_kept):
    """The whole page; 422 when the form was refused."""
    owner, now = request.user, clock.now()
    today = services.their_day(thread.contact, now)
    form_day = form.cleaned_data.get("send_on") if form.is_bound and hasattr(form, "cleaned_data") else None
    send_on = form_day or compose_page.send_day(email, today)
    lines = SavedLine.objects.for_owner(owner)
    labels = compose_page.FOLLOW_UP_LABELS if number else compose_page.FIRST_LABELS
    lint = compose_page.look(draft, thread, drafting.history_of(thread))
    rows = [
        (form[name], labels[name], name in lint.flagged, [one for one in lines if one.line == name])
        for name in LINES
    ]
    context = {
        "thread": thread,
        "contact": thread.contact,
        "number": number,
        "form": form,
        "lines": rows,
        "lint": lint,
        "is_kept": is_kept,
        "templates": Template.objects.for_owner(owner),
        "collisions": () if number else _collisions(owner, thread, today),
        "dates": None if number else compose_page.dates(thread, send_on, today),
        "facts": compose_page.could_add(thread, owner, timezone.localdate()) if number else (),
        "history": reversed(queries.last_touches(thread, today)) if number else (),
    }
    return render(request, "outreach/compose.html", context, status=422 if form.is_bound else 200)


def _collisions(owner, thread, today):
    return drafting.collisions_of(thread, queries.maybe_in_the_way(owner, today), today)


@sensitive_post_parameters()
@require_POST
def compose_lint(request, pk):
    """The list beside the draft while one types: the server's own rules, nothing stored."""
    thread = thread_of(request, pk)
    draft = _typed(request.POST, drafting.next_number(thread) or 0)
    cv = (
        drafting.cvs(request.user).filter(pk=request.POST["cv"])
        if request.POST.get("cv", "").isdecimal()
        else ()
    )
    draft = replace(draft, cv=cv[0].label if cv else "")
    lint = compose_page.look(draft, thread, drafting.history_of(thread))
    return render(request, "outreach/_lint.html", {"lint": lint})


@require_POST
def compose_dates(request, pk):
    """The dates for the day in the field."""
    thread = thread_of(request, pk)
    today = services.their_day(thread.contact, clock.now())
    try:
        send_on = datetime.date.fromisoformat(request.POST.get("send_on", ""))
    except ValueError:
        send_on = compose_page.send_day(None, today)
    if abs((send_on - today).days) > 366:
        send_on = compose_page.send_day(None, today)
    context = {"dates": compose_page.dates(thread, send_on, today), "contact": thread.contact}
    return render(request, "outreach/_compose_dates.html", context)


@require_GET
def send(request, pk):
    """The mail as it leaves, every way out of here, and "I sent it"."""
    thread = thread_of(request, pk)
    number = drafting.next_number(thread)
    if number is None:
        messages.info(request, "There is nothing to send in this thread now.")
        return redirect(thread)
    page = send_page.describe(thread, number, request.user, clock.now())
    context = {
        "thread": thread,
        "contact": thread.contact,
        "page": page,
        "sent_form": SentForm(today=timezone.localdate()),
    }
    return render(request, "outreach/send.html", context)


@require_GET
def eml(request, pk):
    """The draft as a file that mail programs open ready to send, the CV inside."""
    thread = thread_of(request, pk)
    number = drafting.next_number(thread)
    try:
        content = send_page.eml(thread, number, request.user) if number is not None else None
    except routes.Unsendable as unsendable:
        messages.info(request, str(unsendable))
        content = None
    if content is None:
        return redirect("outreach:thread-send", pk=pk)
    answer = HttpResponse(content, content_type="message/rfc822")
    answer["Content-Disposition"] = f'attachment; filename="{send_page.file_name(thread)}"'
    return answer
