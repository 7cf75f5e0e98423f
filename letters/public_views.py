"""The packet as the attending sees it. No account, no cookie, no script, nothing from elsewhere.

A GET shows and counts that it was opened; mail scanners do that too, and the owner is told so. Only a POST
answers. The token in the address is the authority.
"""

import datetime
import functools

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import pdfs
from letters import packet, services
from letters.models import PacketAnswer
from letters.views.packets import pdf_answer
from reminders import clock

GONE = "This link does not work any more. It may be older than 30 days, or was replaced. Ask for a new one."
Kind = PacketAnswer.Kind
THANKS = {
    Kind.HAPPY: "Thank you. {name} knows that you will write.",
    Kind.UNTIL: "Thank you. {name} knows until when, and will not ask before.",
    Kind.RATHER_NOT: "Thank you for the honest answer. {name} will not ask again.",
    Kind.UPLOADED: "Thank you for writing. {name} knows.",
}


def _public(*methods):
    def made(view):
        @csrf_exempt
        @login_not_required
        @never_cache
        @require_http_methods(["GET", "HEAD", *methods])
        @functools.wraps(view)
        def wrapped(request, token, **more):
            """Open without signing in because the token of 256 bits is the authority."""
            link = packet.find(token, clock.now())
            answer = view(request, link, token, **more) if link else _gone(request)
            answer["Referrer-Policy"] = "no-referrer"
            answer["X-Robots-Tag"] = "noindex, nofollow"
            return answer

        return wrapped

    return made


def _gone(request):
    return render(request, "letters/packet_gone.html", {"sentence": GONE}, status=404)


@_public("POST")
def packet_public(request, link, token):
    now = clock.now()
    said = refusal = None
    if request.method == "POST":
        said, refusal = _answered(request, link, now)
        link = packet.find(token, now)
    elif request.method == "GET":
        packet.count_view(link, now)
    letter = link.packet.letter
    context = {
        "page": packet.page_of(link.packet, services.day_of(letter.owner, now)),
        "token": token,
        "said": said,
        "refusal": refusal,
        "last": link.packet.answers.first(),
        "expires_at": link.expires_at,
        "kinds": Kind,
        "can_upload": letter.eras_id,
    }
    return render(request, "letters/packet_public.html", context, status=422 if refusal else 200)


def _answered(request, link, now):
    """(sentence, None) or (None, sentence why not)."""
    kind = request.POST.get("answer", "")
    if kind not in Kind.values:
        return None, "Choose one of the answers."
    try:
        until = datetime.date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = None
    try:
        packet.answer(link, kind, until=until, now=now)
    except services.Refused as refused:
        return None, str(refused)
    return THANKS[Kind(kind)].format(name=link.packet.letter.owner.name), None


@_public()
def packet_public_pdf(request, link, token):
    return pdf_answer(packet.page_of(link.packet, services.day_of(link.packet.letter.owner, clock.now())))


@_public()
def packet_public_file(request, link, token, which):
    """The CV or the personal statement that this packet shows, and no other file."""
    file = link.packet.cv if which == "cv" else link.packet.statement
    if file is None or file.deleted_at is not None:
        raise Http404("Not found")
    return pdfs.response(file)
