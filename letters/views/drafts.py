"""A draft at the writer's request; the letter itself, where nothing is waived."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import pdfs
from accounts.once import saved_once
from accounts.owned import get_owned
from letters import facts, papers, services, words
from letters.forms import DraftForm, FinalForm
from letters.models import DraftVersion, FinalLetter
from reminders import clock


def _letter(request, pk):
    return get_owned(facts.letters_of(request.user), request.user, pk=pk)


def draft_show(request, pk):
    letter = _letter(request, pk)
    versions = list(letter.drafts.all())
    text = versions[0].text if versions else _begin(request, letter)
    form = DraftForm(request.POST or None, instance=DraftVersion(letter=letter), initial={"text": text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return saved_once(
            request,
            form,
            lambda: papers.save_draft(letter, text, now=clock.now()),
            "Saved as a new version.",
        )
    context = {"form": form, "letter": letter, "versions": versions, "stamp": papers.STAMP}
    return render(request, "letters/draft_show.html", context, status=422 if form.is_bound else 200)


def _begin(request, letter):
    writer = facts.writer_of(letter, timezone.localdate())
    seen = words.moments(request.user, letter.attending)
    place = str(letter.attending.institution or "")
    weeks = int(writer.verdict.weeks_supervised)
    return papers.begin_draft(request.user.name, str(letter.attending), weeks, place, seen[:5])


def _open_letter(request, pk):
    """A letter that is not waived; for a waived one there is no such page."""
    letter = _letter(request, pk)
    if letter.is_waived:
        raise Http404("Not found")
    return letter


def final_show(request, pk):
    letter = _open_letter(request, pk)
    form = FinalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            papers.keep_final(letter, form.cleaned_data["file"], now=clock.now())
        except services.Refused as refused:
            form.add_error("file", f"{refused}{f' ({refused.rule})' if refused.rule else ''}")
        else:
            messages.success(request, "Kept. Programs see who uploaded a letter, and when.")
            return redirect("letters:final-show", pk=pk)
    context = {"form": form, "letter": letter, "final": FinalLetter.objects.filter(letter=letter).first()}
    return render(request, "letters/final_show.html", context, status=422 if form.is_bound else 200)


def final_file(request, pk):
    letter = _open_letter(request, pk)
    final = FinalLetter.objects.filter(letter=letter).first()
    if final is None:
        raise Http404("Not found")
    return pdfs.response(final)


@require_POST
def final_delete(request, pk):
    letter = _open_letter(request, pk)
    papers.drop_final(letter, now=clock.now())
    messages.success(request, "Deleted.")
    return redirect("letters:final-show", pk=pk)
