"""Bring a file: choose it, say which column is what, look at the dry run, add, undo."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import spoken
from accounts.once import make_once
from accounts.owned import get_owned
from reminders import clock
from tracker import import_decisions, import_files, import_page, import_services
from tracker.forms.imports import AnswersForm, ColumnsForm, DecideForm, ImportForm
from tracker.importing import limits
from tracker.models import ImportBatch
from tracker.services import Refused

State = ImportBatch.State
MOST_LISTED = 20


def import_list(request):
    asked = request.GET.get("kind")
    form = ImportForm(
        request.POST or None, request.FILES or None, initial={"kind": asked or next(iter(_targets()))}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        name, table = data["file"]

        def make():
            return import_services.take_in(request.user, data["kind"], name, table)

        path, _ = make_once(request.user, data["once"], make)
        return redirect(path)
    batches = list(ImportBatch.objects.for_owner(request.user)[:MOST_LISTED])
    rows = [{"batch": batch, "title": _targets()[batch.kind].title} for batch in batches]
    context = {"form": form, "rows": rows, "targets": _targets().values()}
    return render(request, "tracker/import_list.html", context, status=422 if form.is_bound else 200)


def _targets():
    return import_services.targets()


def _batch(request, pk):
    return get_owned(ImportBatch.objects.select_related("owner__profile"), request.user, pk=pk)


def import_columns(request, pk):
    batch = _batch(request, pk)
    try:
        table = import_files.load(batch.stored_as)
    except limits.Refused as refused:
        return _gone(request, batch, refused)
    target = _targets()[batch.kind]
    form = ColumnsForm(request.POST or None, target=target, table=table, mapping=batch.mapping)
    if request.method == "POST" and form.is_valid():
        try:
            import_services.save_columns(batch, form.mapping())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            batch.refresh_from_db()
            import_services.check_step(batch)
        return redirect("tracker:import-show", pk=pk)
    context = {"form": form, "batch": batch, "target": target, "table": table}
    return render(request, "tracker/import_columns.html", context, status=422 if form.is_bound else 200)


def _gone(request, batch, refused):
    """The rows are gone: of a file that was added that is as it should be."""
    if batch.is_open:
        messages.error(request, str(refused))
        return redirect("tracker:import-list")
    return redirect("tracker:import-show", pk=batch.pk)


def import_show(request, pk):
    return _show(request, _batch(request, pk))


def _show(request, batch, form=None):
    target = _targets()[batch.kind]
    context = {"batch": batch, "target": target, "can_undo": batch.can_undo(clock.now())}
    if batch.state == State.MAPPING:
        return redirect("tracker:import-columns", pk=batch.pk)
    if batch.state == State.READY:
        try:
            run = import_page.dry_run(batch, timezone.localdate())
        except limits.Refused as refused:
            return _gone(request, batch, refused)
        context |= {"run": run, "form": form or _answers(request, batch, run)}
    if batch.state == State.UNDONE:
        context["left"] = import_page.left_after_undo(batch)
    status = 422 if form is not None else 200
    return render(request, "tracker/import_show.html", context, status=status)


def _answers(request, batch, run, data=None):
    target = _targets()[batch.kind]
    defaults = target.defaults(request.user) if target.defaults else []
    return AnswersForm(
        data,
        target=target,
        options=batch.options,
        questions=run.questions,
        clashes=run.clashes,
        defaults=list(defaults),
    )


@require_POST
def import_check(request, pk):
    """The next step of the check; the page asks for it by itself, or its button does."""
    batch = _batch(request, pk)
    try:
        import_services.check_step(batch)
    except limits.Refused as refused:
        return _gone(request, batch, refused)
    if request.htmx and batch.state == State.CHECKING:
        return render(request, "tracker/_import_progress.html", {"batch": batch})
    answer = redirect("tracker:import-show", pk=pk)
    if request.htmx:
        answer.status_code, answer.headers["HX-Redirect"] = 200, answer.headers["Location"]
        del answer.headers["Location"]
    return answer


@require_POST
def import_answers(request, pk):
    batch = _batch(request, pk)
    if batch.state != State.READY:
        return redirect("tracker:import-show", pk=pk)
    try:
        run = import_page.dry_run(batch, timezone.localdate())
    except limits.Refused as refused:
        return _gone(request, batch, refused)
    form = _answers(request, batch, run, request.POST)
    if not form.is_valid():
        return _show(request, batch, form)
    try:
        import_services.save_answers(batch, **form.answers())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("tracker:import-show", pk=pk)


@never_cache
@sensitive_post_parameters()
def import_decide(request, pk):
    """One row the PHI guard stopped, as in a form: save it rewritten, say why words stay, or edit it."""
    batch = _batch(request, pk)
    asked = request.POST.get("row") or request.GET.get("row", "")
    try:
        row = import_decisions.stopped(
            batch, int(asked) if asked.isdecimal() else None, today=timezone.localdate()
        )
    except limits.Refused as refused:
        return _gone(request, batch, refused)
    is_meant = request.method == "POST" and row is not None and asked == str(row.number)
    if row is None or (request.method == "POST" and not is_meant):
        return redirect("tracker:import-show", pk=pk)
    form = DecideForm(request.POST if is_meant else None, texts=row.texts, colleagues=row.colleagues)
    if is_meant and form.is_valid():
        return _decided(request, batch, row, form.decided())
    context = {"batch": batch, "row": row, "form": form}
    return render(request, "tracker/import_decide.html", context, status=422 if is_meant else 200)


def _decided(request, batch, row, texts):
    try:
        with_it = import_decisions.decide(
            batch, row.number, texts, today=timezone.localdate(), now=clock.now()
        )
    except (Refused, limits.Refused) as refused:
        messages.error(request, str(refused))
        return redirect("tracker:import-show", pk=batch.pk)
    others = f", and with it {spoken.plural(with_it, 'more row')}" if with_it else ""
    messages.success(request, f"Row {row.number} is decided{others}.")
    if row.following is None:
        return redirect("tracker:import-show", pk=batch.pk)
    return redirect(f"{reverse('tracker:import-decide', args=[batch.pk])}?row={row.following}")


@require_POST
def import_commit(request, pk):
    batch = _batch(request, pk)
    try:
        import_services.commit(batch, today=timezone.localdate(), now=clock.now())
    except (Refused, limits.Refused) as refused:
        messages.error(request, str(refused))
    return redirect("tracker:import-show", pk=pk)


@require_POST
def import_undo(request, pk):
    batch = _batch(request, pk)
    try:
        import_services.undo(batch, clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("tracker:import-show", pk=pk)


@require_POST
def import_drop(request, pk):
    batch = _batch(request, pk)
    if batch.is_open:
        import_services.give_up(batch)
        messages.info(request, f"{batch.name} is forgotten. Nothing was added.")
    return redirect("tracker:import-list")
