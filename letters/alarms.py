"""What can go wrong with a letter after the yes, by the day (product.md §5, Alarms)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.spoken import plain_day, plural
from letters.backplan import SeasonFacts
from letters.reasons import reason
from letters.states import IN_ERAS, MOST_PER_PROGRAM, OUT, PORTAL_OPENED_ON, LetterRecord, State
from letters.supervision import year_before

NO_LETTER_ID_DAYS = 14
NO_UPLOAD_DAYS = 21
FEWEST_PER_PROGRAM = 3
# The last day count at which each level still holds, in the order they are looked through.
RISK_LEVELS = ((7, "replace"), (14, "backup"), (28, "nudge"))


@dataclass(frozen=True)
class Alarm:
    """One thing to mend: registry key, sentence, since when, and the letter or program it is about."""

    key: str
    sentence: str
    since: date | None
    letters: tuple[str, ...] = ()
    program: str = ""


@dataclass(frozen=True)
class Program:
    """A target program: its key and the name a user would say."""

    key: str
    name: str


@dataclass(frozen=True)
class Risk:
    """calm, nudge, backup or replace, with the days left to review (negative once it has passed)."""

    level: str
    days: int
    sentence: str


def letter_alarms(record: LetterRecord, season: SeasonFacts | None, today: date) -> tuple[Alarm, ...]:
    """The alarms of one letter on its own, the most pressing first. A letter that is out has none."""
    if record.state in OUT:
        return ()
    found = (
        _old_request(record, today),
        _no_letter_id(record, today),
        _not_uploaded(record, today),
        _not_assigned(record),
        _old_letter(record, season, today),
    )
    return tuple(alarm for alarm in found if alarm)


def portfolio_alarms(
    records: Iterable[LetterRecord], programs: Iterable[Program], season: SeasonFacts | None, today: date
) -> tuple[Alarm, ...]:
    """Alarms between letters: a program with too few or too many, an author who stands twice.

    Too few is said once MyERAS is open for the season: before that nothing can be assigned.
    """
    live = [record for record in records if record.state not in OUT]
    is_open = season is None or season.opens_on is None or today >= season.opens_on
    found = [_program_alarm(program, live, is_open) for program in programs]
    return (*(alarm for alarm in found if alarm), *_same_author(live))


def risk(season: SeasonFacts, today: date) -> Risk:
    """How pressing a letter is that has not arrived, by the days until programs read."""
    days = (season.review_on - today).days
    level = next((name for most, name in RISK_LEVELS if days <= most), "calm")
    away = "today" if days == 0 else f"in {plural(days, 'day')}"
    key = "risk_reading" if days < 0 else f"risk_{level}"
    sentence = reason(key, review=season.say(season.review_on, today), away=away).sentence
    return Risk(level, days, sentence)


def _alarm(key: str, since: date | None, letters: tuple[str, ...], about: str = "", **parts) -> Alarm:
    return Alarm(key, reason(key, **parts).sentence, since, letters, about)


def _uploaded_by(record: LetterRecord, day: date) -> bool:
    return record.uploaded_on is not None and record.uploaded_on < day


def _old_request(record: LetterRecord, today: date) -> Alarm | None:
    is_old = record.requested_on is not None and record.requested_on < PORTAL_OPENED_ON <= today
    if not is_old or _uploaded_by(record, PORTAL_OPENED_ON) or record.state in IN_ERAS:
        return None
    on = plain_day(record.requested_on, today)
    return _alarm("alarm_old_request", PORTAL_OPENED_ON, (record.key,), on=on)


def _no_letter_id(record: LetterRecord, today: date) -> Alarm | None:
    if record.state not in (State.AGREED, State.PACKET_SENT) or record.letter_id or not record.agreed_on:
        return None
    since = record.agreed_on + timedelta(days=NO_LETTER_ID_DAYS)
    on = plain_day(record.agreed_on, today)
    made = _alarm("alarm_no_letter_id", since, (record.key,), writer=record.writer, on=on)
    return made if today >= since else None


def _not_uploaded(record: LetterRecord, today: date) -> Alarm | None:
    if record.state not in (State.REQUESTED, State.CONFIRMED) or not record.requested_on:
        return None
    since = record.requested_on + timedelta(days=NO_UPLOAD_DAYS)
    on = plain_day(record.requested_on, today)
    made = _alarm("alarm_not_uploaded", since, (record.key,), writer=record.writer, on=on)
    return made if today >= since else None


def _not_assigned(record: LetterRecord) -> Alarm | None:
    if record.state not in IN_ERAS or record.assigned_to:
        return None
    since = record.uploaded_on or record.since
    return _alarm("alarm_not_assigned", since, (record.key,), writer=record.writer)


def _old_letter(record: LetterRecord, season: SeasonFacts | None, today: date) -> Alarm | None:
    if season is None or record.dated_on is None or record.dated_on >= year_before(season.review_on):
        return None
    on, review = plain_day(record.dated_on, today), season.say(season.review_on, today)
    return _alarm("alarm_old_letter", None, (record.key,), writer=record.writer, on=on, review=review)


def _program_alarm(program: Program, live: list[LetterRecord], is_open: bool) -> Alarm | None:
    keys = tuple(record.key for record in live if program.key in record.assigned_to)
    if len(keys) > MOST_PER_PROGRAM:
        key = "alarm_many_letters"
    elif len(keys) < FEWEST_PER_PROGRAM and is_open:
        key = "alarm_few_letters"
    else:
        return None
    number = plural(len(keys), "letter") if keys else "no letters"
    return _alarm(key, None, keys, program.key, program=program.name, number=number)


def _same_author(live: list[LetterRecord]) -> list[Alarm]:
    """One author may write for two specialties, but not twice for one, nor twice to one program."""
    by_author: dict[str, list[LetterRecord]] = {}
    for record in live:
        by_author.setdefault(record.author, []).append(record)
    found = []
    for records in by_author.values():
        specialties = Counter(record.specialty for record in records)
        programs = Counter(program for record in records for program in record.assigned_to)
        if max(specialties.values()) > 1 or max(programs.values(), default=0) > 1:
            keys = tuple(record.key for record in records)
            found.append(_alarm("alarm_same_author", None, keys, writer=records[0].writer))
    return found
