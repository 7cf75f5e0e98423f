"""One event as an iCalendar file (RFC 5545), for "add to calendar". Pure."""

import re
from datetime import UTC, datetime, timedelta

LINE = 75  # octets, without the line end


def event(
    *, uid: str, start: datetime, minutes: int, summary: str, description: str, place: str, stamp: datetime
) -> bytes:
    """The file for one event from the aware `start`; every moment in UTC, so no zone table is needed."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wardbook//Outreach//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(start + timedelta(minutes=minutes))}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        f"LOCATION:{_text(place)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("A moment in a calendar carries its zone.")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escaped as TEXT; control characters but the line break fall away."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", value)
    for plain, escaped in (("\\", "\\\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> str:
    """Cut to 75 octets a line, never inside a character; what follows begins with a space."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join([*pieces, piece])
