"""Where a mail provider brings mail for the private addresses."""

from django.conf import settings

from outreach import front_door, inbound_services
from reminders import clock
from reminders.hook_views import provider_only

# JSON carries attachments as base64.
MOST_BYTES = inbound_services.MOST_BYTES * 4 // 3 + 1024 * 1024
MOST_RECIPIENTS = 50


@provider_only("inbound", most=MOST_BYTES)
def mail_inbound(name, provider, events):
    """Open without signing in because a provider has no account. Every mail is answered alike, whether
    anybody was shown it: a refusal would tell which senders are known, and would make it come again."""
    for event in events:
        if event.message is not None:
            content = event.message.as_bytes()
            for address in _addresses(event.message):
                front_door.receive(content, address, now=clock.now())


def _addresses(message):
    """The envelope's recipient, and those of the header that are in our domains."""
    told = [message.envelope_recipient or ""]
    told += [str(one.addr_spec) for one in [*message.to, *message.cc]]
    ours = {settings.INBOUND_DOMAIN.lower(), settings.BOUNCE_ADDRESS.partition("@")[2]} - {""}
    found = [one.strip().lower() for many in told for one in many.split(",")]
    return list(dict.fromkeys(one for one in found if one.rpartition("@")[2] in ours))[:MOST_RECIPIENTS]
