"""Examples for letters: five qualities, what happened, who saw it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import examples, guard_services, services
from tracker.forms import ExampleForm
from tracker.models import Example
from tracker.views import removing

ON_A_PAGE = 25


def example_list(request):
    found = Example.objects.for_owner(request.user).select_related("attending", "rotation__institution")
    quality = request.GET.get("quality", "")
    if quality in Example.Quality.values:
        found = found.filter(quality=quality)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "tally": examples.tally(request.user),
        "aim": examples.AIM,
        "quality": quality,
        "qualities": Example.Quality.choices,
    }
    return render(request, "tracker/example_list.html", context)


def example_add(request):
    today = timezone.localdate()
    form = ExampleForm(
        request.POST or None,
        owner=request.user,
        today=today,
        instance=Example(owner=request.user),
        initial={"on": today, "attending": request.GET.get("attending", "")},
    )
    if request.method == "POST" and form.is_valid():
        return saved_once(request, form, lambda: _save(form), "Example kept.")
    return _form_page(request, form)


def example_edit(request, pk):
    example = get_owned(Example.objects, request.user, pk=pk)
    form = ExampleForm(request.POST or None, owner=request.user, today=timezone.localdate(), instance=example)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, "Example saved.")
        return redirect(example)
    return _form_page(request, form, example)


def _save(form):
    example = form.save()
    guard_services.remember(example.owner, [form.cleaned_data["text"]], rotation=example.rotation)
    services.refresh(example.owner, clock.now())
    return example


def _form_page(request, form, example=None):
    context = {"form": form, "example": example}
    return render(request, "tracker/example_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def example_delete(request, pk):
    example = get_owned(Example.objects, request.user, pk=pk)
    return removing.remove(request, example, "example", "Example deleted.", to="tracker:example-list")


@require_POST
def example_restore(request, pk):
    try:
        services.restore(get_deleted(Example.objects, request.user, pk=pk), now=clock.now())
    except services.Refused:
        messages.error(request, "That day has a new example of this quality.")
    return redirect("tracker:example-list")
