"""Drill 16: everything that opens links without meaning it."""

import re

from django.test import Client

from accounts.models import Profile
from reminders import clock, delivery, outbox
from reminders.models import Mail, Reminder

HREF = re.compile(r'href="(http://localhost:8000[^"]+)"')


def drill(stage):
    """GET, HEAD, OPTIONS on each address of a mail, again and again: no row changes."""
    addresses = mailed(stage)
    before = snapshot()
    looks = knock(addresses, ("get", "head", "options"), stage.size(1_000, 40))
    stage.hold("addresses in the mail", len(addresses), at_least=5)
    stage.hold("looks", looks, at_least=stage.size(1_000, 40))
    stage.hold("rows changed", changed(before), exactly=0)


def control(stage):
    """A POST is no look: rows change."""
    addresses = mailed(stage)
    before = snapshot()
    knock(addresses, ("post",), len(addresses))
    stage.hold("rows changed", changed(before), exactly=0)


def mailed(stage):
    """Every address of this instance in one digest, as its owner gets it."""
    [owner] = stage.people(1, things=3)
    now = clock.now()
    outbox.make_digests(now)
    mail = Mail.objects.get(owner=owner)
    message = delivery.compose(delivery.gather([mail], now)[0], now)
    return sorted(set(HREF.findall(message.alternatives[0][0])) | {header(message)})


def header(message):
    return message.extra_headers["List-Unsubscribe"].strip("<>")


def knock(addresses, methods, count):
    looks = 0
    while looks < count:
        for address in addresses:
            for method in methods:
                path = address.partition("localhost:8000")[2]
                getattr(Client(SERVER_NAME="localhost"), method)(path)
                looks += 1
    return looks


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Reminder, Mail, Profile)]


def changed(before):
    return sum(1 for was, now in zip(before, snapshot(), strict=True) if was != now)
