"""Addresses in mails: signed, for one thing each, revoked by a new Profile.link_nonce. None signs in."""

import hmac
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

ACTION, STOP_MAIL, PAUSE_MAIL = "reminder.action.v1", "reminder.unsubscribe.v1", "reminder.pause.v1"
DAYS_GOOD = 30


class Bad(Exception):
    """Not a link of ours, or cut short on its way."""


class Old(Exception):
    """Ours once: past its 30 days, or revoked."""


def absolute(path):
    """The whole address of a path of this instance."""
    return urljoin(settings.BASE_URL, path)


def action_url(reminder, action, nonce):
    """A page that asks once and then does `action` with `reminder`."""
    token = signing.dumps({"r": reminder.public_id, "a": action, "n": nonce}, salt=ACTION)
    return absolute(reverse("reminders:link-act", args=[token]))


def stop_mail_url(owner_id, nonce):
    """RFC 8058: a POST there ends reminder mail at once; a GET shows a page."""
    return absolute(reverse("reminders:mail-unsubscribe", args=[_owner_token(owner_id, nonce, STOP_MAIL)]))


def pause_url(owner_id, nonce):
    """A page that asks once and then pauses reminder mail for two weeks."""
    return absolute(reverse("reminders:mail-pause", args=[_owner_token(owner_id, nonce, PAUSE_MAIL)]))


def _owner_token(owner_id, nonce, salt):
    return signing.dumps({"o": owner_id, "n": nonce}, salt=salt)


def read(token, salt, *, days=None):
    """What a token carries. Bad or Old otherwise."""
    try:
        return signing.loads(token, salt=salt, max_age=days and days * 86400)
    except signing.SignatureExpired:
        raise Old from None
    except signing.BadSignature:
        raise Bad from None


def check_nonce(payload, profile):
    """Old unless the link was made with the nonce the profile has now."""
    if not hmac.compare_digest(str(payload.get("n", "")), profile.link_nonce):
        raise Old
