"""The guard's note while one types: what saving would say, and nothing kept."""

import html
import json
import re

import pytest
from django.urls import reverse

from tests import make

TYPED = "Ms. Petrie showed me the referral form."
NOTE = "This will not be saved like this."


@pytest.fixture
def rotation(user):
    return make.rotation(user)


def live_values(client):
    """What the field of the log form sends along."""
    page = client.get(reverse("tracker:log-add")).content.decode()
    return json.loads(html.unescape(re.search(r'name="lesson"[^>]*hx-vals="([^"]*)"', page)[1]))


def note(client, **values):
    return client.post(reverse("tracker:guard"), {"lesson": TYPED, **values}).content.decode()


def test_the_note_says_what_saving_would_say(signed_in, user, rotation):
    client = signed_in(user)
    assert live_values(client) == {"field": "lesson", "known": []}
    shown = note(client, field="lesson")
    assert NOTE in shown
    assert "<mark>Ms. Petrie</mark> a name" in shown
    assert NOTE not in note(client, field="lesson", lesson="Repeat the lactate at 4 hours.")


def test_the_note_knows_the_colleagues_of_the_rotation(signed_in, user, rotation):
    rotation.colleagues.create(name="Petrie")
    client = signed_in(user)
    values = live_values(client)
    assert values == {"field": "lesson", "known": ["Petrie"]}
    assert note(client, **values).strip() == ""
    assert "<mark>bed 14</mark>" in note(client, **{**values, "lesson": "Ms. Petrie cleaned bed 14."})
