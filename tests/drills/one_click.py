"""Drill 17: List-Unsubscribe-Post (RFC 8058)."""

import time

from django.test import Client

from accounts.models import Profile
from reminders import links


def drill(stage):
    """A POST without cookie or token: 200, no redirect, mail stopped, the same three times."""
    said, took, profile = post(stage, lambda token: token)
    stage.hold("answers", said, exactly=[(200, False)] * 3)
    stage.hold("slowest, seconds", took, at_most=stage.size(1.0, 10.0))
    stage.hold("still wants mail", profile.wants_mail, exactly=False)
    bad, _, _ = post(stage, lambda token: token[:-4] + "AAAA")
    stage.hold("answers to a wrong token", bad, exactly=[(404, False)] * 3)


def control(stage):
    """A token cut short changes nothing."""
    _, _, profile = post(stage, lambda token: token[:-4] + "AAAA")
    stage.hold("still wants mail", profile.wants_mail, exactly=False)


def post(stage, change):
    [owner] = stage.people(1, is_digest=False)
    url = links.stop_mail_url(owner.pk, Profile.objects.get(pk=owner.pk).link_nonce)
    path, _, token = url.partition("localhost:8000")[2].rstrip("/").rpartition("/")
    said, took = [], 0.0
    for _ in range(3):
        began = time.monotonic()
        browser = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        answer = browser.post(f"{path}/{change(token)}/", {"List-Unsubscribe": "One-Click"})
        took = max(took, time.monotonic() - began)
        said.append((answer.status_code, "Location" in answer.headers))
    return said, took, Profile.objects.get(pk=owner.pk)
