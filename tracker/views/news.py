"""Milestone news: write the sentence, then one draft after the other. The person sends each."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import mail_routes, undo
from accounts.once import saved_once
from accounts.owned import get_deleted, get_owned
from reminders import clock
from tracker import left_alone, news_services
from tracker.forms import MorePeopleForm, NewsDraftForm, NewsForm
from tracker.models import News, NewsDraft
from tracker.services import Refused
from tracker.views import removing


def news_list(request):
    live = Q(drafts__deleted_at=None)
    sent = live & Q(drafts__catchup__isnull=False, drafts__catchup__deleted_at=None)
    rows = News.objects.for_owner(request.user).annotate(
        count=Count("drafts", filter=live), sent=Count("drafts", filter=sent)
    )
    return render(request, "tracker/news_list.html", {"rows": rows[:200]})


def news_add(request):
    form = NewsForm(request.POST or None, instance=News(owner=request.user), initial=_first(request))
    if request.method == "POST" and form.is_valid():
        said = "A draft for each of them is ready. Read one after the other."
        return saved_once(request, form, lambda: _tell(form), said)
    return render(request, "tracker/news_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _first(request):
    return {"on": timezone.localdate()} if request.method != "POST" else None


def _tell(form):
    chosen = form.cleaned_data["attendings"]
    return news_services.tell(form.instance, chosen, today=timezone.localdate(), now=clock.now())


def _news(request, pk):
    drafts = NewsDraft.objects.filter(deleted_at=None).select_related("attending__institution", "catchup")
    return get_owned(News.objects.prefetch_related(Prefetch("drafts", queryset=drafts)), request.user, pk=pk)


def news_show(request, pk):
    return _page(request, _news(request, pk))


def _page(request, news, form=None):
    form, drafts = form or MorePeopleForm(news=news), news.drafts.all()
    alone = left_alone.among(request.user, [draft.attending for draft in drafts])
    context = {"news": news, "drafts": drafts, "form": form, "left_alone": alone}
    return render(request, "tracker/news_show.html", context, status=422 if form.is_bound else 200)


@require_POST
def news_people(request, pk):
    """Drafts for more people."""
    news = _news(request, pk)
    form = MorePeopleForm(request.POST, news=news)
    if not form.is_valid():
        return _page(request, news, form)
    news_services.add_people(
        news, form.cleaned_data["attendings"], today=timezone.localdate(), now=clock.now()
    )
    return redirect(news)


@require_POST
def news_delete(request, pk):
    news = get_owned(News.objects, request.user, pk=pk)
    return removing.remove(request, news, "news", "Deleted, with its drafts.", to="tracker:news-list")


@require_POST
def news_restore(request, pk):
    return removing.bring_back(request, get_deleted(News.objects, request.user, pk=pk))


def _draft(request, pk):
    rows = NewsDraft.objects.filter(news__deleted_at=None).select_related(
        "attending__institution", "news", "catchup"
    )
    return get_owned(rows, request.user, pk=pk)


def newsdraft_show(request, pk):
    draft = _draft(request, pk)
    ways, why_not = (), ""
    is_left_alone = bool(left_alone.among(request.user, [draft.attending]))
    if not draft.attending.email:
        why_not = "There is no email address of theirs yet. Copy the text."
    elif not is_left_alone:
        try:
            ways = mail_routes.routes(_message(draft), draft.attending.email)
        except mail_routes.Unsendable as unsendable:
            why_not = str(unsendable)
    context = {"draft": draft, "routes": ways, "why_not": why_not, "is_left_alone": is_left_alone}
    return render(request, "tracker/newsdraft_show.html", context)


def _message(draft):
    return mail_routes.Message(draft.subject, draft.body)


def newsdraft_edit(request, pk):
    draft = _draft(request, pk)
    form = NewsDraftForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        news_services.save_draft(form.save(commit=False), texts=[form.cleaned_data["body"]])
        messages.success(request, "Saved.")
        return redirect(draft)
    context = {"form": form, "draft": draft}
    return render(request, "tracker/newsdraft_form.html", context, status=422 if form.is_bound else 200)


def newsdraft_eml(request, pk):
    """The mail as a file, ready to send, for who reads mail in a program."""
    draft = _draft(request, pk)
    attending = draft.attending
    if not attending.email or left_alone.among(request.user, [attending]):
        raise Http404("Not found")
    sender, to = (request.user.name, request.user.email), (attending.name, attending.email)
    try:
        content = mail_routes.eml_bytes(_message(draft), [], sender, to)
    except mail_routes.Unsendable:
        raise Http404("Not found") from None
    answer = HttpResponse(content, content_type="message/rfc822")
    answer["Content-Disposition"] = 'attachment; filename="news.eml"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def newsdraft_sent(request, pk):
    """I sent it: it stands in the history, and the next draft opens."""
    draft = _draft(request, pk)
    try:
        catchup = news_services.record_sent(draft, on=timezone.localdate(), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(draft)
    said = f"In the history of {draft.attending}."
    undo.offer(request, said, "tracker:catchup-delete", catchup.pk, level=messages.SUCCESS)
    return redirect(news_services.next_unsent(draft) or draft.news)


@require_POST
def newsdraft_drop(request, pk):
    draft = _draft(request, pk)
    return removing.remove(request, draft, "newsdraft", f"No draft for {draft.attending}.", to=draft.news)


@require_POST
def newsdraft_restore(request, pk):
    draft = get_deleted(NewsDraft.objects.filter(news__deleted_at=None), request.user, pk=pk)
    return removing.bring_back(request, draft, to=draft.news)
