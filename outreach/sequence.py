"""When each follow-up goes out, when a thread closes, and when the person may be written to again.

product.md §6 "Sequence" and "Settled details: Time". All days are dates on the recipient's calendar.
Every gap is counted from the day the message before it was really sent and then moved forward to the
next good day (outreach.calendar), so a plan is only ever a forecast: it is computed again after each send.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounts.spoken import day_in
from outreach.calendar import Blackout, at_wall_time, next_good_day, why_not

GAPS = (7, 10, 14)
DEFAULT_GAPS = GAPS[:2]
MOST_FOLLOW_UPS = 3
CLOSE_AFTER_DAYS = 14
REST_MONTHS = 6
MORNING = time(9)
EVENING = time(18)


class Refused(ValueError):
    """A change the sequence cannot make; the message is a sentence for the user."""


class EndedBy(StrEnum):
    REPLY = "reply"
    STOPPED = "stopped"
    BOUNCE = "bounce"
    SILENCE = "silence"


NO_REST = frozenset({EndedBy.REPLY, EndedBy.BOUNCE})


@dataclass(frozen=True)
class Step:
    """One follow-up to come. `on` is a date in the recipient's zone, `at` 09:00 of it, aware, in that zone.

    `gap_ends_on` is the day before any move; `moved_because` has one sentence for each move, none without.
    """

    number: int
    on: date
    at: datetime
    gap_ends_on: date
    moved_because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sequence:
    """One thread's follow-ups. `sent`: the first mail and every follow-up really sent, oldest first.

    `skipped` are numbers of follow-ups left out. `not_before` holds the next step back until that day and
    `not_before_because` says why. A pause without `paused_until` lasts until `resume`.
    """

    sent: tuple[date, ...]
    zone: str
    gaps: tuple[int, ...] = DEFAULT_GAPS
    blackouts: tuple[Blackout, ...] = ()
    skipped: frozenset[int] = frozenset()
    not_before: date | None = None
    not_before_because: str = ""
    paused_on: date | None = None
    paused_until: date | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None

    def __post_init__(self):
        check_gaps(self.gaps)
        if not self.sent:
            raise ValueError("A sequence starts with a mail that was sent.")
        if any(later < earlier for earlier, later in zip(self.sent, self.sent[1:], strict=False)):
            raise ValueError("Sends must stand in order, oldest first.")

    @property
    def is_ended(self) -> bool:
        return self.ended_on is not None


def check_gaps(gaps: tuple[int, ...]) -> None:
    """Raises ValueError for more than three follow-ups or a gap under one day."""
    if len(gaps) > MOST_FOLLOW_UPS:
        raise ValueError(f"At most {MOST_FOLLOW_UPS} follow-ups.")
    if any(gap < 1 for gap in gaps):
        raise ValueError("A gap is at least one day.")


def sent_on(moment: datetime, zone: str) -> date:
    """The day of an aware moment on the recipient's calendar."""
    if moment.tzinfo is None:
        raise ValueError("The moment of a send must carry its zone.")
    return moment.astimezone(ZoneInfo(zone)).date()


def plan(
    sent_on: date, *, gaps: tuple[int, ...] = DEFAULT_GAPS, zone: str, blackouts: tuple[Blackout, ...] = ()
) -> tuple[Step, ...]:
    """Every follow-up for a mail sent on `sent_on`, each taken to go out on its planned day."""
    return upcoming(Sequence(sent=(sent_on,), zone=zone, gaps=gaps, blackouts=tuple(blackouts)))


def next_step(
    sent: tuple[date, ...],
    *,
    gaps: tuple[int, ...] = DEFAULT_GAPS,
    zone: str,
    blackouts: tuple[Blackout, ...] = (),
) -> Step | None:
    """The follow-up after the messages really sent, or None when all were."""
    steps = upcoming(Sequence(sent=tuple(sent), zone=zone, gaps=gaps, blackouts=tuple(blackouts)))
    return steps[0] if steps else None


def upcoming(sequence: Sequence, today: date | None = None) -> tuple[Step, ...]:
    """The steps still to come, in order; empty when ended or paused without an end.

    With `today`, a step whose day has passed moves to the first good day from today; without it the
    step keeps the day it fell due. A skipped follow-up's gap is added to the next one's, so the others
    keep their distance from the last message sent.
    """
    if sequence.is_ended or (sequence.paused_on and not sequence.paused_until):
        return ()
    steps, base, wait = [], sequence.sent[-1], 0
    floors = _floors(sequence, today)
    for number in _open_numbers(sequence):
        wait += sequence.gaps[number - 1]
        if number in sequence.skipped:
            continue
        step = _step(number, base + timedelta(days=wait), floors, sequence)
        steps.append(step)
        base, wait = step.on, 0
    return tuple(steps)


def _open_numbers(sequence: Sequence) -> range:
    """Numbers not sent yet. A send takes the lowest number that was not skipped."""
    number = 0
    for _ in sequence.sent[1:]:
        number += 1
        while number in sequence.skipped:
            number += 1
    return range(number + 1, len(sequence.gaps) + 1)


def _floors(sequence: Sequence, today: date | None) -> tuple[tuple[date, str], ...]:
    """Days the next step may not come before, each with the words of its reason."""
    floors = []
    if sequence.paused_until:
        floors.append((sequence.paused_until, "this thread is paused until then"))
    if sequence.not_before:
        floors.append((sequence.not_before, sequence.not_before_because))
    if today:
        floors.append((today, "that day has passed"))
    return tuple(floors)


