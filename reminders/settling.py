"""What staff do with mails by hand: try again, and settle what nobody can know."""

from django.db import transaction

from reminders import schedule
from reminders.models import Mail, Reminder

SENT, FAILED = "sent", "failed"


@transaction.atomic
def try_again(mails, now):
    """Waiting mails go to the front, refused ones get a fresh set of tries. The ids that changed.

    Account mail is emptied when it ends; there is nothing left of it to send.
    """
    waiting = list(mails.filter(state="retry").values_list("pk", flat=True))
    refused = list(mails.filter(state="failed").exclude(kind="account").values_list("pk", flat=True))
    Mail.objects.filter(pk__in=waiting, state="retry").update(run_at=now)
    Mail.objects.filter(pk__in=refused, state="failed").update(
        state="retry", run_at=now, attempts=0, finished_at=None, expires_at=now + schedule.WORTH_SENDING
    )
    return waiting + refused


@transaction.atomic
def settle(mails, verdict, now):
    """Uncertain mails become sent or failed, because staff found out. The ids that changed.

    `failed`: what they told of was not told, and comes with the next digest of its owner. It is found by the
    moment both were given when the mail was called uncertain.
    """
    settled = []
    for mail in mails.filter(state="uncertain"):
        values = {"state": verdict}
        if verdict == SENT:
            values["sent_at"] = mail.wire_at or mail.finished_at
        else:
            values["ambiguous"] = 0  # nobody took it, after all
        if Mail.objects.filter(pk=mail.pk, state="uncertain").update(**values) != 1:
            continue
        settled.append(mail.pk)
        if verdict == FAILED and mail.kind in ("digest", "reminder"):
            told = Reminder.objects.filter(owner_id=mail.owner_id, state="open", notified_at=mail.finished_at)
            told.update(notified_at=None)
    return settled
