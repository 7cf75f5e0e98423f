"""Half-way: the question, the answer written down, what was changed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import make_once
from reminders import clock
from tracker import milestones, rotation_services
from tracker.forms import FeedbackForm
from tracker.models import Feedback
from tracker.views import parts, removing


def feedback_add(request, pk):
    rotation = parts.rotation_with_people(request, pk)
    today = timezone.localdate()
    fresh = Feedback(owner=request.user, rotation=rotation)
    form = FeedbackForm(
        request.POST or None, instance=fresh, today=today, initial=_first_guess(rotation, today)
    )
    if request.method == "POST" and form.is_valid():
        path, is_first = make_once(
            request.user,
            form.cleaned_data["once"],
            lambda: _save(form),
        )
        if is_first:
            messages.success(request, _said(form.instance))
        return redirect(path)
    return parts.form_page(request, form, rotation=rotation, title="What you heard", button="Write it down")


def _save(form):
    texts = [form.cleaned_data["heard"], form.cleaned_data["changed"]]
    return rotation_services.save_feedback(form.instance, texts=texts, now=clock.now())


def _first_guess(rotation, today):
    """Today, and the attending who saw most of it."""
    attending = None
    if rotation.has_dates():
        attending = milestones.main_attending(rotation, rotation.supervisions.all())
    return {"asked_on": today, "attending": attending and attending.pk}


def _said(heard):
    if heard.changed:
        return "Written down. What you changed is kept as an example of growth."
    return "Written down. Add what you change when you have."


def feedback_edit(request, pk):
    heard = parts.part_of(request, Feedback, pk)
    form = FeedbackForm(request.POST or None, instance=heard, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, _said(heard))
        return redirect(heard)
    delete = parts.DeleteButton(reverse("tracker:feedback-delete", args=[pk]))
    title = "What you heard and changed"
    return parts.form_page(request, form, rotation=heard.rotation, title=title, button="Save", delete=delete)


@require_POST
def feedback_delete(request, pk):
    heard = parts.part_of(request, Feedback, pk)
    said = "Feedback deleted, with its example."
    return removing.remove(request, heard, "feedback", said, by=rotation_services.delete_feedback)


@require_POST
def feedback_restore(request, pk):
    heard = parts.deleted_part(request, Feedback, pk)
    return removing.bring_back(request, heard, "The feedback is back.", by=rotation_services.restore_feedback)
