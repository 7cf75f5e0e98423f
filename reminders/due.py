"""What a source says is due. The engine knows no domain: it reads these and nothing else.

A source is a dotted path in settings.REMINDER_SOURCES, a callable `(owner, now) -> Iterable[Due]`
that lists everything its owner should do, now or later. What it no longer lists is closed. A source of a
higher floor that says something better may yield an `Instead` among them.
"""

from dataclasses import dataclass, fields
from datetime import datetime

# Longest text of a column; longer is cut by `clipped`, never by the database.
LONGEST = {
    "key": 190,
    "kind": 60,
    "title": 200,
    "reason": 500,
    "path": 300,
    "action": 60,
    "draft": 20_000,
    "icon": 30,
}


@dataclass(frozen=True)
class Due:
    """One thing one owner should do.

    `key` is unique per owner and names the occasion, not the record: "outreach.follow-up:42:1".
    `due_at` is aware. `answers` are names of settings.REMINDER_ACTIONS offered as one-click buttons.
    `names` are people named in title and reason; they become initials in the mail of an owner who
    leaves names out of emails.
    """

    key: str
    kind: str
    title: str
    reason: str
    due_at: datetime
    path: str
    action: str
    answers: tuple[str, ...] = ()
    draft: str = ""
    history: tuple[str, ...] = ()
    icon: str = "mail"
    is_alone: bool = False
    names: tuple[str, ...] = ()

    def __post_init__(self):
        if self.due_at.tzinfo is None:
            raise ValueError(f"{self.key}: due_at has no time zone")
        if not self.key or len(self.key) > LONGEST["key"]:
            raise ValueError(f"A key has 1 to {LONGEST['key']} characters: {self.key[:40]!r}")


@dataclass(frozen=True)
class Instead:
    """What a source yields when it speaks for occasions another source lists too: those `keys` are dropped.

    One reminder, not two, for one thing to do.
    """

    keys: frozenset[str]


def columns(due: Due) -> dict:
    """The values a reminder row keeps of a Due, each short enough for its column."""
    values = {field.name: getattr(due, field.name) for field in fields(due)}
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            values[name] = values[name][: longest - 1].rstrip() + "…"
    return values | {name: list(values[name]) for name in ("answers", "history", "names")}
