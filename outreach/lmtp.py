"""A small LMTP or SMTP listener for the private addresses (RFC 2033, RFC 5321), on asyncio alone.

It stands behind a real mail server, on a private port: no TLS, no relaying, one kind of recipient. A mail
is answered with 250 only when it is in the database; until then the sending server keeps it.
"""

import asyncio
import logging
import re
from collections.abc import Callable

logger = logging.getLogger(__name__)
MOST_BYTES = 30 * 1024 * 1024
MOST_RECIPIENTS = 50
LINE = 4096
SECONDS = 120
_PATH = re.compile(r"^(?:FROM|TO):\s*<([^<>\s]*)>", re.IGNORECASE)

Deliver = Callable[[bytes, str], str]
Knows = Callable[[str], bool]


class Session:
    """One connection. `deliver(content, address)` gives an answer line such as "250 2.0.0 Filed"."""

    def __init__(self, reader, writer, *, deliver: Deliver, knows: Knows, is_lmtp: bool, most=MOST_BYTES):
        self.reader, self.writer = reader, writer
        self.deliver, self.knows, self.is_lmtp, self.most = deliver, knows, is_lmtp, most
        self.has_sender, self.recipients = False, []

    async def run(self):
        try:
            await self.say("220 Wardbook " + ("LMTP" if self.is_lmtp else "ESMTP"))
            while line := await self.line():
                if not await self.obey(line):
                    break
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass
        except ValueError:  # a line longer than LINE
            await self.say("500 5.5.2 Line too long")
        finally:
            self.writer.close()

    async def say(self, words):
        self.writer.write(f"{words}\r\n".encode())
        await self.writer.drain()

    async def line(self) -> str:
        raw = await asyncio.wait_for(self.reader.readline(), SECONDS)
        return raw.decode("latin-1")

    async def obey(self, line) -> bool:
        verb, _, rest = line.strip().partition(" ")
        verb = verb.upper()
        if verb == "QUIT":
            await self.say("221 2.0.0 Bye")
            return False
        answer = getattr(self, f"do_{verb.lower()}", None) if verb.isalpha() else None
        await (answer(rest.strip()) if answer else self.say("500 5.5.1 No such command"))
        return True

    async def do_lhlo(self, rest):
        self.writer.write(f"250-Wardbook\r\n250-SIZE {self.most}\r\n250-8BITMIME\r\n".encode())
        await self.say("250 ENHANCEDSTATUSCODES")

    do_ehlo = do_lhlo

    async def do_helo(self, rest):
        await self.say("250 Wardbook")

    async def do_noop(self, rest):
        await self.say("250 2.0.0 OK")

    async def do_rset(self, rest):
        self.has_sender, self.recipients = False, []
        await self.say("250 2.0.0 OK")

    async def do_vrfy(self, rest):
        await self.say("252 2.5.2 Send it and see")

    async def do_mail(self, rest):
        found = _PATH.match(rest)
        size = re.search(r"(?i)\bSIZE=(\d{1,15})", rest)
        if not found:
            await self.say("501 5.5.4 MAIL FROM:<address>")
        elif size and int(size[1]) > self.most:
            await self.say("552 5.3.4 Too big")
        else:
            self.has_sender, self.recipients = True, []
            await self.say("250 2.1.0 OK")

    async def do_rcpt(self, rest):
        found = _PATH.match(rest)
        if not self.has_sender or not found:
            await self.say("503 5.5.1 MAIL FROM first" if found else "501 5.5.4 RCPT TO:<address>")
        elif len(self.recipients) >= MOST_RECIPIENTS:
            await self.say("452 4.5.3 Too many recipients")
        elif not await asyncio.to_thread(self.knows, found[1]):
            await self.say("550 5.1.1 Nobody here by that name")
        else:
            self.recipients.append(found[1])
            await self.say("250 2.1.5 OK")

    async def do_data(self, rest):
        if not self.recipients:
            await self.say("503 5.5.1 RCPT TO first")
            return
        await self.say("354 End with a dot")
        content = await self.content()
        answers = [await self.answer(content, address) for address in self.recipients]
        self.has_sender, self.recipients = False, []
        for words in answers if self.is_lmtp else [_worst(answers)]:
            await self.say(words)

    async def content(self) -> bytes | None:
        """The mail without its dots; None when it is too big, read to its end all the same."""
        kept, size, starts_line = [], 0, True
        while True:
            try:
                raw = await asyncio.wait_for(self.reader.readuntil(b"\n"), SECONDS)
            except asyncio.LimitOverrunError as overrun:
                raw = await self.reader.readexactly(overrun.consumed)
            if starts_line and raw in (b".\r\n", b".\n"):
                return b"".join(kept) if size <= self.most else None
            size += len(raw)
            if size <= self.most:
                kept.append(raw[1:] if starts_line and raw.startswith(b".") else raw)
            else:
                kept.clear()
            starts_line = raw.endswith(b"\n")

    async def answer(self, content, address) -> str:
        if content is None:
            return "552 5.3.4 Too big"
        return await asyncio.to_thread(self.deliver, content, address)


def _worst(answers):
    """SMTP has one answer for all. A temporary trouble lets the mail come again; filed twice is once."""
    return next((one for one in answers if one.startswith("4")), answers[0])


async def serve(host, port, *, deliver: Deliver, knows: Knows, is_lmtp=True, most=MOST_BYTES):
    """Listen until cancelled; the asyncio server."""

    async def connected(reader, writer):
        await Session(reader, writer, deliver=deliver, knows=knows, is_lmtp=is_lmtp, most=most).run()

    return await asyncio.start_server(connected, host, port, limit=LINE * 16)
