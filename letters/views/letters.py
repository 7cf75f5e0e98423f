"""Letter pages: the overview, one attending, one letter, and its steps."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import mail_routes, pdfs, undo
from accounts.owned import get_deleted, get_owned
from letters import facts, letter_list, letter_page, papers, services, texts, words
from letters.forms import CorrectForm, DetailsForm, PresetForm, StepForm
from letters.models import Letter, LetterStep
from letters.states import State
from reminders import clock
from tracker import queries
from tracker.models import Example


def letter_list_page(request):
    page = letter_list.overview(request.user, timezone.localdate())
    return render(request, "letters/letter_list.html", {"page": page})


def writer_show(request, pk):
    """An attending before there is a letter; with one, its page."""
    attending = _attending(request, pk)
    found = facts.writers(request.user, timezone.localdate(), attending=attending)
    if found[0].letter:
        return redirect(found[0].letter)
    return _page(request, found[0])


def _attending(request, pk):
    attending = queries.attendings(request.user).filter(pk=pk).first()
    if attending is None:
        raise Http404("Not found")
    return attending


@require_POST
def writer_step(request, pk):
    """The first step with an attending makes the letter."""
    attending, now = _attending(request, pk), clock.now()
    form = _step_form(request)
    writer = facts.writers(request.user, timezone.localdate(), attending=attending)[0]
    if not form.is_valid():
        return _page(request, writer, refused_form=form)
    year = request.user.profile.match_year
    letter = services.open_letter(request.user, attending, match_year=year, now=now)
    return _take(request, letter, form, now)


@require_POST
def writer_start(request, pk):
    """Keep a letter for this attending before anybody is asked: to choose a rule, a season, a waiver."""
    attending = _attending(request, pk)
    year = request.user.profile.match_year
    letter = services.open_letter(request.user, attending, match_year=year, now=clock.now())
    return redirect(letter)


def letter_show(request, pk):
    return _page(request, _writer(request, _letter(request, pk)))


def _letter(request, pk):
    return get_owned(facts.letters_of(request.user), request.user, pk=pk)


def _writer(request, letter):
    """The letter as its page sees it; also one that is out while another is open."""
    return facts.writer_of(letter, timezone.localdate())


def _page(request, writer, *, refused_form=None, refusal=None, preset_form=None):
    today = timezone.localdate()
    seen = list(Example.objects.for_owner(request.user).filter(attending=writer.attending)[: words.MOMENTS])
    tally = {one.quality: one for one in reversed(seen)}
    page = letter_page.describe(writer, request.user, today, seen=words.as_moments(seen), tally=tally)
    packet = papers.packet_of(writer.letter) if writer.letter else None
    shown = [page.next_state, *page.more_states]
    forms = {state: _blank(request, writer, state) for state in shown if state}
    if refused_form is not None:
        forms[refused_form.state] = refused_form
    context = {
        "page": page,
        "writer": writer,
        "letter": writer.letter,
        "attending": writer.attending,
        "next_form": forms.pop(page.next_state, None) if page.shows_next else None,
        "more_forms": list(forms.values()),
        "refusal": refusal,
        "refused_state": refused_form.state if refused_form is not None else None,
        "preset_form": preset_form or (PresetForm(instance=writer.letter) if writer.letter else None),
        "say": _shown(page.say, request.GET.get("by", "") or ("email" if _is_over(writer, today) else "")),
        "packet": packet,
        "ask_cv": papers.cv_of_ask(writer.letter, packet) if writer.letter else None,
        "if_yes": texts.if_yes(),
        "if_hesitant": texts.if_hesitant(),
        "step_path": _step_path(writer),
    }
    is_refused = refused_form is not None or preset_form is not None
    return render(request, "letters/letter_show.html", context, status=422 if is_refused else 200)


def _shown(says, key):
    """The tab asked for, else the first."""
    return next((one for one in says if one.key == key), says[0] if says else None)


def _is_over(writer, today):
    return writer.verdict.last_day is not None and writer.verdict.last_day < today


def _step_path(writer):
    if writer.letter:
        return reverse("letters:letter-step", args=[writer.letter.pk])
    return reverse("letters:writer-step", args=[writer.attending.pk])


def _blank(request, writer, state):
    return StepForm(state=state, today=timezone.localdate(), owner=request.user, letter=writer.letter)


def _step_form(request, letter=None):
    """The form of the button that was pressed; 404 for a step that does not exist."""
    try:
        state = State(request.POST.get("state", ""))
    except ValueError:
        raise Http404("Not found") from None
    return StepForm(request.POST, state=state, today=timezone.localdate(), owner=request.user, letter=letter)


@require_POST
def letter_step(request, pk):
    letter, now = _letter(request, pk), clock.now()
    form = _step_form(request, letter)
    if not form.is_valid():
        return _page(request, _writer(request, letter), refused_form=form)
    return _take(request, letter, form, now)


def _take(request, letter, form, now):
    try:
        services.record(letter, form.state, now=now, **form.values())
    except services.Refused as refused:
        again = _letter(request, letter.pk)
        return _page(request, _writer(request, again), refused_form=form, refusal=refused)
    messages.success(request, "Recorded. The dates follow.")
    return redirect(letter)


def letter_edit(request, pk):
    letter = _letter(request, pk)
    form = DetailsForm(request.POST or None, instance=letter, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.save_details(_letter(request, pk), now=clock.now(), **form.cleaned_data)
        except services.Refused as refused:
            rule = f" ({refused.rule})" if refused.rule else ""
            form.add_error(None, f"{refused}{rule}")
        else:
            messages.success(request, "Saved.")
            return redirect(letter)
    context = {"form": form, "letter": letter}
    return render(request, "letters/letter_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def letter_preset(request, pk):
    letter = _letter(request, pk)
    form = PresetForm(request.POST, instance=letter)
    if not form.is_valid():
        fresh = _letter(request, pk)
        return _page(request, _writer(request, fresh), preset_form=form)
    data = form.cleaned_data
    services.set_preset(letter, data["preset"], data["preset_why"], now=clock.now())
    messages.success(request, "Saved. The verdict follows the new rule.")
    return redirect(letter)


def letter_eml(request, pk):
    """The mail as a file, ready to send, for who reads mail in a program."""
    letter = _letter(request, pk)
    writer, today = _writer(request, letter), timezone.localdate()
    seen = words.moments(request.user, letter.attending)
    page = letter_page.describe(writer, request.user, today, seen=seen, tally={})
    mail = next((one for one in page.say if one.is_mail), None)
    if mail is None or not letter.attending.email:
        raise Http404("Not found")
    message = mail_routes.Message(mail.text.subject, mail.text.body)
    to = (letter.attending.name, letter.attending.email)
    try:
        content = mail_routes.eml_bytes(
            message, _cv_with(letter), (request.user.name, request.user.email), to
        )
    except mail_routes.Unsendable:
        raise Http404("Not found") from None
    answer = HttpResponse(content, content_type="message/rfc822")
    answer["Content-Disposition"] = 'attachment; filename="letter.eml"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cv_with(letter):
    """The CV inside the mail that asks, where one is chosen and its file is there."""
    cv = papers.cv_of_ask(letter, papers.packet_of(letter))
    path = pdfs.folder() / cv.stored_as if cv else None
    return [mail_routes.Attachment(cv.name, path.read_bytes())] if path and path.exists() else []


@require_POST
def letter_delete(request, pk):
    letter = _letter(request, pk)
    services.delete(letter, now=clock.now())
    undo.offer(request, f"The letter of {letter.attending} is deleted.", "letters:letter-restore", pk)
    return redirect("letters:letter-list")


@require_POST
def letter_restore(request, pk):
    letter = get_deleted(Letter.objects.select_related("attending"), request.user, pk=pk)
    try:
        services.restore(letter, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("letters:letter-list")
    messages.success(request, f"The letter of {letter.attending} is back.")
    return redirect(letter)


def _step(request, pk):
    """A step through its letter: the owner's, and not of a deleted letter."""
    found = LetterStep.objects.select_related("letter__attending", "letter__owner__profile")
    step = found.filter(pk=pk, letter__owner=request.user, letter__deleted_at=None).first()
    if step is None:
        raise Http404("Not found")
    return step


def step_edit(request, pk):
    step = _step(request, pk)
    form = CorrectForm(request.POST or None, step=step, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(step, now=clock.now(), **form.cleaned_data)
        except services.Refused as refused:
            rule = f" ({refused.rule})" if refused.rule else ""
            form.add_error("on", f"{refused}{rule}")
        else:
            messages.success(request, "Corrected. The history keeps both.")
            return redirect(step.letter)
    context = {"form": form, "step": step, "letter": step.letter}
    return render(request, "letters/step_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def step_take_back(request, pk):
    step = _step(request, pk)
    try:
        services.take_back(step, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. The history keeps it.")
    return redirect(step.letter)
