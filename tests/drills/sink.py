"""A mail server as a process of its own: `python -m tests.drills.sink LEDGER ORDERS PORTFILE`.

It answers as ORDERS (a JSON file, read again when it changes) says, and writes one JSON line into LEDGER
for every text whose final dot it saw, before it answers: {"at", "id", "to", "mode"}. Orders:
`mix` {mode: share of the messages}, `pause` seconds for slow-354 and slow-250, `refuses` (hangs up at once),
`folds` (a second text with the same Resend-Idempotency-Key is taken and not delivered).
Modes: ok, 450, 550, hang, drop-before-354, drop-after-dot, slow-354, slow-250.
"""

import asyncio
import contextlib
import json
import random
import re
import sys
import time
from pathlib import Path

from tests.drills import family

_HEADER = re.compile(rb"(?im)^(message-id|to|resend-idempotency-key):\s*(.+(?:\r\n[ \t].+)*)")
REFUSALS = {"450": "450 4.2.0 not now", "550": "550 5.1.1 no such mailbox"}


class Sink:
    def __init__(self, ledger, orders):
        self.ledger = open(ledger, "ab", buffering=0)  # noqa: SIM115 - open as long as the process
        self.path, self.read_at, self.orders = Path(orders), None, {}
        self.luck = random.Random(8)
        self.seen = set()

    def look(self):
        changed = self.path.stat().st_mtime_ns
        if changed != self.read_at:
            self.read_at, self.orders = changed, json.loads(self.path.read_text())
        return self.orders

    def mode(self):
        draw = self.luck.random()
        for mode, share in self.look().get("mix", {}).items():
            draw -= share
            if draw < 0:
                return mode
        return "ok"

    def write(self, **line):
        self.ledger.write(json.dumps({"at": time.time(), **line}).encode() + b"\n")

    def take(self, data, mode):
        head = data.partition(b"\r\n\r\n")[0]
        found = {k.lower(): b" ".join(v.split()).decode() for k, v in _HEADER.findall(head)}
        key = found.get(b"resend-idempotency-key")
        if key and self.orders.get("folds") and key in self.seen:
            self.write(event="folded", id=found[b"message-id"], mode=mode)
            return
        self.seen.add(key)
        self.write(id=found[b"message-id"], to=found[b"to"].rpartition("<")[2].rstrip(">"), mode=mode)

    async def talk(self, reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if not self.look().get("refuses"):
                await self._converse(reader, writer)
        with contextlib.suppress(ConnectionError):
            writer.close()

    async def _converse(self, reader, writer):
        def say(words):
            writer.write(words.encode() + b"\r\n")

        say("220 sink")
        mode = "ok"
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                say("250-sink\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES")
            elif verb == b"MAIL":
                mode = self.mode()
                if mode == "hang":
                    self.write(event="hang")
                    await reader.read()  # silent until the other side gives up
                    return
                say("250 2.1.0 fine")
            elif verb == b"RCPT":
                if mode in REFUSALS:
                    self.write(event=mode, rcpt=line.decode().partition("<")[2].partition(">")[0])
                say(REFUSALS.get(mode, "250 2.1.5 fine"))
            elif verb == b"DATA":
                if mode == "drop-before-354":
                    self.write(event=mode)
                    return
                if mode == "slow-354":
                    await asyncio.sleep(self.orders["pause"])
                say("354 go on")
                await writer.drain()
                data = await reader.readuntil(b"\r\n.\r\n")
                self.take(data, mode)
                if mode == "drop-after-dot":
                    return
                if mode == "slow-250":
                    await asyncio.sleep(self.orders["pause"])
                say("250 2.0.0 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")
            await writer.drain()


async def main(ledger, orders, port_file):
    sink = Sink(ledger, orders)
    server = await asyncio.start_server(sink.talk, "127.0.0.1", 0, limit=2**20)
    Path(port_file).write_text(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


if __name__ == "__main__":
    family.follow()
    asyncio.run(main(*sys.argv[1:]))
