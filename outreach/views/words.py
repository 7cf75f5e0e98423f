"""What mails are made of: templates, kept lines, CVs, and the rules of the lint."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from accounts import pdfs, undo
from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from outreach import drafting, email_services
from outreach.forms.compose import CvForm, TemplateForm
from outreach.linter import RULES
from outreach.models import SavedLine, Template
from reminders import clock
from tracker.models import Cv

FAMILIES = {
    "greeting": "The greeting",
    "subject": "The subject",
    "length": "Length",
    "lines": "The six lines",
    "intro": "Who you are",
    "why-them": "Why them",
    "signal": "Your signal",
    "offer": "What you offer",
    "ask": "The question",
    "attachments": "CV attached",
    "claims": "Claims",
    "tone": "Tone",
    "follow-up": "Follow-ups",
}


@require_GET
def lint_rules(request):
    """Every rule with its reason and both examples."""
    families = {}
    for key, rule in RULES.items():
        family = key.split(".")[0]
        families.setdefault(FAMILIES.get(family, family.replace("-", " ").capitalize()), []).append(rule)
    return render(request, "outreach/lint_rules.html", {"families": families.items(), "count": len(RULES)})


@require_GET
def template_list(request):
    context = {
        "templates": Template.objects.for_owner(request.user),
        "lines": SavedLine.objects.for_owner(request.user),
    }
    return render(request, "outreach/template_list.html", context)


@sensitive_post_parameters()
def template_edit(request, pk):
    template = get_owned(Template.objects, request.user, pk=pk)
    initial = {"name": template.name, **template.words()}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        email_services.change_template(template, name=form.cleaned_data["name"], draft=form.draft())
        messages.success(request, "Saved.")
        return redirect("outreach:template-list")
    context = {"form": form, "template": template}
    return render(request, "outreach/template_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def template_delete(request, pk):
    return _delete(request, get_owned(Template.objects, request.user, pk=pk), "template", "Template deleted.")


@require_POST
def template_restore(request, pk):
    return _restore(request, get_deleted(Template.objects, request.user, pk=pk), "template")


@require_POST
def line_delete(request, pk):
    return _delete(request, get_owned(SavedLine.objects, request.user, pk=pk), "line", "Line deleted.")


@require_POST
def line_restore(request, pk):
    return _restore(request, get_deleted(SavedLine.objects, request.user, pk=pk), "line")


def cv_list(request):
    """The versions, and the form for one more."""
    form = CvForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def keep():
            pdfs.keep(record := Cv(owner=request.user, label=data["label"]), data["file"])
            return _Kept(record)

        return saved_once(request, form, keep, f"“{data['label']}” is kept.")
    context = {"form": form, "cvs": drafting.cvs(request.user)}
    return render(request, "outreach/cv_list.html", context, status=422 if form.is_bound else 200)


class _Kept:
    """A CV has no page of its own: its list is where a new one leads."""

    def __init__(self, record):
        self.record = record

    def get_absolute_url(self):
        return reverse("outreach:cv-list")


@require_GET
def cv_show(request, pk):
    """The file itself, to its owner only."""
    return pdfs.response(get_owned(Cv.objects, request.user, pk=pk))


@require_POST
def cv_delete(request, pk):
    return _delete(request, get_owned(Cv.objects, request.user, pk=pk), "cv", "CV deleted.")


@require_POST
def cv_restore(request, pk):
    return _restore(request, get_deleted(Cv.objects, request.user, pk=pk), "cv")


def _delete(request, record, noun, said):
    email_services.put_away(record, now=clock.now())
    undo.offer(request, said, f"outreach:{noun}-restore", record.pk)
    return redirect("outreach:cv-list" if noun == "cv" else "outreach:template-list")


def _restore(request, record, noun):
    email_services.bring_back(record)
    messages.success(request, "It is back.")
    return redirect("outreach:cv-list" if noun == "cv" else "outreach:template-list")
