"""Mail providers that tell us by webhook what became of a mail, or bring one. django-anymail knows how each
of them signs and what its words mean; which of them may speak is in the settings, and it is none by default.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import EventType, RejectReason
from anymail.webhooks import brevo, mailgun, mailjet, postmark, sparkpost
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.core.exceptions import RequestDataTooBig

from reminders import reports
from reminders.models import MailEvent

Kind = MailEvent.Kind
NAME = "wardbook"  # under this name a mail carries its number to the provider and back
MOST_EVENTS = 1000
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class Refused(Exception):
    """Wrong secret, wrong signature, or a body that is none of theirs."""


class TooBig(Exception):
    """More than anybody may send us at once."""


@dataclass(frozen=True)
class Provider:
    """`mark`: the header that carries our number. `says_dead`: its own words for an address that is gone,
    where it gives no status."""

    events: type
    inbound: type | None
    mark: Callable[[str], tuple[str, str]]
    says_dead: Callable[[dict], bool]


def _event_data(raw):
    return raw.get("event-data") or raw


def _sparkpost(raw):
    return next(iter((raw.get("msys") or {}).values()), {})


# anymail no longer supports SendGrid's. Brevo's inbound mails point to attachments that would have to be
# fetched: Wardbook fetches nothing.
PROVIDERS = {
    "brevo": Provider(
        brevo.BrevoTrackingWebhookView,
        None,
        lambda ref: ("X-Mailin-custom", json.dumps({NAME: ref})),
        lambda raw: raw.get("event") in ("hard_bounce", "invalid_email"),
    ),
    "mailgun": Provider(
        mailgun.MailgunTrackingWebhookView,
        mailgun.MailgunInboundWebhookView,
        lambda ref: ("X-Mailgun-Variables", json.dumps({NAME: ref})),
        lambda raw: _event_data(raw).get("severity") == "permanent",
    ),
    "mailjet": Provider(
        mailjet.MailjetTrackingWebhookView,
        mailjet.MailjetInboundWebhookView,
        lambda ref: ("X-MJ-EventPayload", json.dumps({NAME: ref})),
        lambda raw: raw.get("hard_bounce") is True,
    ),
    "postmark": Provider(
        postmark.PostmarkTrackingWebhookView,
        postmark.PostmarkInboundWebhookView,
        lambda ref: (f"X-PM-Metadata-{NAME}", ref),
        lambda raw: (
            raw.get("Type") in ("HardBounce", "BadEmailAddress")
            or raw.get("SuppressionReason") == "HardBounce"
        ),
    ),
    "sparkpost": Provider(
        sparkpost.SparkPostTrackingWebhookView,
        sparkpost.SparkPostInboundWebhookView,
        lambda ref: ("X-MSYS-API", json.dumps({"metadata": {NAME: ref}})),
        lambda raw: _sparkpost(raw).get("bounce_class") in ("10", "30"),
    ),
}


@dataclass(frozen=True)
class Told:
    """One event in our words. `ref`: public_id of the mail, or ""; `message_id` as it stands in the mail."""

    kind: str
    key: str
    ref: str
    message_id: str
    recipient: str
    code: str


def find(name):
    """The provider of that name, if it may speak here; None otherwise."""
    if name not in settings.MAIL_PROVIDERS or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        return None
    if name == "mailgun" and not settings.ANYMAIL.get("MAILGUN_WEBHOOK_SIGNING_KEY"):
        return None  # an empty key would sign anybody's words
    return PROVIDERS[name]


def marks(public_id):
    """Headers by which a provider's events find their mail."""
    return dict(PROVIDERS[name].mark(public_id) for name in settings.MAIL_PROVIDERS)


def parsed(hook, request, *, most):
    """What anymail reads out of a request, after it has looked at secret and signature. Refused or TooBig."""
    view = hook()
    try:
        AnymailBasicAuthMixin.validate_request(view, request)  # before a stranger's body is read
        _read_whole(request, most)
        view.run_validators(request)
        return view.parse_events(request)[:MOST_EVENTS]
    except RequestDataTooBig:
        raise TooBig from None
    except (AnymailError, AnymailWebhookValidationFailure) as error:
        raise Refused(type(error).__name__) from error
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise Refused("not the body of this provider") from error  # UnicodeError is a ValueError


def _read_whole(request, most):
    """A body may be larger than a form (DATA_UPLOAD_MAX_MEMORY_SIZE), here and nowhere else. Files of a
    multipart form are no part of that limit: Django keeps them on disk."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise TooBig
    if request.content_type != "multipart/form-data":
        request._body = request.read(most + 1)  # what HttpRequest.body would keep, without its limit
        if len(request._body) > most:
            raise TooBig


def told(provider, event):
    """An anymail tracking event in our words; None when it says nothing about the address."""
    kind, code = _judged(provider, event)
    if not kind:
        return None
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    message_id = f"<{str(event.message_id or '').strip().strip('<>')}>"
    parts = [message_id, event.event_type, event.timestamp, event.recipient]
    return Told(
        kind=kind,
        key=str(event.event_id or ":".join(str(part) for part in parts)),
        ref=str(metadata.get(NAME) or ""),
        message_id=message_id,
        recipient=str(event.recipient or "").strip().lower(),
        code=code,
    )


def _judged(provider, event):
    if event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        return Kind.COMPLAINT, ""
    if event.event_type == EventType.DEFERRED:
        return Kind.SOFT, _status(event)
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED):
        return "", ""
    status, raw = _status(event), event.esp_event
    is_dead = reports.is_dead(status) if status else provider.says_dead(raw if hasattr(raw, "get") else {})
    return (Kind.DEAD if is_dead else Kind.SOFT), status


def _status(event):
    raw = event.esp_event if hasattr(event.esp_event, "get") else {}
    said = f"{raw.get('status') or ''} {event.mta_response or ''} {event.description or ''}"
    found = _STATUS.search(said)
    return found[1] if found else ""
