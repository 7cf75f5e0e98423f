"""To which thread a mail belongs: sender and Message-ID must both fit (product.md, "Filing"). Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from outreach.inbound.kinds import Kind, Read, quoted_senders
from outreach.inbound.reading import Arrived
from tracker.mailboxes import plain_address


class Word(StrEnum):
    FILE = "file"
    ASK = "ask"
    NEW = "new"
    NONE = "none"


@dataclass(frozen=True)
class ThreadFacts:
    """One thread of the owner, latest first in a list. `email` is the contact's."""

    pk: int
    email: str
    message_ids: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """What to do, with which thread, and why. `candidates` are threads to offer when the user is asked."""

    word: Word
    thread: int | None = None
    candidates: tuple[int, ...] = ()
    why: str = ""


NONE = Verdict(Word.NONE)


def match(arrived: Arrived, read: Read, threads: Iterable[ThreadFacts], *, authserv: str = "") -> Verdict:
    """Where this mail goes. A failed DMARC result of our own server overrides everything."""
    threads = tuple(threads)
    if is_forged(arrived, authserv):
        return Verdict(Word.NONE, why="Its sender could not be proven.")
    if read.kind == Kind.SENT:
        return _forwarded(arrived, threads) if read.is_forwarded else _sent(arrived, threads)
    if read.kind in (Kind.BOUNCE, Kind.DELAY):
        return _fits(read.failed, arrived.original_ids + arrived.answers, threads, "failed address")
    return _fits(arrived.sender, arrived.answers, threads, "sender")


def is_forged(arrived: Arrived, authserv: str) -> bool:
    """Whether our own receiving server says that DMARC failed. Other servers' words are not read."""
    for line in arrived.authentication if authserv else ():
        name = line.split(";")[0].split()
        if name and name[0].lower() == authserv.lower() and re.search(r"(?i)\bdmarc\s*=\s*fail\b", line):
            return True
    return False


def _fits(address: str, ids: tuple[str, ...], threads, noun: str) -> Verdict:
    by_sender = [one.pk for one in threads if address and _same(address, one.email)]
    by_id = [one.pk for one in threads if one.message_ids & set(ids)]
    both = [pk for pk in by_sender if pk in by_id]
    if both:
        return Verdict(Word.FILE, both[0])
    if by_id:
        return Verdict(Word.ASK, None, tuple(by_id[:3]), f"It answers your mail, but the {noun} is another.")
    if by_sender:
        return Verdict(
            Word.ASK, None, tuple(by_sender[:3]), f"The {noun} fits, but it answers no known mail."
        )
    return NONE


def _sent(arrived: Arrived, threads) -> Verdict:
    """A copy of what the user wrote: filed by its recipient, or a new thread."""
    addresses = [address for _, address in arrived.recipients]
    fitting = [one for one in threads if any(_same(address, one.email) for address in addresses)]
    if fitting:
        known = [one for one in fitting if one.message_ids & {*arrived.answers, arrived.message_id}]
        return Verdict(Word.FILE, (known or fitting)[0].pk)
    return Verdict(Word.NEW) if addresses else NONE


def _forwarded(arrived: Arrived, threads) -> Verdict:
    senders = quoted_senders(arrived.text)
    found = [one.pk for one in threads if any(_same(address, one.email) for address in senders)]
    return Verdict(Word.ASK, None, tuple(found[:3]), "You forwarded it by hand.") if found else NONE


def _same(one: str, other: str) -> bool:
    return bool(one) and bool(other) and plain_address(one) == plain_address(other)
