"""Writes a mail at the moment it leaves, from what is still open then. Nothing open, no mail."""

import datetime
import zoneinfo
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import spoken, zones
from reminders import actions, claim, links, providers, wording
from reminders.models import Reminder
from reminders.outbox import mail_domain
from reminders.recipients import Recipient, mailable

# In full; the rest is counted and comes next time. Keeps a mail under 20 KB.
LISTED = 7
NEXT, NEXT_DAYS = 3, 10
TOUCHES = 3
DRAFT = 4000
# Drafts of a digest, in characters together: it must stay short enough for a phone.
DIGEST_DRAFTS = 3000


@dataclass(frozen=True)
class Parcel:
    """One mail with everything it tells of, read at one moment."""

    mail: claim.Leased
    recipient: Recipient | None = None  # None: its owner gets no reminder mail now
    listed: list[Reminder] = field(default_factory=list)
    unlisted: int = 0
    earlier: int = 0
    upcoming: list[Reminder] = field(default_factory=list)


def gather(mails, now):
    """A Parcel for each mail, in a number of queries that does not grow with them (at most 8)."""
    regular = [m.owner_id for m in mails if m.kind in ("digest", "reminder")]
    asked_for = [m.owner_id for m in mails if m.kind == "test"]
    owners = mailable(regular, now) if regular else {}
    testers = mailable(asked_for, now, is_asked_for=True) if asked_for else {}
    digests = [m.owner_id for m in mails if m.kind == "digest" and m.owner_id in owners]
    news, earlier = _news(digests, now), _earlier(digests, now)
    upcoming, single = _upcoming(digests, now), _single_news(mails, now)
    return [
        _parcel(
            mail,
            (testers if mail.kind == "test" else owners).get(mail.owner_id),
            news,
            earlier,
            upcoming,
            single,
        )
        for mail in mails
    ]


def _parcel(mail, one, news, earlier, upcoming, single):
    if mail.kind == "digest" and one:
        rows = news.get(mail.owner_id, [])
        return Parcel(
            mail,
            one,
            rows[:LISTED],
            max(0, len(rows) - LISTED),
            earlier.get(mail.owner_id, 0),
            upcoming.get(mail.owner_id, [])[:NEXT],
        )
    if mail.kind == "reminder" and one:
        return Parcel(mail, one, [single[mail.reminder_id]] if mail.reminder_id in single else [])
    return Parcel(mail, one)


def _single_news(mails, now):
    """{id: Reminder} of those that mails of their own are about and that are still news."""
    pks = [mail.reminder_id for mail in mails if mail.kind == "reminder" and mail.reminder_id]
    return Reminder.objects.due(now).unannounced().in_bulk(pks) if pks else {}


def _news(owner_ids, now):
    rows = Reminder.objects.due(now).unannounced().filter(owner_id__in=owner_ids).order_by("shows_at", "pk")
    return _by_owner(rows) if owner_ids else {}


def _upcoming(owner_ids, now):
    until = now + datetime.timedelta(days=NEXT_DAYS)
    rows = Reminder.objects.open().filter(owner_id__in=owner_ids, shows_at__gt=now, shows_at__lte=until)
    rows = rows.order_by("shows_at", "pk").only("owner_id", "title", "names", "shows_at")
    return _by_owner(rows) if owner_ids else {}


def _earlier(owner_ids, now):
    rows = Reminder.objects.due(now).filter(owner_id__in=owner_ids).exclude(notified_at=None)
    return dict(rows.values_list("owner_id").annotate(Count("pk")).order_by()) if owner_ids else {}


def _by_owner(rows):
    found = {}
    for row in rows:
        found.setdefault(row.owner_id, []).append(row)
    return found


def compose(parcel, now):
    """The message, or None when there is nothing left to say."""
    kind = parcel.mail.kind
    if kind == "account":
        return _account(parcel.mail)
    if kind == "test":
        return _test(parcel, now)
    if not parcel.listed:
        return None
    with timezone.override(zoneinfo.ZoneInfo(parcel.recipient.zone)):
        return (
            _digest(parcel, now) if kind == "digest" and not _is_one_draft(parcel) else _single(parcel, now)
        )


def _is_one_draft(parcel):
    """One thing and nothing else, with words ready to send: the digest is that mail (product.md §6)."""
    if len(parcel.listed) != 1 or parcel.unlisted or parcel.earlier:
        return False
    return parcel.listed[0].is_alone and bool(parcel.listed[0].draft)


