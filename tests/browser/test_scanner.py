"""Drill 16 in a browser: a scanner that opens every address of a mail and stays there."""

import datetime
import re

from django.core import mail
from django.utils import timezone

from accounts.models import Profile
from reminders import engine
from reminders.models import Mail, Reminder
from tests import make

STAYS = "10:00"  # minutes of the browser's clock: every timer of a page runs, nobody waits
HREF = re.compile(r'href="(http[^"]+)"')


def test_ten_minutes_on_every_address_of_a_mail_change_nothing(visit, user, settings):
    scanner = visit()
    settings.BASE_URL = scanner.base_url
    addresses = mailed_to(user)
    assert len(addresses) >= 6
    before = rows()
    scanner.page.clock.install()
    for address in addresses:
        scanner.page.goto(address)
        scanner.page.clock.run_for(STAYS)
    assert rows() == before


def test_the_button_of_such_a_page_does_change_something(visit, user, settings):
    reader = visit()
    settings.BASE_URL = reader.base_url
    asking = next(address for address in mailed_to(user) if "/stop/" in address)
    before = rows()
    reader.page.goto(asking)
    reader.page.locator("main form button").first.click()
    reader.page.wait_for_load_state()
    assert rows() != before


def mailed_to(owner):
    """Every address of this instance in one digest, as it left."""
    now = timezone.now()
    for _ in range(3):
        make.reminder(owner)
    Profile.objects.filter(user=owner).update(next_digest_at=now - datetime.timedelta(minutes=1))
    assert engine.tick(now).sent == 1
    [message] = mail.outbox
    [(html, _)] = message.alternatives
    one_click = message.extra_headers["List-Unsubscribe"].strip("<>")
    return sorted({*HREF.findall(html), one_click})


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Reminder, Mail, Profile)]
