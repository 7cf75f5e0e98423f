"""The document wallet, and visa information beside it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import pdfs
from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import plan_queries, plan_services, services, wallet, wallet_facts
from tracker.forms import DocumentForm
from tracker.models import Document, DocumentFile, VisaLine
from tracker.views import removing


def document_list(request):
    today = timezone.localdate()
    held = wallet_facts.papers(request.user)
    lapses = wallet.assess([paper for _, paper in held], wallet_facts.needs(request.user, today), today)
    current = {paper.id for paper in wallet.latest(paper for _, paper in held)}
    files = plan_queries.document_files(request.user)
    rows = [
        {
            "document": document,
            "file": files.get(document.pk),
            "status": wallet.status(paper, today),
            "is_soon": paper.id in current and wallet.is_soon(paper, today),
            "is_old": paper.id not in current,
        }
        for document, paper in held
    ]
    return render(request, "tracker/document_list.html", {"rows": rows, "lapses": lapses})


def document_add(request):
    form = DocumentForm(request.POST or None, request.FILES or None, instance=Document(owner=request.user))
    if request.method == "POST" and form.is_valid():
        return saved_once(request, form, lambda: _save(form), "Document added.")
    return _form_page(request, form)


def document_edit(request, pk):
    document = get_owned(Document.objects, request.user, pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None, instance=document)
    if request.method == "POST" and form.is_valid():
        try:
            _save(form)
        except services.Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"{document} saved.")
            return redirect(document)
    return _form_page(request, form, document)


def _save(form):
    checked = form.cleaned_data["file"]
    return plan_services.save_document(form.save(commit=False), checked=checked, now=clock.now())


def _form_page(request, form, document=None):
    file = document and document.files.for_owner(request.user).first()
    context = {"form": form, "document": document, "file": file}
    return render(request, "tracker/document_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def document_delete(request, pk):
    document = get_owned(Document.objects, request.user, pk=pk)
    return removing.remove(request, document, "document", f"{document} deleted.")


@require_POST
def document_restore(request, pk):
    return removing.bring_back(request, get_deleted(Document.objects, request.user, pk=pk))


@require_GET
def document_file_show(request, pk):
    """The file itself, to its owner only, as a download."""
    return pdfs.response(get_owned(_files(), request.user, pk=pk))


@require_POST
def document_file_delete(request, pk):
    file = get_owned(_files(), request.user, pk=pk)
    return removing.remove(request, file, "document-file", f"{file} removed.")


@require_POST
def document_file_restore(request, pk):
    file = get_deleted(_files(), request.user, pk=pk)
    return removing.bring_back(request, file, "The file is back.", by=plan_services.restore_file)


def _files():
    return DocumentFile.objects.filter(document__deleted_at=None).select_related("document", "owner")


def visa_list(request):
    """Information, not advice: each line with who says so and when it was read."""
    lines = VisaLine.objects.all()
    return render(request, "tracker/visa_list.html", {"lines": lines})
