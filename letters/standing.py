"""What the ladder says of a letter once someone was asked: one line, its reasons, the next step."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.spoken import plain_day, plural
from letters.alarms import letter_alarms, risk
from letters.backplan import SeasonFacts
from letters.reasons import Reason, reason
from letters.states import IN_ERAS, OUT, LetterRecord, State, next_nudge

PACKET_DAYS = 2
S = State
HEADLINES = {
    S.ASKED: "Asked on {on}",
    S.AGREED: "Agreed on {on}",
    S.DECLINED: "{writer} declined",
    S.PACKET_SENT: "Packet sent on {on}",
    S.REQUESTED: "Request in ERAS since {on}",
    S.CONFIRMED: "Confirmed for upload on {on}",
    S.UPLOADED: "In ERAS since {on}",
    S.ASSIGNED: "Assigned to {programs}",
    S.THANKED: "In ERAS, and {writer} is thanked",
    S.WITHDRAWN: "Withdrawn on {on}",
    S.IMPORTED: "Imported on {on}",
    S.VOID: "Void since {on}",
}


@dataclass(frozen=True)
class Standing:
    headline: str
    reasons: tuple[Reason, ...]
    next_step: str


def standing(record: LetterRecord, season: SeasonFacts | None, today: date) -> Standing:
    """The ladder's own sentence for a letter that is asked or further. KeyError before asking."""
    parts = {
        "on": plain_day(record.since, today),
        "writer": record.writer,
        "programs": plural(len(record.assigned_to), "program"),
    }
    alarms = letter_alarms(record, season, today)
    reasons = [reason(_reason_key(record), **parts)]
    reasons += [Reason(alarm.key, alarm.sentence) for alarm in alarms]
    if season and record.state not in IN_ERAS | OUT:
        level = risk(season, today)
        key = "risk_reading" if level.days < 0 else f"risk_{level.level}"
        reasons.append(Reason(key, level.sentence))
    keys = {alarm.key for alarm in alarms}
    return Standing(
        HEADLINES[record.state].format(**parts), tuple(reasons), _next_step(record, season, keys, today)
    )


def _reason_key(record: LetterRecord) -> str:
    if record.state == S.AGREED and record.promise:
        return f"agreed_{record.promise}"
    return record.state.value


def _next_step(record: LetterRecord, season: SeasonFacts | None, alarms: set[str], today: date) -> str:
    writer = record.writer
    if "alarm_old_request" in alarms or record.state == S.VOID:
        return f"Create a new request in ERAS and give {writer} the new Letter ID."
    if "alarm_old_letter" in alarms:
        return f"Ask {writer} for a new letter with a new date."
    if record.state in IN_ERAS and not record.assigned_to:
        return "Assign it to your programs."
    if record.state == S.AGREED and "alarm_no_letter_id" not in alarms:
        return _send_packet(record, today)
    fixed = {
        S.AGREED: f"Create the request in ERAS and give {writer} the Letter ID.",
        S.PACKET_SENT: f"Create the request in ERAS and give {writer} the Letter ID.",
        S.REQUESTED: "Confirm the entry for upload in ERAS.",
        S.UPLOADED: f"Thank {writer}.",
        S.ASSIGNED: f"Thank {writer}.",
        S.IMPORTED: f"Thank {writer}.",
        S.THANKED: "Nothing left to do.",
        S.DECLINED: f"Thank {writer} for the honest answer and ask someone else.",
        S.WITHDRAWN: "Ask someone else, or start again.",
    }
    return fixed.get(record.state) or _nudge(record, season, today)


def _send_packet(record: LetterRecord, today: date) -> str:
    by = record.since + timedelta(days=PACKET_DAYS)
    return f"Send the packet by {plain_day(by, today)}." if by >= today else "Send the packet."


def _nudge(record: LetterRecord, season: SeasonFacts | None, today: date) -> str:
    """Asked and not answered, or confirmed and not uploaded: when to write next."""
    due_on = record.due_on or (season.letters_in_on if season else None)
    if due_on is None:
        return f"Set the date you need the letter of {record.writer} by."
    on = next_nudge(record, due_on, today)
    if on is None:
        return "No nudge is left before the date. Line up someone else as well."
    return "Nudge today." if on == today else f"If nothing comes, nudge on {plain_day(on, today)}."
