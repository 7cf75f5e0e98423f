"""The Timeline, and the study blocks and exams on it."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import plan_page, plan_services, services
from tracker.forms import ExamForm, StudyForm
from tracker.models import Exam, StudyBlock


def timeline(request):
    """Everything on one plan. A plan over several years opens a year back; `?before=2025-11` goes further."""
    today = timezone.localdate()
    page = plan_page.gather(
        request.user,
        today,
        before=_month(request.GET.get("before", ""), today),
        outlook_paths=settings.ROTATION_OUTLOOKS,
    )
    return render(request, "tracker/timeline.html", {"page": page})


def _month(text, today):
    """The first day of the month "2025-11"; None where it is none, or not past."""
    try:
        month = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if month.year > 1950 and month <= today else None


def study_add(request):
    """`?starts_on=` and `?ends_on=` fill a gap with it."""
    asked = {name: request.GET[name] for name in ("starts_on", "ends_on") if name in request.GET}
    form = StudyForm(request.POST or None, instance=StudyBlock(owner=request.user), initial=asked)
    return _add(request, form, "Study block added.")


def study_edit(request, pk):
    block = get_owned(StudyBlock.objects, request.user, pk=pk)
    return _edit(request, StudyForm(request.POST or None, instance=block), block)


@require_POST
def study_delete(request, pk):
    return _delete(request, get_owned(StudyBlock.objects, request.user, pk=pk), "tracker:study-restore")


@require_POST
def study_restore(request, pk):
    return _restore(get_deleted(StudyBlock.objects, request.user, pk=pk))


def exam_add(request):
    form = ExamForm(request.POST or None, instance=Exam(owner=request.user))
    return _add(request, form, "Exam added.")


def exam_edit(request, pk):
    exam = get_owned(Exam.objects, request.user, pk=pk)
    return _edit(request, ExamForm(request.POST or None, instance=exam), exam)


@require_POST
def exam_delete(request, pk):
    return _delete(request, get_owned(Exam.objects, request.user, pk=pk), "tracker:exam-restore")


@require_POST
def exam_restore(request, pk):
    return _restore(get_deleted(Exam.objects, request.user, pk=pk))


def _add(request, form, said):
    if request.method == "POST" and form.is_valid():

        def make():
            return plan_services.save(form.save(commit=False), now=clock.now())

        path, is_first = make_once(request.user, form.cleaned_data["once"], make)
        if is_first:
            messages.success(request, said)
        return redirect(path)
    return _form_page(request, form)


def _edit(request, form, record):
    if request.method == "POST" and form.is_valid():
        plan_services.save(form.save(commit=False), now=clock.now())
        messages.success(request, f"{record} saved.")
        return redirect(record)
    return _form_page(request, form, record)


def _form_page(request, form, record=None):
    is_exam = isinstance(form, ExamForm)
    context = {
        "form": form,
        "record": record,
        "noun": "exam" if is_exam else "study block",
        "delete_url": record
        and reverse(f"tracker:{'exam' if is_exam else 'study'}-delete", args=[record.pk]),
    }
    return render(request, "tracker/plan_form.html", context, status=422 if form.is_bound else 200)


def _delete(request, record, restore):
    services.delete(record, now=clock.now())
    messages.info(request, f"{record} deleted.", extra_tags=f"undo:{reverse(restore, args=[record.pk])}")
    return redirect("tracker:timeline")


def _restore(record):
    services.restore(record, now=clock.now())
    return redirect("tracker:timeline")
