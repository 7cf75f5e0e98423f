"""The packet as its owner sees it: what is on it, the link, what came back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import pdfs
from accounts.mail_routes import Message, Unsendable, routes
from accounts.once import saved_once
from accounts.owned import get_owned
from letters import facts, packet, packet_pdf, papers, texts, words
from letters.forms import PacketForm, StatementForm
from letters.models import Packet, Statement
from reminders import clock, links


def _letter(request, pk):
    return get_owned(facts.letters_of(request.user), request.user, pk=pk)


def _packet(letter):
    """Its packet, or one that is not saved yet: a GET makes nothing."""
    return Packet.objects.select_related("cv", "statement").filter(letter=letter).first() or Packet(
        letter=letter
    )


def packet_show(request, pk):
    letter = _letter(request, pk)
    held = _packet(letter)
    if request.method == "POST":
        held = packet.packet_of(letter)
    form = PacketForm(request.POST or None, instance=held, owner=request.user, attending=letter.attending)
    if request.method == "POST" and form.is_valid():
        packet.save(held, form, clock.now())
        messages.success(request, "Saved. A link that is out shows it at once.")
        return redirect(held)
    return _page(request, letter, held, form)


def _page(request, letter, held, form, *, token=""):
    now, today = clock.now(), timezone.localdate()
    link = held.links.filter(revoked_at=None).first() if held.pk else None
    mail = url = None
    if token:
        url = links.absolute(reverse("letters:packet-public", args=[token]))
        writer = facts.writer_of(letter, today)
        mail = texts.packet(words.text_facts(writer, request.user, today, packet_url=url), today)
    context = {
        "letter": letter,
        "packet": held,
        "form": form,
        "preview": packet.page_of(held, today) if held.pk else None,
        "left_out": packet.unsafe_examples(held) if held.pk else [],
        "link": link if link and link.is_live(now) else None,
        "answers": held.answers.all()[:20] if held.pk else [],
        "url": url,
        "mail": mail,
        "routes": _routes(letter, mail),
    }
    return render(request, "letters/packet_show.html", context, status=422 if form.errors else 200)


def _routes(letter, mail):
    if mail is None or not letter.attending.email or letter.attending.is_do_not_contact:
        return ()
    try:
        return routes(Message(mail.subject, mail.body), letter.attending.email)
    except Unsendable:
        return ()


@require_POST
@never_cache
def packet_link(request, pk):
    """Make the link and show it, this once: only its hash is kept. A second press makes a second link,
    and the one shown is always the one that works."""
    letter = _letter(request, pk)
    held = packet.packet_of(letter)
    token = packet.issue(held, now=clock.now())
    form = PacketForm(instance=held, owner=request.user, attending=letter.attending)
    return _page(request, letter, held, form, token=token)


@require_POST
def packet_revoke(request, pk):
    letter = _letter(request, pk)
    held = _packet(letter)
    if held.pk and packet.revoke(held, now=clock.now()):
        messages.success(request, "The link does not work any more.")
    else:
        messages.info(request, "No link was out.")
    return redirect("letters:packet-show", pk=pk)


def packet_pdf_page(request, pk):
    letter = _letter(request, pk)
    held = _packet(letter)
    if held.pk is None:
        raise Http404("Not found")
    return pdf_answer(packet.page_of(held, timezone.localdate()))


def pdf_answer(page):
    answer = HttpResponse(packet_pdf.render(page), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="letter-packet.pdf"'
    for name, value in pdfs.HEADERS.items():
        answer[name] = value
    return answer


def statement_list(request):
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        checked, said = form.cleaned_data["file"], "Kept. It is offered in every packet."
        return saved_once(request, form, lambda: papers.add(request.user, checked), said)
    context = {"form": form, "statements": Statement.objects.for_owner(request.user)}
    return render(request, "letters/statement_list.html", context, status=422 if form.is_bound else 200)


def statement_show(request, pk):
    return pdfs.response(get_owned(Statement.objects, request.user, pk=pk))


@require_POST
def statement_delete(request, pk):
    papers.remove(get_owned(Statement.objects, request.user, pk=pk), now=clock.now())
    messages.info(request, "Deleted. Packets that showed it do not any more.")
    return redirect("letters:statement-list")
