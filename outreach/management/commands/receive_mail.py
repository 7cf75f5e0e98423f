"""Listens for mails to the private addresses, and for our own that come back: `manage.py receive_mail`."""

import asyncio

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from outreach import front_door, lmtp
from outreach.inbound_services import Outcome
from reminders import bounces, clock

# What the sending server is told. A mail nobody is shown was taken all the same: a refusal would tell
# a stranger which Message-IDs and senders are known.
SAID = {
    Outcome.FILED: "250 2.0.0 Filed",
    Outcome.ASKED: "250 2.0.0 Kept",
    Outcome.AGAIN: "250 2.0.0 Known",
    Outcome.NOT_SHOWN: "250 2.0.0 Taken",
    Outcome.UNKNOWN: "550 5.1.1 Nobody here by that name",
    Outcome.TOO_BIG: "552 5.3.4 Too big",
    bounces.Outcome.NOTED: "250 2.0.0 Noted",
    bounces.Outcome.AGAIN: "250 2.0.0 Known",
    bounces.Outcome.NOTHING: "250 2.0.0 Taken",
}
LATER = "451 4.3.0 Try again later"


def deliver(content: bytes, address: str) -> str:
    """File one mail; trouble with the database is temporary, the sending server tries again."""
    close_old_connections()
    try:
        return SAID[front_door.receive(content, address, now=clock.now())]
    except (DatabaseError, InterfaceError):
        return LATER
    finally:
        close_old_connections()


def knows(address: str) -> bool:
    close_old_connections()
    try:
        return front_door.knows(address)
    except (DatabaseError, InterfaceError):
        return True  # the answer after DATA will be "later"
    finally:
        close_old_connections()


class Command(BaseCommand):
    help = "Takes mail for the private addresses and what comes back, over LMTP or SMTP, on a local port."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8024)
        parser.add_argument("--smtp", action="store_true", help="speak SMTP instead of LMTP")

    def handle(self, *, host, port, smtp, **options):
        try:
            asyncio.run(self._listen(host, port, not smtp))
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")

    async def _listen(self, host, port, is_lmtp):
        server = await lmtp.serve(host, port, deliver=deliver, knows=knows, is_lmtp=is_lmtp)
        self.stderr.write(f"Taking mail on {host}:{port}.")
        async with server:
            await server.serve_forever()
