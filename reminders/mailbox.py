"""The local mailbox of an instance without an SMTP server: one .eml file a message."""

import os
import time
import uuid

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, messages):
        folder = settings.MAILBOX
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.eml"
            part = folder / f".{name}.part"
            part.write_bytes(message.message().as_bytes(linesep="\r\n"))
            os.replace(part, folder / name)
        return len(messages)
