"""A mail server for tests and benchmarks: takes everything, keeps it, delivers nothing."""

import asyncio
import contextlib
import email
import email.policy
import threading


class Sink:
    """`with Sink() as sink`: listens on sink.port of the loopback; sink.messages are what it took."""

    def __init__(self):
        self.taken = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        starting = asyncio.start_server(self._talk, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def messages(self):
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in list(self.taken)]

    async def _talk(self, reader, writer):
        def say(text):
            writer.write(f"{text}\r\n".encode())

        say("220 sink")
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                word = line[:4].upper()
                if word == b"EHLO":
                    say("250-sink\r\n250 8BITMIME")
                elif word == b"DATA":
                    say("354 go on")
                    await writer.drain()
                    self.taken.append((await reader.readuntil(b"\r\n.\r\n"))[:-3])
                    say("250 taken")
                elif word == b"QUIT":
                    say("221 bye")
                    break
                else:
                    say("250 ok")
                await writer.drain()
        writer.close()
