"""What the mail server received, joined with what the rows say."""

import json
from collections import Counter
from dataclasses import dataclass

from reminders.models import FINAL, Mail


@dataclass(frozen=True)
class Ledger:
    """`lost`: people due a mail who received none and whose address the server did not refuse. `extra`:
    texts beyond the first of a message. `unreceived`: marked sent and never seen by the server.
    `unfinished`: rows that are not final. `strange`: people with texts under more than one Message-ID.
    `unrecorded`: messages received twice whose row does not say so. `denied`: called failed although the
    server had taken it. `events`: what the server did, counted."""

    received: int
    lost: int
    extra: int
    most_copies: int
    unreceived: int
    unfinished: int
    strange: int
    unrecorded: int
    denied: int
    events: dict
    states: dict


def lines(path):
    """Every whole line the server wrote."""
    with open(path, "rb") as file:
        return [json.loads(line) for line in file if line.endswith(b"\n")]


def check(path, expected):
    """The Ledger of `expected` addresses."""
    told = lines(path)
    taken = [line for line in told if "event" not in line]
    refused = {line["rcpt"] for line in told if line.get("event") == "550"}
    events = Counter(line.get("event") or line["mode"] for line in told)
    copies = Counter(line["id"] for line in taken)
    ids_of = {}
    for line in taken:
        ids_of.setdefault(line["to"], set()).add(line["id"])
    columns = ("message_id", "state", "ambiguous")
    rows = {row[0]: row[1:] for row in Mail.objects.values_list(*columns)}
    return Ledger(
        received=len(copies),
        lost=len(set(expected) - set(ids_of) - refused),
        extra=sum(copies.values()) - len(copies),
        most_copies=max(copies.values(), default=0),
        unreceived=sum(1 for key, row in rows.items() if row[0] == "sent" and not copies[key]),
        unfinished=sum(1 for state, _ in rows.values() if state not in FINAL),
        strange=sum(1 for ids in ids_of.values() if len(ids) > 1),
        unrecorded=sum(1 for key, n in copies.items() if n > 1 and rows.get(key, ("", 0))[1] != 1),
        denied=sum(1 for key, row in rows.items() if row[0] == "failed" and copies[key]),
        events=dict(sorted(events.items())),
        states=dict(sorted(Counter(state for state, _ in rows.values()).items())),
    )
