"""A small SMTP server for tests: takes mail as told and remembers what it took.

Modes, one per message in the order they come, the last one for all after it:
"ok", "450", "550" and "550-full" (at RCPT), "451-text" (after the dot), "drop-before-354", "drop-after-dot"
(taken, then the line is cut), "hang" (silent at MAIL), "slow-rcpt", "slow-250".
"""

import email
import email.policy
import socket
import threading
import time

REFUSALS = {
    "450": "450 4.2.0 not now, nadia@example.org",
    "550": "550 5.1.1 no such nadia@example.org",
    "550-full": "550 5.2.2 full",
}


class Sink:
    def __init__(self, *modes, pause=0.0, extensions=(), at_rcpt=lambda: None):
        self.extensions = extensions
        self.at_rcpt = at_rcpt  # called before the answer to RCPT in mode "slow-rcpt"
        self.modes = list(modes) or ["ok"]
        self.pause = pause
        self.taken = []  # what was taken: sent to the client as 250, or cut after the dot
        self.senders = []  # of MAIL, in the order they came
        self.connections = 0
        self.begun = 0
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._sockets = []
        self.port = self._server.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.close()
        for open_socket in self._sockets:
            open_socket.close()

    def messages(self):
        """The mails taken, parsed."""
        return [email.message_from_bytes(data, policy=email.policy.default) for data in self.taken]

    def message_ids(self):
        return [message["Message-ID"] for message in self.messages()]

    def _listen(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            self._sockets.append(client)
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _next_mode(self):
        with self._lock:
            self.begun += 1
            return self.modes.pop(0) if len(self.modes) > 1 else self.modes[0]

    def _talk(self, client):
        with client, client.makefile("rb") as lines:
            try:
                self._converse(client, lines)
            except OSError:
                return

    def _converse(self, client, lines):
        def say(words):
            client.sendall(words.encode() + b"\r\n")

        say("220 sink")
        mode = "ok"
        for line in lines:
            verb = line[:4].upper()
            if verb == b"EHLO":
                more = "".join(f"250-{name}\r\n" for name in self.extensions)
                say(f"250-sink\r\n250-8BITMIME\r\n{more}250 ENHANCEDSTATUSCODES")
            elif verb == b"MAIL":
                mode = self._next_mode()
                self.senders.append(line.decode().partition("<")[2].partition(">")[0])
                if mode == "hang":
                    time.sleep(30)
                say("250 2.1.0 fine")
            elif verb == b"RCPT":
                if mode == "slow-rcpt":
                    self.at_rcpt()
                say(REFUSALS.get(mode, "250 2.1.5 fine"))
            elif verb == b"DATA":
                if mode == "drop-before-354":
                    return
                say("354 go on")
                data = self._text(lines)
                if data is None:
                    return
                if mode == "451-text":
                    say("451 4.3.0 not now")
                    continue
                self.taken.append(data)
                if mode == "drop-after-dot":
                    return
                if mode == "slow-250":
                    time.sleep(self.pause)
                say("250 2.0.0 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")

    def _text(self, lines):
        data = []
        for line in lines:
            if line == b".\r\n":
                return b"".join(data)
            data.append(line[1:] if line.startswith(b"..") else line)
        return None