def _step(number: int, gap_ends_on: date, floors: tuple[tuple[date, str], ...], sequence: Sequence) -> Step:
    year = sequence.sent[-1].year
    on, because = gap_ends_on, []
    for floor, words in sorted(floors):
        good = next_good_day(on, sequence.blackouts)
        if floor > good:
            because.append(f"From {day_in(good, year=year)} to {day_in(floor, year=year)}: {words}.")
            on = floor
    because += _moves(on, sequence.blackouts, year)
    on = next_good_day(on, sequence.blackouts)
    return Step(number, on, at_wall_time(on, MORNING, sequence.zone), gap_ends_on, tuple(because))


def _moves(start: date, blackouts: tuple[Blackout, ...], year: int) -> list[str]:
    """One sentence for each run of days that share a reason: "Fri 24 – Mon 27 …: not a Tuesday …"."""
    runs: list[tuple[date, date, str]] = []
    day = start
    while reason := why_not(day, blackouts):
        if runs and runs[-1][2] == reason:
            runs[-1] = (runs[-1][0], day, reason)
        else:
            runs.append((day, day, reason))
        day += timedelta(days=1)
    return [f"{_span(first, last, year)}: {reason}." for first, last, reason in runs]


def _span(first: date, last: date, year: int) -> str:
    if first == last:
        return day_in(first, year=year)
    return f"{day_in(first, year=year)} – {day_in(last, year=year)}"


def closes_on(last_sent: date) -> date:
    """14 days after the last message; never moved (product.md "Time")."""
    return last_sent + timedelta(days=CLOSE_AFTER_DAYS)


def may_write_again_on(closed_on: date) -> date:
    """Six months after the close; a day the month lacks becomes its last day (31 Aug → 28 Feb)."""
    months = closed_on.month - 1 + REST_MONTHS
    year, month = closed_on.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=closed_on.day - 1), first_of_next - timedelta(days=1))


def closing(sequence: Sequence) -> date:
    """The day the thread closes without a reply: 14 days after the last message, sent or still planned.

    For a sequence that has ended it is the day it ended.
    """
    if sequence.ended_on:
        return sequence.ended_on
    steps = upcoming(replace(sequence, paused_on=None))
    return closes_on(steps[-1].on if steps else sequence.sent[-1])


def free_again_on(sequence: Sequence) -> date | None:
    """The first day this person may be written to cold again; None when nothing stands in the way.

    A reply opens a conversation and a bounce asks for another address: neither bars a new mail.
    """
    return None if sequence.ended_by in NO_REST else may_write_again_on(closing(sequence))


def record_sent(sequence: Sequence, on: date) -> Sequence:
    """The next follow-up went out on `on`. A sent step ends a pause and any move."""
    _must_be_open(sequence)
    if not _numbers_left(sequence):
        raise Refused("Every follow-up of this thread is sent.")
    if on < sequence.sent[-1]:
        raise Refused(f"The message before it left on {day_in(sequence.sent[-1], year=on.year)}.")
    return replace(_released(sequence), sent=(*sequence.sent, on))


def move(sequence: Sequence, to: date, *, because: str = "you moved it") -> Sequence:
    """Hold the next step back until `to`; the gap stays the least distance and the day a good one."""
    _must_be_open(sequence)
    if not _numbers_left(sequence):
        raise Refused("No follow-up is left to move.")
    return replace(sequence, not_before=to, not_before_because=because)


def away_until(sequence: Sequence, back_on: date) -> Sequence:
    """An auto-reply named the day the recipient is back: the next step comes after that day."""
    return move(sequence, back_on + timedelta(days=1), because="their auto-reply says they are away")


def skip(sequence: Sequence) -> Sequence:
    """Leave out the next follow-up. What held it back (a move, an absence) holds the one after it."""
    _must_be_open(sequence)
    left = _numbers_left(sequence)
    if not left:
        raise Refused("No follow-up is left to skip.")
    return replace(sequence, skipped=sequence.skipped | {left[0]})


def pause(sequence: Sequence, on: date, *, until: date | None = None) -> Sequence:
    """No step before `until`, or none at all until `resume`."""
    _must_be_open(sequence)
    if until and until <= on:
        raise Refused("A pause ends after it starts.")
    return replace(sequence, paused_on=on, paused_until=until)


def resume(sequence: Sequence) -> Sequence:
    """Take the pause off. Steps whose day passed meanwhile are moved by `upcoming(sequence, today)`."""
    _must_be_open(sequence)
    return replace(sequence, paused_on=None, paused_until=None)


def end(sequence: Sequence, on: date, by: EndedBy) -> Sequence:
    """No more steps. Ending twice keeps the first end, so two devices leave one story."""
    return sequence if sequence.is_ended else replace(sequence, ended_on=on, ended_by=by)


def is_closed_by_silence(sequence: Sequence, today: date) -> bool:
    """Nothing left to send and 14 days without a reply since the last message."""
    if sequence.is_ended or _numbers_left(sequence):
        return False
    return today >= closes_on(sequence.sent[-1])


def _numbers_left(sequence: Sequence) -> list[int]:
    return [number for number in _open_numbers(sequence) if number not in sequence.skipped]


def _must_be_open(sequence: Sequence) -> None:
    if sequence.is_ended:
        raise Refused("This thread has ended.")


def _released(sequence: Sequence) -> Sequence:
    return replace(sequence, not_before=None, not_before_because="", paused_on=None, paused_until=None)


def remind_at(step: Step, user_zone: str, digest_time: time) -> datetime:
    """When the user hears of `step`, aware, in the user's zone, and always before `step.at`.

    In that morning's digest, or the evening before (18:00, or the digest if it is later in the evening)
    when the digest would come at or after the step's moment.
    """
    local = step.at.astimezone(ZoneInfo(user_zone)).date()
    morning = at_wall_time(local, digest_time, user_zone)
    if morning < step.at:
        return morning
    return at_wall_time(local - timedelta(days=1), max(EVENING, digest_time), user_zone)
