"""The overview: everybody who could write, sorted by what can be done now (product.md §5)."""

from dataclasses import dataclass

from accounts import spoken
from letters import states, words
from letters.due import path_of
from letters.facts import Writer, writers
from letters.letter_page import Ruler, ruler
from letters.readiness import ASK_THIS_WEEK, LADDER, NEARLY, READY, TOO_EARLY, TOO_LATE, TOO_SHORT
from letters.states import next_nudge
from letters.today import TARGET

FIRST = {ASK_THIS_WEEK: 0, READY: 1, LADDER: 2, NEARLY: 3, TOO_EARLY: 4, TOO_LATE: 5, TOO_SHORT: 6}


@dataclass(frozen=True)
class Row:
    """One writer: who, how long, what is said, and the one thing to do."""

    name: str
    place: str
    path: str
    ruler: Ruler | None
    weeks: str
    headline: str
    note: str
    look: str
    action: str
    is_primary: bool


@dataclass(frozen=True)
class Overview:
    rows: tuple[Row, ...]
    unlikely: tuple[Row, ...]
    promised: int
    target: int
    can_ask: str


def overview(owner, today) -> Overview:
    """Every attending with supervision or a letter. The statements of facts.writers, whatever the number."""
    found = sorted(writers(owner, today), key=lambda one: _order(one, today))
    likely = [one for one in found if not _is_unlikely(one)]
    records = tuple(one.facts.record for one in found if one.facts.record)
    now = sum(one.verdict.kind in (READY, ASK_THIS_WEEK) for one in likely)
    people = "person" if now == 1 else "people"
    return Overview(
        rows=tuple(_row(one, today) for one in likely),
        unlikely=tuple(_row(one, today) for one in found if _is_unlikely(one)),
        promised=states.promised(records),
        target=TARGET,
        can_ask=f"{_spelled(now)} {people} can be asked today." if now else "",
    )


def _spelled(count: int) -> str:
    return {1: "One", 2: "Two", 3: "Three"}.get(count, str(count))


def _is_unlikely(writer: Writer) -> bool:
    record = writer.facts.record
    return writer.verdict.kind == TOO_SHORT or bool(record and record.state in states.OUT)


def _order(writer: Writer, today):
    verdict, record = writer.verdict, writer.facts.record
    place = FIRST[verdict.kind]
    if verdict.kind == LADDER and record.state in states.IN_ERAS:
        place = 4.5 if record.assigned_to else 2
    return (place, verdict.ask_from or today, str(writer.attending), writer.attending.pk)


def _row(writer: Writer, today) -> Row:
    verdict = writer.verdict
    headline, action, look = _headline(writer)
    return Row(
        name=str(writer.attending),
        place=_place(writer),
        path=path_of(writer),
        ruler=ruler(writer, today),
        weeks=_weeks(writer),
        headline=headline,
        note=_note(writer, today),
        look=look,
        action=action,
        is_primary=verdict.kind in (READY, ASK_THIS_WEEK),
    )


def _headline(writer: Writer):
    verdict, record = writer.verdict, writer.facts.record
    headline = verdict.headline
    if verdict.kind == TOO_EARLY:
        headline = headline.removeprefix("Too early: ")
        headline = headline[:1].upper() + headline[1:]
    if verdict.kind in (READY, ASK_THIS_WEEK):
        return headline, "What to say", "go-now"
    if record and record.state in states.IN_ERAS and record.assigned_to:
        return headline, "Open", "is-in"
    if verdict.kind == LADDER and record.state not in states.OUT | states.IN_ERAS:
        return headline, "Read the nudge" if record.state != states.State.AGREED else "Open", ""
    return headline, "Open", ""


def _place(writer: Writer) -> str:
    if writer.together:
        latest = writer.together[0]
        return f"{latest.institution}, {latest.subject[:1].lower()}{latest.subject[1:]}"
    return str(writer.attending.institution or "")


def _weeks(writer: Writer) -> str:
    verdict = writer.verdict
    done, needed = int(verdict.weeks_supervised), verdict.weeks_needed
    time = f"{done} of {needed} weeks" if done < needed else spoken.plural(done, "week")
    return f"{time}, {spoken.plural(writer.examples, 'example')}"


def _note(writer: Writer, today) -> str:
    verdict, record = writer.verdict, writer.facts.record
    if verdict.kind == LADDER:
        needed = words.due_on(writer)
        nudge = next_nudge(record, needed, today) if needed else None
        return f"Nudge due {spoken.day(nudge, today)}" if nudge else verdict.next_step
    if verdict.kind == TOO_EARLY and not verdict.conflict and verdict.last_day:
        return f"Last day together: {spoken.day(verdict.last_day, today)}"
    return verdict.next_step