def _digest(parcel, now):
    one = parcel.recipient
    hide = wording.hide_names if one.hides_names else lambda text, names=(): text
    items = [_item(row, one, hide) for row in parcel.listed]
    _add_drafts(items, parcel)
    upcoming = [
        (spoken.day(zones.day_in(one.zone, row.shows_at), one.today), hide(row.title, row.names))
        for row in parcel.upcoming
    ]
    count = wording.things(len(items) + parcel.unlisted)
    context = {
        "subject": wording.subject_of([item["title"] for item in items]),
        "heading": f"{count} today",
        "preheader": wording.preheader(count, upcoming),
        "items": items,
        "more": wording.more(parcel.unlisted),
        "earlier": wording.earlier(parcel.earlier),
        "upcoming": upcoming,
    }
    return _message(parcel, "emails/reminders/digest", context, now)


def _add_drafts(items, parcel):
    """Words that wait to be sent, under their item while there is room; else a line that they wait."""
    room = 0 if parcel.recipient.hides_names else DIGEST_DRAFTS
    for item, row in zip(items, parcel.listed, strict=True):
        draft = row.draft.strip() if row.is_alone else ""
        if not draft:
            continue
        fits = len(draft) <= room
        room -= len(draft) if fits else 0
        item["draft" if fits else "has_draft"] = draft if fits else True


def _single(parcel, now):
    one, row = parcel.recipient, parcel.listed[0]
    hide = wording.hide_names if one.hides_names else lambda text, names=(): text
    item = _item(row, one, hide)
    context = {
        "subject": wording.single_subject(item["title"]),
        "heading": item["title"],
        "preheader": item["reason"],
        "item": item,
        "draft": "" if one.hides_names else row.draft[:DRAFT].strip(),
        "is_draft_hidden": bool(one.hides_names and row.draft),
        "history": [] if one.hides_names else row.history[-TOUCHES:],
    }
    message = _message(parcel, "emails/reminders/single", context, now)
    message.extra_headers["References"] = f"<t.{row.public_id}@{mail_domain()}>"
    return message


def _item(row, one, hide):
    """What a mail shows of a reminder: the page to open, and the one-click answers."""
    reason = hide(row.reason, row.names)
    return {
        "title": hide(row.title, row.names),
        "reason": reason,
        "reason_text": wording.folded(reason, indent=3),
        "lead_text": wording.folded(reason),
        "action": row.action or "Open",
        "url": links.absolute(row.path or reverse("reminders:reminder-list")),
        "answers": [
            {"label": action.label, "url": links.action_url(row, name, one.link_nonce)}
            for name, action in actions.offered(row)
        ],
    }


def _message(parcel, template, context, now):
    one = parcel.recipient
    why = wording.why(parcel.mail.kind, one.policy)
    context |= {
        "day": spoken.day(one.today, one.today) + f"{spoken.NBSP}{one.today.year}",
        "why": why,
        "why_text": wording.folded(why),
        "list_url": links.absolute(reverse("reminders:reminder-list")),
        "settings_url": links.absolute(reverse("reminders:preferences-edit")),
        "pause_url": links.pause_url(one.owner_id, one.link_nonce),
        "stop_url": links.stop_mail_url(one.owner_id, one.link_nonce),
    }
    return _mime(
        parcel.mail,
        to=formataddr((wording.one_line(one.name).replace("@", " "), one.address)),
        subject=context["subject"],
        text=render_to_string(f"{template}.txt", context),
        html=render_to_string(f"{template}.html", context),
        headers={
            "List-Unsubscribe": f"<{context['stop_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _test(parcel, now):
    context = {
        "subject": "A test mail from Wardbook",
        "heading": "Mail reaches you",
        "preheader": "This is the mail you asked for.",
    }
    return _message(parcel, "emails/reminders/test", context, now)


def _account(mail):
    return _mime(mail, to=mail.to_address, subject=mail.subject, text=mail.text, html=mail.html, headers={})


def _mime(mail, *, to, subject, text, html, headers):
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        reply_to=[parseaddr(settings.DEFAULT_FROM_EMAIL)[1]],
        headers={
            "Message-ID": mail.message_id,
            "X-Entity-Ref-ID": mail.public_id,
            "Auto-Submitted": "auto-generated",
            **_provider_key(mail),
            **providers.marks(mail.public_id),
            **headers,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _provider_key(mail):
    """For a provider that drops a second copy by its key (kept 24 hours): a text that was perhaps taken can
    then leave again and still arrive once. Resend reads it over SMTP too (reliability.md §1)."""
    is_resend = settings.EMAIL_HOST == "smtp.resend.com"
    name = getattr(settings, "EMAIL_IDEMPOTENCY_HEADER", "") or (
        "Resend-Idempotency-Key" if is_resend else ""
    )
    return {name: mail.public_id} if name else {}
