"""django-post_office sends the digests that are due: `python -m benchmarks.post_office_race PORT`.

Prints JSON: {"count", "whole", "cpu", "sending", "statements"}: seconds from due digests to final rows (text
written, queued, sent), milliseconds of CPU a mail, seconds of the sending alone, statements a mail.
"""

import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.post_office_settings"

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need the setup above
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from post_office import mail  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from reminders import claim, clock, delivery  # noqa: E402
from reminders.models import Mail  # noqa: E402


def main(port):
    settings.EMAIL_PORT = port
    call_command("migrate", "post_office", verbosity=0)
    Email.objects.all().delete()
    now = clock.now()
    mails = claim.read(Mail.objects.order_by("pk"))
    parcels = []
    for at in range(0, len(mails), 500):
        parcels += delivery.gather(mails[at : at + 500], now)
    cpu, began = time.process_time(), time.perf_counter()
    queue([delivery.compose(parcel, now) for parcel in parcels])
    queued = time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        while mail.get_queued().exists():
            mail.send_queued()
    ended = time.perf_counter()
    assert Email.objects.filter(status=STATUS.sent).count() == len(mails)
    figures = {
        "count": len(mails),
        "whole": ended - began,
        "cpu": (time.process_time() - cpu) * 1000 / len(mails),
        "sending": ended - queued,
        "statements": len(seen) / len(mails),
    }
    print(json.dumps(figures))


def queue(messages):
    """As rows, in one go where it offers that."""
    mail.send_many(
        [
            {
                "recipients": message.to,
                "sender": message.from_email,
                "subject": message.subject,
                "message": message.body,
                "html_message": message.alternatives[0][0],
                "headers": message.extra_headers,
            }
            for message in messages
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
