"""Drill 14: one form, sent in a hundred times at once."""

from django.test import Client
from django.urls import reverse

from accounts.models import Submission
from tests.drills.racing import all_at_once
from tracker.models import Rotation

ROUND = 25, 12  # at the same moment: full, small


def drill(stage):
    """100 posts of one form at the same moment: one record."""
    statuses = run(stage, lambda at: "one-form")
    stage.hold("records", Rotation.objects.count(), exactly=1)
    stage.hold("keys", Submission.objects.count(), exactly=1)
    stage.hold("answers of 500 and more", sum(1 for s in statuses if s >= 500), exactly=0)
    stage.hold("answers", sorted(set(statuses)), exactly=[302])


def control(stage):
    """Without a common key each post is a form of its own."""
    statuses = run(stage, lambda at: f"form-{at}")
    assert sorted(set(statuses)) == [302], statuses
    stage.hold("records", Rotation.objects.count(), exactly=1)


def run(stage, key_of):
    [owner] = stage.people(1, is_digest=False)
    given = {
        "kind": "externship",
        "is_hands_on": "on",
        "institution_name": "St. Brendan Medical Center",
        "city": "Cleveland",
        "state": "Ohio",
        "is_in_us": "on",
        "stage": "confirmed",
        "starts_on": "2026-09-21",
        "ends_on": "2026-12-18",
        "hours_per_week": "45",
        "weekdays": ["0", "1", "2", "3", "4"],
    }
    at_once = stage.size(*ROUND)
    browsers = [Client(SERVER_NAME="localhost") for _ in range(at_once)]
    for browser in browsers:
        browser.force_login(owner)
    url = reverse("tracker:rotation-add")
    statuses = []
    for turn in range(stage.size(4, 1)):
        forms = [{**given, "once": key_of(turn * at_once + at)} for at in range(at_once)]
        posts = [
            lambda b=b, form=form: b.post(url, form).status_code
            for b, form in zip(browsers, forms, strict=True)
        ]
        statuses += [s if isinstance(s, int) else 599 for s in all_at_once(posts)]
    return statuses
