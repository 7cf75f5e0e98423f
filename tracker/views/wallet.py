"""The document wallet, and visa information beside it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import make_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import plan_services, services, wallet, wallet_facts
from tracker.forms import DocumentForm
from tracker.models import Document, VisaLine


def document_list(request):
    today = timezone.localdate()
    held = wallet_facts.papers(request.user)
    lapses = wallet.assess([paper for _, paper in held], wallet_facts.needs(request.user, today), today)
    current = {paper.id for paper in wallet.latest(paper for _, paper in held)}
    rows = [
        {
            "document": document,
            "status": wallet.status(paper, today),
            "is_soon": paper.id in current and wallet.is_soon(paper, today),
            "is_old": paper.id not in current,
        }
        for document, paper in held
    ]
    return render(request, "tracker/document_list.html", {"rows": rows, "lapses": lapses})


def document_add(request):
    form = DocumentForm(request.POST or None, instance=Document(owner=request.user))
    if request.method == "POST" and form.is_valid():

        def make():
            return plan_services.save(form.save(commit=False), now=clock.now())

        path, is_first = make_once(request.user, form.cleaned_data["once"], make)
        if is_first:
            messages.success(request, "Document added.")
        return redirect(path)
    return _form_page(request, form)


def document_edit(request, pk):
    document = get_owned(Document.objects, request.user, pk=pk)
    form = DocumentForm(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        plan_services.save(form.save(commit=False), now=clock.now())
        messages.success(request, f"{document} saved.")
        return redirect(document)
    return _form_page(request, form, document)


def _form_page(request, form, document=None):
    context = {"form": form, "document": document}
    return render(request, "tracker/document_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def document_delete(request, pk):
    document = get_owned(Document.objects, request.user, pk=pk)
    services.delete(document, now=clock.now())
    undo = reverse("tracker:document-restore", args=[pk])
    messages.info(request, f"{document} deleted.", extra_tags=f"undo:{undo}")
    return redirect("tracker:document-list")


@require_POST
def document_restore(request, pk):
    services.restore(get_deleted(Document.objects, request.user, pk=pk), now=clock.now())
    return redirect("tracker:document-list")


def visa_list(request):
    """Information, not advice: each line with who says so and when it was read."""
    lines = VisaLine.objects.all()
    return render(request, "tracker/visa_list.html", {"lines": lines})
